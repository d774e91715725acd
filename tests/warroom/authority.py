"""A real time stamp authority on loopback: `openssl ts` behind a small HTTP server, under a CA made for the test."""

from __future__ import annotations

import http.server
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CONFIGURATION = """
[ req ]
distinguished_name = dn
[ dn ]
[ ca_ext ]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[ tsa_ext ]
basicConstraints = CA:false
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ tsa ]
default_tsa = tsa1
[ tsa1 ]
serial = ./serial
signer_cert = ./tsa.pem
{chain}
signer_key = ./tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


class Authority:
    """Its folder with keys, the address it listens on, and what it does with an answer before sending it."""

    def __init__(self, folder: Path, *, with_chain: bool) -> None:
        if shutil.which("openssl") is None:
            pytest.skip("openssl is not installed")
        self.folder = folder
        folder.mkdir(parents=True)
        chain = "certs = ./ca.pem" if with_chain else ""
        (folder / "tsa.cnf").write_text(CONFIGURATION.format(chain=chain))
        (folder / "serial").write_text("01\n")
        ca = "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -extensions ca_ext"
        self._openssl(*ca.split(), "-subj", "/CN=Throw-away CA", "-config", "tsa.cnf")
        self._openssl(
            *["req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr"],
            "-subj",
            "/CN=Throw-away TSA",
            "-config",
            "tsa.cnf",
        )
        issue = "x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out tsa.pem -days 30"
        self._openssl(*issue.split(), "-extfile", "tsa.cnf", "-extensions", "tsa_ext")
        self.url = ""
        self.twist: Callable[[bytes, bytes], bytes] = lambda _question, answer: answer
        self.asked: list[bytes] = []

    @property
    def ca(self) -> Path:
        return self.folder / "ca.pem"

    def answer(self, question: bytes) -> bytes:
        """The answer of `openssl ts`."""
        (self.folder / "question.tsq").write_bytes(question)
        self._openssl(*["ts", "-reply", "-config", "tsa.cnf", "-queryfile", "question.tsq", "-out", "answer.tsr"])
        return (self.folder / "answer.tsr").read_bytes()

    def question_about(self, content: bytes) -> bytes:
        """Another question, made by openssl itself."""
        (self.folder / "content").write_bytes(content)
        self._openssl(*["ts", "-query", "-data", "content", "-sha256", "-cert", "-out", "other.tsq"])
        return (self.folder / "other.tsq").read_bytes()

    def _openssl(self, *arguments: str) -> None:
        done = subprocess.run(["openssl", *arguments], cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


@contextmanager
def listening(authority: Authority) -> Iterator[Authority]:
    """The authority at work."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/moved":
                self.send_response(302)
                self.send_header("Location", "file:///etc/passwd")
                self.end_headers()
                return
            if self.path == "/elsewhere":
                self.send_response(307)
                self.send_header("Location", authority.url)
                self.end_headers()
                return
            authority.asked.append(question)
            body = authority.twist(question, authority.answer(question))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing on stderr."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    authority.url = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield authority
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
