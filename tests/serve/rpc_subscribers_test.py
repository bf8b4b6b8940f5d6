# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Who subscribes over gRPC is given every record once, whatever happens meanwhile."""
import os
import queue
import tempfile
import threading
import time
import unittest

import grpc
from rpc_schema import Remote, refused, service_pb2
from served import REPORTS, Served, make_ledger, muster

GRPC = ("--grpc-listen", "127.0.0.1:0")
SUBSCRIBERS = 1000


class Subscriber:
    """What a subscription gives, collected by a thread."""

    def __init__(self, remote, start=0):
        self.call = remote.log.Subscribe(service_pb2.SubscribeRequest(**{"from": start}))
        self.given = queue.Queue()
        self.records = []
        self.error = None
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        try:
            for message in self.call:
                self.given.put(message)
        except grpc.RpcError as error:
            self.error = error
        self.given.put(None)

    def until(self, size):
        """Waits for the records up to there."""
        while len(self.records) < size:
            message = self.given.get(timeout=60)
            assert message is not None, self.error
            self.records += message.records

    def end(self):
        """Waits for the end: its code and its sentence."""
        while (message := self.given.get(timeout=60)) is not None:
            self.records += message.records
        return self.error.code().name, self.error.details()


def positions(records):
    return [each.position for each in records]


class Subscribers(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name
        self.ledger = make_ledger(directory.name, REPORTS[:3])

    def remote(self, served, **options):
        remote = Remote(served.grpc_port, **options)
        self.addCleanup(remote.channel.close)
        return remote

    def size(self, served):
        return self.remote(served).log.GetHead(service_pb2.GetHeadRequest()).size

    def test_what_is_there_comes_first_then_what_is_appended(self):
        with Served(self.ledger, *GRPC, "--read-only") as served:
            remote = self.remote(served)
            size = self.size(served)
            all_of_it, from_now = Subscriber(remote), Subscriber(remote, size)
            all_of_it.until(size)
            # It is known to be heard before there is anything.
            first = from_now.given.get(timeout=60)
            self.assertEqual((len(first.records), first.size), (0, size))
            muster("append", "--by", "desk", *REPORTS[3:], ledger=self.ledger)
            all_of_it.until(81)
            from_now.until(81 - size)
            self.assertEqual(positions(all_of_it.records), list(range(81)))
            self.assertEqual(positions(from_now.records), list(range(size, 81)))

    def test_across_a_restart_nothing_is_missed_or_given_twice(self):
        records = []
        rest = REPORTS[3:]
        while len(records) < 81:
            with Served(self.ledger, *GRPC, "--read-only") as served:
                subscriber = Subscriber(self.remote(served), len(records))
                before = self.size(served)
                subscriber.until(before - len(records))
                if rest:
                    muster("append", "--by", "desk", rest[0], ledger=self.ledger)
                    subscriber.until(before - len(records) + 1)
                    del rest[0]
                served.process.terminate()
                self.assertEqual(subscriber.end(), ("UNAVAILABLE", "the server is stopping; ask again"))
                self.assertEqual(served.process.wait(timeout=30), 0)
                records += subscriber.records
            # And while there is no server.
            if rest:
                muster("append", "--by", "desk", rest.pop(0), ledger=self.ledger)
        self.assertEqual(positions(records), list(range(81)))

    def test_who_is_ahead_of_the_log_is_told(self):
        with Served(self.ledger, *GRPC, "--read-only") as served:
            remote = self.remote(served)
            size = self.size(served)
            self.assertEqual(refused(lambda: remote.log.Subscribe(service_pb2.SubscribeRequest(**{"from": size + 1}))),
                             ("OUT_OF_RANGE", f"the log has {size} records, not {size + 1}"))
            self.assertEqual(refused(lambda: remote.log.Read(service_pb2.ReadRequest(until=size + 7))),
                             ("OUT_OF_RANGE", f"the log has {size} records, not {size + 7}"))

    def test_a_thousand_subscribers_hold_no_thread_and_are_all_told(self):
        with Served(self.ledger, *GRPC, "--read-only") as served:
            size = self.size(served)
            remote = self.remote(served)
            # Without a thread each on this side either.
            calls = [remote.log.Subscribe(service_pb2.SubscribeRequest(**{"from": size})) for _ in range(SUBSCRIBERS)]
            for call in calls:
                self.assertEqual(next(call).size, size)
            self.assertIn(f"muster_grpc_subscribers {SUBSCRIBERS}", served.get("/metrics").content.decode())
            self.assertLess(served.threads(), 64)
            muster("append", "--by", "desk", *REPORTS[3:], ledger=self.ledger)
            for call in calls:
                got = []
                while len(got) < 81 - size:
                    got += positions(next(call).records)
                self.assertEqual(got, list(range(size, 81)))
                call.cancel()
            deadline = time.monotonic() + 30
            while "muster_grpc_subscribers 0" not in served.get("/metrics").content.decode():
                self.assertLess(time.monotonic(), deadline)

    def test_a_subscriber_who_does_not_read_costs_no_memory_and_misses_nothing(self):
        ledger = os.path.join(self.directory, "many.ledger")
        muster("init", ledger=ledger)
        report = os.path.join(self.directory, "many.yaml")
        with open(report, "w", encoding="utf-8") as file:
            file.write("report: {source: Desk, title: Many, published: 2024-06-01}\nevents:\n")
            for number in range(10_000):
                file.write(f"  - statement: {{text: Number {number} {'x' * 900}., on: 2024-06-01}}\n")
        muster("append", "--by", "desk", report, ledger=ledger)
        with Served(ledger, *GRPC, "--read-only") as served:
            self.size(served)
            # A window that is small, and does not grow: what they do not read stays at the server.
            settings = {"grpc.http2.bdp_probe": 0, "grpc.http2.lookahead_bytes": 65_536}
            # One reads all of it first, so that what the server keeps of the log is there.
            with Remote(served.grpc_port) as quick:
                self.assertEqual(sum(len(each.records) for each in quick.log.Read(service_pb2.ReadRequest())), 10_000)
            before = served.memory_kib()
            slow = [self.remote(served, **settings).log.Subscribe(service_pb2.SubscribeRequest()) for _ in range(40)]
            first = len(next(slow[0]).records)
            for call in slow[1:]:
                next(call)
            time.sleep(1)
            # All of it would be 10 MB for each.
            self.assertLess(served.memory_kib() - before, 150_000)
            got = []
            while len(got) < 10_000 - first:
                got += positions(next(slow[0]).records)
            self.assertEqual(got, list(range(first, 10_000)))
            for call in slow:
                call.cancel()


if __name__ == "__main__":
    unittest.main()
