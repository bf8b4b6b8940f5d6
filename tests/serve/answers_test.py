# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""What is answered over HTTP and over gRPC is what the command line prints, byte for byte.

    answers_test.py [SEED]     the seed of the random questions; it is printed
"""
import gzip
import json
import random
import subprocess
import sys
import unittest
import urllib.parse

from rpc_schema import Remote, gathered, question_of, said_before_refusal
from served import MUSTER, OfAServer, muster

SEED = int(sys.argv.pop()) if len(sys.argv) > 1 and sys.argv[-1].isdigit() else random.randrange(1 << 32)
QUESTIONS = 150
DAYS = ["2023-10-02", "2024-06-25", "2024-09-12", "2024-10-18", "2025-01-03", "2025-01-17", "2025-01-18", "2025-06-30"]
DIMENSIONS = ["mission", "contributor", "contingent", "place", "duty", "component", "label.rank", "nothing"]
SCOPES = ["contributor=KEN", "contributor=JAM", "mission=MSS-HTI", "mission=none", "duty=unspecified", "place=HTI", "odd"]


def views(choice):
    """Options that all views take, some of them wrong."""
    options = []
    if choice.random() < 0.5:
        options.append(("by", ",".join(choice.sample(DIMENSIONS, choice.randint(1, 2)))))
    for scope in choice.sample(SCOPES, choice.choice([0, 0, 1, 2])):
        options.append(("where", scope))
    if choice.random() < 0.3:
        options.append(("known-at", str(choice.randint(0, 90))))
    if choice.random() < 0.1:
        options.append(("source", choice.choice(["A newspaper", "UN"])))
    if choice.random() < 0.1:
        options.append(("of", choice.choice(["women", "wonem"])))
    if choice.random() < 0.1:
        options.append(("all-groups", ""))
    return options


def question(choice):
    """A command with its options and operands."""
    day = lambda: choice.choice(DAYS)
    kind = choice.choice(["headcount", "timeline", "flows", "why", "coverage", "reconcile", "check", "diff", "log", "show",
                          "history", "reports"])
    if kind == "headcount" or kind == "coverage":
        return kind, [("on", day()), *views(choice)], []
    if kind == "why":
        return kind, [("on", day()), *[each for each in views(choice) if each[0] not in ("by", "all-groups")]], []
    if kind in ("timeline", "flows"):
        return kind, [("from", day()), ("to", day()), *views(choice)], []
    if kind == "reconcile":
        return kind, [each for each in views(choice) if each[0] in ("where", "known-at")], []
    if kind == "check":
        return kind, choice.choice([[], [("only", "mixed-dates")], [("only", "no-such")]]), []
    if kind == "diff":
        return kind, [("from", str(choice.randint(0, 81))), ("to", str(choice.randint(0, 90)))], []
    if kind == "log":
        return kind, [("from", str(choice.randint(0, 60))), ("to", str(choice.randint(20, 90)))], []
    if kind in ("show", "history"):
        return kind, [], [str(choice.randint(-1, 90))]
    return kind, [*choice.choice([[], [("sources", "")]]), *choice.choice([[], [("known-at", str(choice.randint(0, 90)))]])], []


class Answers(OfAServer):
    OPTIONS = ("--grpc-listen", "127.0.0.1:0")

    def command_line(self, kind, options, operands, ledger=None):
        words = [f"--{name}" if value == "" else f"--{name}={value}" for name, value in options]
        return subprocess.run([MUSTER, kind, *words, "--format", "json", "--ledger", ledger or self.ledger, *(["--"] if operands else []), *operands],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def address(self, kind, options, operands):
        operand = {"show": "position", "history": "target", "reports": "sha"}.get(kind)
        parameters = [(name, value if value else "true") for name, value in options]
        parameters += [(operand, value) for value in operands]
        return f"/v1/{kind}?{urllib.parse.urlencode(parameters)}"

    def check_over_grpc(self, remote, asked, line):
        answer = remote.views.Ask(question_of(*asked))
        error = ""
        if line.returncode in (0, 1):
            text, notes, files, end = gathered(answer)
            self.assertTrue(text == line.stdout, text[:200])
            self.assertEqual((end.exit_status, files), (line.returncode, {}))
        else:
            notes, code, sentence = said_before_refusal(answer)
            self.assertIn(code, ("INVALID_ARGUMENT", "NOT_FOUND", "FAILED_PRECONDITION"), sentence)
            error = f"muster: error: {sentence}\n"
        said = "".join(f"muster: warning: {note.text}\n" if note.is_warning else f"{note.text}\n" for note in notes)
        self.assertEqual(said + error, line.stderr.decode())

    def test_a_random_question_has_the_same_answer_all_three_ways(self):
        choice = random.Random(SEED)
        answered = 0
        remote = Remote(self.served.grpc_port)
        self.addCleanup(remote.channel.close)
        for _ in range(QUESTIONS):
            asked = question(choice)
            with self.subTest(seed=SEED, asked=asked):
                line = self.command_line(*asked)
                self.check_over_grpc(remote, asked, line)
                if choice.random() < 0.2:
                    far = self.command_line(*asked, ledger=f"grpc://127.0.0.1:{self.served.grpc_port}")
                    self.assertEqual((far.returncode, far.stdout, far.stderr), (line.returncode, line.stdout, line.stderr))
                response = self.served.get(self.address(*asked))
                if line.returncode in (0, 1):
                    answered += 1
                    self.assertEqual(response.status, 200, response.content[:200])
                    self.assertTrue(response.content == line.stdout, response.content[:200])
                    is_list = asked[0] in ("log", "check", "reports")
                    self.assertEqual(response.getheader("Content-Type"), "application/jsonl" if is_list else "application/json")
                    self.assertEqual(line.stderr == b"", response.getheader("Muster-Note") is None, line.stderr)
                else:
                    self.assertIn(response.status, (400, 404, 409), response.content[:200])
                    said = line.stderr.decode().strip().split("muster: error: ")[-1]
                    self.assertEqual(json.loads(response.content)["detail"], said)
        self.assertGreater(answered, QUESTIONS / 4, f"seed {SEED}")

    def test_csv_is_that_of_the_command_line(self):
        response = self.served.get("/v1/headcount?on=2025-01-18&by=contributor&format=csv")
        self.assertEqual(response.content, muster("headcount", "--on", "2025-01-18", "--by", "contributor", "--format",
                                                  "csv", ledger=self.ledger))
        self.assertEqual(response.getheader("Content-Type"), "text/csv; charset=utf-8; header=present")

    def test_a_report_is_given_with_its_text(self):
        sha = json.loads(muster("reports", "--format", "json", ledger=self.ledger).splitlines()[2])["report"]
        response = self.served.get(f"/v1/reports?sha={sha}&text=true")
        self.assertEqual(response.content, muster("reports", sha, "--text", ledger=self.ledger))
        self.assertEqual(response.getheader("Content-Type"), "text/plain")

    def test_head_tells_the_size_the_root_and_the_origin(self):
        checkpoint = json.loads(muster("audit", "checkpoint", "--format", "json", ledger=self.ledger))
        head = json.loads(self.served.get("/v1/head").content)
        self.assertEqual(head, {name: checkpoint[name] for name in ("size", "root", "origin")})

    def test_a_question_asked_again_is_not_sent_again(self):
        path = "/v1/timeline?from=2024-06-01&to=2025-01-31&by=contributor"
        first = self.served.get(path)
        tag = first.getheader("ETag")
        again = self.served.get(path, If_None_Match=f'"other", W/{tag}')
        self.assertEqual((again.status, again.content, again.getheader("ETag")), (304, b"", tag))
        # The order of parameters says nothing, unless one stands several times.
        same = "/v1/timeline?by=contributor&to=2025-01-31&from=2024-06-01"
        self.assertEqual(self.served.get(same, If_None_Match=tag).status, 304)
        other = "/v1/timeline?by=mission&to=2025-01-31&from=2024-06-01"
        self.assertEqual(self.served.get(other, If_None_Match=tag).status, 200)

    def test_an_answer_is_packed_for_who_takes_it_so(self):
        path = "/v1/log"
        plain = self.served.get(path)
        packed = self.served.get(path, Accept_Encoding="br, gzip;q=0.8")
        self.assertEqual(packed.getheader("Content-Encoding"), "gzip")
        self.assertEqual(gzip.decompress(packed.content), plain.content)
        self.assertLess(len(packed.content), len(plain.content) / 2)
        self.assertNotEqual(packed.getheader("ETag"), plain.getheader("ETag"))
        self.assertIsNone(self.served.get(path, Accept_Encoding="gzip;q=0").getheader("Content-Encoding"))

    def test_asked_for_the_head_alone_no_body_is_sent(self):
        whole = self.served.get("/v1/log")
        head = self.served.get("/v1/log", method="HEAD")
        self.assertEqual((head.status, head.content), (200, b""))
        self.assertEqual(head.getheader("Content-Length"), str(len(whole.content)))

    def test_the_page_is_part_of_the_program(self):
        page = self.served.get("/")
        self.assertEqual(page.getheader("Content-Type"), "text/html; charset=utf-8")
        self.assertIn("script-src 'self'", page.getheader("Content-Security-Policy"))
        script = next(part for part in page.content.decode().split('"') if part.startswith("/assets/") and part.endswith(".js"))
        response = self.served.get(script, Accept_Encoding="gzip")
        self.assertEqual(response.getheader("Content-Type"), "text/javascript; charset=utf-8")
        self.assertIn("immutable", response.getheader("Cache-Control"))
        self.assertEqual(gzip.decompress(response.content), self.served.get(script).content)

    def test_every_response_keeps_a_browser_to_what_is_meant(self):
        for path in ("/", "/v1/head", "/v1/none", "/nothing", "/healthz", "/v1/headcount?on=x"):
            response = self.served.get(path)
            self.assertEqual(response.getheader("X-Content-Type-Options"), "nosniff", path)
            self.assertIn("default-src 'none'", response.getheader("Content-Security-Policy"), path)
            self.assertEqual(response.getheader("Referrer-Policy"), "no-referrer", path)


if __name__ == "__main__":
    print(f"seed {SEED}")
    unittest.main()
