# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""What is to be reached, held against what a run measured."""
from stopwatch import duration

MIB = 2**20
MILLION = 1_000_000


class Goals:
    """Rows of the table: work, goal, measured, whether it is reached."""

    def __init__(self):
        self.rows = []

    def at_least(self, work, goal, measured, note=""):
        self._add(work, f"at least {goal}", measured, measured is not None and measured >= goal, f"{measured or 0:.2f}", note)

    def at_most(self, work, goal, measured, note="", unit=""):
        self._add(work, f"at most {goal}{unit}", measured, measured is not None and measured <= goal,
                  f"{measured or 0:,.2f}{unit}", note)

    def seconds(self, work, goal, measured, note=""):
        self._add(work, f"at most {duration(goal)}", measured, measured is not None and measured <= goal,
                  duration(measured), note)

    def _add(self, work, goal, measured, reached, words, note):
        if measured is None:
            verdict, words = "not measured", "—"
        else:
            verdict = "yes" if reached else "**no**"
        self.rows.append((work, goal, words, verdict, note))


def judge(run):
    """`run` is a measured side_by_side.Run."""
    goals = Goals()
    note = "" if run.events >= MILLION else f"the goal is of a million events; here {run.events:,}"
    judge_appends(goals, run)
    goals.at_least("projections from zero, to a bare scan-and-parse, one core", 0.6, run.ratio_one_core,
                   f"of {run.one_core_events:,} events")
    goals.at_least("the same, two cores", 1.0, run.ratio("ViewsFromZero", "BareScanAndParse"))
    judge_answers(goals, run, note)
    for kind in ("amendments", "contingent_musters", "mission_musters"):
        for suffix, words in (("", "known now"), ("_known_at_random", "random known-at")):
            goals.at_most(f"headcount amid 100,000 {kind.replace('_', ' ')}, to as many arrivals, {words}", 1.5,
                          run.slowdown(f"HeadcountAmid/{kind}{suffix}", f"HeadcountAmid/arrivals{suffix}"))
    full = run.ledger_of(run.events)
    for work, rss in (("appending", full.append_rss),
                      ("answering (headcount, command line)", run.command_full[run.events].rss_bytes)):
        goals.at_most(f"memory above 64 MB, bytes a fact, {work}", 64, max(0, rss - 64 * MIB) / full.records,
                      f"{rss / MIB:,.0f} MiB at most")
    goals.at_most("disk, to the records' serialised size", 1.5, full.disk_bytes / full.record_bytes,
                  "as it lies after a clean close, everything included; not compacted")
    return goals.rows


def judge_appends(goals, run):
    goals.at_least("appends in batches of 1,000, to bare puts, one by one", 0.45, run.ratio("LedgerBatches", "BareBatches"))
    goals.at_least("the same, several under way", 0.45, run.ratio("LedgerPipeline", "BareBatches"))
    for threads in (1, 16, 64):
        goals.at_least(f"durable single appends, threads: {threads}, to bare synced puts", 0.85,
                       run.ratio(f"LedgerSingles/threads:{threads}", f"BareSingles/threads:{threads}"))
    for clients, inserts in run.postgres_inserts.items():
        rate = run.medians.rate(f"LedgerSingles/threads:{clients}")
        goals.at_least(f"the same, threads: {clients}, to as many clients of PostgreSQL", 1, rate and rate / inserts)


def judge_answers(goals, run, note):
    full, largest = run.ledger_of(run.events), run.ledgers[-1]
    growth_note = "" if (full.events, largest.events) == (MILLION, 10 * MILLION) else "the goal is from one to ten million"
    for kind, words, median, tail, growth in (("headcount_now", "known now", 0.5e-3, 2e-3, 3),
                                              ("headcount_random", "random known-at", 1e-3, 4e-3, 10)):
        goals.seconds(f"headcount by contributor, in process, {words}, median", median, full.median(kind), note)
        goals.seconds("the same, 99th percentile", tail, full.percentile(kind, 99), note)
        if largest is not full:
            goals.at_most(f"the same median at {largest.events:,} events, to that", growth,
                          largest.median(kind) / full.median(kind), growth_note)
    goals.seconds("headcount, command line, whole process", 0.05, run.command_full[full.events].seconds, note)
    if largest is not full:
        goals.seconds(f"the same at {largest.events:,} events", 0.15, run.command_full[largest.events].seconds)
    for rival, factor in (("hledger", 50), ("ledger", 50), ("SQLite", 5)):
        other = run.others.get(rival)
        goals.at_least(f"the same beside {rival}, times faster", factor, other and other.seconds / run.command_plain.seconds, note)
    goals.seconds("timeline of 25 years by month, by contributor", 20e-3, full.median("timeline"), note)
    why, event = full.why_cost()
    goals.seconds("`why` of a contingent on a random day, without its output", 10e-3, why,
                  f"besides {duration(event)} for each event that it lists; in all {duration(full.median('why'))}, median")
