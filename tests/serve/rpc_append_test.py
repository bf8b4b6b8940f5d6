# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Reports that are appended over gRPC: what the command line would append, refuse and print, by whom the token says."""
import json
import os
import re
import resource
import signal
import subprocess
import tempfile
import threading
import unittest

import grpc
from rpc_schema import Remote, refused, service_pb2
from served import MUSTER, REPORTS, Served, expire_soon, make_ledger, make_token, muster, without_root

GRPC = ("--grpc-listen", "127.0.0.1:0")
MISSION = "report: {source: Desk, title: %s}\nevents:\n- mission: {id: M-%s, name: Mission %s}\n"
CLIENTS = 8


def mission(name):
    return service_pb2.ReportSource(name="mission.yaml", text=(MISSION % (name, name, name)).encode())


def sources(*paths):
    """Report files with the documents that they name."""
    made = []
    for path in paths:
        with open(path, "rb") as file:
            source = service_pb2.ReportSource(name=path, text=file.read())
        for name in re.findall(r"^\s*(?:document|transcript): *(\S+)", source.text.decode(), re.MULTILINE):
            with open(os.path.join(os.path.dirname(path), name), "rb") as file:
                source.documents.add(name=name, bytes=file.read())
        made.append(source)
    return made


def shown(token):
    return (("authorization", f"Bearer {token}"),)


def details_of(error):
    """The refusals in the details of an error."""
    trailer = dict(error.trailing_metadata())["grpc-status-details-bin"]
    status = service_pb2.ErrorStatus.FromString(trailer)
    assert (status.code, status.message) == (error.code().value[0], error.details())
    refusals = service_pb2.Refusals()
    assert status.details[0].Unpack(refusals)
    return refusals


class Appending(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.ledger = make_ledger(self.directory.name, REPORTS[:3])
        self.token = make_token(self.ledger)

    def append(self, remote, *reports, token=None, **more):
        return remote.log.Append(service_pb2.AppendRequest(reports=reports, **more), metadata=shown(token or self.token))

    def failed(self, remote, *reports, **more):
        with self.assertRaises(grpc.RpcError) as raised:
            self.append(remote, *reports, **more)
        return raised.exception

    def other_ledger(self):
        directory = os.path.join(self.directory.name, "other")
        os.mkdir(directory)
        return make_ledger(directory, REPORTS[:3])

    def test_a_receipt_is_that_of_the_command_line(self):
        other = self.other_ledger()
        with Served(self.ledger, *GRPC) as served, Remote(served.grpc_port) as remote:
            for dry in (True, False):
                printed = muster("append", "--by", "desk", "--format", "json", *(["--dry-run"] if dry else []), *REPORTS[3:6],
                                 ledger=other)
                response = self.append(remote, *sources(*REPORTS[3:6]), dry_run=dry, receipt_format="json")
                self.assertEqual(without_root(response.receipt), without_root(printed))
                positions = json.loads(printed)["positions"]
                self.assertEqual([each.position for each in response.records], positions)
                self.assertEqual({each.record.recorded_by for each in response.records}, {"desk"})
            head = remote.log.GetHead(service_pb2.GetHeadRequest())
            self.assertEqual((response.head.size, response.head.root), (head.size, head.root))
            read = [each for records in remote.log.Read(service_pb2.ReadRequest(**{"from": positions[0]})) for each in
                    records.records]
            self.assertEqual(read, list(response.records))

    def test_who_asks_after_it_was_acknowledged_is_told_of_it(self):
        with Served(self.ledger, *GRPC) as served, Remote(served.grpc_port) as remote:
            for each in range(40):
                appended = self.append(remote, mission(f"M-r{each}"))
                position = appended.records[0].position
                if each % 4 == 0:
                    head = remote.log.GetHead(service_pb2.GetHeadRequest())
                    self.assertEqual((head.size, head.root), (appended.head.size, appended.head.root))
                elif each % 4 == 1:
                    read = [one for records in remote.log.Read(service_pb2.ReadRequest(**{"from": position})) for one in records.records]
                    self.assertEqual(read, list(appended.records))
                elif each % 4 == 2:
                    self.assertEqual(json.loads(served.get("/v1/head").content)["size"], position + 1)
                else:
                    self.assertEqual(json.loads(served.get(f"/v1/show?position={position}").content)["recorded_by"], "desk")

    def test_the_same_again_is_answered_with_what_is_there(self):
        with Served(self.ledger, *GRPC) as served, Remote(served.grpc_port) as remote:
            first = self.append(remote, *sources(REPORTS[3]))
            again = self.append(remote, *sources(REPORTS[3]))
            self.assertEqual((again.records, again.head), (first.records, first.head))

    def test_refusals_are_those_of_the_command_line(self):
        path = os.path.join(self.directory.name, "late.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write("report: {source: Gazette, published: 2025-01-20, document: none.txt}\nevents:\n"
                       "  - arrival: {contingent: KEN-9, strength: about 400, place: Port-au-Prnce, on: 2025-01-19}\n"
                       "  - arrival: {contingent: KEN-1, strength: manny, on: 2025-13-19}\n")
        printed = subprocess.run([MUSTER, "append", "--format", "json", path, "--ledger", self.ledger], stdout=subprocess.PIPE)
        expected = json.loads(printed.stdout)["refusals"]
        with open(path, "rb") as file:
            source = service_pb2.ReportSource(name=path, text=file.read())
        with Served(self.ledger, *GRPC) as served, Remote(served.grpc_port) as remote:
            error = self.failed(remote, source)
            self.assertEqual(error.code(), grpc.StatusCode.INVALID_ARGUMENT)
            self.assertIn("nothing was appended", error.details())
            for refusals in (details_of(error), self.append(remote, source, refusals_in_response=True).refusals):
                told = [{"file": each.file, "line": each.line, "column": each.column, "rule": each.rule,
                         "message": each.message, "hint": each.hint} for each in refusals.refusals]
                self.assertEqual(told, expected)
            many = service_pb2.ReportSource(name="many", text=b"report: {source: X}\nevents:\n" + b"  - place: {idd: X}\n" * 3000)
            cut = details_of(self.failed(remote, many))
            whole = self.append(remote, many, refusals_in_response=True)
            self.assertEqual(len(cut.refusals) + cut.left_out, len(whole.refusals.refusals))
            self.assertGreater(cut.left_out, 0)
            self.assertEqual(list(cut.refusals), list(whole.refusals.refusals)[:len(cut.refusals)])

    def test_each_of_many_at_once_is_given_its_own_answer(self):
        wrong = service_pb2.ReportSource(name="wrong.yaml", text=b"report: {source: X}\nevents:\n- place: {idd: X}\n")
        large = lambda name: service_pb2.ReportSource(name="large.yaml", text=mission(name).text + b"#" * 100_000)
        begin = lambda remote, report, **more: remote.log.Append.future(
            service_pb2.AppendRequest(reports=[report], **more), metadata=shown(self.token))
        with Served(self.ledger, *GRPC) as served, Remote(served.grpc_port) as remote:
            before = remote.log.GetHead(service_pb2.GetHeadRequest()).size
            calls = [(each, begin(remote, mission(f"q{each}")), begin(remote, large(f"l{each}")),
                      begin(remote, mission(f"r{each}"), receipt_format="json"), begin(remote, mission(f"d{each}"), dry_run=True),
                      begin(remote, wrong)) for each in range(100)]
            appended = []
            for each, quick, long, with_receipt, rehearsed, refusal in calls:
                for call, name in ((quick, "q"), (long, "l"), (with_receipt, "r")):
                    records = call.result().records
                    self.assertEqual([one.record.event.mission.id for one in records], [f"M-{name}{each}"])
                    appended += records
                self.assertEqual(rehearsed.result().records[0].record.event.mission.id, f"M-d{each}")
                self.assertEqual(refusal.code(), grpc.StatusCode.INVALID_ARGUMENT)
            read = [one for records in remote.log.Read(service_pb2.ReadRequest(**{"from": before})) for one in records.records]
            self.assertEqual(read, sorted(appended, key=lambda one: one.position))

    def test_a_log_of_another_size_is_told(self):
        with Served(self.ledger, *GRPC) as served, Remote(served.grpc_port) as remote:
            size = remote.log.GetHead(service_pb2.GetHeadRequest()).size
            error = self.failed(remote, mission("x"), expected_size=size - 1)
            self.assertEqual(error.code(), grpc.StatusCode.ABORTED)
            self.assertEqual(details_of(error).refusals[0].rule, "unexpected-size")
            self.assertEqual(self.append(remote, mission("x"), expected_size=size).head.size, size + 1)
            self.assertEqual(refused(lambda: self.append(remote))[0], "INVALID_ARGUMENT")
            self.assertEqual(refused(lambda: self.append(remote, mission("y"), receipt_format="xml"))[0], "INVALID_ARGUMENT")

    def test_who_may_not_is_refused(self):
        tokens = {role: make_token(self.ledger, role, role) for role in ("reader", "auditor", "keeper")}
        with Served(self.ledger, *GRPC, "--anonymous", "none") as served, Remote(served.grpc_port) as remote:
            for role, code in (("reader", "PERMISSION_DENIED"), ("auditor", "PERMISSION_DENIED")):
                self.assertEqual(refused(lambda: self.append(remote, mission("x"), token=tokens[role]))[0], code)
            kept = self.append(remote, mission("kept"), token=tokens["keeper"]).records[0]
            self.assertEqual(kept.record.recorded_by, "keeper")
            forged = self.token[:-1] + ("0" if self.token[-1] != "0" else "1")
            for token in (forged, "nonsense", ""):
                self.assertEqual(refused(lambda: remote.log.Append(service_pb2.AppendRequest(reports=[mission("x")]),
                                                                   metadata=shown(token)))[0], "UNAUTHENTICATED", token)
            audit = lambda token: remote.audit.GetCheckpoint(service_pb2.GetCheckpointRequest(), metadata=shown(token))
            self.assertEqual(refused(lambda: audit(tokens["reader"]))[0], "PERMISSION_DENIED")
            self.assertEqual(audit(tokens["auditor"]).size, remote.log.GetHead(service_pb2.GetHeadRequest(),
                                                                               metadata=shown(tokens["reader"])).size)
            question = lambda command: service_pb2.Question(command=command)
            for call in (lambda: remote.log.GetHead(service_pb2.GetHeadRequest()), lambda: remote.log.Read(service_pb2.ReadRequest()),
                         lambda: remote.log.Subscribe(service_pb2.SubscribeRequest()),
                         lambda: remote.views.Ask(question("headcount")), lambda: remote.views.Ask(question("audit checkpoint")),
                         lambda: remote.audit.GetCheckpoint(service_pb2.GetCheckpointRequest())):
                self.assertEqual(refused(call)[0], "UNAUTHENTICATED")
            self.assertEqual(refused(lambda: remote.views.Ask(question("audit checkpoint"), metadata=shown(tokens["reader"])))[0],
                             "PERMISSION_DENIED")
            # Who asked is told of calls that are refused, too, and never by the token.
            said = served.said()
            for line in (r"gRPC Append 1 reports OK [\d.]+ ms for keeper at 127\.0\.0\.1\n",
                         r"gRPC Append PERMISSION_DENIED [\d.]+ ms for reader at 127\.0\.0\.1\n",
                         r"gRPC GetCheckpoint OK [\d.]+ ms for auditor at 127\.0\.0\.1\n",
                         r"gRPC Append UNAUTHENTICATED [\d.]+ ms for 127\.0\.0\.1\n"):
                self.assertRegex(said, line)
            for token in (*tokens.values(), self.token, forged):
                self.assertNotIn(token, said)

    def test_a_token_that_is_revoked_or_expires_ends_a_subscription_and_takes_no_more_calls(self):
        tokens = {name: make_token(self.ledger, name, "reader") for name in ("gone", "late")}
        with Served(self.ledger, *GRPC, "--anonymous", "none") as served, Remote(served.grpc_port) as remote:
            calls = {name: remote.log.Subscribe(service_pb2.SubscribeRequest(), metadata=shown(token))
                     for name, token in tokens.items()}
            for call in calls.values():
                next(call)
            muster("token", "revoke", "gone", ledger=self.ledger)
            expire_soon(self.ledger, "late")
            # Nothing is appended meanwhile: they wait for records that do not come.
            for name, state in (("gone", "revoked"), ("late", "expired")):
                with self.assertRaises(grpc.RpcError) as raised:
                    list(calls[name])
                self.assertEqual(raised.exception.code(), grpc.StatusCode.UNAUTHENTICATED)
                self.assertIn(f"of {name} is {state}", raised.exception.details())
                self.assertEqual(refused(lambda: remote.log.GetHead(service_pb2.GetHeadRequest(), metadata=shown(tokens[name])))[0],
                                 "UNAUTHENTICATED")

    def test_a_server_that_only_reads_appends_nothing(self):
        with Served(self.ledger, *GRPC, "--read-only") as served, Remote(served.grpc_port) as remote:
            self.assertEqual(refused(lambda: self.append(remote, mission("x")))[0], "FAILED_PRECONDITION")

    def test_a_disk_that_takes_no_more_is_told_and_what_was_acknowledged_stands(self):
        health = lambda remote, name: remote.channel.unary_unary("/grpc.health.v1.Health/Check", bytes, bytes)(
            b"\x0a" + bytes([len(name)]) + name)
        serving, not_serving = b"\x08\x01", b"\x08\x02"
        acknowledged = []
        # Python ignores the signal of a file that grows too large, and so does what it starts: a write then fails.
        with Served(self.ledger, *GRPC, restore_signals=False) as served, Remote(served.grpc_port) as remote:
            acknowledged.append(self.append(remote, mission("before")).records[0].record.event.mission.id)
            self.assertEqual(health(remote, b""), serving)
            written = max(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(self.ledger)
                          for name in names if name.endswith(".log"))
            room = written + 20_000
            unlimited = resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
            with self.assertRaises(grpc.RpcError) as raised:
                for number in range(10_000):
                    acknowledged.append(self.append(remote, mission(f"n{number}")).records[0].record.event.mission.id)
            self.assertEqual(raised.exception.code(), grpc.StatusCode.UNAVAILABLE, raised.exception)
            while served.get("/readyz").status != 503:
                pass
            # There is room again, but what is in memory speaks of records that are not in the log.
            resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, unlimited)
            self.assertIn("appends fail until the server is started anew: ", served.problem("/readyz")[1])
            self.assertEqual(served.post(mission("after").text, token=self.token).status, 503)
            self.assertIn("File too large", served.problem("/readyz")[1])
            for name, state in ((b"", not_serving), (b"muster.v1.Log", not_serving), (b"muster.v1.Views", serving)):
                self.assertEqual(health(remote, name), state, name)
            self.assertIn("muster_ledger_appendable 0", served.get("/metrics").content.decode())
            self.assertIn("error appends fail: ", served.said())
            # Reading goes on.
            self.assertEqual(served.get("/v1/headcount?on=2025-01-18").status, 200)
            self.assertEqual(sum(len(each.records) for each in remote.log.Read(service_pb2.ReadRequest())),
                             remote.log.GetHead(service_pb2.GetHeadRequest()).size)
        log = muster("log", "--format", "json", ledger=self.ledger).decode()
        for name in acknowledged:
            self.assertIn(f'"{name}"', log)
        muster("audit", "verify", ledger=self.ledger)
        with Served(self.ledger, *GRPC) as served, Remote(served.grpc_port) as remote:
            self.assertEqual(served.get("/readyz").status, 200)
            self.append(remote, mission("after"))

    def run_line(self, ledger, *words, **environment):
        done = subprocess.run([MUSTER, "append", *words, "--ledger", ledger], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env={**os.environ, **environment}, cwd=self.directory.name)
        receipt = re.sub(rb"root (\")?[0-9a-f]{64}", b"root", re.sub(rb'"root":"[0-9a-f]*"', b"", done.stdout))
        return done.returncode, receipt, done.stderr.decode()

    def test_the_command_line_appends_as_on_the_ledger(self):
        other = self.other_ledger()
        with open(os.path.join(self.directory.name, "wrong.yaml"), "w", encoding="utf-8") as file:
            file.write("report: {source: Gazette, published: 2025-01-20, document: none.txt}\nevents:\n"
                       "  - arrival: {contingent: KEN-9, strength: about 400, place: Port-au-Prnce, on: 2025-01-19}\n")
        with open(os.path.join(self.directory.name, "broken.yaml"), "w", encoding="utf-8") as file:
            file.write("report: {source: Gazette\nevents: [\n")
        size = json.loads(muster("audit", "checkpoint", "--format", "json", ledger=other))["size"]
        with Served(self.ledger, *GRPC) as served:
            address = f"grpc://127.0.0.1:{served.grpc_port}"
            for words in (["--dry-run", *REPORTS[3:5]], ["wrong.yaml"], ["wrong.yaml", "--format", "json"],
                          ["wrong.yaml", "broken.yaml", "missing.yaml", REPORTS[3]], ["missing.yaml"],
                          ["--expect-size", str(size + 1), REPORTS[3]], ["--expect-size", str(size + 1), REPORTS[3], "--format", "json"],
                          ["--expect-size", str(size), REPORTS[3], "--color", "always"], [REPORTS[3]],
                          [REPORTS[4], "--format", "csv"], [*REPORTS[5:], "--format", "json"]):
                with self.subTest(words=words):
                    far = self.run_line(address, *words, MUSTER_TOKEN=self.token)
                    near = self.run_line(other, *words, *([] if "--by" in words else ["--by", "desk"]))
                    self.assertEqual(far, near)
            self.assertIn("to append takes a token", self.run_line(address, REPORTS[0])[2])
            self.assertIn("leave `--by` out", self.run_line(address, REPORTS[0], "--by", "me", MUSTER_TOKEN=self.token)[2])
        strip = lambda text: re.sub(rb'"(recorded_at|known_at_time)":"[^"]*"', b"", text)
        self.assertEqual(strip(muster("log", "--format", "json", ledger=self.ledger)),
                         strip(muster("log", "--format", "json", ledger=other)))

    def test_nothing_that_is_acknowledged_is_lost_when_the_server_ends_or_is_killed(self):
        acknowledged = {}
        for number, end in enumerate((signal.SIGTERM, signal.SIGKILL, signal.SIGKILL)):
            served = Served(self.ledger, *GRPC)
            enough = threading.Event()

            def client(lane, port=served.grpc_port, round_number=number):
                with Remote(port) as remote:
                    for each in range(10_000):
                        name = f"{round_number}-{lane}-{each}"
                        try:
                            response = self.append(remote, mission(name))
                        except grpc.RpcError as error:
                            assert error.code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED), error
                            return
                        acknowledged[response.records[0].position] = f"M-{name}"
                        if len(acknowledged) > 40 * (round_number + 1):
                            enough.set()

            threads = [threading.Thread(target=client, args=(lane,)) for lane in range(CLIENTS)]
            for thread in threads:
                thread.start()
            self.assertTrue(enough.wait(60))
            served.process.send_signal(end)
            self.assertEqual(served.process.wait(timeout=30), 0 if end == signal.SIGTERM else -end)
            for thread in threads:
                thread.join()
            served.process.stdout.close()
            served.errors.close()
            there = {}
            for line in muster("log", "--format", "json", ledger=self.ledger).splitlines():
                record = json.loads(line)
                there[record["position"]] = record["event"].get("mission", {}).get("id")
            for position, name in acknowledged.items():
                self.assertEqual(there.get(position), name)
        muster("audit", "verify", ledger=self.ledger)

    def test_a_client_appends_reads_and_subscribes_across_a_restart(self):
        got, written = [], []
        for number in range(4):
            with Served(self.ledger, *GRPC) as served, Remote(served.grpc_port) as remote:
                begin = remote.log.GetHead(service_pb2.GetHeadRequest()).size
                call = remote.log.Subscribe(service_pb2.SubscribeRequest(**{"from": len(got)}))
                written.append(self.append(remote, mission(f"r{number}")).records[0])
                while len(got) < begin + 1:
                    got += next(call).records
                served.process.terminate()
                with self.assertRaises(grpc.RpcError) as raised:
                    got += [each for records in call for each in records.records]
                self.assertEqual(raised.exception.code(), grpc.StatusCode.UNAVAILABLE)
        self.assertEqual([each.position for each in got], list(range(len(got))))
        for each in written:
            self.assertEqual(got[each.position], each)


if __name__ == "__main__":
    unittest.main()
