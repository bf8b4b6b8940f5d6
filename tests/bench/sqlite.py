# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""SQLite as a user would have it: a table of events with its best index, asked as known at a position."""
import statistics
import time

import stopwatch

# Only what comes from abroad or goes there changes the strength of a contributor.
INDEXES = {
    "by day": "entry(on_day, since, superseded, contributor, people) WHERE abroad",
    "by contributor": "entry(contributor, on_day, since, superseded, people) WHERE abroad",
}
QUERY = ("SELECT contributor, SUM(people) FROM entry WHERE abroad AND on_day <= {on} AND since < {known_at} "
         "AND superseded >= {known_at} GROUP BY contributor HAVING SUM(people) <> 0 ORDER BY contributor")


def time_within(connection, questions):
    """The median of the seconds that the questions take in this process, and the last answer."""
    times = []
    sql = QUERY.format(on=":on", known_at=":known_at")
    for question in questions:
        begin = time.monotonic()
        answer = connection.execute(sql, question).fetchall()
        times.append(time.monotonic() - begin)
    return statistics.median(times), answer


def keep_best_index(connection, questions):
    """Makes the index with which the questions are answered soonest; gives its name."""
    took = {}
    for name, index in INDEXES.items():
        connection.execute(f"CREATE INDEX tried ON {index}")
        took[name], _ = time_within(connection, questions)
        connection.execute("DROP INDEX tried")
    best = min(took, key=took.get)
    connection.execute(f"CREATE INDEX best ON {INDEXES[best]}")
    connection.execute("ANALYZE")
    connection.commit()
    return best


def command(database, question):
    sql = QUERY.format(on=f"'{question['on']}'", known_at=question["known_at"])
    return ["sqlite3", "-readonly", database, sql]


def time_whole(database, question, repetitions):
    return stopwatch.time_process(command(database, question), repetitions)
