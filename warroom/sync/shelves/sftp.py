"""An SFTP server as a shelf: the host's key is checked, and files get their name when they are whole."""

from __future__ import annotations

import errno
import logging
import os
import posixpath
import secrets
import socket
import stat
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warroom.errors import Trouble
from warroom.sync.addresses import Address
from warroom.sync.depots import Memory
from warroom.sync.shelves import (
    ANSWER_WAIT,
    CONNECT_WAIT,
    TEMPORARY,
    Entry,
    failed,
    no_such_place,
    of_os,
    parents,
    refused_us,
    unreachable,
)
from warroom.words import _

if TYPE_CHECKING:
    import paramiko

PORT = 22
QUIET = "warroom.silent.sftp"  # paramiko logs tracebacks of refused connections; we say them ourselves


class SftpShelf:
    """One connection, one channel a thread; the key of the host is known or remembered. See `Shelf`."""

    lanes = 4

    def __init__(self, address: Address, memory: Memory) -> None:
        self._address, self._memory = address, memory
        self.where = address.where
        self._root = "."
        self._client: paramiko.SSHClient | None = None
        self._channels = threading.local()
        self._made: set[str] = set()

    def open(self, *, may_make: bool) -> None:
        self._client = _connected(self._address, self._memory)
        self._root = _root_of(self._address)
        sftp = self._sftp()
        try:
            with suppress(FileNotFoundError):
                if stat.S_ISDIR(sftp.stat(self._root).st_mode or 0):
                    return
            if not may_make:
                raise no_such_place(f"{self.where} {self._root}")
            try:
                sftp.mkdir(self._root)
            except FileNotFoundError:
                raise no_such_place(f"{self.where} {self._root}") from None
        except Exception as error:
            raise self._explained(error, writing=may_make) from error

    def names(self, folder: str) -> list[Entry]:
        try:
            found = self._sftp().listdir_attr(posixpath.join(self._root, folder))
            return [Entry(item.filename, stat.S_ISDIR(item.st_mode or 0), item.st_size) for item in found]
        except FileNotFoundError:
            return []
        except Exception as error:
            raise self._explained(error, writing=False) from error

    def read(self, path: str, most: int) -> bytes | None:
        try:
            with self._sftp().open(posixpath.join(self._root, path), "rb") as source:
                size = source.stat().st_size or 0
                if size > most:
                    return None
                source.prefetch(size)
                body: bytes = source.read(most + 1)
        except FileNotFoundError:
            return None
        except Exception as error:
            raise self._explained(error, writing=False) from error
        return body if len(body) <= most else None

    def put(self, path: str, body: bytes) -> None:
        target = posixpath.join(self._root, path)
        temporary = posixpath.join(posixpath.dirname(target), TEMPORARY + secrets.token_hex(8))
        sftp = self._sftp()
        try:
            self._make(sftp, path)
            try:
                with sftp.open(temporary, "wbx") as stream:
                    stream.set_pipelined(True)
                    stream.write(body)
                if sftp.stat(temporary).st_size != len(body):
                    raise failed(self.where, "size differs")
                _rename(sftp, temporary, target)
            except BaseException:
                with suppress(Exception):
                    sftp.remove(temporary)
                raise
        except Exception as error:
            raise self._explained(error, writing=True) from error

    def settle(self) -> None:
        return  # the server answers for its disk

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _sftp(self) -> paramiko.SFTPClient:
        """This thread's own channel: paramiko loses answers when two threads share one."""
        channel: paramiko.SFTPClient | None = getattr(self._channels, "sftp", None)
        if channel is not None:
            return channel
        if self._client is None:
            raise unreachable(self.where)
        try:
            channel = self._client.open_sftp()
            wire = channel.get_channel()
            assert wire is not None
            wire.settimeout(ANSWER_WAIT)
        except Exception as error:
            raise self._explained(error, writing=False) from error
        self._channels.sftp = channel
        return channel

    def _make(self, sftp: paramiko.SFTPClient, path: str) -> None:
        for folder in parents(path):
            if folder in self._made:
                continue
            place = posixpath.join(self._root, folder)
            try:
                sftp.mkdir(place)
            except OSError:
                if not stat.S_ISDIR(sftp.stat(place).st_mode or 0):
                    raise
            self._made.add(folder)

    def _explained(self, error: Exception, *, writing: bool) -> Exception:
        import paramiko

        if isinstance(error, Trouble):
            return error
        if isinstance(error, TimeoutError | EOFError | paramiko.SSHException | ConnectionError):
            return unreachable(self.where)
        if isinstance(error, OSError):
            if error.errno is None:  # what SFTP calls a failure: a full disk most of all
                return failed(self.where, str(error) or "failure")
            return of_os(error, self.where, writing=writing)
        return error


def _root_of(address: Address) -> str:
    """The folder: absolute as in the URL; `/~/folder` is below the home of the user there."""
    path = address.path
    if path == "/~" or path.startswith("/~/"):
        return path[3:].strip("/") or "."
    return path.rstrip("/") or "/"


def _rename(sftp: paramiko.SFTPClient, temporary: str, target: str) -> None:
    try:
        sftp.posix_rename(temporary, target)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.ENOENT):
            raise
        with suppress(OSError):  # a server without that extension renames only to a free name
            sftp.remove(target)
        sftp.rename(temporary, target)


def _connected(address: Address, memory: Memory) -> paramiko.SSHClient:
    """A connection to the host whose key is the one we know. Raises Trouble."""
    import paramiko

    _silence()
    asked = _as_configured(address)
    name = asked["hostname"] if asked["port"] == PORT else f"[{asked['hostname']}]:{asked['port']}"
    client = paramiko.SSHClient()
    client.set_log_channel(QUIET)
    for known in (Path("/etc/ssh/ssh_known_hosts"), Path.home() / ".ssh" / "known_hosts"):
        with suppress(OSError, paramiko.SSHException):
            client.load_system_host_keys(str(known))
    remembered = _remembered(memory)
    if remembered is not None:
        client.get_host_keys().add(name, remembered.get_name(), remembered)
    client.set_missing_host_key_policy(_first_use(memory))
    try:
        wire = socket.create_connection((asked["hostname"], asked["port"]), timeout=CONNECT_WAIT)
    except OSError as error:
        raise unreachable(address.where, error.strerror or "") from error
    try:
        client.connect(
            **asked,
            sock=wire,
            timeout=CONNECT_WAIT,
            banner_timeout=CONNECT_WAIT,
            auth_timeout=CONNECT_WAIT,
            channel_timeout=CONNECT_WAIT,
        )
    except BaseException as error:
        client.close()
        wire.close()
        if isinstance(error, paramiko.BadHostKeyException):
            raise _another_host(address.where, error.key) from error
        if isinstance(error, paramiko.AuthenticationException | paramiko.PasswordRequiredException):
            raise refused_us(address.where) from error
        if isinstance(error, paramiko.SSHException | OSError | EOFError | ValueError):
            is_no_key = "No authentication methods" in str(error)
            raise refused_us(address.where) if is_no_key else unreachable(address.where) from error
        raise
    return client


def _as_configured(address: Address) -> dict[str, Any]:
    """Host, port, user and key, with what the user's own `~/.ssh/config` says of that host."""
    import paramiko

    said: Any = {}
    with suppress(Exception):  # whatever is in it: then the address alone counts
        said = paramiko.SSHConfig.from_path(str(Path.home() / ".ssh" / "config")).lookup(address.host)
    port = address.port or int(said.get("port", PORT))
    asked: dict[str, Any] = {"hostname": said.get("hostname", address.host), "port": port}
    asked["username"] = address.user or said.get("user") or os.environ.get("USER") or os.environ.get("USERNAME")
    if address.password:
        asked.update(password=address.password, allow_agent=False, look_for_keys=False)
    if keys := [address.options["key"]] if "key" in address.options else said.get("identityfile"):
        asked["key_filename"] = keys
    return asked


def _remembered(memory: Memory) -> paramiko.PKey | None:
    import base64

    import paramiko

    kept = memory.get("host_key")
    if not isinstance(kept, str) or " " not in kept:
        return None
    kind, _space, body = kept.partition(" ")
    return paramiko.PKey.from_type_string(kind, base64.b64decode(body))


def _first_use(memory: Memory) -> Any:
    """A policy that remembers the key of a host nobody knew, and takes no second one."""
    import paramiko

    class FirstUse(paramiko.MissingHostKeyPolicy):
        def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:
            kept = f"{key.get_name()} {key.get_base64()}"
            if memory.setdefault("host_key", kept) != kept:
                raise paramiko.BadHostKeyException(hostname, key, key)

    return FirstUse()


def _another_host(where: str, key: paramiko.PKey) -> Trouble:
    return Trouble(
        "store-host-key",
        _("{where} shows another key than before ({fingerprint}): it may be another machine.").format(
            where=where, fingerprint=key.fingerprint
        ),
        safe=_("Nothing was sent to it, not even the password."),
        todo=_("Ask whoever runs it. If its key was changed on purpose, remove the remote and add it again."),
    )


def _silence() -> None:
    log = logging.getLogger(QUIET)
    log.propagate = False
    log.setLevel(logging.CRITICAL)
    if not log.handlers:
        log.addHandler(logging.NullHandler())
