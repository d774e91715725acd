"""Real servers for the tests, on private ports of this machine, each a process that ends with the session.

Import the fixtures a file needs: `from tests.servers import webdav, sftp, s3`.
"""

from __future__ import annotations

import getpass
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.conftest import _missing

__all__ = [
    "S3",
    "Sftp",
    "Webdav",
    "a_free_port",
    "a_host_key",
    "s3",
    "sftp",
    "start_sshd",
    "webdav",
    "webdav_digest",
    "webdavs",
]

READY_WITHIN = 60.0  # seconds; two cores shared by many
USER, PASSWORD = "cell", "k€y of the cell/1"  # what must survive a URL
SSHD_CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
PidFile none
AuthorizedKeysFile {folder}/authorized
StrictModes no
UsePAM no
PasswordAuthentication yes
KbdInteractiveAuthentication no
PermitRootLogin yes
LogLevel ERROR
MaxStartups 100
Subsystem sftp internal-sftp
"""
DAV_SERVER = """
import sys
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wsgi import get_input_stream
from wsgidav.wsgidav_app import WsgiDAVApp
folder, port, user, password = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
digest = sys.argv[5:] == ["digest"]
dav = WsgiDAVApp({
    "provider_mapping": {"/": folder},
    "simple_dc": {"user_mapping": {"*": {user: {"password": password}}}},
    "http_authenticator": {"accept_basic": not digest, "accept_digest": digest, "default_to_digest": digest},
    "verbose": 0, "logging": {"enable_loggers": []}, "property_manager": True, "lock_storage": True,
})
def app(environ, start):
    environ["wsgi.input"] = get_input_stream(environ)
    return dav(environ, start)
WSGIRequestHandler.protocol_version = "HTTP/1.1"
certificate = (sys.argv[5], sys.argv[6]) if len(sys.argv) > 6 else None
make_server("127.0.0.1", port, app, threaded=True, ssl_context=certificate).serve_forever()
"""


@dataclass(frozen=True)
class Webdav:
    """A WebDAV server on a folder."""

    port: int
    folder: Path
    certificate: Path | None = None  # its own, which no authority signed

    def url(self, path: str = "", *, password: str = PASSWORD) -> str:
        scheme = "webdavs" if self.certificate else "webdav"
        return f"{scheme}://{USER}:{quote(password, safe='')}@127.0.0.1:{self.port}/{path}"


@dataclass(frozen=True)
class Sftp:
    """OpenSSH's server, letting in whoever holds a throw-away key."""

    port: int
    folder: Path
    key: Path

    def url(self, path: str = "", *, login: str = "") -> str:
        place = self.folder / "files" / path
        return f"sftp://{login or getpass.getuser()}@127.0.0.1:{self.port}{place}?key={self.key}"


@dataclass(frozen=True)
class S3:
    """An S3 server with any number of buckets."""

    port: int

    def bucket(self) -> str:
        """A new bucket's name."""
        name = f"warroom-{secrets.token_hex(6)}"
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}/{name}", method="PUT")
        asked.add_header("Authorization", "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/s3/aws4_request")
        with urllib.request.urlopen(asked, timeout=30) as answer:
            assert answer.status == 200
        return name

    def url(self, bucket: str, path: str = "room") -> str:
        return f"s3://key:s%2Fcret@{bucket}/{path}?endpoint=http://127.0.0.1:{self.port}&region=us-east-1"


@pytest.fixture(scope="session")
def webdav(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Webdav]:
    """A WebDAV server that asks for user and password."""
    folder, port = tmp_path_factory.mktemp("webdav"), a_free_port()
    program = [sys.executable, "-W", "ignore", "-c", DAV_SERVER, str(folder), str(port), USER, PASSWORD]
    with_server = _started(program, port)
    yield Webdav(port, folder)
    _end(with_server)


@pytest.fixture(scope="session")
def webdav_digest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Webdav]:
    """One that never takes the password itself, only a digest of it."""
    folder, port = tmp_path_factory.mktemp("digest"), a_free_port()
    program = [sys.executable, "-W", "ignore", "-c", DAV_SERVER, str(folder), str(port), USER, PASSWORD, "digest"]
    with_server = _started(program, port)
    yield Webdav(port, folder)
    _end(with_server)


@pytest.fixture(scope="session")
def webdavs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Webdav]:
    """The same behind TLS, with a certificate of its own."""
    folder, place, port = tmp_path_factory.mktemp("webdavs"), tmp_path_factory.mktemp("tls"), a_free_port()
    certificate, key = place / "certificate.pem", place / "key.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=127.0.0.1"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*made, *names], check=True, capture_output=True)
    program = [sys.executable, "-W", "ignore", "-c", DAV_SERVER, str(folder), str(port), USER, PASSWORD]
    with_server = _started([*program, str(certificate), str(key)], port)
    yield Webdav(port, folder, certificate)
    _end(with_server)


@pytest.fixture(scope="session")
def sftp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sftp]:
    """An OpenSSH server of its own, with keys of its own."""
    folder, port = tmp_path_factory.mktemp("sftp"), a_free_port()
    program = start_sshd(folder, port)
    yield Sftp(port, folder, folder / "user_key")
    _end(program)


@pytest.fixture(scope="session")
def s3() -> Iterator[S3]:
    """Moto's S3 server."""
    port = a_free_port()
    program = _started([sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port)
    yield S3(port)
    _end(program)


def start_sshd(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """An sshd with a new host key; the key that lets in is made once a folder."""
    sshd = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if sshd is None or shutil.which("ssh-keygen") is None:
        _missing("OpenSSH's server is not installed (openssh-server)")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True, mode=0o755)  # where it gives up its rights
    (folder / "files").mkdir(exist_ok=True)
    a_host_key(folder)
    if not (folder / "user_key").exists():
        _keygen(folder / "user_key")
        shutil.copy(folder / "user_key.pub", folder / "authorized")
    (folder / "sshd_config").write_text(SSHD_CONFIG.format(port=port, folder=folder))
    return _started([str(sshd), "-D", "-e", "-f", str(folder / "sshd_config")], port)


def a_host_key(folder: Path) -> None:
    """A new key for the host of this folder, in place of the one it had."""
    for name in ("host_key", "host_key.pub"):
        (folder / name).unlink(missing_ok=True)
    _keygen(folder / "host_key")


def a_free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _keygen(path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)


def _started(program: list[str], port: int) -> subprocess.Popen[bytes]:
    server = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return server
        except OSError:
            time.sleep(0.05)
    _end(server)
    pytest.fail(f"{program[0]} did not start")


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
