# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Random tables that change from edition to edition: after the last one, the ledger answers as one that has only
that, and in each earlier state as before.

MUSTER_EDITIONS_SEED is the first seed, MUSTER_EDITIONS_CASES their number."""

import collections
import csv
import io
import json
import os
import random
import subprocess
import unittest

from ledger_case import PROGRAM, LedgerCase

MAP = """
report: {source: Registry, title: All that moves}
key: ["{id}"]
values:
  day: {date: {text: "{day}", form: "%Y-%m-%d"}}
  people: {from: "{people}", number: true, unknown: ["?"]}
register:
  - mission: {id: M-1, host: HTI}
  - contingent: {id: "{who}", mission: M-1, contributor: KEN, component: police}
rows:
  - when: {kind: [came, came-and-told]}
    event:
      arrival: {contingent: "{who}", place: "{place}", strength: "{people}", on: "{day}", of_which: {women: "{women}"}}
  - when: {kind: [left]}
    event:
      departure: {contingent: "{who}", from: {place: "{place}"}, strength: "{people}", on: "{day}"}
  - when: {kind: [told, came-and-told]}
    event:
      claim: {scope: {contingent: "{who}"}, strength: "{people}", on: "{day}"}
  - when: {kind: counted}
    group: ["{day}"]
    event:
      muster: {scope: {mission: M-1}, on: "{day}", complete: true}
    lines:
      - {scope: {contingent: "{who}"}, strength: "{people}"}
"""
PLACES = "report: {source: Desk}\nevents:\n" + "".join(
    f"  - place: {{id: HTI/{name}}}\n" for name in ("Ouest", "Nord", "Sud"))
COLUMNS = ["id", "kind", "who", "place", "day", "people", "women"]


def a_row(choose, number):
    kind = choose.choice(["came", "came", "left", "told", "came-and-told", "counted"])
    return {"id": number, "kind": kind, "who": f"KEN-{choose.randint(1, 3)}",
            "place": choose.choice(["HTI/Ouest", "HTI/Nord", "HTI/Sud"]), "day": f"2024-01-{choose.randint(1, 28):02}",
            "people": choose.choice(["10", "25", "40", "?"]), "women": choose.choice(["", "1", "5"])}


def edited(choose, rows):
    later = []
    for row in rows:
        turn = choose.random()
        if turn < 0.15:
            continue
        row = dict(row)
        if turn < 0.5:
            fresh = a_row(choose, row["id"])
            for column in choose.sample(["kind", "who", "place", "day", "people", "women"], choose.randint(1, 3)):
                row[column] = fresh[column]
        later.append(row)
    for _ in range(choose.randint(0, 3)):
        later.append(a_row(choose, max([0, *(row["id"] for row in rows)]) + 1 + len(later)))
    choose.shuffle(later)
    # No two lines of one muster are of one contingent.
    seen = set()
    kept = []
    for row in later:
        line = (row["day"], row["who"]) if row["kind"] == "counted" else (row["id"],)
        if line not in seen:
            kept.append(row)
        seen.add(line)
    return kept


def table_of(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


class Editions(LedgerCase):
    def answers(self, ledger, *options):
        def ask(without, *words):
            rows = csv.DictReader(io.StringIO(self.run_on(ledger, *words, *options, "--format", "csv").stdout))
            return sorted(tuple(value for name, value in row.items() if name not in without) for row in rows)

        days = ("--from", "2023-12-31", "--to", "2024-02-01", "--step", "day")
        positions = ("known_at", "position", "line", "explained_by")
        return {"timeline": ask(positions, "timeline", *days, "--by", "contingent,place"),
                "women": ask(positions, "timeline", *days, "--of", "women"),
                "claims": ask(positions, "reconcile")}

    def run_on(self, ledger, *words):
        return subprocess.run([PROGRAM, *map(str, words), "--ledger", ledger], capture_output=True, text=True,
                              cwd=self.directory, check=False)

    def append(self, ledger, edition, number, *options):
        (self.directory / f"edition-{number}.csv").write_text(table_of(edition), encoding="utf-8")
        done = self.run_on(ledger, "import", "--map", "map.yaml", "--report", f"published=2024-03-{number + 1:02}",
                           "--format", "json", *options, f"edition-{number}.csv")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        answer = json.loads(done.stdout)
        self.kinds.update(answer["events"])
        return answer

    def a_ledger(self, name):
        ledger = str(self.directory / name)
        self.assertEqual(self.run_on(ledger, "init", "--origin", "example.org/editions").returncode, 0)
        self.assertEqual(self.run_on(ledger, "append", "--by", "desk", "places.yaml").returncode, 0)
        return ledger

    def check(self, seed):
        choose = random.Random(seed)
        editions = [edited(choose, [a_row(choose, number) for number in range(choose.randint(1, 12))])]
        for _ in range(choose.randint(1, 3)):
            editions.append(edited(choose, editions[-1]) or editions[-1])
        followed = self.a_ledger(f"followed-{seed}")
        sizes = []
        for number, edition in enumerate(editions):
            first = self.append(followed, edition, number, "--retract-missing")
            # The same again does no harm, and neither does one from before.
            again = self.append(followed, edition, number, "--retract-missing")
            self.assertEqual((first["size"], first["root"]), (again["size"], again["root"]))
            before = self.append(followed, editions[0], 0, "--retract-missing")
            self.assertEqual((first["size"], first["root"]), (before["size"], before["root"]))
            sizes.append(first["size"])
        for number, edition in enumerate(editions):
            only = self.a_ledger(f"only-{seed}-{number}")
            self.append(only, edition, number)
            self.assertEqual(self.answers(followed, "--known-at", sizes[number]), self.answers(only),
                             f"seed {seed}, edition {number}")

    def test_the_last_edition_is_what_stands(self):
        (self.directory / "map.yaml").write_text(MAP, encoding="utf-8")
        (self.directory / "places.yaml").write_text(PLACES, encoding="utf-8")
        self.kinds = collections.Counter()
        first = int(os.environ.get("MUSTER_EDITIONS_SEED", "5"))
        for seed in range(first, first + int(os.environ.get("MUSTER_EDITIONS_CASES", "3"))):
            with self.subTest(seed=seed):
                self.check(seed)
        for kind in "amendment", "retraction", "muster", "claim":
            self.assertGreater(self.kinds[kind], 0, f"no {kind} in any case")


if __name__ == "__main__":
    unittest.main()
