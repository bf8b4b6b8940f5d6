#!/usr/bin/env python3
# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Compares examples/haiti with the table of 41 statements that it was written from, row by row.

An event that carries a row has a comment with the row's key right above it: `# S017`. The table is not in the
repository. It is looked for in $MUSTER_SHARED, else in ../shared beside the source tree; where it is absent, only the
keys are checked.
"""

import collections
import csv
import pathlib
import re
import tempfile
import unittest

import yaml

from ledger_case import SOURCE, LedgerCase, runs, shared

FILES = sorted((SOURCE / "examples" / "haiti").glob("*.yaml"))
TABLE = shared("data/haiti-mss-claims/claims_2024-06_2025-01.csv")
KEYS = [f"S{number:03}" for number in range(1, 42)]
BOUNDS = ("least", "best", "most")
KINDS = {"arrival": "arrival", "departure-for-mission": "dispatch", "total": "claim", "pledge": "pledge"}

# What the example has otherwise than the table, and why.
FIGURES = {"S026": 150}  # the table has the 144 who are to follow; a pledge is of the whole
DAYS = {"S035": "2024-01-04"}  # the table has the day that is meant; the example the one that is printed
STAMPS = dict.fromkeys(("S032", "S033"), "2025-01-01")  # their page's stamp, which the table has in a note


def keyed_events(path):
    """The keys of each event of a file, in order: those in the comment lines right above it."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    for document in yaml.compose_all(text, Loader=yaml.BaseLoader):
        for name, value in document.value:
            for event in value.value if name.value == "events" else []:
                at = event.start_mark.line - 1
                keys = []
                while lines[at].strip().startswith("#"):
                    keys += re.findall(r"\bS\d{3}\b", lines[at])
                    at -= 1
                yield keys


def total(numbers):
    """Their sum; None, which is "no bound", where one has none."""
    return None if None in numbers else sum(numbers)


class Statements(LedgerCase):
    """All tests ask one ledger; none of them adds to it."""

    @classmethod
    def setUpClass(cls):
        cls.shared_directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.shared_directory.cleanup)
        cls.directory = pathlib.Path(cls.shared_directory.name)
        maker = cls("test_each_of_the_41_has_its_event")
        maker.muster("init", "--origin", "example.org/test")
        maker.append(*FILES)
        cls.records = maker.json_lines("log")
        cls.reports = {report["report"]: report for report in maker.json_lines("reports")}
        registered = [record["event"]["contingent"] for record in cls.records if "contingent" in record["event"]]
        cls.contributors = {fields["id"]: fields.get("contributor") for fields in registered}
        cls.carriers = collections.defaultdict(list)
        positions = iter(cls.records)
        for path in FILES:
            for keys in keyed_events(path):
                record = next(positions)
                for key in keys:
                    cls.carriers[key].append(record)

    def setUp(self):
        pass

    def each_row(self, check):
        """Calls `check` with each row of the table and the records that carry it, each a subtest."""
        if TABLE is None:
            self.skipTest("the table is not here; set MUSTER_SHARED to the directory that has it")
        with TABLE.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([row["claim_id"] for row in rows], KEYS)
        for row in rows:
            with self.subTest(row["claim_id"]):
                check(row, self.carriers[row["claim_id"]])

    def told(self, record):
        """The kind of event that a record tells of, its event as recorded, and what this record says of it."""
        kind, said = next(iter(record["event"].items()))
        if kind != "account":
            return kind, said, said
        kind, event = next(iter(self.records[said["of"][0]["position"]]["event"].items()))
        return kind, event, said

    def test_each_of_the_41_has_its_event(self):
        self.assertEqual(sorted(self.carriers), KEYS)

    def test_the_kind_is_that_of_the_table(self):
        def check(row, carriers):
            for record in carriers:
                self.assertEqual(self.told(record)[0], KINDS[row["kind"]])

        self.each_row(check)

    def test_the_contributor_is_that_of_the_table(self):
        def check(row, carriers):
            for record in carriers:
                _, event, _ = self.told(record)
                if "scope" in event:
                    named = event["scope"].get("contributor", "ALL")
                else:
                    named = self.contributors[event["contingent"].split("/")[0]]
                self.assertEqual("+".join(named) if isinstance(named, list) else named, row["contingent"])

        self.each_row(check)

    def test_the_figure_is_that_of_the_table(self):
        def check(row, carriers):
            strengths = [self.told(record)[2]["strength"] for record in carriers]
            least, best, most = (total([strength[bound] for strength in strengths]) for bound in BOUNDS)
            low, high = (int(row[bound] or 0) for bound in ("count_low", "count_high"))
            if row["claim_id"] in FIGURES:
                low = high = FIGURES[row["claim_id"]]
            expected = {
                "exact": (low, low, low),
                "about": (least, low, most),
                "nearly": (low, high - 1, high - 1),
                "at-least": (low, low, None),
                "more-than": (low + 1, low + 1, None),
                "range": (low, best, high),
                "unknown": (0, 0, None),
            }
            self.assertEqual((least, best, most), expected[row["qualifier"]])

        self.each_row(check)

    def test_the_day_is_that_of_the_table(self):
        def check(row, carriers):
            day = DAYS.get(row["claim_id"], row["event_date"])
            for record in carriers:
                on = self.told(record)[2]["on"]
                if day:
                    self.assertTrue(on["earliest"] <= day <= on["latest"], f"{day} is not in {on['text']}")
                else:
                    self.assertIn("~", on["text"])

        self.each_row(check)

    def test_the_source_is_named_with_its_page(self):
        def check(row, carriers):
            for record in carriers:
                report = self.reports[record["report"]]
                self.assertEqual(report["url"], row["url"])
                self.assertIn(report["source"], row["publisher"])
                self.assertIn(report.get("agency", ""), row["publisher"])
                self.assertRegex(report["grade"], "^[A-F][1-6]$")

        self.each_row(check)

    def test_a_report_is_dated_to_the_day_only_where_its_page_is(self):
        def check(row, carriers):
            stamp = STAMPS.get(row["claim_id"], row["published"])
            for record in carriers:
                published = self.reports[record["report"]].get("published")
                if stamp:
                    self.assertEqual(published["text"], stamp)
                elif published:
                    self.assertLess(published["earliest"], published["latest"])

        self.each_row(check)

    def test_no_sentence_of_a_page_is_copied(self):
        ours = runs(" ".join(path.read_text(encoding="utf-8") for path in FILES))
        self.each_row(lambda row, _: self.assertEqual(runs(row["quote"]) & ours, set()))


if __name__ == "__main__":
    unittest.main()
