#!/usr/bin/env python3
# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Runs the console blocks of Markdown documents and compares what they print.

  console.py --muster BINARY --source DIR [--update] DOCUMENT...

The blocks of one document run in order, in a fresh directory of their own that has `examples` in it and
`muster` on its PATH. Within a block, a line that begins with "$ " is a command (lines that begin with "> "
go on with it); what follows is what it prints, standard output and standard error together. A line of three
dots stands for any number of lines. A comment right before a block changes what is done with it:

  <!-- file: NAME -->   the block is the content of a file, which is written, not run
  <!-- not run -->      the block is left alone

Times and roots differ from run to run and are compared by their form only. With --update the documents are
rewritten to what was printed (three dots in them are kept if they still fit).
"""

import argparse
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

NORMAL_FORMS = [
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"), "<time>"),
    # The root of the tree is over records with their times; other digests are those of what was written.
    (re.compile(r"""\b(root(":"| +)|this log )[0-9a-f]{64}\b"""), r"\1<hash>"),
    (re.compile(r"\+[0-9a-f]{8}\+[A-Za-z0-9+/]{40,}=*"), "+<key>"),
    (re.compile(r"\+[0-9a-f]{8}\b"), "+<id>"),
    # Checkpoints and proofs: what is signed, hashed or carried differs with the times and the key.
    (re.compile(r"^(\u2014 \S+) [A-Za-z0-9+/]+=*$"), r"\1 <signature>"),
    (re.compile(r"^[A-Za-z0-9+/]{43}=$"), "<hash>"),
    (re.compile(r"^extra [A-Za-z0-9+/]+=*$"), "extra <bytes>"),
    (re.compile(r"\.\./20\d\d-\d\d-\d\d"), "../<today>"),
    (re.compile(r"(received: )20\d\d-\d\d-\d\d"), r"\1<today>"),
]


def normal(line):
    for pattern, form in NORMAL_FORMS:
        line = pattern.sub(form, line)
    return line.rstrip()


def fits(expected, printed):
    """Whether `printed` is `expected`, in which a line "..." is any number of lines."""
    if not expected:
        return not printed
    if expected[0] == "...":
        return any(fits(expected[1:], printed[i:]) for i in range(len(printed) + 1))
    return bool(printed) and expected[0] == printed[0] and fits(expected[1:], printed[1:])


class Run:
    """The blocks of one document, run in a directory of their own."""

    def __init__(self, document, arguments, directory):
        self.document = document
        self.directory = directory
        self.failures = []
        self.commands = 0
        source = pathlib.Path(arguments.source).resolve()
        os.symlink(source / "examples", directory / "examples")
        binary = pathlib.Path(arguments.muster).resolve()
        self.environment = {
            "PATH": f"{binary.parent}:/usr/bin:/bin",
            "HOME": str(directory),
            "LC_ALL": "C.UTF-8",
            "TERM": "dumb",
        }

    def command(self, command, expected, line):
        self.commands += 1
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.directory,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
            check=False,
        )
        printed = done.stdout.decode("utf-8", "replace").splitlines()
        if fits([normal(x) for x in expected], [normal(x) for x in printed]):
            return expected
        difference = difflib.unified_diff(
            [normal(x) for x in expected], [normal(x) for x in printed], "document", "printed", lineterm=""
        )
        self.failures.append(f"{self.document}:{line}: {command}\n" + "\n".join(difference))
        return printed

    def block(self, lines, first_line):
        """Runs a console block; returns it as it should read."""
        result = []
        at = 0
        while at < len(lines):
            if not lines[at].startswith("$ "):
                self.failures.append(f"{self.document}:{first_line + at}: no command")
                return lines
            begin = at
            command = lines[at][2:]
            at += 1
            while at < len(lines) and lines[at].startswith("> "):
                command += "\n" + lines[at][2:]
                at += 1
            result += lines[begin:at]
            end = at
            while end < len(lines) and not lines[end].startswith("$ "):
                end += 1
            result += self.command(command, lines[at:end], first_line + begin)
            at = end
        return result


def run_document(path, arguments):
    lines = path.read_text(encoding="utf-8").splitlines()
    result = []
    with tempfile.TemporaryDirectory() as name:
        run = Run(path, arguments, pathlib.Path(name))
        comment = ""
        at = 0
        while at < len(lines):
            line = lines[at]
            result.append(line)
            at += 1
            if not line.startswith("```"):
                comment = line if line.startswith("<!--") else comment if not line.strip() else ""
                continue
            end = at
            while end < len(lines) and lines[end] != "```":
                end += 1
            block = lines[at:end]
            file = re.fullmatch(r"<!-- file: (\S+) -->", comment)
            if file:
                target = run.directory / file.group(1)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text("\n".join(block) + "\n", encoding="utf-8")
            elif line == "```console" and comment != "<!-- not run -->":
                block = run.block(block, at + 1)
            result += block + ["```"]
            at = end + 1
            comment = ""
    if arguments.update and run.failures:
        path.write_text("\n".join(result) + "\n", encoding="utf-8")
    return run


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--muster", required=True)
    parser.add_argument("--source", required=True)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("documents", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    failed = False
    commands = 0
    for document in arguments.documents:
        run = run_document(document, arguments)
        commands += run.commands
        for failure in run.failures:
            failed = True
            print(failure, file=sys.stderr)
    print(f"{commands} commands in {len(arguments.documents)} documents")
    if failed and not arguments.update:
        print("run with --update to write what was printed into the documents", file=sys.stderr)
    return 1 if failed and not arguments.update else 0


if __name__ == "__main__":
    sys.exit(main())
