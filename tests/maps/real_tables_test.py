# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""The maps in tools/maps, on the real tables that they are for. Skipped where these are absent."""

import collections
import csv
import io
import json
import sys
import unittest

from ledger_case import SOURCE, LedgerCase, shared

MAPS = SOURCE / "tools" / "maps"
BY_COUNTRY = "data/ipi-un-contributions/country_mission_month_2009-11_2014-02_shared_missions.csv"
BY_MISSION = "data/ipi-un-contributions/mission_month_edition_2014-03_shared_missions.csv"
BY_MISSION_2017 = "data/ipi-un-contributions/mission_month_edition_2017-06_shared_missions.csv"
FATALITIES = "data/un-fatalities/fatalities_snapshot_2023-11-28.csv"
GEO_PKO = "data/geo-pko/geo_pko_v2.1_shared_missions.csv"
GEO_PKO_2_0 = "data/geo-pko/geo_pko_v2.0_haiti_undof_unamid.csv"
PLACEMATS = "data/isaf-strength-reports/nato_placemats_2007-2010.csv"
IISS = "data/isaf-strength-reports/iiss_isaf_minustah.csv"
US_TROOPS = "data/us-troop-reports/troopdata_reports_13_countries.csv"


def rows_of(table):
    with open(shared(table), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class RealTables(LedgerCase):
    def load(self, name, table, *options):
        answer = self.muster("import", "--format", "json", "--map", MAPS / f"{name}.yaml", *options, shared(table))
        return json.loads(answer)

    def rows(self, *words):
        return list(csv.DictReader(io.StringIO(self.muster(*words, "--format", "csv"))))

    def test_un_country_rows_give_the_sum_of_every_mission_and_month(self):
        result = self.load("un_contributions_by_country", BY_COUNTRY, "--report", "published=2014-03")
        self.assertEqual(result["rows"], 15519)
        sums = collections.Counter()
        women = collections.Counter()
        for row in rows_of(BY_COUNTRY):
            day = row["Date"].replace("2012-02-28", "2012-02-29")
            sums[row["Mission"], day] += int(row["Total Total"])
            women[row["Mission"], day] += int(row["Total Female"])
        self.assertEqual(result["events"]["muster"], len(sums))
        for part, wanted in ((), sums), (("--of", "women"), women):
            answers = self.rows("timeline", "--from", "2009-11-30", "--to", "2014-02-28", "--step", "month", "--by", "mission",
                                *part)
            best = {(row["mission"], row["on"]): int(row["best"]) for row in answers}
            wrong = {key: (count, best.get(key)) for key, count in wanted.items() if best.get(key, 0) != count}
            self.assertEqual(wrong, {})

    def test_un_countries_disagree_with_the_missions_where_the_source_says(self):
        self.load("un_contributions_by_country", BY_COUNTRY, "--report", "published=2014-03")
        self.assertEqual(self.load("un_contributions_by_mission", BY_MISSION, "--report", "published=2014-03")["rows"], 2132)
        answer = self.call("reconcile", "--since", "2009-11-01", "--format", "csv")
        self.assertEqual(answer.returncode, 1)
        claims = list(csv.DictReader(io.StringIO(answer.stdout)))
        disagreeing = {(claim["scope"], claim["on"], claim["derived_best"], claim["claimed_best"])
                       for claim in claims if claim["verdict"] != "agrees"}
        self.assertEqual(disagreeing, {
            ("mission=MINUSTAH", "2010-05-31", "10916", "10938"),
            ("mission=UNMIL", "2010-02-28", "10555", "10427"),
            ("mission=UNMISS", "2011-08-31", "5884", "7381"),
            ("mission=UNMISS", "2011-09-30", "5677", "7155")})
        self.assertEqual(len(claims), 494)

    def test_both_editions_of_the_mission_table_are_read_by_one_map(self):
        self.assertEqual(self.load("un_contributions_by_mission", BY_MISSION_2017, "--report", "published=2017-06")["events"],
                         {"claim": 2490, "mission": 26})

    def test_fatalities_are_losses_and_six_persons_stand_twice(self):
        result = self.load("un_fatalities", FATALITIES, "--report", "published=2023-11-28")
        self.assertEqual(result["events"]["loss"], 4350)
        self.assertEqual(len(result["likely_duplicates"]), 6)
        self.assertTrue(all("UNMIK" in row["message"] for row in result["likely_duplicates"]))
        flows = self.rows("flows", "--from", "2010-01-12", "--to", "2010-01-12", "--where", "mission=MINUSTAH")
        self.assertEqual([int(row["best"]) for row in flows if row["flow"] == "losses"], [-96])

    def test_geo_pko_maps_are_reports_and_unknown_is_not_0(self):
        result = self.load("geo_pko", GEO_PKO)
        self.assertEqual(result["events"]["claim"], 7348)
        unknown = sum(1 for row in rows_of(GEO_PKO) if row["no.troops"] == "unknown")
        self.assertEqual(unknown, 396)
        claims = self.call("reconcile", "--format", "csv").stdout
        least = [row for row in csv.DictReader(io.StringIO(claims)) if row["claimed_most"] == ""]
        self.assertEqual(len(least), unknown)

    def test_the_edition_before_has_the_same_columns_that_matter(self):
        self.assertEqual(self.load("geo_pko", GEO_PKO_2_0)["rows"], 2696)

    def test_iiss_adds_up_to_what_the_un_said_a_year_before(self):
        self.load("iiss_deployments", IISS)
        for year, sum_of_nations in ("2009", 7051), ("2008", 7012), ("2007", 7061):
            answer = self.rows("headcount", "--on", f"{year}-12-31", "--where", "mission=MINUSTAH")
            self.assertEqual(int(answer[-1]["best"]), sum_of_nations)

    def test_placemats_are_claims_of_a_year(self):
        self.assertEqual(self.load("nato_placemats", PLACEMATS)["events"], {"claim": 1275, "mission": 1})

    def test_us_reports_are_musters_of_a_place(self):
        result = self.load("us_troop_reports", US_TROOPS)
        self.assertEqual(result["rows"], 1122)
        self.assertEqual(len(result["likely_duplicates"]), 4)
        for day, people in ("2023-12-31", 16), ("2024-03-31", 54), ("2024-06-30", 16):
            answer = self.rows("headcount", "--on", day, "--where", "place=HTI")
            self.assertEqual(int(answer[-1]["best"]), people)

    def test_again_does_no_harm(self):
        first = self.load("un_contributions_by_country", BY_COUNTRY)
        again = self.load("un_contributions_by_country", BY_COUNTRY)
        self.assertEqual((again["size"], again["root"]), (first["size"], first["root"]))
        self.assertEqual(again["already_recorded"], 494)


if __name__ == "__main__":
    if shared(BY_COUNTRY) is None:
        sys.exit(77)
    unittest.main()
