# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""The log as other people's clients read it: tiles, the checkpoint, proofs."""
import json
import os
import subprocess
import tempfile
import unittest

from served import MUSTER, OnTheExample, Served, muster


class Outsider(OnTheExample):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.many_ledger = os.path.join(cls.directory.name, "many.ledger")
        muster("init", "--origin", "example.org/many", ledger=cls.many_ledger)
        report = os.path.join(cls.directory.name, "many.yaml")
        with open(report, "w", encoding="utf-8") as file:
            file.write("report: {source: Desk, title: Many, published: 2024-06-01}\nevents:\n"
                       "  - mission: {id: M, name: Mission, host: HTI}\n")
            for number in range(1000):
                file.write(f"  - statement: {{text: Number {number}., on: 2024-06-01}}\n")
        muster("append", "--by", "desk", report, ledger=cls.many_ledger)

    def test_every_file_of_an_export_is_served_as_it_is(self):
        for ledger in (self.ledger, self.many_ledger):
            out = tempfile.mkdtemp(dir=self.directory.name)
            muster("audit", "export", "--tiles", out, ledger=ledger)
            with Served(ledger) as served:
                names = [os.path.relpath(os.path.join(folder, name), out) for folder, _, files in os.walk(out)
                         for name in files]
                self.assertIn("checkpoint", names)
                for name in names:
                    response = served.get("/" + name)
                    with open(os.path.join(out, name), "rb") as file:
                        self.assertEqual((response.status, response.content), (200, file.read()), name)
                    if name != "checkpoint":
                        self.assertIn("immutable", response.getheader("Cache-Control"))
        self.assertIn("tile/1/000.p/3", names)

    def test_what_the_log_does_not_have_is_not_there(self):
        with Served(self.ledger) as served:
            for path in ("/tile/0/000", "/tile/0/000.p/82", "/tile/0/001.p/1", "/tile/1/000.p/1", "/tile/7/000.p/1",
                         "/tile/entries/000", "/tile/0/x999/x999/x999/x999/x999/999", "/tile/8/000", "/tile/x", "/tile/"):
                self.assertEqual(served.problem(path)[0], 404, path)
            self.assertEqual(served.get("/tile/0/000.p/81").status, 200)
            self.assertEqual(served.get("/tile/0/000.p/5").content, served.get("/tile/0/000.p/81").content[:5 * 32])

    def test_a_proof_verifies_elsewhere(self):
        key = os.path.join(self.directory.name, "ledger.key")
        with open(key, "wb") as file:
            file.write(muster("audit", "key", ledger=self.ledger))
        with Served(self.ledger) as served:
            proof = os.path.join(self.directory.name, "proof")
            with open(proof, "w", encoding="utf-8") as file:
                file.write(json.loads(served.get("/v1/audit/prove?position=17").content)["proof"])
            verified = subprocess.run([MUSTER, "audit", "verify-proof", proof, "--key", key], stdout=subprocess.PIPE)
            self.assertEqual(verified.returncode, 0)
            self.assertIn(b"record 17", verified.stdout.lower())
            self.assertEqual(json.loads(served.get("/v1/audit/checkpoint").content)["note"].encode(),
                             served.get("/checkpoint").content)

    def test_a_key_under_a_passphrase_signs_only_if_the_server_was_given_it(self):
        ledger = os.path.join(self.directory.name, "locked.ledger")
        passphrase = os.path.join(self.directory.name, "passphrase")
        with open(passphrase, "w", encoding="utf-8") as file:
            file.write("open sesame\n")
        muster("init", "--encrypt-key", "--passphrase-file", passphrase, ledger=ledger)
        with Served(ledger) as served:
            status, detail = served.problem("/checkpoint")
            self.assertEqual((status, "needs a passphrase" in detail), (409, True))
            self.assertEqual(served.get("/v1/headcount").status, 200)
        with Served(ledger, "--passphrase-file", passphrase) as served:
            self.assertEqual(served.get("/checkpoint").content, muster("audit", "checkpoint", "--passphrase-file", passphrase,
                                                                       ledger=ledger))


if __name__ == "__main__":
    unittest.main()
