#!/usr/bin/env python3
# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Takes the press report that the project starts from through the built program.

The article is not in the repository. It is looked for in $MUSTER_SHARED, else in ../shared beside the source tree;
where it is absent, the tests are skipped. Quotes are found in it by the form of their numbers, so that none of its
sentences stands here.
"""

import re
import sys
import unittest

from ledger_case import SOURCE, LedgerCase, runs, shared

ARTICLE = shared("data/haiti-field-report/000_a86d2ab40e0cc0f1.txt")
SKIPPED = 77  # what CTest takes for "skipped"

BEFORE = """\
report: {source: Desk}
events:
  - mission: {id: MSS-HTI, host: HTI}
  - place: {id: HTI/Ouest/Port-au-Prince}
  - contingent: {id: KEN-1, mission: MSS-HTI, contributor: KEN, component: police}
  - contingent: {id: KEN-2, mission: MSS-HTI, contributor: KEN, component: police}
  - contingent: {id: KEN-3, mission: MSS-HTI, contributor: KEN, component: police}
  - arrival: {contingent: KEN-1, strength: 200, place: Port-au-Prince, on: 2024-06-25}
  - arrival: {contingent: KEN-2, strength: 200, place: Port-au-Prince, on: 2024-07-16}
"""

REPORT = """\
report: {{source: Press report, published: 2025-01, grade: D3, document: {document}}}
events:
  - arrival: {{contingent: KEN-3, strength: 217, place: Port-au-Prince, on: 2025-01-18}}
    quote: "{exact}"
  - account: {{of: arrival KEN-3 2025-01-18, strength: over 200}}
    quote: "{over}"
  - claim: {{scope: {{mission: MSS-HTI, contributor: KEN}}, strength: 400, on: 2025-01-18}}
    quote: "{total}"
"""

MUSTER = """\
report: {source: Mission headquarters, published: 2025-02-01}
events:
  - muster: {scope: {mission: MSS-HTI, contributor: KEN}, strength: 600, on: 2025-01-31}
"""

REPATRIATION = """\
report: {source: Other Paper, published: 2025-02-05}
events:
  - departure: {contingent: KEN-3, strength: 17, on: 2025-01-25, reason: repatriation}
"""


class RealArticle(LedgerCase):
    def setUp(self):
        super().setUp()
        self.text = ARTICLE.read_text(encoding="utf-8")
        self.append(self.write("before.yaml", BEFORE))
        report = REPORT.format(
            document=ARTICLE.resolve(),
            exact=re.search(r"\b217 \w+", self.text).group(),
            over=re.search(r"\bover 200 \w+", self.text).group(),
            total=re.search(r"\bto 400\b", self.text).group(),
        )
        self.report = self.write("report.yaml", report)
        self.receipt = self.append(self.report)

    def test_is_617_on_its_day_and_400_the_day_before(self):
        self.assertEqual(self.headcount("2025-01-18")["KEN"], (617, 617, 617))
        self.assertEqual(self.headcount("2025-01-17")["KEN"], (400, 400, 400))

    def test_before_it_was_known_both_days_are_alike(self):
        first = self.receipt["positions"][0]
        for known_at in (first, first - 1):
            for day in ("2025-01-17", "2025-01-18"):
                best = 400 if known_at == first else 200
                self.assertEqual(self.headcount(day, "--known-at", known_at)["KEN"], (best, best, best))

    def test_is_stored_whole_and_quoted_in_bytes(self):
        raw = ARTICLE.read_bytes()
        records = self.json_lines("log")
        evidence = [records[position]["evidence"] for position in self.receipt["positions"]]
        self.assertEqual(len(evidence), 3)
        for passages in evidence:
            for passage in passages:
                found = raw[passage["begin"] : passage["end"]].decode("utf-8")
                self.assertEqual(passage["text"], found)
                self.assertRegex(found, r"217|200|400")

    def test_a_changed_quote_is_refused(self):
        text = self.report.read_text(encoding="utf-8").replace('quote: "217', 'quote: "271')
        text = text.replace("Press report", "Another paper")
        done = self.call("append", "--dry-run", self.write("changed.yaml", text))
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, r"changed\.yaml:4:\d+: .*\[quote-not-found\]")

    def test_a_muster_of_600_sets_the_level(self):
        self.append(self.write("muster.yaml", MUSTER))
        self.assertEqual(self.headcount("2025-01-31")["KEN"], (600, 600, 600))
        self.assertEqual(self.headcount("2025-01-30")["KEN"], (617, 617, 617))
        # 17 are missing, and nobody says where.
        place = self.headcount("2025-01-31", by="place")["HTI/Ouest/Port-au-Prince"]
        self.assertEqual(place, (600, 617, 617))

    def test_a_late_repatriation_explains_the_muster(self):
        self.append(self.write("muster.yaml", MUSTER))
        self.append(self.write("repatriation.yaml", REPATRIATION))
        self.assertEqual(self.headcount("2025-01-31")["KEN"], (600, 600, 600))
        self.assertEqual(self.headcount("2025-01-25")["KEN"], (600, 600, 600))
        place = self.headcount("2025-01-31", by="place")["HTI/Ouest/Port-au-Prince"]
        self.assertEqual(place, (600, 600, 600))

    def test_no_sentence_of_it_is_copied_in_the_example(self):
        for path in (SOURCE / "examples" / "haiti").iterdir():
            self.assertEqual(runs(self.text) & runs(path.read_text(encoding="utf-8")), set(), path.name)

    def test_new_begins_a_report_file_that_can_be_appended(self):
        begun = self.muster("new", ARTICLE.resolve())
        quoted = re.findall(r'# +quote: "(.*)"', begun)
        for number in ("200", "217", "400"):
            self.assertTrue(any(number in quote for quote in quoted), f"no event for {number}")
        filled = re.sub(r"^  source:.*$", "  source: Press", begun, flags=re.MULTILINE)
        uncommented = re.sub(r"^( *)# ", r"\1", filled, flags=re.MULTILINE)
        answer = self.json("append", "--dry-run", self.write("filled.yaml", uncommented))
        self.assertGreaterEqual(len(answer["positions"]), 3)


if __name__ == "__main__":
    if ARTICLE is None:
        print("skipped: the article is not here; set MUSTER_SHARED to the directory that has it")
        sys.exit(SKIPPED)
    unittest.main()
