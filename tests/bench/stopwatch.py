# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""How long whole processes take, and how much memory."""
import dataclasses
import resource
import statistics
import subprocess
import tempfile
import time

# One repetition is enough of what takes longer.
LONG_SECONDS = 20


@dataclasses.dataclass
class Timing:
    seconds: float  # the median, as of the next
    processor_seconds: float
    repetitions: int
    rss_bytes: int  # the most
    output: str

    def words(self):
        return f"{duration(self.seconds)}" + (f" (of {self.repetitions})" if self.repetitions < 3 else "")


def duration(seconds):
    if seconds is None:
        return "—"
    if seconds >= 1:
        return f"{seconds:,.2f} s" if seconds < 100 else f"{seconds:,.0f} s"
    if seconds >= 1e-3:
        return f"{seconds * 1e3:,.1f} ms" if seconds < 0.1 else f"{seconds * 1e3:,.0f} ms"
    return f"{seconds * 1e6:,.0f} µs"


def run_once(command, **options):
    """Seconds by the wall clock, those of the processor, and output. Raises if it fails."""
    begin, before = time.monotonic(), processor_seconds()
    output = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, **options).stdout
    return time.monotonic() - begin, processor_seconds() - before, output


def processor_seconds():
    """Of all processes that were waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run_weighed(command, **options):
    """As run_once, with the most resident bytes before the output. The kernel counts a process as large as the one that started it,
    so a small one does."""
    with tempfile.NamedTemporaryFile("r") as weight:
        seconds, processor, output = run_once(["/usr/bin/time", "-q", "-f", "%M", "-o", weight.name, *command], **options)
        return seconds, processor, int(weight.read()) * 1024, output


def time_process(command, repetitions):
    """The median of `repetitions`, after one that is not counted; of a long one, the only one."""
    seconds, processor, rss, output = run_weighed(command)
    if seconds >= LONG_SECONDS:
        return Timing(seconds, processor, 1, rss, output)
    runs = [run_once(command) for _ in range(repetitions)]
    return Timing(statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs), len(runs), rss,
                  output)
