#!/usr/bin/env python3
# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Holds the JSON Schema of the report file and the product against each other.

  schema_test.py --muster BINARY --source DIR

Every file that the product accepts (examples/, the files in the documents) must be valid. Each file in refused/ is
given to `muster append --dry-run` on a ledger made from context.yaml. Its first lines say what must be refused,
and where; they also say what the schema must think of it:

  # refused: LINE:COLUMN RULE   one line for each refusal, in order
  # schema: refuses | passes | unreadable

A schema cannot know what depends on the ledger, on a document, on the calendar, or on the syntax of YAML: those
pass. Scalars are loaded as text, as the product does.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema
import yaml

EXPECTED = re.compile(r"# refused: (\d+):(\d+) ([a-z-]+)")
VERDICT = re.compile(r"# schema: (refuses|passes|unreadable)$", re.MULTILINE)
DOCUMENT_FILE = re.compile(r"<!-- file: (\S+\.yaml) -->\n```yaml\n(.*?)\n```", re.DOTALL)


class EditorLoader(yaml.SafeLoader):  # pylint: disable=too-many-ancestors
    """Loads as an editor does before it applies a schema: numbers and booleans of YAML 1.2's core schema."""


EditorLoader.yaml_implicit_resolvers = {}
for tag, form, first in (
    ("bool", r"true|false", "tf"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)", "-+.0123456789"),
    ("null", r"~|null|", ["~", "n", ""]),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{form})$"), first)


class SchemaTest:
    def __init__(self, arguments, directory):
        self.muster = arguments.muster
        self.source = pathlib.Path(arguments.source)
        self.here = self.source / "tests" / "schema"
        self.ledger = directory / "ledger"
        self.faults = []
        schema = json.loads((self.source / "tools/schema/report.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft7Validator.check_schema(schema)
        self.validator = jsonschema.Draft7Validator(schema)

    def run(self, *words):
        return subprocess.run(
            [self.muster, "--ledger", str(self.ledger), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            timeout=60,
            check=False,
        )

    def schema_verdict(self, text, loader=yaml.BaseLoader):
        """What the schema thinks of the documents of a file."""
        try:
            documents = list(yaml.load_all(text, Loader=loader))
        except yaml.YAMLError:
            return "unreadable", ""
        for document in documents:
            for error in self.validator.iter_errors(document):
                return "refuses", f"{list(error.absolute_path)}: {error.message[:200]}"
        return "passes", ""

    def must_be_valid(self, name, text):
        for loader in (yaml.BaseLoader, EditorLoader):
            verdict, message = self.schema_verdict(text, loader)
            if verdict != "passes":
                self.faults.append(f"{name}: the schema {verdict} it: {message} ({loader.__name__})")

    def check_accepted(self):
        count = 0
        for path in sorted((self.source / "examples").rglob("*.yaml")):
            self.must_be_valid(path, path.read_text(encoding="utf-8"))
            count += 1
        for path in [self.source / "README.md", *sorted((self.source / "docs").rglob("*.md"))]:
            for name, text in DOCUMENT_FILE.findall(path.read_text(encoding="utf-8")):
                self.must_be_valid(f"{path}: {name}", text)
                count += 1
        context = self.here / "context.yaml"
        self.must_be_valid(context, context.read_text(encoding="utf-8"))
        return count

    def check_refused(self, path):
        text = path.read_text(encoding="utf-8")
        expected = [f"{line}:{column} {rule}" for line, column, rule in EXPECTED.findall(text)]
        verdict = VERDICT.search(text)
        if not expected or not verdict:
            self.faults.append(f"{path.name}: it does not say what must be refused")
            return
        done = self.run("append", "--dry-run", "--format", "json", str(path))
        if done.returncode != 2:
            self.faults.append(f"{path.name}: exit status {done.returncode}, expected 2: {done.stderr}")
            return
        refusals = json.loads(done.stdout)["refusals"]
        found = [f"{r['line']}:{r['column']} {r['rule']}" for r in refusals]
        if found != expected:
            messages = "".join(f"\n    {r['message']}" for r in refusals)
            self.faults.append(f"{path.name}: refused {found}, expected {expected}{messages}")
        thought, message = self.schema_verdict(text)
        if thought != verdict.group(1):
            self.faults.append(f"{path.name}: the schema {thought} it, expected {verdict.group(1)} {message}")

    def check(self):
        for words in (["init"], ["append", str(self.here / "context.yaml")]):
            done = self.run(*words)
            if done.returncode != 0:
                self.faults.append(f"muster {' '.join(words)}: {done.stderr}")
                return 0, 0
        accepted = self.check_accepted()
        refused = sorted((self.here / "refused").glob("*.yaml"))
        page = (self.source / "docs/reference/refusals.md").read_text(encoding="utf-8")
        for path in refused:
            self.check_refused(path)
            for _, _, rule in EXPECTED.findall(path.read_text(encoding="utf-8")):
                if f"`{rule}`" not in page:
                    self.faults.append(f"{path.name}: docs/reference/refusals.md has no rule {rule}")
        return accepted, len(refused)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--muster", required=True)
    parser.add_argument("--source", required=True)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        test = SchemaTest(arguments, pathlib.Path(name))
        accepted, refused = test.check()
    for fault in test.faults:
        print(fault)
    print(f"{accepted} accepted files, {refused} refused files, {len(test.faults)} faults")
    return 1 if test.faults or refused == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
