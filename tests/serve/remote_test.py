# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""`muster --ledger grpc://...` says, prints, writes and ends as on the ledger itself."""
import os
import subprocess
import unittest

from served import MUSTER, OfAServer, OnTheExample, Served, muster

LINES = [
    "headcount --on 2025-01-18 --by contributor",
    "headcount --on 2025-01-18 --where contributor=KEN --known-at 66 --format csv",
    "headcount --on 2025-01-18 --of wonem",
    "headcount --on 2025-13-18",
    "headcount --on 2025-01-18 --source Nobody",
    "timeline --from 2024-06-01 --to 2025-01-31 --step month --by contributor",
    "timeline --from 2024-06-01 --to 2025-01-31 --plot -",
    "timeline --from 2024-06-01 --to 2025-01-31 --plot - --format json",
    "timeline --from 2024-06-01 --to 2025-01-31 --plot x.jpeg",
    "coverage --on 2025-01-18 --by contributor --plot -",
    "flows --from 2024-06-01 --to 2025-01-31",
    "why --on 2025-01-18 --where contributor=KEN",
    "reconcile",
    "reconcile --format json",
    "check",
    "check --only no-such",
    "diff --from 40 --to 81",
    "log --from 60",
    "show 68",
    "show 81",
    "history 68",
    "reports",
    "reports ffffff",
    "audit checkpoint",
    "audit checkpoint --format json",
    "audit prove 17",
    "audit prove 17 --format csv",
    "audit prove 81",
    "audit consistency 9 70",
    "audit consistency january",
    "audit consistency nothing-there",
    "audit consistency other",
    "audit key",
]


class Remote(OfAServer):
    OPTIONS = ("--grpc-listen", "127.0.0.1:0")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.address = f"grpc://127.0.0.1:{cls.served.grpc_port}"
        with open(os.path.join(cls.directory.name, "january"), "wb") as file:
            file.write(muster("audit", "checkpoint", "--size", "40", ledger=cls.ledger))
        other = os.path.join(cls.directory.name, "other.ledger")
        muster("init", "--origin", "example.org/other", ledger=other)
        with open(os.path.join(cls.directory.name, "other"), "wb") as file:
            file.write(muster("audit", "checkpoint", ledger=other))

    def run_on(self, ledger, words, **environment):
        """The exit status, the answer, and what is said beside it."""
        done = subprocess.run([MUSTER, *words, "--ledger", ledger], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              cwd=self.directory.name, env={**os.environ, **environment}, timeout=60)
        return done.returncode, done.stdout, done.stderr.decode()

    def test_every_line_is_answered_as_on_the_ledger(self):
        for line in LINES:
            for colors in ((), ("--color", "always")):
                with self.subTest(line=line, colors=colors):
                    words = [*line.split(), *colors]
                    self.assertEqual(self.run_on(self.address, words), self.run_on(self.ledger, words))

    def test_files_are_written_here(self):
        for line, name in (("timeline --from 2024-06-01 --to 2025-01-31 --plot", "x.svg"),
                           ("timeline --from 2024-06-01 --to 2025-01-31 --plot", "x.png"),
                           ("coverage --on 2025-01-18 --format json --plot", "y.svg"),
                           ("audit prove 17 --output", "proof"),
                           ("audit consistency 9 --output", "growth")):
            words = [*line.split(), name]
            results = []
            for ledger in (self.address, self.ledger):
                done = self.run_on(ledger, words)
                with open(os.path.join(self.directory.name, name), "rb") as file:
                    results.append((done, file.read()))
                os.unlink(os.path.join(self.directory.name, name))
            self.assertEqual(results[0], results[1], line)
            self.assertEqual(results[0][0][0], 0)

    def test_a_number_that_proves_itself_is_written_here(self):
        done = self.run_on(self.address, ["why", "--on", "2025-01-18", "--proof", "answer"])
        self.assertEqual(done[0], 0, done)
        with open(os.path.join(self.directory.name, "key"), "wb") as file:
            file.write(self.run_on(self.address, ["audit", "key"])[1])
        verified = subprocess.run([MUSTER, "audit", "verify-answer", "answer", "--key", "key"], cwd=self.directory.name,
                                  stdout=subprocess.PIPE)
        self.assertEqual(verified.returncode, 0)

    def test_a_file_that_cannot_be_written_is_told(self):
        status, answer, said = self.run_on(self.address, ["coverage", "--plot", "/nowhere/x.svg"])
        self.assertEqual((status, answer), (2, b""))
        self.assertIn("the picture is not drawn: cannot write /nowhere", said)

    def test_the_address_may_come_from_the_environment(self):
        done = subprocess.run([MUSTER, "show", "68"], env={**os.environ, "MUSTER_LEDGER": self.address}, stdout=subprocess.PIPE)
        self.assertEqual(done.stdout, muster("show", "68", ledger=self.ledger))

    def test_what_is_about_no_ledger_is_not_asked(self):
        for words in (["version"], ["schema"], ["help", "append"], ["headcount", "-h"]):
            done = subprocess.run([MUSTER, *words], env={**os.environ, "MUSTER_LEDGER": "grpc://nowhere:1"}, stdout=subprocess.PIPE)
            self.assertEqual(done.returncode, 0, words)

    def test_a_reader_who_goes_away_is_no_error(self):
        command = f"{MUSTER} log --format json --ledger {self.address} | head -n 1"
        done = subprocess.run(["bash", "-o", "pipefail", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual((done.returncode, done.stderr, done.stdout.count(b"\n")), (0, b"", 1))

    def test_a_token_is_sent_only_where_nobody_reads_along(self):
        status, _, said = self.run_on("grpc://example.org:1", ["check"], MUSTER_TOKEN="secret")
        self.assertEqual(status, 2)
        self.assertIn("the token could be read on the way", said)
        # To this computer it is sent, and is none.
        self.assertEqual(self.run_on(self.address, ["show", "1"], MUSTER_TOKEN="secret")[0], 2)
        self.assertIn("gRPC Ask", self.served.said().splitlines()[-1])
        self.assertIn("UNAUTHENTICATED", self.served.said().splitlines()[-1])
        self.assertNotIn("secret", self.served.said())


class OverTls(OnTheExample):
    def test_the_authority_is_the_one_that_is_named(self):
        certificate, key = (os.path.join(self.directory.name, name) for name in ("cert.pem", "key.pem"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-keyout", key, "-out", certificate, "-days",
                        "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"], check=True,
                       stderr=subprocess.DEVNULL)

        def ask(scheme, host, *options):
            return subprocess.run([MUSTER, "show", "68", "--ledger", f"{scheme}://{host}:{served.grpc_port}", *options],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)

        with Served(self.ledger, "--grpc-listen", "127.0.0.1:0", "--tls-cert", certificate, "--tls-key", key) as served:
            self.assertEqual(ask("grpcs", "127.0.0.1", "--tls-ca", certificate).stdout, muster("show", "68", ledger=self.ledger))
            for done, why in ((ask("grpcs", "127.0.0.1"), b"its certificate is not from an authority that is known here"),
                              (ask("grpcs", "localhost", "--tls-ca", certificate), b"its certificate is for another name"),
                              (ask("grpc", "127.0.0.1"), b"does it speak TLS (grpcs://)?")):
                self.assertEqual((done.returncode, done.stdout), (2, b""))
                self.assertIn(why, done.stderr)
        with Served(self.ledger, "--grpc-listen", "127.0.0.1:0") as served:
            self.assertIn(b"it speaks without TLS; is it grpc://?", ask("grpcs", "127.0.0.1").stderr)


if __name__ == "__main__":
    unittest.main()
