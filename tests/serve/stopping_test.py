# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""How the server ends, and what it wrote of what it did."""
import json
import re
import signal
import threading
import time
import unittest

from served import OnTheExample, Served


QUESTIONS = 4


def await_questions(served):
    """Until the server has begun all of them: one that has not reached it may be refused when it ends."""
    connection = served.connection()  # one: what it asked before has ended
    while True:
        connection.request("GET", "/metrics")
        metrics = connection.getresponse().read().decode()
        under_way = int(re.search(r"^muster_http_requests_under_way (\d+)$", metrics, re.MULTILINE)[1]) - 1
        answered = re.search(r'^muster_http_requests_total\{.*"/v1/timeline".*\} (\d+)$', metrics, re.MULTILINE)
        if under_way + (int(answered[1]) if answered else 0) >= QUESTIONS:
            connection.close()
            return
        time.sleep(0.01)


class Stopping(OnTheExample):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with Served(cls.ledger) as served:
            served.description()  # Not of one that is ending, which may not be asked any more.

    def test_a_signal_ends_it_once_its_answers_are_given(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            with Served(self.ledger) as served:
                answers = []
                threads = [threading.Thread(target=lambda step=step: answers.append(served.get(
                    f"/v1/timeline?from=2022-01-01&to=2024-12-3{step % 2}&step=day&by=contributor,place,duty")))
                           for step in range(QUESTIONS)]
                for thread in threads:
                    thread.start()
                await_questions(served)
                served.process.send_signal(number)
                for thread in threads:
                    thread.join()
                self.assertEqual(served.process.wait(timeout=30), 0)
                self.assertEqual([answer.status for answer in answers], [200] * QUESTIONS)
                for answer in answers:
                    self.assertTrue(answer.content.endswith(b"}\n"))
                self.assertIn("info stopping", served.said())
                self.assertTrue(served.said().endswith("info stopped\n"))

    def test_an_idle_connection_does_not_hold_it(self):
        with Served(self.ledger) as served:
            connection = served.connection()
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            served.process.terminate()
            self.assertEqual(served.process.wait(timeout=60), 0)
            self.assertTrue(served.said().endswith("info stopped\n"), served.said())
            connection.close()

    def test_its_log_is_lines_of_json_if_asked_for(self):
        with Served(self.ledger, "--log", "json") as served:
            served.get('/v1/headcount?on=2025-01-18&where=place=a"b\\c%0a', Authorization="Bearer secret")
            served.process.terminate()
            served.process.wait(timeout=30)
            lines = [json.loads(line) for line in served.said().splitlines()]
            self.assertEqual([line["event"] for line in lines], ["answered", "stopping", "stopped"])
            self.assertEqual((lines[0]["method"], lines[0]["path"], lines[0]["level"]), ("GET", "/v1/headcount", "info"))
            self.assertIn("status", lines[0])
            self.assertNotIn("secret", served.said())


if __name__ == "__main__":
    unittest.main()
