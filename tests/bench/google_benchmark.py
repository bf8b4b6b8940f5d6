# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Runs muster_bench, and takes medians of what it prints."""
import collections
import json
import os
import pathlib
import statistics
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build" / "bench" / "tests" / "bench" / "muster_bench"
MILLISECONDS = {"ns": 1e-6, "us": 1e-3, "ms": 1.0, "s": 1e3}


class Medians:
    """Of runs that were added: rates a second and milliseconds, by the benchmark's name."""

    def __init__(self):
        self._rates = collections.defaultdict(list)
        self._times = collections.defaultdict(list)

    def add(self, result):
        for run in result["benchmarks"]:
            if run["run_type"] != "iteration":
                continue
            name = run["run_name"].replace("/real_time", "")
            if "/threads:" not in name and name.endswith("Singles"):
                name += "/threads:1"
            if "items_per_second" in run:
                self._rates[name].append(run["items_per_second"])
            self._times[name].append(run["real_time"] * MILLISECONDS[run["time_unit"]])

    def rate(self, name):
        """None if it was not measured, as below."""
        return statistics.median(self._rates[name]) if name in self._rates else None

    def time(self, name):
        return statistics.median(self._times[name]) if name in self._times else None


def measure(filter_, repetitions, min_time, events=None, cores=None):
    """The JSON of one run; repetitions of different benchmarks alternate. `cores`: the only ones it may use."""
    environment = dict(os.environ)
    if events is not None:
        environment["MUSTER_BENCH_EVENTS"] = str(events)
    pin = ["taskset", "--cpu-list", cores] if cores is not None else []
    output = subprocess.run(
        [*pin, PROGRAM, f"--benchmark_filter={filter_}", f"--benchmark_repetitions={repetitions}",
         f"--benchmark_min_time={min_time}", "--benchmark_enable_random_interleaving=true", "--benchmark_format=json"],
        check=True, stdout=subprocess.PIPE, env=environment).stdout
    return json.loads(output)


def cpu():
    for line in open("/proc/cpuinfo", encoding="utf-8"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return "unknown processor"


def memory():
    for line in open("/proc/meminfo", encoding="utf-8"):
        if line.startswith("MemTotal"):
            return f"{int(line.split()[1]) / 2**20:.0f} GiB"
    return "unknown memory"
