# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""How long whole processes take, and how much memory."""
import dataclasses
import statistics
import subprocess
import tempfile
import time

# One repetition is enough of what takes longer.
LONG_SECONDS = 20


@dataclasses.dataclass
class Timing:
    seconds: float  # the median
    repetitions: int
    rss_bytes: int  # the most
    output: str

    def words(self):
        return f"{duration(self.seconds)}" + (f" (of {self.repetitions})" if self.repetitions < 3 else "")


def duration(seconds):
    if seconds is None:
        return "—"
    if seconds >= 1:
        return f"{seconds:,.2f} s" if seconds < 100 else f"{seconds:,.0f} s"
    if seconds >= 1e-3:
        return f"{seconds * 1e3:,.1f} ms" if seconds < 0.1 else f"{seconds * 1e3:,.0f} ms"
    return f"{seconds * 1e6:,.0f} µs"


def run_once(command, **options):
    """Seconds by the wall clock, and output. Raises if it fails."""
    begin = time.monotonic()
    output = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, **options).stdout
    return time.monotonic() - begin, output


def run_weighed(command, **options):
    """Seconds, the most resident bytes, output. The kernel counts a process as large as the one that started it,
    so a small one does."""
    with tempfile.NamedTemporaryFile("r") as weight:
        seconds, output = run_once(["/usr/bin/time", "-q", "-f", "%M", "-o", weight.name, *command], **options)
        return seconds, int(weight.read()) * 1024, output


def time_process(command, repetitions):
    """The median of `repetitions`, after one that is not counted; of a long one, the only one."""
    seconds, rss, output = run_weighed(command)
    if seconds >= LONG_SECONDS:
        return Timing(seconds, 1, rss, output)
    times = [run_once(command)[0] for _ in range(repetitions)]
    return Timing(statistics.median(times), len(times), rss, output)
