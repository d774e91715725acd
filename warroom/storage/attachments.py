"""Attachments: streamed into the room file as encrypted chunks named by their hash, and out again, checked."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import apsw
import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from warroom.domain.files import ATTACHMENT_MAX, CHUNK_BYTES
from warroom.errors import Refusal, Trouble, WrongKey
from warroom.storage.sight import MARK, Sight
from warroom.words import _

Step = Callable[[int, int], None]
UNFINISHED_MS = 86_400_000  # no attach takes a day


@dataclass(frozen=True, slots=True)
class Stored:
    """A file whose chunks are in the room: what its record will say."""

    name: str
    media_type: str
    size: int  # bytes
    sha256: str
    chunks: tuple[bytes, ...]
    key: bytes

    def __repr__(self) -> str:
        return f"Stored({self.name!r}, {self.size} bytes)"


def seal_chunk(key: bytes, index: int, plain: bytes) -> bytes:
    """One chunk under the attachment's own random key; its place in the file is its nonce, used once per key."""
    return ChaCha20Poly1305(key).encrypt(index.to_bytes(12, "big"), plain, b"warroom-chunk-1")


def open_chunk(key: bytes, index: int, sealed: bytes) -> bytes:
    return ChaCha20Poly1305(key).decrypt(index.to_bytes(12, "big"), sealed, b"warroom-chunk-1")


def label_of(name: str) -> str:
    """A file's name as a label: never a path, no control characters, at most 200 characters."""
    base = PureWindowsPath(PurePosixPath(name).name).name
    return "".join(char for char in base if char.isprintable())[:200]


def read_in(
    path: Path, store: Callable[[list[tuple[bytes, bytes]]], Any], *, step: Step = lambda done, total: None
) -> Stored:
    """Stream a file into the room, a few chunks a transaction; only its record makes it part of the log.

    A file that is still growing is taken as it stood at the start. Raises Refusal when it is too large or not a file,
    Trouble when it cannot be read or gets shorter meanwhile.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Refusal(
                "not-a-file",
                _("{name} is not a file.").format(name=path.name),
                safe=_("Nothing was attached."),
                todo=_("Attach files one by one, not a folder or a device."),
            )
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > ATTACHMENT_MAX:
                raise too_large(path.name)
            return _stream_in(path.name, stream, size, store, step)
    except OSError as error:
        raise Trouble(
            "file-unreadable",
            _("The file {name} cannot be read: {why}").format(name=path.name, why=error.strerror or error),
            safe=_("Nothing was attached."),
            todo=_("Check that it is still there and that you may read it."),
        ) from error


def _stream_in(
    name: str, stream: Any, size: int, store: Callable[[list[tuple[bytes, bytes]]], Any], step: Step
) -> Stored:
    key, digest, done = os.urandom(32), hashlib.sha256(), 0
    names: list[bytes] = []
    batch: list[tuple[bytes, bytes]] = []
    while plain := stream.read(min(CHUNK_BYTES, size - done)):
        done += len(plain)
        digest.update(plain)
        sealed = seal_chunk(key, len(names), plain)
        sha = hashlib.sha256(sealed).digest()
        names.append(sha)
        batch.append((sha, sealed))
        if len(batch) == 4:
            store(batch)
            batch = []
            step(done, size)
    if done < size:
        raise Trouble(
            "file-changed",
            _("The file {name} got shorter while it was read.").format(name=name),
            safe=_("Nothing was attached."),
            todo=_("Wait until nobody writes it any more, then try again."),
        )
    if batch:
        store(batch)
    step(done, size)
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Stored(
        name=label_of(name), media_type=media_type, size=done, sha256=digest.hexdigest(), chunks=tuple(names), key=key
    )


def keep_chunks(conn: apsw.Connection, batch: list[tuple[bytes, bytes]], *, now_ms: int) -> None:
    """Put sealed chunks, each under its hash, in the room file, noted as waiting for their attachment."""
    conn.executemany("INSERT OR IGNORE INTO chunk(sha, body) VALUES(?,?)", batch)
    conn.executemany("INSERT OR REPLACE INTO attaching(sha, at) VALUES(?,?)", [(name, now_ms) for name, _body in batch])


def settle_chunks(conn: apsw.Connection, names: Sequence[bytes]) -> None:
    """Their attachment is there: they wait no longer. Raises Trouble when one is gone meanwhile."""
    for name in names:
        if next(iter(conn.execute("SELECT 1 FROM chunk WHERE sha=?", (name,))), None) is None:
            raise Trouble(
                "attachment-lost",
                _("A piece of the file is no longer in the room."),
                safe=_("Nothing was attached."),
                todo=_("Attach the file again."),
            )
    conn.executemany("DELETE FROM attaching WHERE sha=?", [(name,) for name in names])


def sweep_chunks(conn: apsw.Connection, *, now_ms: int) -> None:
    """Let go what an attach that was killed a day ago or more left behind.

    Only chunks that this file noted itself and no attachment names: one received before its record is never noted.
    """
    lost = f"SELECT sha FROM attaching WHERE at < {now_ms - UNFINISHED_MS:d}"
    named = (
        "SELECT unhex(value) FROM attachment, json_each(CASE WHEN json_valid(chunks) THEN chunks ELSE '[]' END) "
        "WHERE unhex(value) IS NOT NULL"
    )
    if next(iter(conn.execute(f"{lost} LIMIT 1")), None) is not None:
        list(conn.execute(f"DELETE FROM chunk WHERE sha IN ({lost}) AND sha NOT IN ({named})"))
        list(conn.execute(f"DELETE FROM attaching WHERE sha IN ({lost})"))


def drop_chunks(conn: apsw.Connection, names: list[bytes]) -> None:
    """Take chunks back whose attachment did not come to be; each was sealed for it alone."""
    for table in ("chunk", "attaching"):
        conn.executemany(f"DELETE FROM {table} WHERE sha=?", [(name,) for name in names])


def read_out(conn: apsw.Connection, record: str, sight: Sight) -> Iterator[bytes]:
    """The bytes of an attachment, chunk by chunk, checked against its hash. Raises Trouble when damaged or not here yet."""
    row = next(
        iter(conn.execute("SELECT name, chunks, sha256 FROM attachment WHERE id=?", (bytes.fromhex(record),))), None
    )
    key = next(iter(conn.execute("SELECT secret FROM attachment_key WHERE id=?", (bytes.fromhex(record),))), None)
    if row is None:
        raise Refusal("attachment-unknown", _("This attachment is not in the room."))
    if key is None or not key[0]:
        raise erased()
    try:
        name, secret = str(row[0] or ""), base64.b64decode(sight.secret(bytes.fromhex(record), key[0]))
    except WrongKey as error:
        raise restricted() from error
    except Trouble as error:
        raise damaged(_("restricted file")) from error
    if name.startswith(MARK):
        name = _("restricted file")
    digest = hashlib.sha256()
    for index, sha in enumerate(orjson.loads(row[1] or "[]")):
        found = next(iter(conn.execute("SELECT body FROM chunk WHERE sha=?", (bytes.fromhex(sha),))), None)
        if found is None:
            raise Trouble(
                "attachment-awaited",
                _("{name} has not been received yet from the station that holds it.").format(name=name),
            )
        try:
            plain = open_chunk(secret, index, found[0])
        except InvalidTag as error:
            raise damaged(name) from error
        digest.update(plain)
        yield plain
    if digest.hexdigest() != row[2]:
        raise damaged(name)


def erased() -> Refusal:
    return Refusal(
        "attachment-erased",
        _("This file was erased on request."),
        safe=_("The log still says that it was here, and its SHA-256."),
    )


def restricted() -> Refusal:
    return Refusal(
        "attachment-restricted",
        _("This file is restricted: only members of its circle can open it."),
        safe=_("It is kept as it is."),
        todo=_("Ask a member of the circle."),
    )


def damaged(name: str) -> Trouble:
    return Trouble(
        "attachment-damaged",
        _("The attachment {name} is damaged.").format(name=name),
        safe=_("The log is safe; only this file is affected."),
        todo=_("Take it again from its source or from another station."),
    )


def too_large(name: str) -> Refusal:
    return Refusal(
        "attachment-too-large",
        _("{name} is larger than 200 MB.").format(name=name),
        safe=_("Nothing was attached."),
        todo=_("Attach an extract, or note in the log where the file is kept."),
    )
