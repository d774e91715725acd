"""Real servers for messages, on private ports of this machine: mail with STARTTLS and a login, a web service over TLS.

Their certificates are signed by an authority that the test makes, and that nobody else trusts.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "cellule", "clé à 3 mots/€"
DAY = dt.timedelta(days=1)


class Authority:
    """An authority of the test's own, and certificates that it signs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        usage = x509.KeyUsage(*[name in (5, 6) for name in range(9)])
        built = self._builder(self._name, self._key, DAY).add_extension(x509.BasicConstraints(True, None), True)
        self._certificate = built.add_extension(usage, True).sign(self._key, hashes.SHA256())
        self.pem = self._certificate.public_bytes(serialization.Encoding.PEM).decode()

    def context(self, host: str = "127.0.0.1", *, valid_for: dt.timedelta = DAY) -> ssl.SSLContext:
        """What a server of this name shows; a negative time has expired."""
        key = ec.generate_private_key(ec.SECP256R1())
        name: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
        built = self._builder(x509.Name([]), key, valid_for).add_extension(x509.SubjectAlternativeName([name]), True)
        signed = built.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), False
        ).sign(self._key, hashes.SHA256())
        file = self._folder / f"server-{time.monotonic_ns()}.pem"
        secret = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _builder(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, valid_for: dt.timedelta
    ) -> x509.CertificateBuilder:
        now = dt.datetime.now(dt.UTC)
        built = x509.CertificateBuilder().subject_name(subject).issuer_name(self._name)
        built = built.not_valid_before(now - 3 * DAY).not_valid_after(now + valid_for)
        built = built.public_key(key.public_key()).serial_number(x509.random_serial_number())
        return built.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)


@dataclass
class Mail:
    """A mail server, what it got, and how it behaves: replace `on_…` to misbehave."""

    port: int = 0
    got: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    on_data: Callable[[], str] = lambda: "250 2.0.0 OK queued as A7"

    async def handle_RCPT(  # noqa: N802  (aiosmtpd asks)
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.refuses:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  (aiosmtpd asks)
        self.raw.append(envelope.content)
        self.got.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        answer = await asyncio.get_running_loop().run_in_executor(None, self.on_data)
        if not answer.startswith("250"):
            for kept in (self.raw, self.got, self.envelopes):
                kept.pop()
        return answer


@contextmanager
def mail_server(
    context: ssl.SSLContext | None, *, implicit: bool = False, login: bool = True, starttls: bool = True
) -> Iterator[Mail]:
    """A mail server with STARTTLS and a login, unless told otherwise."""
    mail = Mail()
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # what clients do wrong is what some tests are about

    def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=is_right, handled=False)

    class Local(Controller):
        def _trigger_server(self) -> None:
            """Knock once, on the port that the system chose, as the library does on one that it was told."""
            self.port = self.server.sockets[0].getsockname()[1]
            with socket.create_connection((self.hostname, self.port), 5) as knock:
                if not implicit:
                    knock.recv(100)
                    return
                trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
                with trusting.wrap_socket(knock) as spoken:
                    spoken.recv(100)

        def factory(self) -> SMTP:
            return SMTP(
                mail,
                hostname="mail.example.org",
                tls_context=context if starttls and not implicit else None,
                require_starttls=starttls and not implicit and context is not None,
                authenticator=authenticate if login else None,
                auth_required=login,
                auth_require_tls=starttls and not implicit,
                enable_SMTPUTF8=False,
            )

    server = Local(mail, hostname="127.0.0.1", port=0, ssl_context=context if implicit else None)
    server.start()
    try:
        mail.port = server.port
        yield mail
    finally:
        server.stop()


@dataclass
class Asked:
    """One request that a web service got."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Web:
    """A web service over TLS, what it was asked, and what it answers: status, headers, body; None says nothing."""

    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    answer: Callable[[Asked], tuple[int, dict[str, str], bytes] | None] = lambda asked: (201, {}, b"")

    def url(self, path: str = "/messages", *, scheme: str = "https") -> str:
        return f"{scheme}://127.0.0.1:{self.port}{path}"


@contextmanager
def web_service(context: ssl.SSLContext | None) -> Iterator[Web]:
    web = Web()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.command, self.path, dict(self.headers.items()), body)
            web.asked.append(asked)
            said = web.answer(asked)
            if said is None:
                self.close_connection = True
                return
            status, headers, text = said
            self.send_response(status)
            for name, value in {"Content-Length": str(len(text)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(text)

        do_HEAD = do_POST  # noqa: N815  (http.server asks)

        def log_message(self, *_said: Any) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = False

        def handle_error(self, *_about: Any) -> None:
            return  # a client that hangs up is what some tests are about

    server = Server(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    web.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
