# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Who may do what: tokens, roles, those who show none; and how often."""
import json
import os
import socket
import stat
import subprocess
import tempfile
import time
import unittest

from served import MUSTER, REPORTS, Served, form_of, make_ledger, make_token, muster

REPORT = b"report: {source: Desk, title: T}\nevents:\n- mission: {id: M-T, name: Mission T}\n"
READ = ("/v1/headcount?on=2025-01-18", "/v1/head", "/v1/log", "/metrics")
AUDIT = ("/checkpoint", "/tile/0/000.p/1", "/v1/audit/checkpoint", "/v1/audit/prove?position=1", "/v1/audit/key",
         "/v1/audit/consistency?old=1")
OPEN = ("/healthz", "/readyz", "/", "/v1/me")


class Access(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.ledger = make_ledger(self.directory.name, REPORTS[:3])

    def status(self, served, path, token=None):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return served.get(path, **headers).status

    def test_each_role_may_do_what_it_is_for(self):
        tokens = {role: make_token(self.ledger, role, role) for role in ("reader", "auditor", "reporter", "keeper")}
        with Served(self.ledger, "--anonymous", "none") as served:
            for role, token in tokens.items():
                for path in (*READ, *OPEN):
                    self.assertEqual(self.status(served, path, token), 200, (role, path))
                for path in AUDIT:
                    self.assertEqual(self.status(served, path, token), 200 if role in ("auditor", "keeper") else 403, (role, path))
                self.assertEqual(served.post(REPORT, token=token, query="?dry-run=true").status,
                                 200 if role in ("reporter", "keeper") else 403, role)
            for path in (*READ, *AUDIT):
                response = served.get(path)
                self.assertEqual((response.status, response.getheader("WWW-Authenticate")), (401, "Bearer"), path)
            for path in OPEN:
                self.assertEqual(self.status(served, path), 200, path)
            self.assertEqual(json.loads(served.get("/v1/me").content), {"name": None, "role": None, "may": [], "takes_appends": True})

    def test_on_this_computer_who_shows_no_token_reads_and_appends_nothing(self):
        with Served(self.ledger) as served:
            for path in (*READ, *AUDIT, *OPEN):
                self.assertEqual(self.status(served, path), 200, path)
            response = served.post(REPORT)
            self.assertEqual((response.status, response.getheader("WWW-Authenticate")), (401, "Bearer"))
            self.assertIn("to append takes a token of a reporter or keeper", json.loads(response.content)["detail"])
        with Served(self.ledger, "--anonymous", "reader") as served:
            for path in AUDIT:
                self.assertEqual(self.status(served, path), 401, path)

    def test_beyond_this_computer_who_shows_no_token_reads_nothing(self):
        with Served(self.ledger, "--listen", "0.0.0.0:0", "--plain") as served:
            self.assertEqual(self.status(served, READ[0]), 401)
            self.assertEqual(self.status(served, READ[0], make_token(self.ledger, "a", "reader")), 200)

    def test_a_running_server_knows_at_once_what_is_made_and_revoked(self):
        with Served(self.ledger, "--anonymous", "none") as served:
            for number in range(20):
                token = make_token(self.ledger, f"desk {number}", "reader")
                self.assertEqual(self.status(served, READ[0], token), 200)
                muster("token", "revoke", f"desk {number}", ledger=self.ledger)
                self.assertEqual(self.status(served, READ[0], token), 401)

    def test_expired_forged_and_revoked_tokens_are_refused_everywhere_and_not_repeated(self):
        good = make_token(self.ledger)
        revoked = make_token(self.ledger, "gone", "keeper")
        muster("token", "revoke", "gone", ledger=self.ledger)
        expired = make_token(self.ledger, "late", "keeper", "--expires", "1h")
        file = os.path.join(self.ledger, "access", "tokens")
        with open(file, encoding="utf-8") as tokens:
            text = tokens.read()
        lines = [json.loads(line) for line in text.splitlines()[1:]]
        lines[-1]["expires_at"] = "2001-01-01T00:00:00Z"
        with open(file, "w", encoding="utf-8") as tokens:
            tokens.write("\n".join([text.splitlines()[0], *map(json.dumps, lines)]) + "\n")
        forged = good[:-1] + ("0" if good[-1] != "0" else "1")
        with Served(self.ledger) as served:
            for token in (revoked, expired, forged, "", " ", "muster_", good.upper(), "é", lines[0]["sha256"], "muster_" + lines[0]["sha256"]):
                for header in (f"Bearer {token}", f"Basic {token}", token):
                    if not header.strip():
                        continue
                    for path in (READ[0], "/healthz"):
                        response = served.get(path, Authorization=header.encode("utf-8"))
                        self.assertEqual(response.status, 401, (header, path))
                        self.assertNotIn(b"muster_" + token[7:].encode() if len(token) > 8 else b"\0", response.content)
                    self.assertEqual(served.post(REPORT, Authorization=header.encode("utf-8")).status, 401, header)
            self.assertEqual(served.post(REPORT, token=good).status, 201)
            self.assertIn("late is expired", served.problem(READ[0], Authorization=f"Bearer {expired}")[1])
            said = served.said()
            for token in (good, revoked, expired, forged):
                self.assertNotIn(token[7:], said)
            self.assertIn("POST /v1/reports 401", said)
            self.assertRegex(said, r"POST /v1/reports 201 \d+ bytes [\d.]+ ms for desk at 127\.0\.0\.1\n")

    def test_only_hashes_are_stored_for_the_owner_alone_and_no_backup_has_them(self):
        token = make_token(self.ledger)
        access = os.path.join(self.ledger, "access")
        self.assertEqual(stat.S_IMODE(os.stat(os.path.join(access, "tokens")).st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(os.stat(access).st_mode), 0o700)
        backups, restored, lines = (os.path.join(self.directory.name, name) for name in ("backups", "restored", "lines"))
        muster("backup", backups, ledger=self.ledger)
        muster("restore", backups, ledger=restored)
        self.assertFalse(os.path.exists(os.path.join(restored, "access")))
        muster("export", "--records", lines, ledger=self.ledger)
        muster("audit", "verify", ledger=self.ledger)
        for directory, _, files in os.walk(self.directory.name):
            for name in files:
                with open(os.path.join(directory, name), "rb") as file:
                    content = file.read()
                self.assertNotIn(token[7:].encode(), content, name)
                self.assertEqual(b'"role":"reporter"' in content, directory == access and name == "tokens", name)

    def test_a_page_of_another_origin_cannot_append(self):
        token = make_token(self.ledger)
        with Served(self.ledger) as served:
            own = f"http://127.0.0.1:{served.port}"
            for origin in ("https://evil.example", "null", "http://127.0.0.1:1", own + ".evil.example", "http://localhost", "x"):
                self.assertEqual(served.post(REPORT, token=token, Origin=origin).status, 403, origin)
            # What a browser asks before it sends a token to another origin.
            asked = served.get("/v1/reports", method="OPTIONS", Origin="https://evil.example",
                               Access_Control_Request_Method="POST", Access_Control_Request_Headers="authorization")
            self.assertEqual(asked.status, 405)
            self.assertFalse([name for name, _ in asked.getheaders() if name.lower().startswith("access-control")])
            self.assertEqual(served.post(REPORT, token=token, Origin=own).status, 201)

    def test_who_asks_too_often_is_told_when_to_come_again(self):
        token = make_token(self.ledger, "often", "reader")
        with Served(self.ledger, "--rate", "5") as served:
            statuses = [self.status(served, "/v1/head") for _ in range(40)]
            self.assertIn(429, statuses)
            self.assertEqual(statuses[:8], [200] * 8)
            limited = next(response for response in iter(lambda: served.get("/v1/head"), None) if response.status == 429)
            self.assertGreaterEqual(int(limited.getheader("Retry-After")), 1)
            # By address, whoever asks; a fifth of a second later there is room for another.
            def of_one_address():
                while self.status(served, "/v1/head") != 429:
                    pass
                return self.status(served, "/v1/head", token)
            self.assertIn(429, (of_one_address() for _ in range(5)))
            while self.status(served, "/v1/head", token) != 200:
                time.sleep(0.05)

    def test_a_form_that_is_none_and_types_that_are_not_taken_are_refused(self):
        token = make_token(self.ledger)
        with Served(self.ledger) as served:
            for kind in ("application/x-www-form-urlencoded", "text/plain", "application/octet-stream", "", "multipart/mixed"):
                self.assertEqual(served.post(REPORT, kind, token=token).status, 415, kind)
            body, kind = form_of([("report", "a.yaml", REPORT)])
            for wrong in (body[:-10], b"", b"--", body.replace(b'name="report"', b"name=x"), os.urandom(1000)):
                self.assertEqual(served.post(wrong, kind, token=token).status, 400, wrong)
            self.assertEqual(served.post(body, "multipart/form-data", token=token).status, 400)
            self.assertEqual(served.post(b"", kind.replace("boundary=", "b="), token=token).status, 400)

    def test_bodies_of_other_lengths_are_refused_before_they_are_sent(self):
        token = make_token(self.ledger)
        with Served(self.ledger) as served:
            def status(*lines, authorization=f"Bearer {token}", timeout=20):
                head = ["POST /v1/reports HTTP/1.1", "Host: localhost", "Content-Type: application/yaml", *lines]
                if authorization:
                    head.append(f"Authorization: {authorization}")
                with socket.create_connection(("127.0.0.1", served.port), timeout=timeout) as connection:
                    connection.sendall("\r\n".join([*head, "", "some"]).encode())
                    return int(connection.recv(65536).split()[1])
            self.assertEqual(status("Content-Length: 104857600"), 413)
            self.assertEqual(status("Transfer-Encoding: chunked"), 411)
            # Who may not append, is told so first.
            self.assertEqual(status("Content-Length: 104857600", authorization=None), 401)
            self.assertEqual(status("Content-Length: 50000000", authorization=None), 401)
            # What is never sent holds nobody up: all at a time have room for 256 MiB of them.
            held = []
            try:
                for _ in range(3):
                    connection = socket.create_connection(("127.0.0.1", served.port), timeout=20)
                    connection.sendall(f"POST /v1/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/yaml\r\n"
                                       f"Authorization: Bearer {token}\r\nContent-Length: 70000000\r\n\r\nreport".encode())
                    held.append(connection)
                self.assertEqual(served.post(REPORT, token=token).status, 201)
                self.assertEqual(status("Content-Length: 70000000"), 503)
            finally:
                for connection in held:
                    connection.close()
            # Then there is room again, and the rest of a body is waited for.
            with self.assertRaises(TimeoutError):
                while status("Content-Length: 60000000", timeout=0.5) == 503:
                    time.sleep(0.02)

    def test_a_body_of_the_greatest_length_is_taken_and_refused_by_its_content(self):
        token = make_token(self.ledger)
        with Served(self.ledger) as served:
            response = served.post(b"#" * (17 << 20), token=token)
            self.assertEqual(response.status, 422)
            self.assertEqual([one["rule"] for one in json.loads(response.content)["refusals"]], ["too-large"])
            self.assertEqual(self.status(served, READ[0]), 200)


class AtOnce(unittest.TestCase):
    def test_tokens_that_are_made_and_revoked_at_once_wait_for_each_other(self):
        with tempfile.TemporaryDirectory() as directory:
            ledger = make_ledger(directory, REPORTS[:1])
            make_token(ledger, "gone", "reader")
            lines = [["add", f"desk {number}", "--role", "reader"] for number in range(11)] + [["revoke", "gone"]]
            runs = [subprocess.Popen([MUSTER, "token", *line, "--ledger", ledger], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                    for line in lines]
            for run in runs:
                self.assertEqual((run.communicate()[1].startswith((b"Token ", b"")), run.returncode), (True, 0))
            listed = json.loads(muster("token", "list", "--format", "json", ledger=ledger))
            rows = listed["tokens"] if isinstance(listed, dict) else listed
            self.assertEqual({row["name"]: row["state"] for row in rows},
                             {"gone": "revoked", **{f"desk {number}": "valid" for number in range(11)}})


class Token(unittest.TestCase):
    """Words that are refused."""

    def refused(self, *words):
        run = subprocess.run([MUSTER, "token", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        self.assertEqual((run.returncode, run.stdout), (2, b""))
        return run.stderr.decode()

    def test_what_is_wrong_is_told(self):
        with tempfile.TemporaryDirectory() as directory:
            ledger = make_ledger(directory, REPORTS[:1])
            where = ("--ledger", ledger)
            self.assertIn("--role is needed", self.refused("add", "desk", *where))
            self.assertIn("reporter", self.refused("add", "desk", "--role", "writer", *where))
            self.assertIn("a name is needed", self.refused("add", "", "--role", "reader", *where))
            self.assertIn("expired already", self.refused("add", "a", "--role", "reader", "--expires", "2001-01-01", *where))
            for when in ("soon", "1y", "d", "2025-02-30", "99999h"):
                self.assertIn("12h, 90d, 8w", self.refused("add", "a", "--role", "reader", "--expires", when, *where))
            self.assertIn("there is none at all", self.refused("revoke", "desk", *where))
            self.assertIn("no ledger", self.refused("list", "--ledger", os.path.join(directory, "none")))


if __name__ == "__main__":
    unittest.main()
