#!/usr/bin/env python3
# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Goal: the same name gives the same bytes, on any machine, later; and the bytes say what the views say."""

import csv
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import unittest

import yaml
from ledger_case import PROGRAM, SOURCE, LedgerCase

LATER = """report: {source: Desk, title: Later, published: 2025-02-01}
events:
  - amendment: {of: arrival KEN-3 2025-01-18, change: {strength: 215}, why: revised, note: two were sent back}
  - departure: {contingent: KEN-1, strength: 30, on: 2025-02-10}
  - claim: {scope: {mission: MSS-HTI, contributor: KEN}, strength: 500, on: 2025-02-20}
"""


def content_of(directory):
    return {path.name: path.read_bytes() for path in sorted(directory.iterdir())}


class ReleaseTest(LedgerCase):
    def setUp(self):
        super().setUp()
        self.append(*sorted((SOURCE / "examples/haiti").glob("*.yaml")))

    def release(self, name, out, *words, ledger=None, environment=None):
        done = subprocess.run(
            [PROGRAM, "release", name, "--ledger", str(ledger or self.directory / "ledger"), "--out",
             str(self.directory / out), "--by", "desk", *words],
            stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False,
            env=environment or os.environ.copy())
        self.assertEqual(done.returncode, 0, done.stderr)
        return content_of(self.directory / out)

    def rows(self, content, name):
        return list(csv.DictReader(content[name].decode().splitlines()))

    def size(self):
        return self.json("audit", "checkpoint")["size"]

    def later(self):
        self.append(self.write("later.yaml", LATER))

    def test_later_appends_change_nothing(self):
        first = self.release("v1", "one")
        self.later()
        self.release("v2", "two")
        size = self.size()
        self.assertEqual(self.release("v1", "again"), first)
        self.assertEqual(self.size(), size)

    def test_another_clock_place_and_user_change_nothing(self):
        first = self.release("v1", "one")
        elsewhere = {"PATH": "/usr/bin:/bin", "LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati", "HOME": "/",
                     "SOURCE_DATE_EPOCH": "1"}
        self.assertEqual(self.release("v1", "again", environment=elsewhere), first)

    def test_a_copy_of_the_directory_gives_the_same_bytes(self):
        first = self.release("v1", "one")
        shutil.copytree(self.directory / "ledger", self.directory / "copy")
        shutil.rmtree(self.directory / "copy/projections")
        self.assertEqual(self.release("v1", "again", ledger=self.directory / "copy"), first)

    def test_a_ledger_made_of_the_exported_records_gives_the_same_bytes(self):
        first = self.release("v1", "one", "--note", "as used in the paper")
        self.later()
        records = self.directory / "log.records"
        self.muster("export", "--records", records)
        copy = self.directory / "copy"
        subprocess.run([PROGRAM, "init", "--ledger", copy, "--from", records, "--signing-key",
                        self.directory / "ledger/key"], check=True, capture_output=True)
        self.assertEqual(self.release("v1", "again", ledger=copy), first)

    def test_a_succession_of_keys_changes_nothing_where_the_checkpoint_is_kept(self):
        first = self.release("v1", "one")
        self.muster("audit", "key", "--rotate")
        self.assertEqual(self.release("v1", "again"), first)
        second = self.release("v2", "two")
        self.assertNotEqual(second["checkpoint"].splitlines()[-1].split()[-1], first["checkpoint"].splitlines()[-1].split()[-1])
        # Where it is not, nothing else is written in its place.
        shutil.rmtree(self.directory / "ledger/checkpoints")
        done = self.call("release", "v1", "--out", self.directory / "never")
        self.assertEqual(done.returncode, 2)
        self.assertIn("a key that was succeeded", done.stderr)
        self.assertFalse((self.directory / "never").exists())
        # The message tells where it belongs; the release's own file is what is missing.
        kept = pathlib.Path(re.search(r"`checkpoint`, to (\S+)$", done.stderr, re.MULTILINE).group(1))
        kept.parent.mkdir()
        kept.write_bytes(first["checkpoint"])
        self.assertEqual(self.release("v1", "after"), first)

    def test_an_encrypted_key_is_needed_once(self):
        self.directory = self.directory / "encrypted"
        self.directory.mkdir()
        secret = os.environ | {"MUSTER_PASSPHRASE": "correct horse"}
        none = {name: value for name, value in os.environ.items() if name != "MUSTER_PASSPHRASE"}
        ledger = ("--ledger", self.directory / "ledger")
        subprocess.run([PROGRAM, "init", *ledger, "--encrypt-key"], env=secret, check=True, capture_output=True)
        done = self.call("release", "v1", "--out", self.directory / "one")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(self.json_lines("log"), [])
        self.assertEqual([path.name for path in self.directory.iterdir()], ["ledger"])
        first = self.release("v1", "one", environment=secret)
        self.assertEqual(self.release("v1", "again", environment=none), first)

    def test_a_witness_changes_nothing(self):
        first = self.release("v1", "one")
        # What a witness adds is kept beside it.
        kept = self.directory / "ledger/checkpoints" / first["checkpoint"].decode().splitlines()[1]
        self.assertEqual(kept.read_bytes(), first["checkpoint"])
        kept.write_bytes(kept.read_bytes() + "\u2014 w.example/1 ".encode() + b"A" * 96 + b"\n")
        self.assertEqual(self.release("v1", "again"), first)

    def test_a_document_blacked_out_later_changes_nothing(self):
        first = self.release("v1", "one")
        report = [row for row in self.rows(first, "reports.csv") if row["document_sha256"]][0]
        self.muster("redact", report["report"], "--reason", "personal data")
        self.assertEqual(self.release("v1", "again"), first)

    def test_the_checkpoint_is_that_of_the_release(self):
        size = self.size()
        content = self.release("v1", "one")
        self.assertEqual(int(content["checkpoint"].splitlines()[1]), size)
        self.later()
        self.assertIn("1 checkpoint is of this log", self.muster("audit", "verify", self.directory / "one/checkpoint"))

    def test_strengths_are_the_headcounts_at_the_ends_of_months(self):
        content = self.release("v1", "one")
        rows = self.rows(content, "strengths.csv")
        months = sorted({row["month"] for row in rows})
        self.assertEqual((months[0], months[-1], len(months)), ("2024-06", "2025-01", 8))
        for month, last in (("2024-06", 30), ("2024-09", 30), ("2024-12", 31), ("2025-01", 31)):
            answer = self.json("headcount", "--on", f"{month}-{last}", "--by", "mission,contributor,component",
                               "--known-at", "v1")
            wanted = [[str(row[key]) for key in ("mission", "contributor", "component", "least", "best", "most", "basis")]
                      for row in answer["rows"]]
            got = [[row[key] for key in ("mission", "contributor", "component", "least", "best", "most", "basis")]
                   for row in rows if row["month"] == month]
            self.assertEqual(got, wanted)

    def test_claims_are_those_of_reconcile(self):
        rows = self.rows(self.release("v1", "one"), "claims.csv")
        claims = self.json_or_no("reconcile", "--known-at", "v1")["claims"]
        self.assertEqual(len(rows), len(claims))
        for row, claim in zip(rows, claims):
            self.assertEqual(row["record"], str(claim["position"]))
            self.assertEqual(row["verdict"], claim["verdict"])
            self.assertEqual(row["claimed_best"], str(claim["claimed"]["best"]))
            self.assertEqual(row["explained_by"].split(), [str(p) for p in claim["explained_by"]])
        self.assertEqual([row["contributor"] for row in rows if row["record"] == "42"], ["JAM|BLZ"])

    def json_or_no(self, *words):
        return json.loads(self.call(*words, "--format", "json").stdout)

    def test_changes_are_those_of_diff_with_the_notes_of_corrections(self):
        first = self.release("v1", "one")
        self.assertEqual(self.rows(first, "CHANGES.csv"), [])
        self.later()
        changes = self.rows(self.release("v2", "two"), "CHANGES.csv")
        diff = self.json("diff", "--from", "v1", "--to", "v2", "--by", "mission,contributor,component")["rows"]
        self.assertEqual(len(changes), len(diff))
        for row, wanted in zip(changes, diff):
            self.assertEqual((row["on"], row["until"]), (wanted["on"] or "", wanted["until"] or ""))
            self.assertEqual((row["was_best"], row["is_best"]),
                             (str(wanted["was"]["best"]), str(wanted["is"]["best"])))
            self.assertEqual(row["records"].split(), [str(p) for p in wanted["because"]])
        self.assertIn("two were sent back", changes[0]["notes"])

    def test_the_codebook_says_every_column(self):
        content = self.release("v1", "one")
        codebook = content["codebook.md"].decode()
        for name in ("strengths.csv", "claims.csv", "reports.csv", "CHANGES.csv"):
            part = codebook.split(f"## {name}\n")[1].split("\n## ")[0]
            columns = [line.split("|")[1].strip() for line in part.splitlines() if line.startswith("| ")][2:]
            self.assertEqual(columns, content[name].decode().splitlines()[0].split(","))

    def test_no_text_of_a_report_is_in_it(self):
        content = self.release("v1", "one")
        self.assertEqual(len(self.rows(content, "reports.csv")), len(self.json_lines("reports")) - 1)
        everything = b"".join(content.values())
        self.assertNotIn(b"The 217 officers", everything)

    def test_the_citation_is_of_the_format(self):
        content = self.release('v1', "one", "--note", 'a "quoted" note: #1')
        citation = yaml.safe_load(content["CITATION.cff"])
        allowed = {"cff-version", "message", "type", "title", "version", "date-released", "authors", "abstract",
                   "identifiers", "keywords"}
        self.assertLessEqual(set(citation), allowed)
        self.assertLessEqual({"cff-version", "message", "title", "authors"}, set(citation))
        self.assertEqual(citation["cff-version"], "1.2.0")
        self.assertEqual(citation["type"], "dataset")
        self.assertEqual(citation["version"], "v1")
        self.assertEqual(citation["abstract"], 'a "quoted" note: #1')
        self.assertRegex(citation["date-released"], r"^\d{4}-\d\d-\d\d$")
        self.assertEqual([set(author) for author in citation["authors"]], [{"name"}])
        self.assertEqual({identifier["type"] for identifier in citation["identifiers"]}, {"other"})
        root = self.json("audit", "checkpoint", "--size", int(content["checkpoint"].splitlines()[1]))["root"]
        self.assertEqual(citation["identifiers"][0]["value"], root)

    def test_digests_are_of_the_other_files(self):
        content = self.release("v1", "one")
        listed = dict(reversed(line.split("  ")) for line in content.pop("SHA256SUMS").decode().splitlines())
        self.assertEqual(listed, {name: hashlib.sha256(data).hexdigest() for name, data in content.items()})

    def test_a_table_of_an_empty_ledger_has_its_header(self):
        self.make_ledger()
        content = self.release("v0", "empty")
        self.assertEqual(content["strengths.csv"], b"mission,contributor,component,month,least,best,most,basis\n")
        self.assertEqual(content["checkpoint"].splitlines()[1], b"0")


if __name__ == "__main__":
    unittest.main()
