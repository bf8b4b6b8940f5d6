#!/usr/bin/env python3
# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Exports examples/haiti and lets the real hledger and sqlite3 add it up, at random dates."""

import csv
import datetime
import io
import json
import pathlib
import random
import sqlite3
import subprocess
import tempfile
import unittest

from ledger_case import SOURCE, LedgerCase

FILES = sorted((SOURCE / "examples" / "haiti").glob("*.yaml"))
FIRST = datetime.date(2024, 6, 1)
LAST = datetime.date(2025, 6, 1)
DIMENSIONS = ["mission", "contributor", "component", "contingent", "place", "duty"]


class Exports(LedgerCase):
    """All tests ask one ledger; none of them adds to it."""

    @classmethod
    def setUpClass(cls):
        cls.shared_directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.shared_directory.cleanup)
        cls.directory = pathlib.Path(cls.shared_directory.name)
        maker = cls("test_hledger_has_the_bests")
        maker.muster("init", "--origin", "example.org/test")
        maker.append(*FILES)
        cls.random = random.Random(20250118)

    def setUp(self):
        pass

    def random_questions(self, count):
        for _ in range(count):
            day = FIRST + datetime.timedelta(days=self.random.randrange((LAST - FIRST).days))
            yield day, self.random.choice(DIMENSIONS)

    def bests(self, day, dimension):
        rows = self.json("headcount", "--on", day, "--by", dimension)["rows"]
        return {row[dimension]: row["best"] for row in rows if row["best"]}

    def test_hledger_has_the_bests(self):
        journal = self.directory / "haiti.journal"
        self.muster("export", "--hledger", journal, "--on", LAST)
        hledger = ["hledger", "-f", journal]
        subprocess.run([*hledger, "check", "--strict"], check=True)
        for day, dimension in self.random_questions(12):
            end = day + datetime.timedelta(days=1)
            printed = subprocess.run(
                [*hledger, "balance", "-e", str(end), "--pivot", dimension, "-N", "-O", "csv"],
                stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout
            balances = {row["account"]: int(row["balance"].split()[0])
                        for row in csv.DictReader(io.StringIO(printed))}
            abroad = balances.pop("", 0)
            with self.subTest(day=day, dimension=dimension):
                self.assertEqual(balances, self.bests(day, dimension))
                self.assertEqual(abroad, -sum(balances.values()))

    def test_sqlite_has_the_bests(self):
        database = self.directory / "haiti.db"
        self.muster("export", "--sqlite", database, "--on", LAST)
        for day, dimension in self.random_questions(12):
            printed = subprocess.run(
                ["sqlite3", "-csv", database,
                 f"SELECT {dimension}, sum(best) FROM postings WHERE day <= '{day}' GROUP BY 1 HAVING sum(best) <> 0"],
                stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout
            sums = {row[0]: int(row[1]) for row in csv.reader(io.StringIO(printed))}
            with self.subTest(day=day, dimension=dimension):
                self.assertEqual(sums, self.bests(day, dimension))

    def test_a_database_that_is_replaced_was_whole(self):
        database = self.directory / "again.db"
        self.muster("export", "--sqlite", database, "--on", LAST)
        self.muster("export", "--sqlite", database, "--on", FIRST)
        connection = sqlite3.connect(database)
        self.assertEqual(connection.execute("PRAGMA integrity_check").fetchone(), ("ok",))
        self.assertEqual(connection.execute("SELECT count(*) FROM movements").fetchone(), (0,))
        connection.close()
        self.assertEqual(sorted(path.name for path in self.directory.glob("again*")), ["again.db"])

    def test_every_line_is_a_record_with_its_words(self):
        lines = [json.loads(line) for line in self.muster("export", "--jsonl", "-").splitlines()]
        self.assertEqual(lines, self.json_lines("log"))
        self.assertTrue(any(passage["text"] for line in lines for passage in line["evidence"] or []))


if __name__ == "__main__":
    unittest.main()
