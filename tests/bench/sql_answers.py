#!/usr/bin/env python3
# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Compares headcounts of muster with SQL's on the same movements, for random questions.

    sql_answers.py MUSTER-WORKLOAD [--events N] [--questions N] [--seed N]

The movements are without uncertainty and musters, with corrections. SQLite gets them as recorded, and works out
by itself which strength held at which known-at. Prints every question on which the two differ; exits 1 if any.
"""
import argparse
import csv
import datetime
import json
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile

FIRST_DAY, DAYS = 10957, 9132  # of tests/bench/workload.h
REGISTER_AND_A_REPORT = 2000  # by then every value occurs in the log
DIMENSIONS = ["mission", "contributor", "component", "contingent", "place", "duty"]
PATHS = {"component", "contingent", "place", "duty"}

# An entry is what a movement puts to a post, or takes from it, as it was known from one position to another.
SCHEMA = """
CREATE TABLE contingent (contingent TEXT PRIMARY KEY, mission, contributor, component);
CREATE TABLE movement (position INTEGER PRIMARY KEY, kind, on_day, strength INTEGER, contingent,
                       from_place, from_duty, to_place, to_duty);
CREATE TABLE correction (position INTEGER PRIMARY KEY, of INTEGER, strength INTEGER);
"""
ENTRIES = """
CREATE TABLE entry AS
WITH said AS (SELECT position AS of, position, strength FROM movement
              UNION ALL SELECT of, position, strength FROM correction),
     version AS (SELECT of, strength, position AS since,
                        LEAD(position, 1, 1000000000000) OVER (PARTITION BY of ORDER BY position) AS superseded
                 FROM said),
     side AS (SELECT position, 1 AS sign, to_place AS place, to_duty AS duty FROM movement WHERE to_place <> ''
              UNION ALL
              SELECT position, -1, from_place, from_duty FROM movement WHERE from_place <> '')
SELECT movement.on_day, version.since, version.superseded, contributor, sign * version.strength AS people,
       mission, component, movement.contingent, side.place, side.duty, movement.kind = 'loss' AS loss,
       from_place = '' OR to_place = '' AS abroad
FROM movement JOIN version ON version.of = movement.position JOIN side ON side.position = movement.position
     JOIN contingent USING (contingent)
"""


def load(tables, database):
    """The files of `muster_workload tables` as a database, with its table `entry`."""
    connection = sqlite3.connect(database)
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
    for name in ("contingent", "movement", "correction"):
        with open(pathlib.Path(tables) / f"{name}s.csv", newline="", encoding="utf-8") as file:
            rows = csv.reader(file)
            marks = ",".join("?" * len(next(rows)))
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
    connection.execute(ENTRIES)
    connection.commit()
    return connection


def day(number):
    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=number)).isoformat()


class Questioner:
    """Random questions about what a database has."""

    def __init__(self, connection, seed):
        self.random = random.Random(seed)
        self.size = connection.execute("SELECT MAX(since) + 1 FROM entry").fetchone()[0]
        self.values = {}
        for dimension in DIMENSIONS:
            rows = connection.execute(
                f"SELECT DISTINCT {dimension} FROM entry WHERE since < ? ORDER BY 1", (REGISTER_AND_A_REPORT,))
            values = [value for (value,) in rows if value != "unspecified"]
            if dimension in PATHS:  # what lies above, too
                values += sorted({value.rpartition("/")[0] for value in values if "/" in value})
            self.values[dimension] = values

    def question(self):
        where = [(dimension, self.random.choice(self.values[dimension]))
                 for dimension in self.random.sample(DIMENSIONS, self.random.choice([0, 1, 1, 2]))]
        by = self.random.sample(DIMENSIONS, self.random.choice([0, 1, 1, 2]))
        return {"on": day(FIRST_DAY + self.random.randrange(DAYS)),
                "known_at": self.random.randint(REGISTER_AND_A_REPORT, self.size), "where": where, "by": by}


def answer_of_sql(connection, question):
    conditions = ["on_day <= ?", "since < ?", "superseded >= ?"]
    values = [question["on"], question["known_at"], question["known_at"]]
    for dimension, value in question["where"]:
        if dimension in PATHS:
            conditions.append(f"({dimension} = ? OR {dimension} LIKE ? || '/%')")
            values += [value, value]
        else:
            conditions.append(f"{dimension} = ?")
            values.append(value)
    keys = "".join(f"{dimension}, " for dimension in question["by"])
    groups = connection.execute(
        f"SELECT {keys} SUM(people), MIN(loss) FROM entry WHERE {' AND '.join(conditions)} "
        f"GROUP BY {keys or 'NULL, '}NULL", values).fetchall()
    # Null is what nothing but losses are known of.
    total = None if groups and all(row[-1] for row in groups) else sum(row[-2] for row in groups)
    rows = [[*row[:-2], None if row[-1] else row[-2]] for row in groups if row[-2] != 0]
    return {"total": total, "rows": rows if question["by"] else []}


def answers_of_muster(program, ledger, questions):
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    output = subprocess.run([program, "answer", ledger], input=lines, check=True, text=True,
                            stdout=subprocess.PIPE).stdout
    return [json.loads(line) for line in output.splitlines()]


def differences(program, ledger, connection, count, seed):
    """Questions on which muster and SQL differ, with both answers."""
    questioner = Questioner(connection, seed)
    questions = [questioner.question() for _ in range(count)]
    found = []
    people = 0
    for question, answer in zip(questions, answers_of_muster(program, ledger, questions), strict=True):
        by_muster = {"total": answer["total"], "rows": sorted(answer["rows"], key=lambda row: row[:-1])}
        by_sql = answer_of_sql(connection, question)
        by_sql["rows"].sort(key=lambda row: row[:-1])
        people += sum(abs(row[-1] or 0) for row in by_sql["rows"])
        if by_muster != by_sql:
            found.append((question, by_muster, by_sql))
    # Answers without anybody would prove nothing.
    assert people > 0, "no question had an answer"
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="muster_workload")
    parser.add_argument("--events", type=int, default=20000)
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="muster-sql-") as directory:
        ledger = f"{directory}/ledger"
        subprocess.run([options.program, "make", ledger, str(options.events), "plain"], check=True)
        subprocess.run([options.program, "tables", ledger, directory], check=True)
        connection = load(directory, f"{directory}/movements.db")
        found = differences(options.program, ledger, connection, options.questions, options.seed)
    for question, by_muster, by_sql in found[:10]:
        print(json.dumps(question))
        print(f"  totals: muster {by_muster['total']}, SQL {by_sql['total']}")
        for name, rows, others in (("muster", by_muster["rows"], by_sql["rows"]),
                                   ("SQL", by_sql["rows"], by_muster["rows"])):
            alone = [row for row in rows if row not in others]
            print(f"  {name} alone: {len(alone)} rows, {alone[:3]}")
    print(f"{options.questions} questions, {len(found)} answered otherwise by SQL")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
