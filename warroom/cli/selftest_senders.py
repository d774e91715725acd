"""`selftest`, senders: a message leaves by a mail server and by a web service of this machine, over TLS, and once."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from warroom.cli.checks import Found
from warroom.commands import AddChannel, Approve, DraftMessage, ReleaseMessage, SetSender
from warroom.domain.channels import ChannelKind
from warroom.domain.incidents import Mode
from warroom.domain.outbox import LineState
from warroom.errors import Refusal
from warroom.room import Room
from warroom.words import _

HERE = "127.0.0.1"
TEXTS = {"fr": {"title": "Essai", "body": "Essai du programme."}, "en": {"title": "Trial", "body": "A trial."}}
WAIT = 10.0  # seconds for one conversation
KNOWN = {b"EHLO": b"250 here", b"MAIL": b"250 ok", b"RCPT": b"250 ok", b"DATA": b"354 go on", b"QUIT": b"221 bye"}


def send(room: Room, incident: str, folder: Path) -> Found:
    """One message, two channels: each server gets it once, and a second try is refused."""
    folder.mkdir()
    context, ca = _certificate(folder / "server.pem")
    got = _Got()
    with ExitStack() as servers:
        mail, web = servers.enter_context(_mail(context, got)), servers.enter_context(_web(context, got))
        settings: dict[ChannelKind, dict[str, Any]] = {
            ChannelKind.SMTP: {
                "host": HERE, "port": mail, "security": "tls", "from": "cell@example.org", "to": ["desk@example.org"],
            },
            ChannelKind.WEBHOOK: {"url": f"https://{HERE}:{web}/messages"},
        }  # fmt: skip
        channels = []
        for kind, said in settings.items():
            channel = room.do(AddChannel(name=f"Selftest {kind.value}", kind=kind)).result()
            room.do(SetSender(channel=channel, settings={**said, "ca": ca})).result()
            channels.append(channel)
        draft = DraftMessage(incident=incident, audiences=("customers",), channels=tuple(channels), texts=TEXTS)
        message = room.do(draft).result().id
        room.do(Approve(message=message, exception="Selftest")).result()
        room.do(ReleaseMessage(message=message)).result()
        lines = [line for line in room.views.outbox(mode=Mode.BOTH) if line.message == message]
        for line in lines:
            room.outbox.send(line.id, is_checked=True)
        again = [_is_refused(room, line.id) for line in lines]
    every = [line for line in room.views.outbox(mode=Mode.BOTH, is_whole=True) if line.message == message]
    is_gone = [line.state for line in every] == [LineState.GONE, LineState.GONE]
    is_whole = is_gone and all(again) and (got.mails, got.posts) == (1, 1)
    return Found(is_whole, _("by mail and by a web service over TLS, nothing twice"))


@dataclass(slots=True)
class _Got:
    mails: int = 0
    posts: int = 0


def _is_refused(room: Room, line: str) -> bool:
    try:
        room.outbox.send(line, is_checked=True)
    except Refusal:
        return True
    return False


@contextmanager
def _mail(context: ssl.SSLContext, got: _Got) -> Iterator[int]:
    """A mail server that takes one message; its port."""
    listening = socket.create_server((HERE, 0))
    listening.settimeout(WAIT)

    def serve() -> None:
        with suppress(OSError):
            line, _address = listening.accept()
            line.settimeout(WAIT)
            with context.wrap_socket(line, server_side=True) as spoken, spoken.makefile("rb") as told:
                spoken.sendall(b"220 here\r\n")
                while (command := told.readline(1_000)[:4].upper()) in KNOWN:
                    spoken.sendall(KNOWN[command] + b"\r\n")
                    if command == b"DATA":
                        while told.readline(10_000) not in (b".\r\n", b""):
                            pass
                        got.mails += 1
                        spoken.sendall(b"250 queued\r\n")

    with _running(serve), listening:
        yield listening.getsockname()[1]


@contextmanager
def _web(context: ssl.SSLContext, got: _Got) -> Iterator[int]:
    """A web service that takes one message; its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            got.posts += 1
            self.send_response(201)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_said: Any) -> None:
            return

    with HTTPServer((HERE, 0), Handler) as server:
        server.timeout = WAIT
        server.socket = context.wrap_socket(server.socket, server_side=True)
        with _running(server.handle_request):
            yield server.server_address[1]


@contextmanager
def _running(work: Any) -> Iterator[None]:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join(timeout=WAIT)


def _certificate(file: Path) -> tuple[ssl.SSLContext, str]:
    """What the servers show, and the certificate that a channel trusts."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Selftest")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HERE))])
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(x509.random_serial_number()).add_extension(here, critical=False)
    built = built.not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    made = built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + made)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context, made.decode()
