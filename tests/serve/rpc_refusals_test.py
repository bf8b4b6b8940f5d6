# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""What is wrong, odd or hostile over gRPC is refused cheaply, and the server goes on serving."""
import os
import random
import socket
import subprocess
import unittest

import grpc
from rpc_schema import Remote, refused, service_pb2
from served import MUSTER, OfAServer, OnTheExample, Served, muster


class Refusals(OfAServer):
    OPTIONS = ("--grpc-listen", "127.0.0.1:0")

    def setUp(self):
        self.remote = Remote(self.served.grpc_port)
        self.addCleanup(self.remote.channel.close)

    def tearDown(self):
        with Remote(self.served.grpc_port) as remote:
            self.assertEqual(remote.ask("headcount", [("on", "2025-01-18")])[0],
                             muster("headcount", "--on", "2025-01-18", "--format", "json", ledger=self.ledger))

    def asked(self, *question, **more):
        return refused(lambda: self.remote.ask(*question, **more))

    def test_a_question_that_is_wrong_is_refused_in_the_words_of_the_command_line(self):
        self.assertEqual(self.asked("headcont"), ("NOT_FOUND", "there is no command `headcont`; did you mean `headcount`?"))
        self.assertEqual(self.asked("headcount", [("on", "x")])[0], "INVALID_ARGUMENT")
        self.assertEqual(self.asked("headcount", [("on", "2025-01-18"), ("on", "2025-01-19")]),
                         ("INVALID_ARGUMENT", "`--on` is given 2 times; it takes one value"))
        self.assertEqual(self.asked("headcount", [("all-groups", "yes")]), ("INVALID_ARGUMENT", "`--all-groups` takes no value"))
        self.assertEqual(self.asked("show"), ("INVALID_ARGUMENT", "`muster show` needs POSITION; `muster show -h` says more"))
        self.assertEqual(self.asked("show", [], ["1", "2"]), ("INVALID_ARGUMENT", "`muster show` does not know what to do with `2`"))
        self.assertEqual(self.asked("headcount", [("on", "a\0b")]), ("INVALID_ARGUMENT", "the value of `on` has a zero byte"))
        self.assertEqual(self.asked("headcount", [], ["--help"])[0], "INVALID_ARGUMENT")

    def test_what_writes_or_is_the_servers_own_is_not_answered(self):
        for command in ("append", "redact", "init", "backup", "release", "export", "rebuild", "serve", "audit verify", "help"):
            self.assertEqual(self.asked(command)[0], "UNIMPLEMENTED", command)
        for command, option in (("headcount", "ledger"), ("headcount", "color"), ("audit checkpoint", "cosigned"),
                                ("audit checkpoint", "passphrase-file"), ("audit key", "rotate"), ("audit key", "encrypt-key")):
            self.assertEqual(self.asked(command, [(option, "/etc/passwd")])[0], "INVALID_ARGUMENT", (command, option))

    def test_no_name_leads_to_a_file_of_the_computer(self):
        secret = os.path.join(self.ledger, "key")
        for name in (secret, "/etc/passwd", "/dev/zero", "-"):
            code, said = self.asked("audit consistency", [], [name])
            self.assertEqual((code, "no such file or directory" in said), ("NOT_FOUND", True), said)
        target = os.path.join(self.directory.name, "written")
        for command, option in (("audit prove", "output"), ("why", "proof"), ("coverage", "plot")):
            self.remote.ask(command, [(option, target + ".svg")], ["1"] if command == "audit prove" else [])
            self.assertFalse(os.path.exists(target + ".svg"))

    def test_a_message_that_is_none_is_refused(self):
        choice = random.Random(7)
        messages = (b"\xff" * 100, b"\x0a\xff\xff\xff\xff\x0f", b"\x08", *(choice.randbytes(60) + b"\xff" for _ in range(20)))
        for method, kind in (("Log/GetHead", "GetHeadRequest"), ("Log/Append", "AppendRequest"), ("Log/Read", "ReadRequest"),
                             ("Log/Subscribe", "SubscribeRequest"), ("Views/Ask", "Question"), ("Views/Headcount", "DayQuestion"),
                             ("Audit/ProveInclusion", "ProveInclusionRequest")):
            call = self.remote.channel.unary_stream(f"/muster.v1.{method}", bytes, bytes)
            for message in messages:
                self.assertEqual(refused(lambda: list(call(message))),
                                 ("INVALID_ARGUMENT", f"what was sent is no message of the type muster.v1.{kind}"), message)
            self.assertRegex(self.served.said(), rf"gRPC {method.split('/')[1]} INVALID_ARGUMENT [\d.]+ ms for 127\.0\.0\.1\n")

    def test_a_method_that_is_none_is_told(self):
        for method in ("/muster.v1.Log/Drop", "/muster.v2.Log/Read", "/x"):
            call = self.remote.channel.unary_unary(method, bytes, bytes)
            self.assertEqual(refused(lambda: call(b""))[0], "UNIMPLEMENTED", method)

    def test_a_message_that_is_too_large_is_refused(self):
        question = service_pb2.Question(command="headcount", files=[service_pb2.File(name="x", bytes=bytes(100 << 20))])
        self.assertEqual(refused(lambda: self.remote.views.Ask(question))[0], "RESOURCE_EXHAUSTED")

    def test_proofs_of_what_is_not_there_are_refused(self):
        audit = self.remote.audit
        for call, request in ((audit.ProveInclusion, service_pb2.ProveInclusionRequest(position=81)),
                              (audit.ProveInclusion, service_pb2.ProveInclusionRequest(position=5, size=5)),
                              (audit.ProveInclusion, service_pb2.ProveInclusionRequest(position=0, size=2**64 - 1)),
                              (audit.ProveConsistency, service_pb2.ProveConsistencyRequest(older=9, newer=8)),
                              (audit.ProveConsistency, service_pb2.ProveConsistencyRequest(older=82)),
                              (audit.GetCheckpoint, service_pb2.GetCheckpointRequest(size=2**63))):
            self.assertEqual(refused(lambda: call(request))[0], "INVALID_ARGUMENT", request)

    def test_who_goes_away_in_the_middle_leaves_nothing_behind(self):
        for _ in range(50):
            call = self.remote.log.Subscribe(service_pb2.SubscribeRequest())
            call.cancel()
            with Remote(self.served.grpc_port) as remote:
                remote.log.Read(service_pb2.ReadRequest())
                remote.log.Subscribe(service_pb2.SubscribeRequest())
                remote.views.Ask(service_pb2.Question(command="log"))

    def test_what_is_no_grpc_ends_its_connection(self):
        choice = random.Random(7)
        for words in (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(200),
                      b"\x16\x03\x01\x02\x00" + bytes(200), *(choice.randbytes(500) for _ in range(20))):
            with socket.create_connection(("127.0.0.1", self.served.grpc_port), timeout=0.5) as connection:
                try:
                    connection.sendall(words)
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65536):
                        pass
                except OSError:
                    pass

    def test_connections_that_say_nothing_hold_nobody_up(self):
        held = [socket.create_connection(("127.0.0.1", self.served.grpc_port), timeout=60) for _ in range(900)]
        try:
            self.assertEqual(self.remote.ask("headcount", [("on", "2025-01-18")])[3].exit_status, 0)
            self.assertLess(self.served.threads(), 64)
        finally:
            for connection in held:
                connection.close()


class Starting(OnTheExample):
    def refused(self, *options):
        run = subprocess.run([MUSTER, "serve", "--ledger", self.ledger, "--listen", "127.0.0.1:0", *options],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=30)
        self.assertEqual((run.returncode, run.stdout), (2, b""))
        return run.stderr.decode()

    def test_it_listens_beyond_this_computer_only_with_a_certificate_or_if_told_so(self):
        self.assertIn("give --tls-cert and --tls-key, or --plain", self.refused("--grpc-listen", "0.0.0.0:0"))
        self.assertIn("is not an address to listen on", self.refused("--grpc-listen", "8081"))

    def test_an_address_that_is_taken_is_told(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            self.assertIn(f"cannot listen for gRPC on {address}: the address is taken", self.refused("--grpc-listen", address))

    def test_with_a_certificate_it_speaks_tls_only(self):
        certificate, key = (os.path.join(self.directory.name, name) for name in ("cert.pem", "key.pem"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-keyout", key, "-out", certificate, "-days",
                        "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"], check=True,
                       stderr=subprocess.DEVNULL)
        with Served(self.ledger, "--grpc-listen", "127.0.0.1:0", "--tls-cert", certificate, "--tls-key", key) as served:
            with open(certificate, "rb") as file:
                trusted = grpc.ssl_channel_credentials(file.read())
            with Remote(served.grpc_port, trusted) as remote:
                self.assertEqual(remote.log.GetHead(service_pb2.GetHeadRequest()).size, 81)
            with Remote(served.grpc_port) as plain:
                self.assertEqual(refused(lambda: plain.log.GetHead(service_pb2.GetHeadRequest()))[0], "UNAVAILABLE")
            with Remote(served.grpc_port, grpc.ssl_channel_credentials()) as stranger:
                self.assertEqual(refused(lambda: stranger.log.GetHead(service_pb2.GetHeadRequest()))[0], "UNAVAILABLE")


if __name__ == "__main__":
    unittest.main()
