# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""What is wrong, odd or hostile is refused cheaply, and the server goes on serving."""
import contextlib
import http.client
import os
import random
import resource
import socket
import subprocess
import tempfile
import time
import unittest

from served import MUSTER, OfAServer, make_ledger


# As many connections as it takes.
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)


class Refusals(OfAServer):
    def tearDown(self):
        self.assertEqual(self.served.get("/v1/headcount?on=2025-01-18").status, 200)

    def raw(self, request, timeout=60):
        """What comes back for bytes that may be no request."""
        with socket.create_connection(("127.0.0.1", self.served.port), timeout=timeout) as connection:
            try:
                connection.sendall(request)
                got = b""
                while piece := connection.recv(65536):
                    got += piece
            except (ConnectionResetError, BrokenPipeError):
                pass
            return got

    def test_a_question_that_is_wrong_is_refused_in_the_words_of_the_command_line(self):
        problem = self.served.problem
        self.assertEqual(problem("/v1/headcont"), (404, "there is no /v1/headcont; did you mean /v1/headcount?"))
        self.assertEqual(problem("/v1/headcount?ony=1"), (400, "`headcount` has no parameter `ony`; did you mean `on`?"))
        self.assertEqual(problem("/v1/headcount?on="), (400, "`--on` needs a value: --on DATE"))
        self.assertEqual(problem("/v1/headcount?on=2025-01-18&on=2025-01-19"),
                         (400, "`--on` is given 2 times; it takes one value"))
        self.assertEqual(problem("/v1/headcount?all-groups=yes"), (400, "`all-groups=yes`: there are true, false"))
        self.assertEqual(problem("/v1/headcount?format=table"), (400, "`format=table`: there are json, csv"))
        self.assertEqual(problem("/v1/show"), (400, "`muster show` needs POSITION; `muster show -h` says more"))
        self.assertEqual(problem("/v1/show?position=1&position=2"), (400, "`muster show` does not know what to do with `2`"))
        self.assertEqual(problem("/v1/reports?sha=ffffffff")[0], 404)
        self.assertEqual(problem("/v1/headcount?on=a%00b"), (400, "the value of `on` has a zero byte"))

    def test_what_is_the_askers_own_or_writes_is_not_there(self):
        problem = self.served.problem
        for option in ("ledger=/etc", "plot=/tmp/x.svg", "color=always"):
            self.assertEqual(problem(f"/v1/timeline?{option}")[0], 400, option)
        written = os.path.join(self.directory.name, "written")
        for address in (f"why?proof={written}", f"audit/prove?position=1&output={written}", f"audit/checkpoint?output={written}"):
            self.assertEqual(problem(f"/v1/{address}")[0], 400, address)
        self.assertFalse(os.path.exists(written))
        for command in ("append", "redact", "init", "backup", "release", "export", "rebuild", "audit", "audit%20key",
                        "audit/export", "serve", "", "help"):
            self.assertEqual(problem(f"/v1/{command}")[0], 404, command)
        self.assertFalse(os.path.exists("/tmp/x.svg"))

    def test_no_path_leads_to_a_file_of_the_computer(self):
        for path in ("/../../etc/passwd", "/..%2f..%2fetc/passwd", "/assets/../../etc/passwd", "/%2e%2e/key", "//etc/passwd",
                     "/assets", "/index.html/", "/haiti.ledger/key", "/v1/../key"):
            self.assertEqual(self.served.problem(path)[0], 404, path)

    def test_only_get_and_head_are_taken(self):
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"):
            response = self.served.get("/v1/headcount", method=method)
            self.assertEqual((response.status, response.getheader("Allow")), (405, "GET, HEAD"), method)

    def test_a_body_is_refused_before_it_is_sent(self):
        head = b"GET /v1/head HTTP/1.1\r\nHost: localhost\r\n"
        for length in (b"Content-Length: 104857600", b"Transfer-Encoding: chunked"):
            self.assertTrue(self.raw(head + length + b"\r\n\r\nsome").startswith(b"HTTP/1.1 413 "), length)

    def test_another_name_is_not_answered(self):
        for host in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "[::2]:80"):
            self.assertEqual(self.served.problem("/v1/head", Host=host)[0], 421, host)
        for host in ("localhost", "localhost:1", "127.0.0.1", "127.9.9.9:80", "[::1]:8080"):
            self.assertEqual(self.served.get("/v1/head", Host=host).status, 200, host)

    def test_what_is_no_request_ends_its_connection(self):
        choice = random.Random(7)
        for request in (b"\r\n" * 100, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00" + bytes(200),
                        b"GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                        b"GET /v1/head HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20000 + b"\r\n",
                        b"GET /" + b"a" * 200000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        *(choice.randbytes(500) + b"\r\n\r\n" for _ in range(50))):
            got = self.raw_until_quiet(request)
            self.assertFalse(got.startswith(b"HTTP/1.1 500"), (request[:60], got[:200]))

    def raw_until_quiet(self, request):
        """The same, with our side closed; what waits for the rest of a request is left at that."""
        with socket.create_connection(("127.0.0.1", self.served.port), timeout=0.5) as connection:
            got = b""
            try:
                connection.sendall(request)
                connection.shutdown(socket.SHUT_WR)
                while piece := connection.recv(65536):
                    got += piece
            except OSError:
                pass
            return got

    def test_slow_and_half_open_connections_hold_nobody_up(self):
        held = []
        try:
            # Beyond so many as there may be, more are closed at once.
            for number in range(4400):
                connection = socket.create_connection(("127.0.0.1", self.served.port), timeout=60)
                held.append(connection)
                if number % 3 != 0:
                    with contextlib.suppress(OSError):
                        connection.sendall(b"GET /v1/head HTTP/1.1\r\nHost: loc")
            for connection in held[:1000]:
                connection.close()
            self.answered()
            with open(f"/proc/{self.served.process.pid}/status", encoding="utf-8") as status:
                threads = next(int(line.split()[1]) for line in status if line.startswith("Threads:"))
            self.assertLess(threads, 60)
        finally:
            for connection in held:
                connection.close()

    def answered(self):
        """Waits until it answers: connections that were closed are not gone at once."""
        deadline = time.monotonic() + 60
        while True:
            try:
                self.assertEqual(self.served.get("/v1/headcount?on=2025-01-18&by=contributor").status, 200)
                return
            except (OSError, http.client.HTTPException):
                self.assertLess(time.monotonic(), deadline)

    def test_text_of_the_asker_reaches_the_log_in_one_safe_line(self):
        self.served.problem("/v1/none%0a2026%20error%20forged%1b%5b2J")
        lines = self.served.said().splitlines()
        self.assertTrue(any("/v1/none 2026 error forged[2J" in line for line in lines), lines[-3:])


class Starting(unittest.TestCase):
    """Refusals to begin."""

    def refused(self, *options, ledger="none"):
        run = subprocess.run([MUSTER, "serve", "--ledger", ledger, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             timeout=30)
        self.assertEqual((run.returncode, run.stdout), (2, b""))
        return run.stderr.decode()

    def test_it_listens_beyond_this_computer_only_with_a_certificate_or_if_told_so(self):
        for address in ("0.0.0.0:0", "[::]:0", "192.0.2.1:80"):
            self.assertIn("give --tls-cert and --tls-key, or --plain", self.refused("--listen", address))
        self.assertIn("no ledger", self.refused("--listen", "0.0.0.0:0", "--plain"))

    def test_what_is_no_address_is_told(self):
        for address in ("8080", "localhost", "example.org:80", "127.0.0.1:99999", "::1:80", "127.0.0.1:", ":80"):
            self.assertIn("is not an address to listen on", self.refused("--listen", address))

    def test_an_address_that_is_taken_is_told(self):
        with tempfile.TemporaryDirectory() as directory, socket.socket() as taken:
            ledger = make_ledger(directory)
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            said = self.refused("--listen", f"127.0.0.1:{taken.getsockname()[1]}", ledger=ledger)
            self.assertIn("cannot listen on 127.0.0.1: ", said)
            self.assertIn("Address already in use", said)

    def test_certificate_and_key_go_together_and_must_be_such(self):
        self.assertIn("go together", self.refused("--tls-cert", "/dev/null"))
        self.assertIn("--tls-cert /nowhere", self.refused("--tls-cert", "/nowhere", "--tls-key", "/nowhere"))
        with tempfile.TemporaryDirectory() as directory:
            ledger = make_ledger(directory)
            self.assertIn("not a pair in PEM", self.refused("--tls-cert", __file__, "--tls-key", __file__,
                                                            "--listen", "127.0.0.1:0", ledger=ledger))


if __name__ == "__main__":
    unittest.main()
