"""The anchor: a note outside the room file of how far its writer came, so that no copy of the file forks it silently.

Written after each commit, without waiting for the disk. Kept in two slots written in turn, each with a checksum: a torn
write leaves the other slot, one commit older, which still proves the same history (design, sync §5).
"""

from __future__ import annotations

import errno
import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from filelock import lock_descriptor, unlock_descriptor

from warroom.errors import Trouble
from warroom.identity.files import LOCK_PATIENCE, PRIVATE, private_folder
from warroom.identity.strict import Malformed, decode_object, exactly, from_hex, integer, text
from warroom.identity.wrapping import NONCE_LENGTH
from warroom.words import _

MACHINE_LENGTH = 32
HASH_LENGTH = 32
WRITER_LENGTH = 8
_ROOM_LENGTH = 16
_SLOT = 512
_CHECKSUM = 16
_TAG = 16
_MOST = 2**63 - 1
_POLL = 0.001


@dataclass(frozen=True, slots=True)
class Anchor:
    """How far a writer came: its last sequence number and that op's hash, on which machine and in which file."""

    room_id: bytes
    writer_id: bytes
    seq: int
    head_hash: bytes
    machine: bytes
    file_id: str
    incarnation: int  # how many writers of this station this laptop knows of, so that no two get one prefix


class Verdict(Enum):
    """What the anchor says of the room file at hand; anything but SAME asks for a new writer id."""

    SAME = "same"
    MISSING = "missing"
    OTHER_MACHINE = "other machine"
    RESTORED = "restored"
    FORKED = "forked"
    MOVED_FILE = "moved file"


def judge(
    anchor: Anchor | None,
    *,
    writer_id: bytes,
    seq: int,
    head_hash_at: Callable[[int], bytes | None],
    machine: bytes,
    file_id: str,
) -> Verdict:
    """Compare the anchor with the file being opened: its current writer, that writer's last sequence, machine and file.

    MISSING: no anchor, a torn one, or one of another writer. RESTORED: the anchor is ahead, so the file is an older
    copy. FORKED: the op the anchor names has another hash here, or is absent. A file ahead of its anchor is SAME: the
    program ended between commit and note. `head_hash_at(n)` gives the hash of the writer's op n; never asked for n = 0.
    """
    if anchor is None or anchor.writer_id != writer_id:
        return Verdict.MISSING
    if anchor.machine != machine:
        return Verdict.OTHER_MACHINE
    if anchor.seq > seq:
        return Verdict.RESTORED
    if anchor.seq > 0 and head_hash_at(anchor.seq) != anchor.head_hash:
        return Verdict.FORKED
    return Verdict.SAME if anchor.file_id == file_id else Verdict.MOVED_FILE


def file_identity(path: Path) -> str:
    """The device and inode (on Windows, volume and file id) of a file: kept by a rename, not by a copy."""
    status = path.stat()
    return f"{status.st_dev:x}:{status.st_ino:x}"


class AnchorFile:
    """The anchor of one room in a folder of this laptop, for several threads and processes; closed with the room."""

    def __init__(self, folder: Path, room_id: bytes, *, name: str = "", key: bytes = b"") -> None:
        """With a key the note is encrypted under it; `name` is the file's, without its ending."""
        if len(room_id) != _ROOM_LENGTH:
            raise ValueError("a room id has 16 bytes")
        self._room_id, self._key = room_id, key
        self._path = private_folder(folder) / f"{name or room_id.hex()}.anchor"
        self._thread = threading.Lock()
        with self._trouble():
            self._handle = _open(self._path)
            # Windows forbids reading what another program has locked, hence a file for the lock alone.
            try:
                self._lock = _open(
                    self._path.with_name(self._path.name + "-lock") if name else self._path.with_suffix(".lock")
                )
            except OSError:
                os.close(self._handle)
                raise

    def read(self) -> Anchor | None:
        """The furthest whole note; None when there is none, or when both slots are torn or foreign."""
        with self._alone():
            return self._latest()[1]

    def advance(self, anchor: Anchor) -> bool:
        """Note a later commit of the same writer, or the first; False, and nothing written, when it is not later.

        Called after each commit; does not wait for the disk. Raises Trouble `anchor-not-written`: the commit stands.
        """
        with self._alone():
            turn, known = self._latest()
            if known is not None and (known.writer_id != anchor.writer_id or known.seq >= anchor.seq):
                return False
            self._write(turn + 1, anchor)
            return True

    def adopt(self, anchor: Anchor) -> None:
        """Note a new writer, moved file or other machine, whatever was noted before, and wait for the disk."""
        with self._alone():
            turn, _known = self._latest()
            self._write(turn + 1, anchor)
            # Both slots, so that a torn write never brings the former writer back.
            self._write(turn + 2, anchor)
            os.fsync(self._handle)

    def close(self) -> None:
        """Let go of the file; harmless twice."""
        with self._thread:
            for handle in (self._handle, self._lock):
                if handle >= 0:
                    os.close(handle)
            self._handle = self._lock = -1

    def __enter__(self) -> AnchorFile:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._thread, self._trouble():
            self._wait_for_lock()
            try:
                yield
            finally:
                unlock_descriptor(self._lock)

    def _wait_for_lock(self) -> None:
        deadline = time.monotonic() + LOCK_PATIENCE
        while not lock_descriptor(self._lock, blocking=False):
            if time.monotonic() > deadline:
                raise OSError(errno.EAGAIN, _("another program is holding it"))
            time.sleep(_POLL)

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except OSError as reason:
            raise Trouble(
                "anchor-not-written",
                _("The note that protects this room against copies cannot be used: {reason}.").format(
                    reason=reason.strerror or reason
                ),
                safe=_("What was saved in the room is safe."),
                todo=_("Check the free space and the rights of {folder}.").format(folder=self._path.parent),
            ) from reason

    def _latest(self) -> tuple[int, Anchor | None]:
        os.lseek(self._handle, 0, os.SEEK_SET)
        content = os.read(self._handle, 2 * _SLOT)
        slots = [_decode(self._plain(content[start : start + _SLOT]), self._room_id) for start in (0, _SLOT)]
        return max((slot for slot in slots if slot is not None), key=lambda slot: slot[0], default=(0, None))

    def _write(self, turn: int, anchor: Anchor) -> None:
        os.lseek(self._handle, turn % 2 * _SLOT, os.SEEK_SET)
        os.write(self._handle, self._hidden(_encode(turn, anchor)))

    def _hidden(self, slot: bytes) -> bytes:
        """A slot as it lies on the disk; what encryption adds takes the place of the padding."""
        if not self._key:
            return slot
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        nonce, room = os.urandom(NONCE_LENGTH), self._room_id
        short = slot.rstrip(b" ").ljust(_SLOT - NONCE_LENGTH - _TAG)
        if len(short) + NONCE_LENGTH + _TAG > _SLOT:
            raise ValueError("an anchor fits its slot")
        return nonce + ChaCha20Poly1305(self._key).encrypt(nonce, short, room)

    def _plain(self, slot: bytes) -> bytes:
        """A slot decrypted; nothing when this key did not write it."""
        if not self._key:
            return slot
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        try:
            short = ChaCha20Poly1305(self._key).decrypt(slot[:NONCE_LENGTH], slot[NONCE_LENGTH:], self._room_id)
        except (InvalidTag, ValueError):
            return b""
        return short.ljust(_SLOT)


def _open(path: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.open(path, flags, PRIVATE)


def _encode(turn: int, anchor: Anchor) -> bytes:
    body = (
        f'{{"turn":{turn},"room":"{anchor.room_id.hex()}","writer":"{anchor.writer_id.hex()}","seq":{anchor.seq},'
        f'"head":"{anchor.head_hash.hex()}","machine":"{anchor.machine.hex()}","file":"{anchor.file_id}",'
        f'"incarnation":{anchor.incarnation}}}'
    ).encode()
    if len(body) > _SLOT - _CHECKSUM:
        raise ValueError("an anchor fits its slot")
    padded = body.ljust(_SLOT - _CHECKSUM)
    return _checksum(padded) + padded


def _decode(slot: bytes, room_id: bytes) -> tuple[int, Anchor] | None:
    if len(slot) != _SLOT or _checksum(slot[_CHECKSUM:]) != slot[:_CHECKSUM]:
        return None
    try:
        note = decode_object(slot[_CHECKSUM:])
        exactly(note, "turn", "room", "writer", "seq", "head", "machine", "file", "incarnation")
        anchor = Anchor(
            room_id=from_hex(note["room"], length=_ROOM_LENGTH),
            writer_id=from_hex(note["writer"], length=WRITER_LENGTH),
            seq=integer(note["seq"], least=0, most=_MOST),
            head_hash=from_hex(note["head"], length=HASH_LENGTH),
            machine=from_hex(note["machine"], length=MACHINE_LENGTH),
            file_id=text(note["file"]),
            incarnation=integer(note["incarnation"], least=1, most=_MOST),
        )
        turn = integer(note["turn"], least=1, most=_MOST)
    except Malformed:
        return None
    return (turn, anchor) if anchor.room_id == room_id else None


def _checksum(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()[:_CHECKSUM]
