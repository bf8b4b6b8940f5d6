# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""The passphrase of a signing key, asked for on a real terminal.

  passphrase_test.py MUSTER"""

import os
import pty
import select
import sys
import tempfile
import termios
import time
import unittest

PROGRAM = os.path.abspath(sys.argv.pop(1))
DEADLINE_S = 30


class Session:
    """A program on a terminal of its own."""

    def __init__(self, directory, *words):
        self.seen = b""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MUSTER")}
        environment["MUSTER_PROGRESS"] = "off"
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(directory)
            os.execve(PROGRAM, [PROGRAM, *words], environment)

    def read_until(self, text):
        end = time.monotonic() + DEADLINE_S
        while text not in self.seen:
            if time.monotonic() > end:
                raise AssertionError(f"{text!r} does not come: {self.seen!r}")
            if not select.select([self.terminal], [], [], 0.1)[0]:
                continue
            try:
                self.seen += os.read(self.terminal, 4096)
            except OSError:  # the program has ended
                break
        return text in self.seen

    def type(self, keys):
        os.write(self.terminal, keys)

    def is_echoing(self):
        return bool(termios.tcgetattr(self.terminal)[3] & termios.ECHO)

    def wait_until_quiet(self):
        end = time.monotonic() + DEADLINE_S
        while self.is_echoing() and time.monotonic() < end:
            time.sleep(0.01)

    def finish(self):
        echoing = None
        end = time.monotonic() + DEADLINE_S
        while time.monotonic() < end:
            try:
                echoing = self.is_echoing()
                self.seen += os.read(self.terminal, 4096)
            except OSError:
                break
        status = os.waitpid(self.process, 0)[1]
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(status), echoing


class PassphraseTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name

    def ask(self, *words):
        session = Session(self.directory, *words)
        self.assertTrue(session.read_until(b"Passphrase of the signing key: "), session.seen)
        session.wait_until_quiet()
        self.assertFalse(session.is_echoing())
        return session

    def make(self, first=b"open sesame\n", second=b"open sesame\n"):
        session = self.ask("init", "--ledger", "L", "--origin", "example.org/ledger", "--encrypt-key")
        session.type(first)
        self.assertTrue(session.read_until(b"The same again: "), session.seen)
        session.type(second)
        return session

    def test_a_key_is_encrypted_and_used_with_what_was_typed_unseen(self):
        session = self.make()
        self.assertEqual(session.finish()[0], 0, session.seen)
        self.assertIn(b"encrypted with the passphrase", session.seen)
        self.assertNotIn(b"sesame", session.seen)
        session = self.ask("audit", "checkpoint", "--ledger", "L")
        session.type(b"open sesame\n")
        self.assertEqual(session.finish()[0], 0, session.seen)
        self.assertIn(b"example.org/ledger", session.seen)

    def test_a_wrong_one_is_refused(self):
        self.make().finish()
        session = self.ask("audit", "checkpoint", "--ledger", "L")
        session.type(b"open barley\n")
        self.assertEqual(session.finish()[0], 2, session.seen)
        self.assertNotIn(b"barley", session.seen)

    def test_two_that_differ_make_no_ledger(self):
        session = self.make(second=b"open barley\n")
        self.assertEqual(session.finish()[0], 2)
        self.assertIn(b"differ", session.seen)
        self.assertEqual(os.listdir(self.directory), [])

    def test_keys_that_erase_do(self):
        session = self.make(first=b"wrong\x15open sesamee\x7f\n", second="open sesam\u00e9".encode() + b"\x7fe\n")
        self.assertEqual(session.finish()[0], 0, session.seen)

    def test_control_c_and_control_d_end_it_at_once_and_the_terminal_echoes_again(self):
        for key in (b"\x03", b"\x04"):
            with self.subTest(key=key):
                session = self.ask("init", "--ledger", "L", "--encrypt-key")
                session.type(b"half" + key)
                self.assertTrue(session.read_until(b"no passphrase was typed"), session.seen)
                status, echoing = session.finish()
                self.assertEqual(status, 2)
                self.assertNotEqual(echoing, False)
                self.assertNotIn(b"half", session.seen)
                self.assertEqual(os.listdir(self.directory), [])


if __name__ == "__main__":
    unittest.main()
