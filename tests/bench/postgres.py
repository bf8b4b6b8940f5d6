# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL of its own: in a temporary directory, on loopback, stopped by its own process id."""
import os
import pathlib
import pwd
import re
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import time

import sqlite

BINARIES = pathlib.Path("/usr/lib/postgresql/15/bin")
TABLE = ("CREATE TABLE entry (on_day date, since bigint, superseded bigint, contributor text, people bigint, "
         "abroad boolean)")
INDEXES = {
    "by day": "entry (on_day, since, superseded) INCLUDE (contributor, people) WHERE abroad",
    "by contributor": "entry (contributor, on_day, since, superseded) INCLUDE (people) WHERE abroad",
}
INSERTED = ("CREATE TABLE event (position bigserial PRIMARY KEY, recorded_at timestamptz DEFAULT now(), kind text, "
            "on_day date, contingent text, place text, strength int)")
INSERT = ("\\set n random(1, 200)\nINSERT INTO event (kind, on_day, contingent, place, strength) VALUES "
          "('arrival', '2012-05-01', 'KEN-' || :n, 'LAND/Region-3/Town-' || :n, :n);\n")


class Postgres:
    """A running server; use with `with`."""

    def __init__(self):
        # The server refuses to run as root.
        self._user = "postgres" if os.geteuid() == 0 else None
        self._as_user = {"user": "postgres", "group": "postgres", "extra_groups": []} if self._user else {}
        self._directory = pathlib.Path(tempfile.mkdtemp(prefix="muster-postgres-"))
        self._server = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]

    def __enter__(self):
        try:
            if self._user:
                account = pwd.getpwnam(self._user)
                os.chown(self._directory, account.pw_uid, account.pw_gid)
            self._run([BINARIES / "initdb", "--pgdata", self._directory / "data", "--username", "bench",
                       "--auth", "trust", "--encoding", "UTF8", "--locale", "C"])
            # In a session of its own: Ctrl-C is ours to pass on.
            self._server = subprocess.Popen(
                [BINARIES / "postgres", "-D", self._directory / "data", "-p", str(self._port), "-c",
                 "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self._directory}", "-c",
                 "shared_buffers=1GB"],
                cwd=self._directory, stdout=subprocess.DEVNULL, stderr=open(self._directory / "log", "wb"),
                start_new_session=True, **self._as_user)
            self._wait_until_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)  # a fast shutdown
            try:
                self._server.wait(60)
            except subprocess.TimeoutExpired:
                self._server.send_signal(signal.SIGQUIT)
                self._server.wait(60)
        shutil.rmtree(self._directory, ignore_errors=True)

    def _run(self, command, **options):
        return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE, cwd=self._directory,
                              **self._as_user, **options).stdout

    def _wait_until_ready(self):
        for _ in range(600):
            ready = subprocess.run([BINARIES / "pg_isready", "-q", *self._where()], check=False)
            if ready.returncode == 0:
                return
            if self._server.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError("PostgreSQL did not start: " + (self._directory / "log").read_text())

    def _where(self):
        return ["-h", "127.0.0.1", "-p", str(self._port), "-U", "bench", "-d", "postgres"]

    def sql(self, text, lines=None):
        """Its output, unaligned; `lines` go to the COPY that the text is."""
        return self._run([BINARIES / "psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", *self._where(), "-c", text],
                         input=lines)

    def load(self, connection):
        self.sql(TABLE)
        rows = connection.execute("SELECT on_day, since, superseded, contributor, people, abroad FROM entry")
        self.sql("COPY entry FROM STDIN WITH (FORMAT csv)",
                 "".join(f"{','.join(map(str, row))}\n" for row in rows))
        self.sql("VACUUM ANALYZE entry")

    def keep_best_index(self, questions):
        took = {}
        for name, index in INDEXES.items():
            self.sql(f"CREATE INDEX tried ON {index}")
            took[name], _ = self.time_within(questions)
            self.sql("DROP INDEX tried")
        best = min(took, key=took.get)
        self.sql(f"CREATE INDEX best ON {INDEXES[best]}")
        self.sql("VACUUM ANALYZE entry")
        return best

    def time_within(self, questions):
        """As sqlite.time_within; by the server's client, without its start."""
        texts = [sqlite.QUERY.format(on=f"'{question['on']}'", known_at=question["known_at"]) for question in questions]
        output = self._run([BINARIES / "psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", *self._where()],
                           input="\\timing on\n" + "".join(f"{text};\n" for text in texts))
        parts = re.split(r"^Time: ([\d.]+) ms.*\n", output, flags=re.MULTILINE)
        times = [float(part) / 1e3 for part in parts[1::2]]
        assert len(times) == len(questions), output[-200:]
        last = [line.split("|") for line in parts[-3].splitlines()]
        return statistics.median(times), [(contributor, int(people)) for contributor, people in last]

    def inserts_a_second(self, clients, seconds):
        """Durable ones, of a row each, by so many clients."""
        self.sql("SET client_min_messages = warning; DROP TABLE IF EXISTS event; " + INSERTED)
        script = self._directory / "insert.sql"
        script.write_text(INSERT, encoding="utf-8")
        output = self._run([BINARIES / "pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j",
                            str(min(clients, os.cpu_count())), "-T", str(seconds), "-f", script, *self._where()[:-2], "postgres"])
        return float(re.search(r"tps = ([\d.]+)", output).group(1))
