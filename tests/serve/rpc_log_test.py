# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""The log and its audit over gRPC, asked by a client in another language."""
import hashlib
import json
import re
import unittest

from rpc_schema import Remote, gathered, service_pb2
from served import OfAServer, muster

HEALTH = "/grpc.health.v1.Health/Check"
REFLECTION = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaf, position, size, hashes):
    """RFC 9162, section 2.1.3.2."""
    first, last, value = position, size - 1, hashlib.sha256(b"\x00" + leaf).digest()
    for each in hashes:
        assert last > 0
        if first % 2 == 1 or first == last:
            value = node(each, value)
            while first % 2 == 0 and first != 0:
                first, last = first >> 1, last >> 1
        else:
            value = node(value, each)
        first, last = first >> 1, last >> 1
    assert last == 0
    return value


class OverGrpc(OfAServer):
    OPTIONS = ("--grpc-listen", "127.0.0.1:0")

    def setUp(self):
        self.remote = Remote(self.served.grpc_port)
        self.addCleanup(self.remote.channel.close)

    def test_the_head_is_that_of_the_checkpoint(self):
        checkpoint = json.loads(muster("audit", "checkpoint", "--format", "json", ledger=self.ledger))
        head = self.remote.log.GetHead(service_pb2.GetHeadRequest())
        self.assertEqual((head.size, head.root.hex(), head.origin),
                         (checkpoint["size"], checkpoint["root"], checkpoint["origin"]))

    def read(self, **bounds):
        return [record for records in self.remote.log.Read(service_pb2.ReadRequest(**bounds)) for record in records.records]

    def test_the_records_are_those_of_the_log_in_order(self):
        lines = [json.loads(line) for line in muster("log", "--format", "json", ledger=self.ledger).splitlines()]
        records = self.read()
        self.assertEqual([each.position for each in records], list(range(81)))
        for line, each in zip(lines, records):
            self.assertEqual((each.record.position, each.record.recorded_by, each.record.report.hex()),
                             (line["position"], line["recorded_by"], line["report"]))
        self.assertEqual(self.read(**{"from": 17, "until": 20}), records[17:20])
        self.assertEqual(self.read(**{"from": 80}), records[80:])
        self.assertEqual(self.read(**{"from": 81}), [])
        self.assertEqual(self.read(**{"from": 9, "until": 9}), [])

    def test_a_record_is_proved_to_be_in_the_log(self):
        for position, size in ((0, 81), (68, 81), (80, 81), (5, 6), (0, 1), (3, 64)):
            proof = self.remote.audit.ProveInclusion(service_pb2.ProveInclusionRequest(position=position, size=size))
            self.assertEqual(root_of(proof.record, position, size, proof.hashes), proof.checkpoint.root)
            self.assertEqual(proof.checkpoint.size, size)
            printed = json.loads(muster("audit", "prove", str(position), "--size", str(size), "--format", "json",
                                        ledger=self.ledger))
            self.assertEqual([each.hex() for each in proof.hashes], printed["hashes"])
            self.assertIn(proof.checkpoint.note, printed["proof"])

    def test_growth_is_proved(self):
        proof = self.remote.audit.ProveConsistency(service_pb2.ProveConsistencyRequest(older=9, newer=70))
        printed = json.loads(muster("audit", "consistency", "9", "70", "--format", "json", ledger=self.ledger))
        self.assertEqual([each.hex() for each in proof.hashes], printed["hashes"])
        self.assertEqual((proof.older, proof.checkpoint.size, True), (9, 70, printed["proof"].endswith(proof.checkpoint.note)))

    def test_a_checkpoint_of_any_size_is_signed(self):
        for size in (1, 40, 81):
            checkpoint = self.remote.audit.GetCheckpoint(service_pb2.GetCheckpointRequest(size=size))
            self.assertEqual(checkpoint.note.encode(), muster("audit", "checkpoint", "--size", str(size), ledger=self.ledger))

    def test_a_view_is_asked_by_its_name(self):
        request = service_pb2.DayQuestion(on="2025-01-18", by=["contributor"], all_groups=True)
        text, _, _, end = gathered(self.remote.views.Headcount(request))
        self.assertEqual(text, muster("headcount", "--on", "2025-01-18", "--by", "contributor", "--all-groups", "--format",
                                      "json", ledger=self.ledger))
        self.assertEqual((end.exit_status, end.size), (0, 81))
        period = service_pb2.PeriodQuestion(**{"from": "2024-06-01", "to": "2025-01-31", "step": "month", "format": "csv"})
        self.assertEqual(gathered(self.remote.views.Timeline(period))[0],
                         muster("timeline", "--from", "2024-06-01", "--to", "2025-01-31", "--step", "month", "--format", "csv",
                                ledger=self.ledger))
        for name in ("Why", "Coverage"):
            day = service_pb2.DayQuestion(on="2025-01-18")
            self.assertEqual(gathered(getattr(self.remote.views, name)(day))[0],
                             muster(name.lower(), "--on", "2025-01-18", "--format", "json", ledger=self.ledger))

    def test_every_view_has_a_call_of_its_own(self):
        report = service_pb2.ReportQuestion
        one = service_pb2.OneQuestion
        for method, request, line in (
                ("Reconcile", service_pb2.ClaimQuestion(since="2025-01-01", where=["contributor=KEN"]),
                 ["reconcile", "--since", "2025-01-01", "--where", "contributor=KEN"]),
                ("Check", service_pb2.FindingQuestion(all=True, on="2025-02-01", ignore=["stale"]),
                 ["check", "--all", "--on", "2025-02-01", "--ignore", "stale"]),
                ("Diff", service_pb2.DifferenceQuestion(**{"on": "2024-12-31", "and": "2025-01-31", "by": ["contingent"]}),
                 ["diff", "--on", "2024-12-31", "--and", "2025-01-31", "--by", "contingent"]),
                ("List", service_pb2.RecordQuestion(**{"from": "3", "to": "60", "kind": "arrival"}),
                 ["log", "--from", "3", "--to", "60", "--kind", "arrival"]),
                ("Show", one(operands=["44"]), ["show", "44"]),
                ("History", one(operands=["arrival", "KEN-1", "2024-06-25"]), ["history", "arrival", "KEN-1", "2024-06-25"]),
                ("Reports", report(sources=True, known_at="40"), ["reports", "--sources", "--known-at", "40"]),
                ("Reports", report(format="csv"), ["reports", "--format", "csv"])):
            with self.subTest(method=method):
                line = [*line, *([] if request.format else ["--format", "json"])]
                text, _, _, end = gathered(getattr(self.remote.views, method)(request))
                self.assertEqual(text, muster(*line, ledger=self.ledger, check=False))
                self.assertTrue(text)
                self.assertEqual(end.size, 81)
        # Each field is an option of its command, and each option of a view a field.
        for name, method in service_pb2.DESCRIPTOR.services_by_name["Views"].methods_by_name.items():
            if name != "Ask":
                command = {"List": "log"}.get(name, name.lower())
                options = re.findall(r"^  --([a-z-]+)", muster(command, "--help").decode(), re.MULTILINE)
                fields = {field.name.replace("_", "-") for field in method.input_type.fields} - {"operands"}
                here = {"color", "ledger", "token-file", "tls-ca", "plot", "proof", "passphrase-file"}
                self.assertLessEqual(set(options) - here, fields, name)

    def test_files_of_an_answer_go_to_who_asked(self):
        text, _, files, _ = self.remote.ask("timeline", [("from", "2024-06-01"), ("to", "2025-01-31"), ("plot", "/nowhere/x.svg")],
                                            terminal=service_pb2.Terminal())
        self.assertEqual((text, list(files)), (b"", ["/nowhere/x.svg"]))
        self.assertTrue(files["/nowhere/x.svg"].rstrip().endswith(b"</svg>"))
        _, _, files, _ = self.remote.ask("audit prove", [("output", "/nowhere/proof")], ["17"])
        self.assertTrue(files["/nowhere/proof"].startswith(b"c2sp.org/tlog-proof@v1\n"))
        _, _, files, _ = self.remote.ask("why", [("on", "2025-01-18"), ("proof", "/nowhere/answer")])
        self.assertEqual(list(files), ["/nowhere/answer"])

    def test_files_of_a_question_are_those_that_came_with_it(self):
        note = muster("audit", "checkpoint", "--size", "40", ledger=self.ledger)
        given = [service_pb2.File(name="january", bytes=note)]
        text = self.remote.ask("audit consistency", [], ["january"], files=given)[0]
        self.assertEqual(text, muster("audit", "consistency", "40", "--format", "json", ledger=self.ledger))

    def test_the_services_are_listed_by_reflection(self):
        # ServerReflectionRequest{list_services: "*"}, and the names in its response.
        call = self.remote.channel.stream_stream(REFLECTION, bytes, bytes)
        listed = next(call(iter([b"\x3a\x01*"])))
        for name in (b"muster.v1.Log", b"muster.v1.Views", b"muster.v1.Audit", b"grpc.health.v1.Health"):
            self.assertIn(name, listed)
        # ServerReflectionRequest{file_containing_symbol: ...}: the schema itself.
        symbol = b"muster.v1.Views"
        self.assertIn(b"muster/v1/service.proto", next(call(iter([b"\x22" + bytes([len(symbol)]) + symbol]))))

    def test_the_services_are_healthy(self):
        check = self.remote.channel.unary_unary(HEALTH, bytes, bytes)
        for name in (b"", b"muster.v1.Log", b"muster.v1.Views", b"muster.v1.Audit"):
            self.assertEqual(check(b"\x0a" + bytes([len(name)]) + name), b"\x08\x01")  # SERVING

    def test_calls_are_counted_and_told(self):
        self.remote.ask("headcount", [("on", "2025-01-18")])
        figures = self.served.get("/metrics").content.decode()
        self.assertRegex(figures, r'muster_grpc_calls_total\{code="OK",method="Ask"\} [1-9]')
        self.assertIn("muster_grpc_subscribers 0", figures)
        self.assertRegex(self.served.said(), r"gRPC Ask headcount --on=2025-01-18 OK [\d.]+ ms for 127\.0\.0\.1\n")


if __name__ == "__main__":
    unittest.main()
