# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""The report of a run: tables in markdown, and a picture of how cost grows."""
import datetime
import os
import shlex
import sys

import goals
import google_benchmark
import growth_chart
from google_benchmark import ROOT
from stopwatch import duration

PAGE = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "pictures" / "cost_as_work_grows.svg"
BEGIN, END = "<!-- begin tools/bench -->", "<!-- end tools/bench -->"

# name, what it is compared with, in words
BARE = [
    ("batches of 1,000 through the log", "LogBatches", "BareBatches"),
    ("batches of 1,000 through the whole ledger, one by one", "LedgerBatches", "BareBatches"),
    ("the same, several under way", "LedgerPipeline", "BareBatches"),
    ("durable single appends, 1 thread", "LedgerSingles/threads:1", "BareSingles/threads:1"),
    ("the same, 16 threads", "LedgerSingles/threads:16", "BareSingles/threads:16"),
    ("the same, 64 threads", "LedgerSingles/threads:64", "BareSingles/threads:64"),
    ("reading and decoding the log, to a bare scan-and-parse", "LedgerRead", "BareScanAndParse"),
    ("projections from zero, to the same", "ViewsFromZero", "BareScanAndParse"),
    ("verifying the log, to a bare SHA-256 pass", "LogVerified", "BareScanAndHash"),
]


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def conditions(run):
    load = f"{min(run.load):.0f} to {max(run.load):.0f}"
    busy = ("; it was busy with other work, so read the ratios, and those of short times with care"
            if max(run.load) > os.cpu_count() + 1 else "")
    look = " Few events and short repetitions: a look, not a measurement." if run.quick else ""
    return (f"- Machine: {google_benchmark.cpu()}, {os.cpu_count()} cores, {google_benchmark.memory()}; "
            f"load {load}{busy}.\n"
            f"- {datetime.date.today().isoformat()}, `{shlex.join(['tools/bench', *sys.argv[1:]])}`: {run.events:,} events, "
            f"repetitions: {run.repetitions}, of which the medians; minutes: {run.minutes:.0f}.{look}\n"
            "- The events come from a seed: 200 contingents of 30 contributors, 500 places, 25 years, 2 % corrections; "
            "5 % uncertain dates and monthly musters of every tenth contingent, but not in what other programs get, "
            "who know neither.")


def bare_table(run):
    rows = []
    for words, name, base in BARE:
        ours, theirs = run.medians.rate(name), run.medians.rate(base)
        rows.append((words, f"{ours:,.0f}", f"{theirs:,.0f}", f"{ours / theirs:.2f}"))
    return table(["work", "muster, a second", "bare, a second", "ratio"], rows)


def others_table(run):
    """One headcount by contributor, by whole processes."""
    ours = run.command_plain
    rows = []
    for program, timing in {"muster headcount": ours, **run.others}.items():
        rows.append((program, timing.words(), f"{timing.seconds / ours.seconds:,.2f}", duration(timing.processor_seconds),
                     f"{timing.processor_seconds / ours.processor_seconds:,.2f}", f"{timing.rss_bytes / 2**20:,.0f} MiB"))
    return table(["program", "whole process", "times muster's", "processor time", "times muster's", "memory"], rows)


def within_table(run):
    ours = run.within["muster"]
    indexes = {"SQLite": run.sqlite_index, "PostgreSQL": run.postgres_index}
    rows = [(name + (f", index {indexes[name]}" if name in indexes else ""), duration(seconds), f"{seconds / ours:,.1f}")
            for name, seconds in sorted(run.within.items(), key=lambda item: item[1])]
    return table(["program", "median", "times muster's"], rows)


def inserts_table(run):
    rows = []
    for clients, inserts in run.postgres_inserts.items():
        ours = run.medians.rate(f"LedgerSingles/threads:{clients}")
        rows.append((clients, f"{ours:,.0f}", f"{inserts:,.0f}", f"{ours / inserts:.2f}"))
    return table(["clients, threads", "muster, a second", "PostgreSQL, a second", "ratio"], rows)


def growth(run):
    """The costs at each size, milliseconds."""
    return {
        "append, a record": [ledger.append_seconds * 1e3 / ledger.records for ledger in run.ledgers],
        "proof": [ledger.median("proof") * 1e3 for ledger in run.ledgers],
        "headcount, known now": [ledger.median("headcount_now") * 1e3 for ledger in run.ledgers],
        "headcount, random known-at": [ledger.median("headcount_random") * 1e3 for ledger in run.ledgers],
    }


def growth_table(run):
    sizes = [ledger.events for ledger in run.ledgers]
    rows = [(name, *(duration(cost / 1e3) for cost in costs), f"n^{growth_chart.law(sizes, costs):.2f}")
            for name, costs in growth(run).items()]
    for name, of in (("`rebuild`, whole process", lambda ledger: ledger.rebuild_seconds),
                     ("timeline of 25 years", lambda ledger: ledger.median("timeline"))):
        costs = [of(ledger) for ledger in run.ledgers]
        rows.append((name, *map(duration, costs), f"n^{growth_chart.law(sizes, costs):.2f}"))
    return table(["cost", *(f"{size:,}" for size in sizes), "law"], rows)


def verdict_of_sql(run):
    return (f"On the {run.events:,} events without uncertainty and musters, muster and SQLite's SQL "
            + (f"gave the same answers to {run.questions:,} random questions (day, known-at, scope, groups)."
               if not run.differences else
               f"**differ** on {len(run.differences)} of {run.questions:,} random questions."))


def text(run, picture):
    return f"""{conditions(run)}

{verdict_of_sql(run)}

### The limit: the same records by bare RocksDB

{bare_table(run)}

### What a user would pick instead

Strength by contributor at the end of one random day, as known now, by whole processes, warm; all gave the same numbers. hledger,
ledger and beancount read a journal of what came from abroad and went there, as corrected; beancount may use its cache.

{others_table(run)}

The same within a running program, at random days and known-ats of the later half. SQLite and PostgreSQL have a row for each
movement as it was known from one position to another, and the better of two covering indexes, which have only what came from abroad
and went there; PostgreSQL's time is that of its client, on loopback.

{within_table(run)}

Durable single inserts: muster admits an event, and writes its report, its indexes and its tree; PostgreSQL (pgbench, prepared,
loopback) inserts a row with a primary key.

{inserts_table(run)}

### Cost as work grows

![Cost as work grows]({picture})

{growth_table(run)}

### Goals

{table(["work", "goal", "measured", "reached", "of what"], goals.judge(run))}
"""


def write(run, output, publish):
    """Into `output`; with `publish`, between the marks of docs/performance.md, too."""
    output.mkdir(parents=True, exist_ok=True)
    sizes = [ledger.events for ledger in run.ledgers]
    picture = growth_chart.draw(sizes, growth(run), "Cost as work grows")
    (output / PICTURE.name).write_text(picture, encoding="utf-8")
    body = text(run, PICTURE.name)
    (output / "report.md").write_text(f"# Side by side\n\n{body}", encoding="utf-8")
    print(body)
    if publish:
        page = PAGE.read_text(encoding="utf-8")
        before, rest = page.split(BEGIN)
        after = rest.split(END)[1]
        PICTURE.write_text(picture, encoding="utf-8")
        body = text(run, f"pictures/{PICTURE.name}")
        PAGE.write_text(f"{before}{BEGIN}\n{body}{END}{after}", encoding="utf-8")
