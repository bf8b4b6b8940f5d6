#!/usr/bin/env python3
# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Measures muster beside bare work and beside other programs, and writes a report. Started by tools/bench."""
import argparse
import dataclasses
import json
import os
import pathlib
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import google_benchmark
import journal
import postgres
import report
import sql_answers
import sqlite
import stopwatch
from google_benchmark import ROOT

BUILD = ROOT / "build" / "bench"
MUSTER = BUILD / "tools" / "muster"
WORKLOAD = BUILD / "tests" / "bench" / "muster_workload"
CLIENTS = (1, 8, 32)
ONE_CORE_EVENTS = 100_000
# Of muster_bench, what reads a ledger of the run's size.
READING = "^(BareScanAndParse|LedgerRead|ViewsFromZero|BareScanAndHash|LogVerified)/real_time$"


@dataclasses.dataclass
class MeasuredLedger:
    events: int
    records: int
    record_bytes: int
    append_seconds: float
    append_rss: int
    rebuild_seconds: float
    disk_bytes: int
    times: dict  # seconds of each answer, by kind
    why_events: list  # how many events each `why` listed

    def median(self, kind):
        return statistics.median(self.times[kind])

    def percentile(self, kind, percent):
        return sorted(self.times[kind])[len(self.times[kind]) * percent // 100]

    def why_cost(self):
        """Seconds of a `why` without its output, and of each event that it lists: by least squares, without the first
        question, which finds out what serves the others."""
        fit = statistics.linear_regression(self.why_events[1:], self.times["why"][1:])
        return fit.intercept, fit.slope


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def make_ledger(path, events, content):
    """Makes it, with its views saved, and measures it."""
    say(f"making a ledger of {events:,} events ({content})")
    _, _, rss, output = stopwatch.run_weighed([WORKLOAD, "make", path, str(events), content])
    made = json.loads(output)
    rebuild_seconds, _, _ = stopwatch.run_once([MUSTER, "rebuild", "--ledger", path], stderr=subprocess.DEVNULL)
    disk = sum(file.stat().st_blocks * 512 for file in path.rglob("*") if file.is_file())
    times = json.loads(stopwatch.run_once([WORKLOAD, "time", path])[2])
    why_events = times.pop("why_events")
    return MeasuredLedger(events, made["records"], made["record_bytes"], made["append_seconds"], rss,
                          rebuild_seconds, disk, {kind: [ms / 1e3 for ms in took] for kind, took in times.items()}, why_events)


class Run:
    """Everything that one run measured; what was not is None."""

    def __init__(self, options, directory):
        self.events = options.events
        self.largest = options.largest
        self.quick = options.quick
        self.repetitions = options.repetitions
        self._directory = directory
        self._random = random.Random(options.seed)
        self.seed = options.seed
        self.medians = google_benchmark.Medians()
        self.ledgers = []  # the full workload, by size
        self.command_full = {}  # a headcount by the command line, by their events
        self.others = {}  # whole processes, by program
        self.within = {}  # seconds of a query within a process, by program
        self.postgres_inserts = {}
        self.ratio_one_core = None
        self.one_core_events = min(ONE_CORE_EVENTS, self.events)
        self.load = []  # the machine's, now and then

    def ratio(self, name, base):
        rates = self.medians.rate(name), self.medians.rate(base)
        return rates[0] / rates[1] if None not in rates else None

    def slowdown(self, name, base):
        times = self.medians.time(name), self.medians.time(base)
        return times[0] / times[1] if None not in times else None

    def measure(self):
        with postgres.Postgres() as server:
            self._note_load()
            self._measure_single_appends(server)
            self._measure_bare_work()
            self._note_load()
            self._measure_growth()
            self._note_load()
            self._measure_others(server)
            self._note_load()

    def ledger_of(self, events):
        return next(ledger for ledger in self.ledgers if ledger.events == events)

    def _note_load(self):
        self.load.append(os.getloadavg()[0])

    def _measure_single_appends(self, server):
        """Ours and theirs in turn, as a disk is not the same from one minute to the next."""
        seconds = 1 if self.quick else 3
        inserts = {clients: [] for clients in CLIENTS}
        for turn in range(self.repetitions):
            say(f"durable single appends, {turn + 1} of {self.repetitions}")
            self.medians.add(google_benchmark.measure("^(Bare|Ledger)Singles", 1, 0.1 if self.quick else 0.5))
            for clients in CLIENTS:
                inserts[clients].append(server.inserts_a_second(clients, seconds))
        self.postgres_inserts = {clients: statistics.median(rates) for clients, rates in inserts.items()}

    def _measure_bare_work(self):
        min_time = 0.1 if self.quick else 0.5
        say("batches")
        self.medians.add(google_benchmark.measure("Batches|Pipeline", self.repetitions, min_time))
        say("reading, from zero")
        self.medians.add(google_benchmark.measure(READING, self.repetitions, min_time, self.events))
        one_core = google_benchmark.Medians()
        one_core.add(google_benchmark.measure("^(BareScanAndParse|ViewsFromZero)/real_time$", self.repetitions, min_time,
                                              self.one_core_events, cores="0"))
        self.ratio_one_core = one_core.rate("ViewsFromZero") / one_core.rate("BareScanAndParse")
        if not self.quick:
            say("headcounts amid records of one kind")
            self.medians.add(google_benchmark.measure(
                "HeadcountAmid/(arrivals|amendments|contingent_musters|mission_musters)", self.repetitions, 0.2))

    def _measure_growth(self):
        for events in sorted({self.largest // 100, self.largest // 10, self.events, self.largest}):
            name = f"full-{events}"
            self.ledgers.append(make_ledger(self._directory / name, events, "full"))
            self.command_full[events] = stopwatch.time_process(self._headcount(name, self._day()), 3 * self.repetitions)

    def _day(self):
        """A random one and the day after it, not too early."""
        day = sql_answers.FIRST_DAY + self._random.randrange(sql_answers.DAYS // 2, sql_answers.DAYS)
        return sql_answers.day(day), sql_answers.day(day + 1)

    def _headcount(self, ledger, day):
        return [MUSTER, "headcount", "--ledger", self._directory / ledger, "--on", day[0], "--by", "contributor",
                "--format", "json"]

    def _measure_others(self, server):
        """On the plain movements, the same question to all; their answers must be the same."""
        ledger = self._directory / "plain"
        self.plain = make_ledger(ledger, self.events, "plain")
        subprocess.run([WORKLOAD, "tables", ledger, self._directory], check=True)
        database = self._directory / "movements.db"
        connection = sql_answers.load(self._directory, database)
        say("the same answers as SQL?")
        self.questions = 1000
        self.differences = sql_answers.differences(WORKLOAD, ledger, connection, self.questions, self.seed)
        day = self._day()
        self.command_plain = stopwatch.time_process(self._headcount("plain", day), 3 * self.repetitions)
        expected = {row["contributor"]: row["best"] for row in json.loads(self.command_plain.output)["rows"]}
        self._measure_sql(server, connection, database, day, expected)
        self._measure_journals(connection, day, expected)
        connection.close()

    def _measure_sql(self, server, connection, database, day, expected):
        size = self.plain.records
        questions = [{"on": self._day()[0], "known_at": self._random.randint(size // 2, size)} for _ in range(20)]
        now = {"on": day[0], "known_at": size}
        say("SQLite")
        self.sqlite_index = sqlite.keep_best_index(connection, questions)
        self.within["SQLite"], _ = sqlite.time_within(connection, questions)
        self.others["SQLite"] = sqlite.time_whole(database, now, self.repetitions)
        rows = [line.split("|") for line in self.others["SQLite"].output.splitlines()]
        self._expect("SQLite", {contributor: int(people) for contributor, people in rows}, expected)
        say("PostgreSQL")
        server.load(connection)
        self.postgres_index = server.keep_best_index(questions)
        self.within["PostgreSQL"], _ = server.time_within(questions)
        self._expect("PostgreSQL", dict(server.time_within([now])[1]), expected)
        self.within["muster"] = statistics.median(
            answer["us"] / 1e6 for answer in sql_answers.answers_of_muster(
                WORKLOAD, self._directory / "plain", [{**question, "by": ["contributor"]} for question in questions]))

    def _measure_journals(self, connection, day, expected):
        books = journal.Journal(connection, self._directory)
        for program, command in books.commands(*day).items():
            say(program)
            self.others[program] = stopwatch.time_process(command, self.repetitions)
            self._expect(program, journal.balances(self.others[program].output), expected)

    @staticmethod
    def _expect(program, answer, expected):
        if answer != {key: best for key, best in expected.items() if best != 0}:
            raise RuntimeError(f"{program} answers otherwise than muster:\n{answer}\n{expected}")


def main():
    parser = argparse.ArgumentParser(prog="tools/bench", description=__doc__)
    parser.add_argument("--events", type=int, help="1,000,000 unless said; 50,000 with --quick")
    parser.add_argument("--largest", type=int,
                        help="events of the largest ledger, of the work that grows; ten times --events unless said, with --quick as many")
    parser.add_argument("--quick", action="store_true", help="few events, short repetitions: a look, not a measurement")
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1, help="of the questions; the movements are always the same")
    parser.add_argument("--output", type=pathlib.Path, default=BUILD / "report", help="directory of the report")
    parser.add_argument("--publish", action="store_true", help="also into docs/performance.md")
    options = parser.parse_args()
    options.events = options.events or (50_000 if options.quick else 1_000_000)
    options.largest = options.largest or options.events * (1 if options.quick else 10)
    # So that whatever ends it stops the server, and removes what was made.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as directory:
        os.environ["TMPDIR"] = directory  # what muster_bench leaves if it is stopped goes, too
        run = Run(options, pathlib.Path(directory))
        run.measure()
    run.minutes = (time.monotonic() - begin) / 60
    report.write(run, options.output, options.publish)
    return 1 if run.differences else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("interrupted")
        sys.exit(130)
