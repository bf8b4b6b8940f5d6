#!/usr/bin/env python3
# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""What `muster new` writes can be filled in, uncommented and appended."""

import os
import re
import subprocess
import unittest

from ledger_case import PROGRAM, SOURCE, LedgerCase

DOCUMENT = """\
# 1. Notes: "a headline" with 3 numbers

Some 400 officers from Kenya - 217 of them new - arrived on 3 January 2025: "all well"\\, they said.
Two hundred and fifty people are a total that nobody counted. Two hundred and fifty people are a total that nobody
counted. The costs rose by 40%. They came on 3 January 2025.

Un détachement de 6 « Bahaméens » a atterri.
"""


def filled(begun):
    """As a person would: the source, and each guess taken at its word."""
    text = re.sub(r"^  source:.*$", "  source: Example Gazette", begun, flags=re.MULTILINE)
    return re.sub(r"^( *)# ", r"\1", text, flags=re.MULTILINE)


class New(LedgerCase):
    def setUp(self):
        super().setUp()
        self.document = self.write("notes: first.txt", DOCUMENT)

    def test_can_be_appended_to_a_ledger_that_knows_nothing(self):
        output = self.directory / "report.yaml"
        self.muster("new", self.document, "--output", output)
        output.write_text(filled(output.read_text(encoding="utf-8")), encoding="utf-8")
        answer = self.append(output)
        self.assertGreaterEqual(answer["size"], 7)

    def test_can_be_appended_to_the_ledger_of_the_example(self):
        self.append(*sorted((SOURCE / "examples" / "haiti").glob("*.yaml")))
        begun = self.muster("new", self.document)
        self.assertIn("KEN-3, KEN, also third Kenyan contingent", begun)
        self.assertIn("HTI/Ouest/Port-au-Prince", begun)
        self.append(self.write("report.yaml", filled(begun)))

    def test_counts_nothing_before_it_is_filled_in(self):
        done = self.call("append", self.write("report.yaml", self.muster("new", self.document)))
        self.assertEqual(done.returncode, 2)
        self.assertIn("'source'", done.stderr)

    def test_leaves_a_file_alone_that_is_there(self):
        output = self.write("report.yaml", "mine")
        done = self.call("new", self.document, "--output", output)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(output.read_text(encoding="utf-8"), "mine")

    def test_names_the_document_relative_to_the_file(self):
        (self.directory / "reports").mkdir()
        output = self.directory / "reports" / "report.yaml"
        self.muster("new", self.document, "--output", output)
        output.write_text(filled(output.read_text(encoding="utf-8")), encoding="utf-8")
        self.append(output)

    def test_works_where_there_is_no_ledger(self):
        environment = {key: value for key, value in os.environ.items() if key != "MUSTER_LEDGER"}
        done = subprocess.run(
            [PROGRAM, "new", str(self.document)],
            cwd=self.directory,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("no ledger here", done.stderr)
        self.assertIn("strength: about 400", done.stdout)

    def test_refuses_a_ledger_that_is_named_and_not_there(self):
        done = self.call("--ledger", self.directory / "none", "new", self.document)
        self.assertEqual(done.returncode, 2)

    def test_refuses_a_document_that_is_missing(self):
        done = self.call("new", self.directory / "nowhere.txt")
        self.assertEqual(done.returncode, 2)
        self.assertIn("nowhere.txt", done.stderr)

    def test_takes_a_document_that_is_no_text(self):
        path = self.directory / "scan.pdf"
        path.write_bytes(b"%PDF-1.7\n\xff\xfe 217 officers arrived.")
        begun = self.muster("new", path)
        self.assertIn("transcript", begun)
        self.assertNotIn("strength: 217", begun)


if __name__ == "__main__":
    unittest.main()
