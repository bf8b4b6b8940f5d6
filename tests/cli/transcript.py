#!/usr/bin/env python3
# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""Replays a transcript of command lines and compares what they print.

  transcript.py MUSTER FILE.test

A transcript has text, files and commands:

  # Text explains; empty lines separate.
  === report.yaml          a file in the scratch directory, up to a line of three equals signs
  report: {source: Desk}
  ===
  $ muster append report.yaml
  what it prints on standard output
  2> what it prints on standard error
  [2]                      its exit status, if that is not 0

Commands run one after the other in bash, in one scratch directory with `muster` on the PATH. Times, and
hashes in 12 or 64 hexadecimal digits, are compared as <time> and <hash>. With SNAP_UPDATE=1 in the
environment the file is rewritten with what is printed; read the difference before committing it.
"""

import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

TIMEOUT_SECONDS = 300
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
HASH = re.compile(r"\b([0-9a-f]{64}|(?=[0-9]*[a-f])[0-9a-f]{12})\b")


def masked(text):
    return HASH.sub("<hash>", TIME.sub("<time>", text))


def environment(muster, scratch):
    kept = {name: value for name, value in os.environ.items() if name.startswith("ASAN") or name.startswith("UBSAN")}
    return kept | {
        "PATH": f"{muster.parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(scratch),
        "LC_ALL": "C.UTF-8",
        "TERM": "dumb",
        "TZ": "UTC",
    }


def run(command, muster, scratch):
    """What a transcript says of one command."""
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=scratch,
        env=environment(muster, scratch),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    out = masked(done.stdout.decode("utf-8", "backslashreplace").replace(str(scratch), "<scratch>"))
    err = masked(done.stderr.decode("utf-8", "backslashreplace").replace(str(scratch), "<scratch>"))
    lines = out.splitlines()
    lines += [("2> " + line).rstrip() for line in err.splitlines()]
    if done.returncode != 0:
        lines.append(f"[{done.returncode}]")
    return lines


def replay(source, muster, scratch):
    """The transcript as it comes out now."""
    result = []
    lines = iter(source)
    in_output = False
    for line in lines:
        if line.startswith("=== "):
            in_output = False
            result.append(line)
            content = []
            for inner in lines:
                result.append(inner)
                if inner == "===":
                    break
                content.append(inner)
            path = scratch / line[4:].strip()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(part + "\n" for part in content), encoding="utf-8")
        elif line.startswith("$ "):
            in_output = True
            result.append(line)
            result += run(line[2:], muster, scratch)
        elif line.startswith("#"):
            in_output = False
            if result and result[-1] != "":
                result.append("")
            result.append(line)
        elif not in_output:
            result.append(line)
    return result


def main():
    muster = pathlib.Path(sys.argv[1]).resolve()
    path = pathlib.Path(sys.argv[2])
    source = path.read_text(encoding="utf-8").splitlines()
    if not any(line.startswith("$ ") for line in source):
        print(f"{path}: no command")
        return 1
    with tempfile.TemporaryDirectory(prefix="muster-cli-") as scratch:
        result = replay(source, muster, pathlib.Path(scratch))
    # Empty lines between the parts are for the reader.
    expected = [line for line in source if line]
    actual = [line for line in result if line]
    if expected == actual:
        return 0
    if os.environ.get("SNAP_UPDATE") == "1":
        path.write_text("".join(line + "\n" for line in result), encoding="utf-8")
        print(f"{path} rewritten")
        return 0
    print("\n".join(difflib.unified_diff(expected, actual, str(path), "what it prints now", lineterm="")))
    return 1


if __name__ == "__main__":
    sys.exit(main())
