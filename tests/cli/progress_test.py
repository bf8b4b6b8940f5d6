# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""What commands show of their progress on a real terminal, and that it is gone when they answer.

  progress_test.py MUSTER"""

import os
import pty
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.path.abspath(sys.argv.pop(1))
CLEAR = "\r\x1b[K"
REPORT = """\
report: {source: Desk, published: 2024-06-01}
events:
  - mission: {id: MSS-HTI, name: Multinational Security Support Mission, host: HTI}
  - contingent: {id: KEN-1, mission: MSS-HTI, contributor: KEN, component: police}
  - arrival: {contingent: KEN-1, strength: 200, place: unspecified, on: 2024-06-25}
  - arrival: {contingent: KEN-1, strength: 10, place: unspecified, on: 2024-08-25}
  - claim: {scope: {mission: MSS-HTI}, strength: 200, on: 2024-07-01}
"""
# What each command is at while it works, at least.
STAGES = {
    "append again.yaml": ["append"],
    "backup saved": ["backup"],
    "check": ["check, kinds"],
    "coverage --on 2024-07-01": ["coverage"],
    "diff --from 0 --to 5": ["diff, days"],
    "export --csv t.csv --view timeline --from 2024-06-01 --to 2024-09-01": ["export, days"],
    "export --csv c.csv --view reconcile": ["export, claims"],
    "export --hledger t.journal --on 2024-09-01": ["export, claims", "export, entries"],
    "export --jsonl t.jsonl": ["exporting records"],
    "export --perstat p.csv --from 2024-06-01 --to 2024-09-01": ["export"],
    "export --records t.records": ["exporting records"],
    "export --sqlite t.db --on 2024-09-01": [
        "export, records", "export, entries", "export, days", "export, claims", "export, indexes"],
    "flows --from 2024-06-01 --to 2024-09-01": ["flows"],
    "headcount --on 2024-07-01": ["headcount"],
    "log": ["log"],
    "rebuild": ["folding records"],
    "reconcile": ["reconcile, claims"],
    "release r1 --out r1": ["release, days", "release, claims"],
    "reports": ["reports"],
    "timeline --from 2024-06-01 --to 2024-09-01": ["timeline, days"],
    "why --on 2024-07-01 --proof why.proof": ["why"],
}


def on_terminal(directory, words, **more):
    """What the program writes on a terminal that is its standard output and its standard error, as screens that are
    each wiped by the next, and its exit status."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MUSTER")}
    environment |= {"TERM": "xterm"} | more
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(directory)
        os.execve(PROGRAM, [PROGRAM, *words.split()], environment)
    seen = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # the program has ended
            break
        if not piece:
            break
        seen += piece
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    os.close(terminal)
    return seen.decode().replace("\r\n", "\n").split(CLEAR), status


class ProgressTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kept = tempfile.TemporaryDirectory()
        cls.directory = cls.kept.name
        for name in ("report.yaml", "again.yaml"):
            with open(os.path.join(cls.directory, name), "w", encoding="utf-8") as file:
                file.write(REPORT)
        for words in ("init", "append report.yaml"):
            subprocess.run([PROGRAM, *words.split()], cwd=cls.directory, check=True, capture_output=True)

    @classmethod
    def tearDownClass(cls):
        cls.kept.cleanup()

    def test_every_command_shows_what_it_is_at_until_it_answers(self):
        for words, stages in STAGES.items():
            with self.subTest(words):
                screens, status = on_terminal(self.directory, words, MUSTER_PROGRESS="0")
                self.assertIn(status, (0, 1), screens)
                for stage in stages:
                    self.assertTrue(any(screen.startswith(stage + ":") for screen in screens), (stage, screens))
                # The last line is wiped, and nothing is written into the answer.
                *lines, answer = screens
                self.assertTrue(all("\n" not in line for line in lines), screens)
                self.assertNotIn("so far", answer)
                plain = subprocess.run(
                    [PROGRAM, *words.split()], cwd=self.directory, check=False, capture_output=True, text=True)
                self.assertEqual(plain.stderr, "")

    def test_what_is_counted_is_told_with_how_much_there_is(self):
        screens, _ = on_terminal(
            self.directory, "timeline --from 2024-06-01 --to 2024-09-30", MUSTER_PROGRESS="0")
        self.assertIn("timeline, days: 3 of 4 (75 %)", screens)

    def test_what_is_done_within_half_a_second_shows_nothing(self):
        screens, status = on_terminal(self.directory, "help")
        self.assertEqual((len(screens), status), (1, 0), screens)

    def test_off_shows_nothing(self):
        screens, status = on_terminal(self.directory, "reconcile", MUSTER_PROGRESS="off")
        self.assertEqual((len(screens), status), (1, 0), screens)

    def test_a_question_stands_alone(self):
        subprocess.run([PROGRAM, "init", "--ledger", "locked", "--encrypt-key"], cwd=self.directory, check=True,
                       capture_output=True, env=os.environ | {"MUSTER_PASSPHRASE": "open sesame"})
        process, terminal = pty.fork()
        if process == 0:
            os.chdir(self.directory)
            os.execve(PROGRAM, [PROGRAM, "audit", "checkpoint", "--ledger", "locked"],
                      {"MUSTER_PROGRESS": "0", "TERM": "xterm"})
        seen = b""
        while b"signing key: " not in seen:
            seen += os.read(terminal, 65536)
        self.assertTrue(seen.endswith(CLEAR.encode() + b"Passphrase of the signing key: "), seen)
        os.write(terminal, b"open sesame\n")
        try:
            while os.read(terminal, 65536):
                pass
        except OSError:
            pass
        os.close(terminal)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), 0)


if __name__ == "__main__":
    unittest.main()
