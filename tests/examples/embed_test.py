#!/usr/bin/env python3
# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Runs examples/embed on a ledger of the example."""

import subprocess
import sys
import unittest

from ledger_case import SOURCE, LedgerCase

HEADCOUNT = sys.argv.pop()


class Embedding(LedgerCase):
    def test_counts_as_the_command_line_does(self):
        self.append(*sorted((SOURCE / "examples" / "haiti").glob("*.yaml")))
        done = subprocess.run(
            [HEADCOUNT, str(self.directory / "ledger"), "2025-01-18"],
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
        )
        self.assertEqual(done.stdout, "BHS 6\nBLZ 2\nGTM 150\nJAM 24\nKEN 617\nSLV 8\n")


if __name__ == "__main__":
    unittest.main()
