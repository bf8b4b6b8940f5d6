# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Reports that are posted: what the command line would append, refuse and print, and nothing else."""
import hashlib
import json
import os
import re
import signal
import subprocess
import tempfile
import threading
import unittest

from served import MUSTER, REPORTS, Served, form_of, form_of_reports, make_ledger, make_token, muster, without_root

MISSION = "report: {source: Desk, title: %s}\nevents:\n- mission: {id: M-%s, name: Mission %s}\n"
ALIKE = MISSION % ("one", "one", "one")


def mission(name):
    return (MISSION % (name, name, name)).encode()


class Appending(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.ledger = make_ledger(self.directory.name, REPORTS[:3])
        self.token = make_token(self.ledger)

    def refused(self, response, status):
        self.assertEqual((response.status, response.getheader("Content-Type")), (status, "application/problem+json"),
                         response.content)
        return json.loads(response.content)

    def test_a_receipt_is_that_of_the_command_line(self):
        other = os.path.join(self.directory.name, "other")
        os.mkdir(other)
        other = make_ledger(other, REPORTS[:3])
        with Served(self.ledger) as served:
            for dry in (True, False):
                options = ["--dry-run"] if dry else []
                printed = muster("append", "--by", "desk", "--format", "json", *options, *REPORTS[3:6], ledger=other)
                response = served.post(*form_of_reports(*REPORTS[3:6]), token=self.token, query=f"?dry-run={str(dry).lower()}")
                self.assertEqual(response.status, 200 if dry else 201)
                self.assertEqual(without_root(response.content), without_root(printed))
                self.assertTrue(json.loads(response.content)["effects"])
            answer = served.get("/v1/headcount?on=2025-01-18&by=contributor").content
            head = json.loads(served.get("/v1/head").content)
        strip = lambda text: re.sub(rb'"known_at_time":"[^"]*"', b"", text)
        self.assertEqual(strip(answer), strip(muster("headcount", "--on", "2025-01-18", "--by", "contributor", "--format",
                                                     "json", ledger=other)))
        # All that was appended is there for who opens the ledger next, and whole.
        self.assertEqual(json.loads(muster("audit", "checkpoint", "--format", "json", ledger=self.ledger))["root"], head["root"])
        muster("audit", "verify", ledger=self.ledger)

    def test_what_is_appended_is_answered_at_once(self):
        with Served(self.ledger) as served:
            before = served.get("/v1/log?format=csv")
            for number in range(30):
                receipt = json.loads(served.post(mission(f"n{number}"), token=self.token).content)
                # No waiting: the answer to the very next question has it.
                self.assertEqual(json.loads(served.get("/v1/head").content)["size"], receipt["size"])
                after = served.get("/v1/log?format=csv", If_None_Match=before.getheader("ETag"))
                self.assertEqual(after.status, 200)
                self.assertIn(f"M-n{number}".encode(), after.content)
                before = after

    def test_who_records_is_who_the_token_belongs_to(self):
        with Served(self.ledger) as served:
            position = json.loads(served.post(mission("a"), token=make_token(self.ledger, "Night desk")).content)["positions"][0]
            self.assertEqual(json.loads(served.get(f"/v1/show?position={position}").content)["recorded_by"], "Night desk")
            refusal = self.refused(served.post(mission("b"), token=self.token, query="?by=chief"), 400)
            self.assertIn("there is no `by`", refusal["detail"])
            self.assertEqual(json.loads(served.get("/v1/me", Authorization=f"Bearer {self.token}").content),
                             {"name": "desk", "role": "reporter", "may": ["read", "append"], "takes_appends": True})
            self.assertEqual(json.loads(served.get("/v1/me").content)["may"], ["read", "audit"])

    def test_the_same_report_again_is_recorded_already(self):
        with Served(self.ledger) as served:
            first = served.post(ALIKE.encode(), token=self.token)
            again = served.post(ALIKE.encode(), token=self.token)
            self.assertEqual((first.status, again.status), (201, 200))
            first, again = json.loads(first.content), json.loads(again.content)
            self.assertEqual((again["positions"], again["size"], again["root"]),
                             (first["positions"], first["size"], first["root"]))
            self.assertTrue(again["events"][0]["already_recorded"])

    def test_refusals_are_those_of_the_command_line_each_at_its_line(self):
        text = ("report: {source: Desk, title: Wrong, color: red}\n"
                "events:\n"
                "- arrival: {contingent: KEN-9, strength: many, on: 2025-02-30}\n"
                "- departure: {contingent: KEN-1, strength: 5, on: 2025-02-03}\n  quote: not in there\n")
        file = os.path.join(self.directory.name, "wrong.yaml")
        for content in (text, "report: {source: a\n", "", "- 1\n", "\xff", '{"report": [}', "report: &a [*a]\n",
                        "report: {source: Desk, title: T, document: none.txt}\nevents: []\n"):
            with open(file, "w", encoding="latin-1") as out:
                out.write(content)
            printed = subprocess.run([MUSTER, "append", "--format", "json", "--ledger", self.ledger, file], check=False,
                                     stdout=subprocess.PIPE).stdout
            expected = json.loads(printed)["refusals"]
            with Served(self.ledger) as served:
                refusal = self.refused(served.post(content.encode("latin-1"), token=self.token, query=f"?file={file}"), 422)
            for one in (*expected, *refusal["refusals"]):
                if one["rule"] == "document-missing":
                    del one["hint"], one["message"]
            self.assertEqual(refusal["refusals"], expected)
            self.assertTrue(all(one["rule"] for one in expected))
            self.assertIn("nothing was appended", refusal["detail"])

    def test_a_path_in_a_report_reads_nothing_of_the_servers_disk(self):
        secret = os.path.join(self.directory.name, "secret.txt")
        with open(secret, "w", encoding="utf-8") as file:
            file.write("the secret of this disk")
        with Served(self.ledger) as served:
            for path in (secret, "/etc/passwd", "../secret.txt", "haiti.ledger/key", os.path.relpath(secret), "report"):
                text = f"report: {{source: Desk, title: T, document: {path}}}\nevents: []\n".encode()
                for body, kind in ((text, "application/yaml"), form_of([("report", secret, text)])):
                    refusal = self.refused(served.post(body, kind, token=self.token), 422)
                    self.assertEqual([one["rule"] for one in refusal["refusals"]][:1], ["document-missing"], path)
                    self.assertIn("send it along", refusal["refusals"][0]["hint"])
                    self.assertNotIn("the secret", json.dumps(refusal))

    def test_a_document_that_is_sent_along_is_stored(self):
        text = b"report: {source: Desk, title: T, document: texts/a.txt}\nevents: [{mission: {id: M-a, name: A}, quote: of bytes}]\n"
        document = b"a document\r\nof bytes --boundary\r\n"
        with Served(self.ledger) as served:
            body, kind = form_of([("texts/a.txt", "a.txt", document), ("report", "a.yaml", text)])
            self.assertEqual(served.post(body, kind, token=self.token).status, 201)
            self.assertEqual(served.get(f"/v1/documents/{hashlib.sha256(document).hexdigest()}").content, document)

    def test_an_append_that_expects_another_size_is_a_conflict(self):
        with Served(self.ledger) as served:
            size = json.loads(served.get("/v1/head").content)["size"]
            refusal = self.refused(served.post(mission("a"), token=self.token, query=f"?expect-size={size + 1}"), 409)
            self.assertIn(f"the log has {size} records, not the {size + 1}", refusal["detail"])
            self.assertEqual(served.post(mission("a"), token=self.token, query=f"?expect-size={size}").status, 201)

    def test_a_server_that_only_reads_says_so(self):
        with Served(self.ledger, "--read-only") as served:
            self.assertIn("--read-only", self.refused(served.post(mission("a"), token=self.token), 409)["detail"])

    def test_nobody_else_writes_meanwhile(self):
        with Served(self.ledger):
            run = subprocess.run([MUSTER, "append", "--ledger", self.ledger, REPORTS[3]], check=False, stderr=subprocess.PIPE)
            self.assertEqual(run.returncode, 2)
            self.assertIn(b"open for writing", run.stderr)


class UnderLoad(unittest.TestCase):
    """What was acknowledged is there, however the server ends."""

    def end(self, how):
        with tempfile.TemporaryDirectory() as directory:
            ledger = make_ledger(directory, REPORTS[:3])
            token = make_token(ledger)
            acknowledged, started = [], threading.Semaphore(0)

            def post(served, thread):
                for number in range(100_000):
                    name = f"t{thread}-{number}"
                    try:
                        response = served.post(mission(name), token=token)
                    except OSError:
                        return
                    except Exception as error:  # of http.client, for an answer that is cut off
                        self.assertEqual(type(error).__module__, "http.client")
                        return
                    if response.status != 201:
                        self.assertEqual(response.status, 503)
                        return
                    acknowledged.append((json.loads(response.content)["positions"][0], f"M-{name}"))
                    started.release()

            served = Served(ledger)
            threads = [threading.Thread(target=post, args=(served, number)) for number in range(12)]
            for thread in threads:
                thread.start()
            for _ in range(200):
                started.acquire()
            served.process.send_signal(how)
            status = served.process.wait(timeout=60)
            for thread in threads:
                thread.join()
            served.process.stdout.close()
            self.assertEqual(status, 0 if how == signal.SIGTERM else -how, served.said())
            lines = muster("log", "--format", "json", ledger=ledger).splitlines()
            for position, name in acknowledged:
                self.assertIn(f'"{name}"'.encode(), lines[position])
            self.assertGreaterEqual(len(acknowledged), 200)
            muster("audit", "verify", ledger=ledger)

    def test_sigterm_loses_nothing_acknowledged(self):
        self.end(signal.SIGTERM)

    def test_sigkill_loses_nothing_acknowledged(self):
        self.end(signal.SIGKILL)


if __name__ == "__main__":
    unittest.main()
