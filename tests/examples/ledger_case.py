# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""A test case with a ledger of its own, asked through the built program."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ["MUSTER_SOURCE"])
PROGRAM = os.environ["MUSTER_PROGRAM"]


def shared(path):
    """A file of the real data, which is not in the repository; None where it is absent."""
    root = os.environ.get("MUSTER_SHARED")
    found = pathlib.Path(root) / path if root else SOURCE.parent / "shared" / path
    return found if found.exists() else None


def runs(text, length=6):
    """All runs of so many words of a text: two that share one have a passage in common."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


class LedgerCase(unittest.TestCase):
    """Gives each test a directory, `self.directory`, with an empty ledger in it."""

    maxDiff = None

    def setUp(self):
        self.make_ledger()

    def make_ledger(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.directory = pathlib.Path(temporary.name)
        self.muster("init", "--origin", "example.org/test")

    def call(self, *words):
        """Runs muster; returns what it did, whatever the exit status."""
        return subprocess.run(
            [PROGRAM, "--ledger", str(self.directory / "ledger"), *map(str, words)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def muster(self, *words):
        """Runs muster, which must succeed; returns its answer."""
        done = self.call(*words)
        self.assertEqual(done.returncode, 0, f"muster {' '.join(map(str, words))}: {done.stderr}")
        return done.stdout

    def json(self, *words):
        return json.loads(self.muster(*words, "--format", "json"))

    def json_lines(self, *words):
        return [json.loads(line) for line in self.muster(*words, "--format", "json").splitlines()]

    def write(self, name, text):
        path = self.directory / name
        path.write_text(text, encoding="utf-8")
        return path

    def append(self, *files):
        return self.json("append", "--by", "test", *files)

    def headcount(self, on, *words, by="contributor"):
        """The groups of a headcount as {key: (least, best, most)}, with the total under "total"."""
        answer = self.json("headcount", "--on", on, "--by", by, *words)
        numbers = {row[by]: (row["least"], row["best"], row["most"]) for row in answer["rows"]}
        total = answer["total"]
        numbers["total"] = (total["least"], total["best"], total["most"])
        return numbers
