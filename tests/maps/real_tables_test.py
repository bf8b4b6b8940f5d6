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
MSS_CLAIMS = "data/haiti-mss-claims/claims_2024-06_2025-01.csv"
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

    def test_the_later_edition_of_the_mission_table_changed_nine_months(self):
        first = self.load("un_contributions_by_mission", BY_MISSION, "--report", "published=2014-03")
        second = self.load("un_contributions_by_mission", BY_MISSION_2017, "--report", "published=2017-06")
        self.assertEqual(second["changed"], {"strength": 9})
        self.assertEqual(second["unchanged"], 2123)
        self.assertEqual(second["events"], {"amendment": 9, "claim": 2490 - 2132, "mission": 1})
        self.assertEqual(second["vanished"], [])
        diff = json.loads(self.muster("diff", "--from", first["size"], "--to", second["size"], "--format", "json"))
        changes = {(claim["was"]["scope"]["mission"], claim["was"]["on"][:7]): (claim["was"]["claimed"]["best"],
                                                                             claim["is"]["claimed"]["best"])
                   for claim in diff["claims"]}
        self.assertEqual(sorted(changes), [
            ("MINURCA", "1999-02"), ("MINURSO", "1993-01"), ("MIPONUH", "1998-07"), ("MIPONUH", "1998-08"),
            ("UNMOGIP", "1999-02"), ("UNMOT", "1999-02"), ("UNPREDEP", "1999-02"), ("UNPROFOR", "1993-06"),
            ("UNTSO", "2006-06")])
        self.assertEqual(changes["MINURSO", "1993-01"], (331, 325))
        self.assertEqual(changes["UNPROFOR", "1993-06"], (24113, 24133))
        self.assertEqual(len(diff["claims"]), 9)
        self.assertEqual(diff["rows"], [])

    def test_an_edition_is_refused_before_a_later_one(self):
        self.load("un_contributions_by_mission", BY_MISSION_2017, "--report", "published=2017-06")
        answer = self.call("import", "--map", MAPS / "un_contributions_by_mission.yaml", "--report", "published=2014-03",
                           shared(BY_MISSION))
        self.assertEqual(answer.returncode, 2)
        self.assertIn("[earlier-edition]", answer.stderr)

    def test_fatalities_are_losses_and_six_persons_stand_twice(self):
        result = self.load("un_fatalities", FATALITIES, "--report", "published=2023-11-28")
        self.assertEqual(result["events"]["loss"], 4350)
        self.assertEqual(len(result["likely_duplicates"]), 6)
        self.assertTrue(all("UNMIK" in row["message"] for row in result["likely_duplicates"]))
        flows = self.rows("flows", "--from", "2010-01-12", "--to", "2010-01-12", "--where", "mission=MINUSTAH")
        self.assertEqual([int(row["best"]) for row in flows if row["flow"] == "losses"], [-96])

    def test_a_later_edition_of_the_fatalities_amends_what_was_to_be_determined(self):
        first = self.load("un_fatalities", FATALITIES, "--report", "published=2023-11-28")
        with open(shared(FATALITIES), encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        header = rows[0]
        cause, position = header.index("type_of_incident"), header.index("id")
        changed = [row for row in rows[1:] if row[cause] == "To Be Determined"][:5]
        for row in changed[:2]:
            row[cause] = "Illness"
        for row in changed[2:]:
            row[cause] = "Malicious Act"
        gone = rows.pop(4000)
        # The publisher's `id` shifts with every row that is put in.
        for row in rows[1:]:
            row[position] = str(int(row[position]) + 1)
        rows.insert(7, [*rows[6]])
        rows[7][header.index("casualty_id")] = "MINUSTAH-2023-12-00001"
        later = self.directory / "later.csv"
        with open(later, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        second = json.loads(self.muster("import", "--format", "json", "--map", MAPS / "un_fatalities.yaml", "--report",
                                        "published=2024-01-31", later))
        self.assertEqual(second["events"], {"amendment": 5, "loss": 1})
        self.assertEqual(second["changed"], {"cause": 5, "kind": 3})
        self.assertEqual([row["key"] for row in second["vanished"]], [gone[header.index("casualty_id")]])
        self.assertEqual(first["size"] + 6, second["size"])

    def test_geo_pko_maps_are_reports_and_unknown_is_not_0(self):
        result = self.load("geo_pko", GEO_PKO)
        rows = rows_of(GEO_PKO)
        nobody = {"", "NA", "unknown", "Unknown", "Multinational", "Mutinational", "CARICOM"}
        of_one = sum(1 for row in rows for n in range(1, 18)
                     if row[f"nameoftcc_{n}"] not in nobody and row[f"notroopspertcc_{n}"] not in ("", "NA"))
        self.assertEqual(result["events"]["claim"], 7348 + of_one)
        unknown = sum(1 for row in rows_of(GEO_PKO) if row["no.troops"] == "unknown")
        self.assertEqual(unknown, 396)
        claims = self.call("reconcile", "--format", "csv").stdout
        least = [row for row in csv.DictReader(io.StringIO(claims))
                 if row["claimed_most"] == "" and "contributor" not in row["scope"]]
        self.assertEqual(len(least), unknown)

    def test_geo_pko_renames_and_counts_that_became_unknown_are_amendments(self):
        def keyed(table):
            names = {"Mt Hermon Base": "Hermon Base", "Mellit": "Mallit", "Um Kadada": "Umm Kadada"}
            count = collections.Counter()
            keys = {}
            for row in rows_of(table):
                key = row["mission"], row["year"], row["month"], names.get(row["location"], row["location"])
                count[key] += 1
                keys[(*key, count[key])] = row
            return keys
        before, after = keyed(GEO_PKO_2_0), keyed(GEO_PKO)
        renamed = {key for key in before if before[key]["location"] != after[key]["location"]}
        unknown = {key for key in before if before[key]["no.troops"] == "" and after[key]["no.troops"] == "unknown"}
        # Ten of them are of maps that share their month with another one.
        alone = collections.Counter(key[:-1] for key in before)
        self.assertEqual((len(renamed), len([key for key in unknown if alone[key[:-1]] == 1]), len(unknown)), (69, 293, 303))
        first = self.load("geo_pko", GEO_PKO_2_0)
        self.assertEqual((first["rows"], first["events"]["statement"]), (2696, 303))
        second = self.load("geo_pko", GEO_PKO)
        self.assertEqual(second["vanished"], [])
        self.assertEqual(second["changed"]["kind"], len(unknown))
        diff = json.loads(self.muster("diff", "--from", first["size"], "--to", second["size"], "--format", "json"))
        places = [claim for claim in diff["claims"] if "contributor" not in claim["was"]["scope"]]
        self.assertEqual(len(places), len(renamed))
        for claim in places:
            self.assertEqual(claim["was"]["claimed"], claim["is"]["claimed"])
            self.assertNotEqual(claim["was"]["scope"]["place"], claim["is"]["scope"]["place"])

    def test_geo_pko_check_finds_the_three_misdated_rows(self):
        self.load("geo_pko", GEO_PKO)
        answer = self.call("check", "--only", "mixed-dates", "--format", "json")
        found = [json.loads(line) for line in answer.stdout.splitlines()]
        self.assertEqual(sorted((finding["message"].split("(")[1].split(":")[0], finding["on"]) for finding in found),
                         [("MINUSTAH", "2004-08-31"), ("MINUSTAH", "2010-04-30"), ("UNAMID", "2018-04-30")])

    def test_haiti_statements_are_claims_pledges_and_dispatches_and_nothing_counts(self):
        result = self.load("haiti_mss_claims", MSS_CLAIMS)
        self.assertEqual((result["rows"], result["reports"]), (41, 30))
        kinds = collections.Counter(row["kind"] for row in rows_of(MSS_CLAIMS))
        self.assertEqual(result["events"], {"claim": kinds["total"], "pledge": kinds["pledge"],
                                            "dispatch": kinds["departure-for-mission"], "mission": 1,
                                            "statement": 41 - kinds["total"] - kinds["pledge"] - kinds["departure-for-mission"]})
        self.assertEqual(int(self.rows("headcount", "--on", "2025-01-31")[-1]["best"]), 0)
        claims = csv.DictReader(io.StringIO(self.call("reconcile", "--format", "csv").stdout))
        kenya = [(claim["on"], claim["claimed_least"], claim["claimed_most"]) for claim in claims
                 if claim["scope"] == "mission=MSS-HTI contributor=KEN"]
        self.assertEqual(sorted(kenya), [
            ("2024-07-16", "400", "400"), ("2024-09-12", "400", "400"), ("2024-09-12", "600", "600"),
            ("2024-09-26", "350", "400"), ("2024-09-26", "382", "382"), ("2025-01-03", "350", "400"),
            ("2025-01-04", "396", "396"), ("2025-01-18", "601", ""), ("2025-01-31", "400", "")])

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
