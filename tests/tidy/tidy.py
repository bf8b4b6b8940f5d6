#!/usr/bin/env python3
# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Holds the source tree to the rules of CONTRIBUTING.md that a program can check.

  tidy.py SOURCE-DIRECTORY

Prints every line that breaks one; exits 1 if there is any.
"""

import os
import pathlib
import re
import stat
import sys

LAYERS = ["proto", "ledger", "projections", "tools"]
CODE_LINES_MAX = 600
SKIPPED = {".git", "build", "muster.ledger", "__pycache__"}
CODE = {".cc", ".h", ".proto", ".py", ".cmake"}
# Split, so that this file does not break its own rules.
UNFINISHED = re.compile(r"\bFIX" + r"ME\b|\bTO" + r"DO\b(?!\(#\d+\))")
MACHINE_PATH = re.compile(r"(?<![\w.])/(home|root|work|Users)" + r"/\w")
NOT_A_NOUN = re.compile(r"(^|_)(utils?|common|helpers?|misc|manager)(_|\.|$)")
TEST_NAME = re.compile(r"^(?:TEST|TEST_F|TEST_P|RC_GTEST_PROP|RC_GTEST_FIXTURE_PROP)\((\w+),\s*(\w+)")
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)\s]*)?\)")


def files(source):
    for directory, names, found in os.walk(source):
        names[:] = sorted(n for n in names if n not in SKIPPED)
        for name in sorted(set(found) - SKIPPED):
            path = pathlib.Path(directory) / name
            if not path.is_symlink():
                yield path


def is_script(path):
    with open(path, "rb") as file:
        return file.read(2) == b"#!"


def is_code(path):
    return path.suffix in CODE or path.name == "CMakeLists.txt" or is_script(path)


class Tidy:
    def __init__(self, source):
        self.source = source
        self.faults = []
        self.checked = 0

    def fault(self, path, line, message):
        self.faults.append(f"{path.relative_to(self.source)}:{line}: {message}")

    def check_code(self, path, lines):
        if len(lines) > CODE_LINES_MAX:
            self.fault(path, len(lines), f"more than {CODE_LINES_MAX} lines: split it by noun")
        if not any("SPDX-License-Identifier: Apache-2.0" in line for line in lines[:4]):
            self.fault(path, 1, "no SPDX header")
        if NOT_A_NOUN.search(path.name):
            self.fault(path, 1, "the name is no noun")
        for number, line in enumerate(lines, 1):
            if UNFINISHED.search(line):
                self.fault(path, number, "unfinished work without an issue")
            test = TEST_NAME.match(line)
            if test and "_" in test.group(1) + test.group(2):
                self.fault(path, number, "an underscore in a test's name")
        if is_script(path) and not path.stat().st_mode & stat.S_IXUSR:
            self.fault(path, 1, "a script that is not executable")

    def check_includes(self, path, lines):
        layer = path.relative_to(self.source).parts[0]
        if layer not in LAYERS:
            return
        above = LAYERS[LAYERS.index(layer) + 1 :] + ["tests"]
        for number, line in enumerate(lines, 1):
            include = re.match(r'#include "(\w+)/', line)
            if include and include.group(1) in above:
                self.fault(path, number, f"{layer} includes {include.group(1)}, which is above it")

    def check_guard(self, path, lines):
        name = str(path.relative_to(self.source)).upper()
        guard = "MUSTER_" + re.sub(r"[^A-Z0-9]", "_", name) + "_"
        text = "\n".join(lines)
        wanted = [f"#ifndef {guard}", f"#define {guard}", f"#endif  // {guard}"]
        if not all(part in text for part in wanted):
            self.fault(path, 1, f"the include guard is not {guard}")

    def check_protobuf(self, path, lines):
        """Generated headers stay out of ours, so that a reader of a header needs no generated code."""
        for number, line in enumerate(lines, 1):
            if re.match(r"#include .*\.pb\.h", line):
                self.fault(path, number, "a generated header in a header")

    def check_document(self, path, lines):
        fenced = False
        for number, line in enumerate(lines, 1):
            if line.startswith("```"):
                fenced = not fenced
            for link in LINK.findall("" if fenced else line):
                if "://" not in link and not (path.parent / link).exists():
                    self.fault(path, number, f"the link leads nowhere: {link}")

    def check_embedding(self):
        """The code in README is the code that is compiled."""
        code = (self.source / "examples/embed/headcount.cc").read_text(encoding="utf-8")
        part = code.split("// [begin readme]\n")[1].split("// [end readme]")[0]
        readme = self.source / "README.md"
        if f"```cpp\n{part}```\n" not in readme.read_text(encoding="utf-8"):
            self.fault(readme, 1, "the code is not that of examples/embed/headcount.cc")

    def check(self, path):
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            return  # test data that is no text on purpose
        self.checked += 1
        for number, line in enumerate(lines, 1):
            if MACHINE_PATH.search(line):
                self.fault(path, number, "a path of somebody's machine")
        if is_code(path):
            self.check_code(path, lines)
        if path.suffix in {".cc", ".h", ".proto"}:
            self.check_includes(path, lines)
        if path.suffix == ".h":
            self.check_guard(path, lines)
            if path.relative_to(self.source).parts[0] in LAYERS:
                self.check_protobuf(path, lines)
        if path.suffix == ".md":
            self.check_document(path, lines)


def main():
    source = pathlib.Path(sys.argv[1]).resolve()
    tidy = Tidy(source)
    for path in files(source):
        tidy.check(path)
    tidy.check_embedding()
    for folder in LAYERS + ["tests"]:
        if not (source / folder / "README.md").exists():
            tidy.fault(source / folder / "README.md", 1, "there is none")
    for fault in tidy.faults:
        print(fault)
    print(f"{tidy.checked} files, {len(tidy.faults)} faults")
    # A tree of a few files is not the one that was meant.
    return 1 if tidy.faults or tidy.checked < 50 else 0


if __name__ == "__main__":
    sys.exit(main())
