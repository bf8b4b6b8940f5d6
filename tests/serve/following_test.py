# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""The server sees what others append, and tells when it cannot."""
import json
import os
import tempfile
import threading
import time
import unittest

from served import REPORTS, Served, make_ledger, muster


def wait_for(what, seconds=20):
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


class Following(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)

    def size(self, served):
        return json.loads(served.get("/v1/head").content)["size"]

    def test_what_is_appended_beside_it_is_answered(self):
        ledger = make_ledger(self.directory.name, REPORTS[:3])
        with Served(ledger, "--read-only") as served:
            path = "/v1/headcount?by=contributor"
            before = served.get(path)
            self.assertEqual(served.get(path, If_None_Match=before.getheader("ETag")).status, 304)
            muster("append", "--by", "desk", *REPORTS[3:], ledger=ledger)
            size = json.loads(muster("audit", "checkpoint", "--format", "json", ledger=ledger))["size"]
            wait_for(lambda: self.size(served) == size)
            after = served.get(path, If_None_Match=before.getheader("ETag"))
            self.assertEqual(after.status, 200)
            self.assertEqual(after.content, muster("headcount", "--by", "contributor", "--format", "json", ledger=ledger))
            self.assertIn(f"the log has {size} records", served.said())

    def test_answers_hold_still_while_the_ledger_grows(self):
        ledger = make_ledger(self.directory.name, REPORTS[:3])
        stop = threading.Event()
        wrong = []

        def ask(served):
            while not stop.is_set():
                answer = json.loads(served.get("/v1/headcount?on=2025-01-18&by=contributor").content)
                rows = sum(row["best"] for row in answer["rows"])
                if rows != answer["total"]["best"]:
                    wrong.append(answer)

        with Served(ledger, "--read-only") as served:
            threads = [threading.Thread(target=ask, args=(served,)) for _ in range(3)]
            for thread in threads:
                thread.start()
            for report in REPORTS[3:]:
                muster("append", "--by", "desk", report, ledger=ledger)
            size = json.loads(muster("audit", "checkpoint", "--format", "json", ledger=ledger))["size"]
            wait_for(lambda: self.size(served) == size)
            stop.set()
            for thread in threads:
                thread.join()
        self.assertEqual(wrong, [])

    def test_a_ledger_that_is_gone_is_told_and_the_last_answers_stand(self):
        ledger = make_ledger(self.directory.name)
        with Served(ledger, "--read-only") as served:
            self.assertEqual(served.get("/readyz").status, 200)
            os.rename(ledger, ledger + ".away")
            wait_for(lambda: served.get("/readyz").status == 503)
            self.assertIn("cannot be followed", served.problem("/readyz")[1])
            self.assertEqual(served.get("/healthz").status, 200)
            self.assertEqual(served.get("/v1/headcount?on=2025-01-18").status, 200)
            self.assertIn("muster_ledger_followed 0", served.get("/metrics").content.decode())
            os.rename(ledger + ".away", ledger)
            wait_for(lambda: served.get("/readyz").status == 200)


if __name__ == "__main__":
    unittest.main()
