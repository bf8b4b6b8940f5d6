#!/usr/bin/env python3
# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Has what `muster audit` writes verified by software that is not muster's.

  outsider.py MUSTER SOURCE BUILD

Makes ledgers of several sizes, exports them, and runs main.go over checkpoints, tiles and proofs. Without Go,
or Debian's golang-golang-x-mod-dev, it says so and ends with status 77, which ctest takes as skipped.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

GO_PATH = "/usr/share/gocode"
SKIPPED = 77
# Within one tile, at its end, several of level 0, and a complete tile of level 1.
SIZES = [(5, 6), (6, 9), (200, 256), (300, 700), (700, 66_000)]
REGISTERED = 4


def build(source, directory):
    """The program, or None."""
    if not shutil.which("go") or not os.path.isdir(f"{GO_PATH}/src/golang.org/x/mod/sumdb"):
        return None
    program = directory / "outsider"
    environment = dict(os.environ, GO111MODULE="off", GOPATH=GO_PATH, GOFLAGS="", GOCACHE=str(directory / "cache"))
    subprocess.run(["go", "build", "-o", program, source / "main.go"], env=environment, check=True)
    return program


def register(muster, directory):
    """Four records."""
    events = [{"mission": {"id": "M-1", "host": "HTI"}}, {"place": {"id": "P"}}]
    events += [{"contingent": {"id": "KEN-1", "mission": "M-1", "contributor": "KEN"}}]
    events += [{"arrival": {"contingent": "KEN-1", "strength": 200, "place": "P", "on": "2024-06-25"}}]
    assert len(events) == REGISTERED
    report = {"report": {"source": "Desk", "title": "Register"}, "events": events}
    (directory / "register.json").write_text(json.dumps(report))
    muster("append", "register.json")


def append(muster, directory, first, last):
    events = [{"statement": {"text": f"Statement {i}", "on": "2025-01-18"}} for i in range(first, last)]
    report = {"report": {"source": "Desk", "title": f"From {first}", "published": "2025-01-18"}, "events": events}
    file = directory / "report.json"
    file.write_text(json.dumps(report))
    muster("append", "report.json")


def check(program, muster_binary, old, new):
    """A ledger that grew from `old` to `new` records."""
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)

        def muster(*arguments):
            done = subprocess.run([muster_binary, *arguments], cwd=directory, check=True, capture_output=True)
            return done.stdout

        muster("init", "--origin", "example.org/outsider")
        (directory / "key").write_bytes(muster("audit", "key"))
        register(muster, directory)
        append(muster, directory, REGISTERED, old)
        (directory / "old").write_bytes(muster("audit", "checkpoint"))
        muster("audit", "export", "--tiles", "tiles")
        append(muster, directory, old, new)
        muster("audit", "export", "--tiles", "tiles")
        (directory / "growth").write_bytes(muster("audit", "consistency", "old"))
        muster("why", "--on", "2025-01-18", "--where", "contributor=KEN", "--proof", "answer")
        proofs = []
        for size in sorted({1, old, (old + new) // 2, new}):
            for position in sorted({0, size // 2, size - 1}):
                proofs.append(f"proof-{position}-{size}")
                muster("audit", "prove", str(position), "--size", str(size), "--output", proofs[-1])
        command = [program, "key", "tiles", "old", "growth", "answer", *proofs]
        said = subprocess.run(command, cwd=directory, check=True, capture_output=True, text=True).stdout
        wanted = f"verified {new} records, growth from {old}, an answer that rests on 2, {len(proofs)} proofs\n"
        if said != wanted:
            sys.exit(f"outsider said {said!r}, expected {wanted!r}")
        print(said, end="")
        # A record altered in what is published is noticed.
        entries = directory / "tiles" / "tile" / "entries"
        bundle = entries / "000" if new >= 256 else entries / "000.p" / str(new)
        content = bytearray(bundle.read_bytes())
        content[-1] ^= 1
        bundle.write_bytes(content)
        if subprocess.run(command, cwd=directory, capture_output=True).returncode != 1:
            sys.exit("an altered record was not noticed")


def main():
    muster, source, scratch = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    program = build(source, scratch)
    if program is None:
        print("skipped: there is no Go with golang.org/x/mod (Debian: golang-go, golang-golang-x-mod-dev)")
        sys.exit(SKIPPED)
    for old, new in SIZES:
        check(program, muster, old, new)


if __name__ == "__main__":
    main()
