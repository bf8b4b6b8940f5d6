# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""A ledger of the example, and `muster serve` on it."""
import datetime
import glob
import http.client
import json
import os
import re
import subprocess
import tempfile
import unittest

from described import Description

MUSTER = os.environ["MUSTER"]
REPORTS = sorted(glob.glob(os.path.join(os.environ["SOURCE"], "examples/haiti/*.yaml")))


def muster(*words, ledger=None, check=True):
    """Runs a command; answers what it printed."""
    more = ["--ledger", ledger] if ledger else []
    return subprocess.run([MUSTER, *words, *more], check=check, stdout=subprocess.PIPE, stderr=subprocess.PIPE).stdout


def without_root(text):
    """A receipt without what holds the time of recording."""
    return {key: value for key, value in json.loads(text).items() if key != "root"}


def make_ledger(directory, reports=None):
    ledger = os.path.join(directory, "haiti.ledger")
    muster("init", "--origin", "example.org/haiti", ledger=ledger)
    muster("append", "--by", "desk", *(REPORTS if reports is None else reports), ledger=ledger)
    return ledger


def make_token(ledger, name="desk", role="reporter", *options):
    return muster("token", "add", name, "--role", role, *options, ledger=ledger).decode().strip()


def expire_soon(ledger, name):
    """Has the token of a name expire in a second."""
    file = os.path.join(ledger, "access", "tokens")
    with open(file, encoding="utf-8") as tokens:
        first, *lines = tokens.read().splitlines()
    when = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    changed = [{**token, "expires_at": when} if token["name"] == name else token for token in map(json.loads, lines)]
    with open(file + ".new", "w", encoding="utf-8") as tokens:
        tokens.write("\n".join([first, *map(json.dumps, changed)]) + "\n")
    os.replace(file + ".new", file)


def form_of(parts):
    """A body of multipart/form-data with these parts (name, file name, bytes), and its Content-Type."""
    boundary = "boundary-of-the-tests"
    body = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n\r\n'.encode() + content + b"\r\n"
        for name, file, content in parts)
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def form_of_reports(*paths):
    """The same of report files with the documents that they name."""
    parts = []
    for path in paths:
        with open(path, "rb") as file:
            text = file.read()
        parts.append(("report", path, text))
        for name in re.findall(r"^\s*(?:document|transcript): *(\S+)", text.decode(), re.MULTILINE):
            with open(os.path.join(os.path.dirname(path), name), "rb") as file:
                parts.append((name, name, file.read()))
    return form_of(parts)


class Served:
    """The program, on any free port, until the end of the block."""

    described = None

    def __init__(self, ledger, *options, **process):
        self.errors = tempfile.TemporaryFile()
        where = [] if "--listen" in options else ["--listen", "127.0.0.1:0"]
        self.process = subprocess.Popen(
            [MUSTER, "serve", "--ledger", ledger, *where, *options], stdout=subprocess.PIPE, stderr=self.errors,
            **process)
        line = self.process.stdout.readline().decode()
        found = re.search(r" at https?://[\d.]+:(\d+)$", line.strip())
        assert found, line + self.said()
        self.port = int(found[1])
        if "--grpc-listen" in options:
            line = self.process.stdout.readline().decode()
            found = re.search(r" at grpcs?://127\.0\.0\.1:(\d+)$", line.strip())
            assert found, line + self.said()
            self.grpc_port = int(found[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            # Not 0 either where a sanitizer has something to report.
            assert self.process.wait(timeout=120) == 0, self.said()
        self.process.stdout.close()
        self.errors.close()

    def said(self):
        """What it wrote to standard error so far."""
        self.errors.seek(0)
        return self.errors.read().decode()

    def connection(self, timeout=60):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def threads(self):
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("Threads:"))

    def memory_kib(self):
        """What it holds of the computer's memory."""
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))

    def get(self, path, method="GET", body=None, **headers):
        """The response, with its body as `content`."""
        connection = self.connection()
        connection.request(method, path, body=body,
                           headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        response.content = response.read()
        connection.close()
        if path.split("?")[0] != "/v1/openapi.json" and response.getheader("Content-Encoding") is None and response.status != 429:
            self.description().check(method, path, response.status, response.getheader("Content-Type", ""), response.content)
        return response

    def description(self):
        """What the server says of its answers; that of one program is that of another."""
        if Served.described is None:
            connection = self.connection()
            connection.request("GET", "/v1/openapi.json", headers={"Host": "localhost"})
            Served.described = Description(connection.getresponse().read())
            connection.close()
        return Served.described

    def post(self, body, kind="application/yaml", token=None, query="", **headers):
        """The response to POST /v1/reports."""
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return self.get("/v1/reports" + query, method="POST", body=body, Content_Type=kind, **headers)

    def append(self, token, *paths, query=""):
        """The receipt of report files that are appended."""
        response = self.post(*form_of_reports(*paths), token=token, query=query)
        assert response.status in (200, 201), response.content
        return json.loads(response.content)

    def problem(self, path, **headers):
        """The status and the problem's detail, of a response that must be one."""
        response = self.get(path, **headers)
        assert response.getheader("Content-Type") == "application/problem+json", response.content
        problem = json.loads(response.content)
        assert problem["status"] == response.status and problem["title"] and problem["type"] == "about:blank", problem
        return response.status, problem["detail"]


class OnTheExample(unittest.TestCase):
    """Tests that share one ledger of the example."""

    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        cls.ledger = make_ledger(cls.directory.name)

    @classmethod
    def tearDownClass(cls):
        cls.directory.cleanup()


class OfAServer(OnTheExample):
    """Tests that share one server of it, too."""

    OPTIONS = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.served = Served(cls.ledger, *cls.OPTIONS)

    @classmethod
    def tearDownClass(cls):
        cls.served.__exit__()
        super().tearDownClass()
