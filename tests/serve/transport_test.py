# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""TLS, figures for Prometheus, and many clients."""
import http.client
import json
import os
import re
import socket
import ssl
import subprocess
import threading
import unittest

from served import OnTheExample, Served


class Transport(OnTheExample):
    def test_with_a_certificate_it_speaks_tls_only(self):
        certificate, key = (os.path.join(self.directory.name, name) for name in ("cert.pem", "key.pem"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-keyout", key, "-out", certificate, "-days",
                        "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"], check=True,
                       stderr=subprocess.DEVNULL)
        with Served(self.ledger, "--tls-cert", certificate, "--tls-key", key) as served:
            context = ssl.create_default_context(cafile=certificate)
            connection = http.client.HTTPSConnection("127.0.0.1", served.port, context=context, timeout=30)
            connection.request("GET", "/v1/head")
            self.assertEqual(json.loads(connection.getresponse().read())["origin"], "example.org/haiti")
            connection.close()
            with self.assertRaises((http.client.HTTPException, ConnectionError)):
                served.get("/v1/head")
            # Old versions of the protocol are not spoken.
            old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
            old.set_ciphers("ALL:@SECLEVEL=0")
            old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
            with self.assertRaises((ssl.SSLError, ConnectionError)):
                http.client.HTTPSConnection("127.0.0.1", served.port, context=old, timeout=30).request("GET", "/")

    def test_prometheus_accepts_the_figures_and_they_count(self):
        with Served(self.ledger) as served:
            for _ in range(3):
                served.get("/v1/headcount?on=2025-01-18")
            for path in ("/v1/never", "/nothing", "/also/nothing"):
                served.get(path)
            text = served.get("/metrics").content
            checked = subprocess.run(["promtool", "check", "metrics"], input=text, stdout=subprocess.PIPE,
                                     stderr=subprocess.STDOUT)
            self.assertEqual((checked.returncode, checked.stdout), (0, b""))
            figures = text.decode()
            self.assertIn('muster_http_requests_total{route="/v1/headcount",status="200"} 3', figures)
            self.assertIn("muster_log_records 81", figures)
            # What is asked for at random makes no more series.
            self.assertIn('muster_http_requests_total{route="none",status="404"} 3', figures)
            self.assertEqual(len(re.findall("never|nothing", figures)), 0)

    def test_what_is_no_http_is_refused_and_the_server_goes_on(self):
        # The first thing that it hears: under ThreadSanitizer this shows what its threads do before a question.
        for words in (b"GET / HTTP/1.1\r\nno colon here\r\n\r\n", b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n"):
            with Served(self.ledger) as served:
                with socket.create_connection(("127.0.0.1", served.port), timeout=30) as client:
                    client.sendall(words)
                    self.assertRegex(client.recv(12), rb"^HTTP/1.1 4\d\d")
                self.assertEqual(served.get("/v1/head").status, 200)

    def test_many_clients_at_once_get_their_own_answers(self):
        days = [f"2024-{month:02}-{day:02}" for month in range(6, 13) for day in range(1, 28, 3)]
        with Served(self.ledger) as served:
            wrong = []

            def ask(number):
                connection = served.connection()
                for day in days[number:] + days[:number]:
                    connection.request("GET", f"/v1/headcount?on={day}")
                    response = connection.getresponse()
                    body = response.read()
                    if response.status != 200 or json.loads(body)["on"] != day:
                        wrong.append((day, response.status, body))
                connection.close()

            threads = [threading.Thread(target=ask, args=(number,)) for number in range(32)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main()
