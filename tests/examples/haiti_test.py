#!/usr/bin/env python3
# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Replays examples/haiti through the built program and checks the numbers that it must give."""

import collections
import json
import pathlib
import re
import tempfile
import unittest

import yaml

from ledger_case import SOURCE, LedgerCase

FILES = sorted((SOURCE / "examples" / "haiti").glob("*.yaml"))


def exactly(number):
    return (number, number, number)


class HaitiExample(LedgerCase):
    """All tests ask one ledger; none of them adds to it."""

    @classmethod
    def setUpClass(cls):
        cls.shared_directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.shared_directory.cleanup)
        cls.directory = pathlib.Path(cls.shared_directory.name)
        maker = cls("test_every_event_is_one_record")
        maker.muster("init", "--origin", "example.org/test")
        cls.receipt = maker.append(*FILES)

    def setUp(self):
        pass

    def position(self, kind, contingent, last=False):
        """The position of the first, or last, event of a kind that names a contingent."""
        found = [
            record["position"]
            for record in self.json_lines("log")
            if record["event"].get(kind, {}).get("contingent") == contingent
        ]
        return found[-1 if last else 0]

    def test_every_event_is_one_record(self):
        events = 0
        for path in FILES:
            for document in yaml.load_all(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader):
                events += len(document["events"])
        self.assertEqual(self.receipt["size"], events)
        self.assertEqual(self.receipt["positions"], list(range(events)))

    def test_every_country_is_counted(self):
        expected = {
            "BHS": exactly(6),
            "BLZ": exactly(2),
            "GTM": exactly(150),
            "JAM": exactly(24),
            "KEN": exactly(617),
            "SLV": exactly(8),
            "total": exactly(807),
        }
        self.assertEqual(self.headcount("2025-01-18"), expected)

    def test_the_day_before_the_third_contingent_is_not_there(self):
        self.assertEqual(self.headcount("2025-01-17")["KEN"], exactly(400))

    def test_before_the_last_report_was_known_there_were_400_kenyans(self):
        known_at = self.position("arrival", "KEN-3")
        for day in ("2025-01-17", "2025-01-18", "2025-01-31"):
            self.assertEqual(self.headcount(day, "--known-at", known_at)["KEN"], exactly(400))
        self.assertEqual(self.headcount("2025-01-18", "--known-at", known_at + 1)["KEN"], exactly(617))

    def test_nobody_was_there_before_the_first_contingent(self):
        self.assertEqual(self.headcount("2024-06-24"), {"total": exactly(0)})

    def test_the_timeline_grows_by_each_arrival(self):
        answer = self.json("timeline", "--from", "2024-06-01", "--to", "2025-01-31", "--step", "month")
        self.assertEqual(
            [(point["on"], point["best"]) for point in answer["points"]],
            [
                ("2024-06-30", 200),
                ("2024-07-31", 400),
                ("2024-08-31", 400),
                ("2024-09-30", 426),
                ("2024-10-31", 432),
                ("2024-11-30", 432),
                ("2024-12-31", 432),
                ("2025-01-31", 807),
            ],
        )

    def test_the_kenyans_on_key_days(self):
        days = {
            "2024-06-24": None,
            "2024-06-25": 200,
            "2024-07-15": 200,
            "2024-07-16": 400,
            "2024-09-26": 400,
            "2025-01-04": 400,
            "2025-01-17": 400,
            "2025-01-18": 617,
            "2025-01-31": 617,
        }
        for day, number in days.items():
            self.assertEqual(self.headcount(day).get("KEN"), number and exactly(number), day)

    def test_guatemala_came_in_two_flights(self):
        self.assertEqual(self.headcount("2025-01-03")["GTM"], exactly(75))
        self.assertEqual(self.headcount("2025-01-04")["GTM"], exactly(150))

    def test_the_wrong_year_moves_nobody(self):
        self.assertEqual(self.headcount("2024-01-04"), {"total": exactly(0)})
        self.assertEqual(self.headcount("2024-12-31").get("GTM"), None)

    def test_a_country_that_is_only_claimed_is_not_counted(self):
        self.assertNotIn("BGD", self.headcount("2025-01-18"))

    def test_the_mission_is_as_large_as_was_claimed_of_it_on_3_january(self):
        self.assertEqual(self.headcount("2025-01-03")["total"], exactly(515))

    def test_a_change_timeline_has_a_point_for_each_day_of_arrivals(self):
        answer = self.json("timeline", "--from", "2024-06-01", "--to", "2025-01-31", "--step", "change")
        days = ["2024-06-01", "2024-06-25", "2024-07-16", "2024-09-12", "2024-10-18"]
        days += ["2025-01-03", "2025-01-04", "2025-01-18"]
        self.assertEqual([point["on"] for point in answer["points"]], days)

    def test_soldiers_and_police_are_told_apart(self):
        numbers = self.headcount("2025-01-18", "--depth", "1", by="component")
        self.assertEqual(
            numbers, {"military": exactly(186), "police": exactly(621), "total": exactly(807)}
        )

    def test_groups_by_a_label(self):
        numbers = self.headcount("2025-01-18", by="label.region")
        self.assertEqual(numbers["Africa"], exactly(617))
        self.assertEqual(numbers["Caribbean"], exactly(32))
        self.assertEqual(numbers["Central America"], exactly(158))

    def test_an_unknown_strength_is_not_nobody(self):
        numbers = self.headcount("2025-01-18", "--where", "contributor=KEN", by="duty")
        for duty in ("patrol", "community-policing", "training", "public-order"):
            self.assertEqual(numbers[duty], (0, 0, None))
        self.assertEqual(numbers["total"], exactly(617))

    def test_the_bahamians_are_at_sea(self):
        numbers = self.headcount("2025-01-18", "--where", "contributor=BHS", by="duty")
        self.assertEqual(numbers, {"maritime-security": exactly(6), "total": exactly(6)})

    def test_one_of_the_bahamians_is_a_woman(self):
        numbers = self.headcount("2024-10-18", "--of", "women", "--where", "contributor=BHS")
        self.assertEqual(numbers["BHS"], exactly(1))

    def test_a_lens_leaves_out_reports(self):
        self.assertEqual(
            self.headcount("2025-01-18", "--source", "Le Nouvelliste"),
            {"KEN": exactly(200), "total": exactly(200)},
        )
        self.assertEqual(self.headcount("2025-01-18", "--least-grade", "B2")["KEN"][1], 400)

    def test_a_lens_reads_an_arrival_as_its_reports_have_it(self):
        for source, number in {"RTL Belgium": None, "Senegal24News": 400, "Mwebantu": 400}.items():
            self.assertEqual(self.headcount("2024-07-31", "--source", source).get("KEN"), number and exactly(number))
        # The first was 400, the second 200: who believes that counts 600.
        self.assertEqual(self.headcount("2024-07-31", "--source", "News Central Africa")["KEN"], exactly(600))
        # Kenya's own day of the third contingent is the next one.
        for day, number in {"2025-01-18": None, "2025-01-19": exactly(217)}.items():
            self.assertEqual(self.headcount(day, "--source", "Kenya Information Centre").get("KEN"), number)

    def test_check_finds_what_is_out_of_line(self):
        done = self.call("check", "--on", "2025-02-01", "--format", "json")
        self.assertEqual(done.returncode, 1, done.stderr)
        found = collections.Counter(json.loads(line)["finding"] for line in done.stdout.splitlines())
        self.assertEqual(
            found,
            {"claim-disagrees": 8, "account-differs": 8, "mixed-dates": 1, "published-before": 1, "strength-unknown": 5},
        )

    def test_each_claim_has_its_verdict(self):
        done = self.call("reconcile", "--format", "json")
        self.assertEqual(done.returncode, 1, done.stderr)
        verdicts = []
        for claim in json.loads(done.stdout)["claims"]:
            named = claim["scope"].get("contributor", "all")
            who = named if isinstance(named, str) else "+".join(named)
            verdicts.append((claim["on"], who, claim["claimed"]["best"], claim["verdict"], claim["distance"]))
        self.assertEqual(
            verdicts,
            [
                ("2024-07-16", "KEN", 400, "agrees", 0),
                ("2024-08-25", "KEN", 400, "agrees", 0),
                ("2024-09-12", "KEN", 400, "agrees", 0),
                ("2024-09-12", "KEN", 600, "over", 200),
                ("2024-09-26", "KEN", 382, "short", 18),
                ("2024-09-26", "KEN", 399, "short", 1),
                ("2024-09-26", "JAM+BLZ", 20, "short", 2),
                ("2024-11-18", "BHS", 6, "agrees", 0),
                ("2025-01-03", "KEN", 399, "short", 1),
                ("2025-01-04", "GTM", 150, "agrees", 0),
                ("2025-01-04", "GTM", 150, "agrees", 0),
                ("2025-01-04", "KEN", 396, "short", 4),
                ("2025-01-04", "BGD", 1, "over", 1),
                ("2025-01-03", "all", 501, "agrees", 0),
                ("2025-01-18", "KEN", 400, "short", 217),
                ("2025-01-18", "KEN", 601, "agrees", 0),
            ],
        )

    def test_the_third_contingent_explains_the_claim_of_400(self):
        claims = json.loads(self.call("reconcile", "--format", "json").stdout)["claims"]
        last = next(claim for claim in claims if claim["distance"] == 217)
        self.assertEqual(last["explained_by"], [self.position("arrival", "KEN-3")])

    def test_the_evidence_is_the_quote(self):
        quotes = []
        for path in FILES:
            for document in yaml.load_all(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader):
                for event in document["events"]:
                    quotes.append(event.get("quotes", [event["quote"]] if "quote" in event else []))
        shown = []
        for record in self.json_lines("log"):
            texts = [evidence["text"] for evidence in record["evidence"] or []]
            shown.append([re.sub(r"\s+", " ", text) for text in texts])
        self.assertEqual(shown, quotes)

    def test_the_same_files_again_have_no_effect(self):
        again = self.append(*FILES)
        self.assertEqual(again["positions"], self.receipt["positions"])
        self.assertEqual(again["size"], self.receipt["size"])
        self.assertEqual(again["root"], self.receipt["root"])

    def test_file_by_file_gives_the_same_answers(self):
        expected = self.headcount("2025-01-18", by="duty")
        self.make_ledger()
        for path in FILES:
            self.append(path)
        self.assertEqual(self.headcount("2025-01-18", by="duty"), expected)

    def test_rebuilding_gives_the_same_answers(self):
        words = ("timeline", "--from", "2024-06-01", "--to", "2025-01-31", "--by", "contributor,duty")
        before = self.muster(*words)
        self.muster("rebuild")
        self.assertEqual(self.muster(*words), before)


if __name__ == "__main__":
    unittest.main()
