# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Server-sent events: who listens is told of each growth of the log."""
import json
import socket
import tempfile
import unittest

from served import REPORTS, Served, expire_soon, make_ledger, make_token, muster

LISTENERS = 1000


class Listener:
    """A connection that listens; what it is told is read line by line."""

    def __init__(self, served, last_event_id=None, token=None):
        self.connection = socket.create_connection(("127.0.0.1", served.port), timeout=30)
        seen = f"Last-Event-ID: {last_event_id}\r\n" if last_event_id is not None else ""
        shown = f"Authorization: Bearer {token}\r\n" if token else ""
        self.connection.sendall(f"GET /v1/events HTTP/1.1\r\nHost: localhost\r\n{seen}{shown}\r\n".encode())
        self.got = b""

    def close(self):
        self.connection.close()

    def read_until(self, what):
        while what not in self.got:
            piece = self.connection.recv(65536)
            assert piece, self.got
            self.got += piece
        before, _, self.got = self.got.partition(what)
        return before + what

    def event(self):
        """The next event: its id and its data."""
        self.read_until(b"event: head")
        self.read_until(b"id: ")
        number = self.read_until(b"\n").strip()
        self.read_until(b"data: ")
        return int(number), json.loads(self.read_until(b"\n"))


class Live(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.ledger = make_ledger(directory.name, REPORTS[:3])
        self.token = make_token(self.ledger)

    def head(self):
        return json.loads(muster("audit", "checkpoint", "--format", "json", ledger=self.ledger))

    def test_a_listener_is_told_what_is_and_what_comes(self):
        with Served(self.ledger) as served:
            listener = Listener(served)
            self.assertIn(b"Content-Type: text/event-stream", listener.read_until(b"\r\n\r\n"))
            before = self.head()
            self.assertEqual(listener.event(), (before["size"], {name: before[name] for name in ("size", "root", "origin")}))
            served.append(self.token, *REPORTS[3:5])
            after = self.head()
            self.assertEqual(listener.event()[1]["root"], after["root"])
            listener.close()

    def test_who_comes_back_is_told_only_what_is_new(self):
        with Served(self.ledger) as served:
            size = self.head()["size"]
            up_to_date = Listener(served, size)
            behind = Listener(served, size - 1)
            self.assertEqual(behind.event()[0], size)
            # A comment, so that it is known to be heard; no event.
            got = up_to_date.read_until(b":\n\n")
            self.assertNotIn(b"\nevent:", got)
            served.append(self.token, REPORTS[3])
            self.assertEqual(up_to_date.event()[0], self.head()["size"])
            for listener in (up_to_date, behind):
                listener.close()

    def test_a_thousand_listeners_hold_no_thread_and_are_all_told(self):
        with Served(self.ledger) as served:
            listeners = [Listener(served) for _ in range(LISTENERS)]
            for listener in listeners:
                listener.event()
            with open(f"/proc/{served.process.pid}/status", encoding="utf-8") as status:
                threads = next(int(line.split()[1]) for line in status if line.startswith("Threads:"))
            self.assertLess(threads, 60)
            self.assertIn(f"muster_live_listeners {LISTENERS}", served.get("/metrics").content.decode())
            served.append(self.token, REPORTS[3])
            size = self.head()["size"]
            for listener in listeners:
                self.assertEqual(listener.event()[0], size)
                listener.close()
            self.assertEqual(served.get("/v1/headcount?on=2025-01-18").status, 200)

    def test_the_events_end_when_the_token_is_revoked_or_expires(self):
        tokens = {name: make_token(self.ledger, name, "reader") for name in ("gone", "late", "kept")}
        with Served(self.ledger, "--anonymous", "none") as served:
            listeners = {name: Listener(served, token=token) for name, token in tokens.items()}
            for listener in listeners.values():
                listener.event()
            muster("token", "revoke", "gone", ledger=self.ledger)
            expire_soon(self.ledger, "late")
            for name in ("gone", "late"):
                listeners[name].read_until(b"\r\n0\r\n\r\n")  # the last chunk
            served.append(self.token, REPORTS[3])
            self.assertEqual(listeners["kept"].event()[0], self.head()["size"])
            for listener in listeners.values():
                listener.close()

    def test_a_stop_ends_the_events(self):
        with Served(self.ledger) as served:
            listeners = [Listener(served) for _ in range(20)]
            for listener in listeners:
                listener.event()
            served.process.terminate()
            self.assertEqual(served.process.wait(timeout=60), 0)
            self.assertTrue(served.said().endswith(" stopped\n"), served.said()[-200:])  # and cut nobody off
            for listener in listeners:
                while listener.connection.recv(4096):
                    pass
                listener.close()


if __name__ == "__main__":
    unittest.main()
