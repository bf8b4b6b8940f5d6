# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Ctrl-C during an import: what was acknowledged stays, in whole batches, and the same import goes on with the rest.

MUSTER_INTERRUPTIONS is the number of times."""

import json
import os
import random
import signal
import subprocess
import time
import unittest

from ledger_case import PROGRAM, LedgerCase

MAP = """
report: {source: Registry, title: Arrivals}
register:
  - mission: {id: M-1, host: HTI}
  - contingent: {id: "{who}", mission: M-1, contributor: KEN}
rows:
  - event: {arrival: {contingent: "{who}", strength: "{people}", on: "{day}"}}
"""
ROWS = 12000
BATCH = 1000


class Interrupted(LedgerCase):
    def start(self, ledger):
        return subprocess.Popen([PROGRAM, "import", "--map", "map.yaml", "--by", "desk", "--ledger", ledger, "--format", "json",
                                 "table.csv"], cwd=self.directory, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def ask(self, ledger, *words):
        return subprocess.run([PROGRAM, *words, "--ledger", ledger], cwd=self.directory, capture_output=True, text=True,
                              check=True).stdout

    def test_what_was_acknowledged_stays_and_the_rest_follows(self):
        choose = random.Random(7)
        (self.directory / "map.yaml").write_text(MAP, encoding="utf-8")
        with open(self.directory / "table.csv", "w", encoding="utf-8") as table:
            table.write("who,people,day\n")
            for row in range(ROWS):
                table.write(f"KEN-{row % 50},{row % 90},2024-{row % 12 + 1:02}-{row % 28 + 1:02}\n")
        whole = self.start(self.make("whole"))
        began = time.monotonic()
        answer = json.loads(whole.communicate()[0])
        took = time.monotonic() - began
        size = answer["size"]
        cut = 0
        for number in range(int(os.environ.get("MUSTER_INTERRUPTIONS", "6"))):
            ledger = self.make(f"cut-{number}")
            running = self.start(ledger)
            time.sleep(took * choose.uniform(0.1, 1.1))
            running.send_signal(signal.SIGINT)
            running.communicate()
            found = json.loads(self.ask(ledger, "audit", "verify", "--format", "json"))["size"]
            # Nothing, the names, then batches of the rows.
            names = size - ROWS
            if found not in (0, size):
                self.assertEqual((found - names) % BATCH, 0)
                cut += found > names
            rest = json.loads(self.start(ledger).communicate()[0])
            self.assertEqual(rest["size"], size)
            self.assertEqual(rest["already_recorded"], max(0, found - names))
            self.assertIn(f"Verified {size} records", self.ask(ledger, "audit", "verify"))
        print(f"{cut} were cut off between two batches")

    def make(self, name):
        subprocess.run([PROGRAM, "init", "--origin", "example.org/test", "--ledger", name], cwd=self.directory, check=True,
                       capture_output=True)
        return name


if __name__ == "__main__":
    unittest.main()
