# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""The description of the server's answers is an OpenAPI document, and says what is there. Every answer that other tests are
given is checked against it (served.py)."""
import json
import os
import subprocess
import unittest

import jsonschema

from served import OfAServer, Served, muster

METHODS = ("get", "post", "put", "delete", "patch", "head", "options", "trace")


class OpenApi(OfAServer):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        response = cls.served.get("/v1/openapi.json")
        assert response.getheader("Content-Type") == "application/json", response.content
        cls.text = response.content
        cls.document = json.loads(response.content)

    def operations(self):
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                self.assertIn(method, METHODS)
                yield path, method, operation

    def test_it_is_valid_by_another_programs_judgement(self):
        run = subprocess.run(["node", "--input-type=module", "-e", """
            import { Validator } from "@seriousme/openapi-schema-validator";
            const chunks = [];
            for await (const chunk of process.stdin) chunks.push(chunk);
            const result = await new Validator().validate(JSON.parse(Buffer.concat(chunks).toString()));
            console.log(JSON.stringify(result));"""], input=self.text, cwd=os.environ["PAGE"], check=True, stdout=subprocess.PIPE)
        self.assertEqual(json.loads(run.stdout), {"valid": True})

    def test_its_schemas_are_schemas_and_its_references_lead_somewhere(self):
        for name, schema in self.document["components"]["schemas"].items():
            with self.subTest(name):
                jsonschema.Draft202012Validator.check_schema(schema)

        def walk(node):
            if isinstance(node, dict):
                if "$ref" in node:
                    self.served.description().resolve(node)
                for value in node.values():
                    walk(value)
            elif isinstance(node, list):
                for value in node:
                    walk(value)
        walk(self.document)

    def test_every_operation_has_a_name_of_its_own_and_declares_what_its_path_has(self):
        names = [operation["operationId"] for _, _, operation in self.operations()]
        self.assertEqual(len(names), len(set(names)))
        for path, _, operation in self.operations():
            in_path = {parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "path"}
            self.assertEqual(in_path, {"sha256"} if "{" in path else set(), path)

    def test_parameters_are_taken_as_it_describes_them(self):
        samples = {"string": "x", "boolean": "true", "integer": "1"}
        for path, method, operation in self.operations():
            if method != "get":
                continue
            for parameter in operation.get("parameters", []):
                if parameter["in"] != "query":
                    continue
                schema = parameter["schema"].get("items", parameter["schema"])
                value = schema.get("enum", [samples[schema["type"]]])[0]
                response = self.served.get(f"{path}?{parameter['name']}={value}")
                # A value may be none, or something else be lacking; that there is no such parameter is another matter.
                self.assertNotIn(b"has no parameter", response.content, (path, parameter["name"]))

    def test_what_the_command_line_can_be_asked_is_described(self):
        for path in ("/v1/headcount", "/v1/timeline", "/v1/reports", "/v1/audit/prove", "/v1/documents/{sha256}", "/v1/events"):
            self.assertIn(path, self.document["paths"])
        parameters = {parameter["name"]: parameter for parameter in self.document["paths"]["/v1/headcount"]["get"]["parameters"]}
        self.assertLessEqual({"on", "by", "where", "known-at", "format", "all-groups"}, set(parameters))
        self.assertEqual(parameters["format"]["schema"]["enum"], ["json", "csv"])
        self.assertEqual(parameters["where"]["schema"]["type"], "array")
        self.assertTrue({"ledger", "color"}.isdisjoint(parameters))


class Documents(OfAServer):
    def test_a_document_is_given_as_it_is(self):
        report = next(report for report in map(json.loads, muster("reports", "--format", "json", ledger=self.ledger).splitlines())
                      if report.get("text"))
        path = f"/v1/documents/{report['text']['sha256']}"
        response = self.served.get(path)
        self.assertEqual(response.content, muster("reports", report["report"], "--text", ledger=self.ledger))
        self.assertEqual(response.getheader("Content-Type"), "text/plain; charset=utf-8")
        self.assertIn("attachment", response.getheader("Content-Disposition"))
        self.assertEqual(self.served.get(path, If_None_Match=response.getheader("ETag")).status, 304)
        for none in ("0" * 64, "x", "../key", report["text"]["sha256"][:10]):
            self.assertEqual(self.served.problem(f"/v1/documents/{none}")[0], 404)


class BlackedOut(OfAServer):
    @classmethod
    def setUpClass(cls):
        super(OfAServer, cls).setUpClass()
        reports = [json.loads(line) for line in muster("reports", "--format", "json", ledger=cls.ledger).splitlines()]
        cls.sha256 = next(report["text"]["sha256"] for report in reports if report.get("text"))
        muster("redact", cls.sha256, "--reason", "names", "--by", "desk", ledger=cls.ledger)
        cls.served = Served(cls.ledger)

    def test_a_document_that_was_blacked_out_is_gone_and_says_why(self):
        response = self.served.get(f"/v1/documents/{self.sha256}")
        self.assertEqual(response.status, 410)
        problem = json.loads(response.content)
        self.assertIn("was blacked out", problem["detail"])
        self.assertEqual((problem["redaction"]["reason"], problem["redaction"]["recorded_by"]), ("names", "desk"))


if __name__ == "__main__":
    unittest.main()
