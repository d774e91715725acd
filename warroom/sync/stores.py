"""Stores: sealed files on anything that keeps files, under names that never change and are never taken away.

`warroom-<room>/room.json`, `<writer>/<from>-<to>-<head>-<members>.wrs`, `chunks/<2>/<sha>`, `stations/<station>.wrr`.
What is missing means nothing, dates mean nothing, and what has another name is passed over.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

from warroom.errors import Trouble
from warroom.sync.addresses import FOLDERS, WEB, Address
from warroom.sync.depots import Memory, RunName
from warroom.sync.shelves import TEMPORARY, Entry, Shelf, nothing_lost, unreachable
from warroom.words import _

Item = TypeVar("Item")
Result = TypeVar("Result")

SENTINEL = "room.json"
VERSION = 1
SENTINEL_MOST = 4096
RUN_LEAST = 64  # bytes; no sealed run is so short
RUN_MOST = 96 * 1024 * 1024  # bytes of one sealed run
BULLETIN_MOST = 8 * 1024 * 1024  # bytes; each station carries on what it heard of the others
CHUNK_MOST = 16 * 1024 * 1024
STATIONS_MOST = 1000  # bulletins read from one store
STRANGERS_SHOWN = 20
WRITER = re.compile(r"[0-9a-f]{16}\Z")
STATION = re.compile(r"([0-9a-f]{32})\.wrr\Z")
RUN = re.compile(r"([0-9]{12})-([0-9]{12})-([0-9a-f]{8})-([0-9a-f]{8})\.wrs\Z")
CHUNK = re.compile(r"[0-9a-f]{64}\Z")


def shelf_at(address: Address, memory: Memory) -> Shelf:
    """The shelf of this kind of address, not opened yet; only its own libraries are loaded when it is opened."""
    if address.scheme in FOLDERS:
        from warroom.sync.shelves.folder import FolderShelf

        return FolderShelf(address)
    if address.scheme in WEB:
        from warroom.sync.shelves.webdav import WebdavShelf

        return WebdavShelf(address)
    if address.scheme == "sftp":
        from warroom.sync.shelves.sftp import SftpShelf

        return SftpShelf(address, memory)
    from warroom.sync.shelves.s3 import S3Shelf

    return S3Shelf(address)


class Store:
    """A depot on a shelf. See `Depot`."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.where = shelf.where
        self.strangers: list[str] = []  # names in our folder that are none of ours; they hinder nothing
        self._home = ""
        self._pool: ThreadPoolExecutor | None = None
        self._known: set[str] = set()  # paths that were listed or put

    def open(self, room: str, *, was_here: bool) -> None:
        self._home = f"warroom-{room[:16]}"
        self._shelf.open(may_make=not was_here)
        self._pool = ThreadPoolExecutor(self._shelf.lanes, thread_name_prefix="store")
        path = f"{self._home}/{SENTINEL}"
        found = self._shelf.read(path, SENTINEL_MOST)
        if found is None and was_here:
            raise _lost(self.where)
        if found is not None and _is_sound(found, room, self.where):
            return
        self._shelf.put(path, json.dumps({"room": room, "v": VERSION}, sort_keys=True).encode() + b"\n")
        self._shelf.settle()

    # Runs

    def runs(self) -> list[RunName]:
        found, writers = [], []
        self.strangers = []
        for entry in self._shelf.names(self._home):
            if entry.is_folder and WRITER.match(entry.name):
                writers.append(entry.name)
            elif entry.name not in (SENTINEL, "chunks", "stations"):
                self._note(entry)
        for writer, entries in self._each(lambda writer: self._shelf.names(f"{self._home}/{writer}"), writers):
            for entry in entries:
                name = None if entry.is_folder else _run_of(writer, entry.name)
                if name is None:
                    self._note(entry)
                elif entry.size is None or entry.size >= RUN_LEAST:  # else a power cut left a name alone: put again
                    found.append(name)
                    self._known.add(f"{self._home}/{name.key}")
        return found

    def fetch(self, names: Sequence[RunName]) -> Iterator[tuple[RunName, bytes]]:
        for name, body in self._each(lambda name: self._shelf.read(f"{self._home}/{name.key}", RUN_MOST), names):
            if body is not None:
                yield name, body

    def seen(self) -> None:
        return  # a store lists everything, always

    def lacking(self, names: Collection[RunName]) -> list[RunName]:
        return [name for name in names if f"{self._home}/{_file_of(name)}" not in self._known]

    def put_runs(self, frames: Iterable[tuple[RunName, bytes]]) -> int:
        fresh = ((path, body) for name, body in frames if (path := f"{self._home}/{_file_of(name)}") not in self._known)
        count = sum(1 for _done in self._each(self._put, fresh))
        self._shelf.settle()
        return count

    # Bulletins

    def bulletins(self) -> Iterator[bytes]:
        entries = self._shelf.names(f"{self._home}/stations")
        names = sorted(entry.name for entry in entries if not entry.is_folder and STATION.match(entry.name))
        asked = [f"{self._home}/stations/{name}" for name in names[:STATIONS_MOST]]
        for _path, body in self._each(lambda path: self._shelf.read(path, BULLETIN_MOST), asked):
            if body is not None:
                yield body

    def put_bulletin(self, station: str, data: bytes) -> None:
        self._shelf.put(f"{self._home}/stations/{station}.wrr", data)
        self._shelf.settle()

    # Pieces of attachments

    def chunks(self, among: Collection[bytes]) -> set[bytes]:
        wanted = {sha.hex() for sha in among}
        if not wanted:
            return set()
        there = {e.name for e in self._shelf.names(f"{self._home}/chunks") if e.is_folder}
        folders = sorted({sha[:2] for sha in wanted} & there)
        found: set[str] = set()
        for _folder, entries in self._each(lambda two: self._shelf.names(f"{self._home}/chunks/{two}"), folders):
            found.update(e.name for e in entries if not e.is_folder and CHUNK.match(e.name))
        return {bytes.fromhex(sha) for sha in wanted & found}

    def fetch_chunk(self, sha: bytes) -> bytes | None:
        return self._shelf.read(_chunk_path(self._home, sha), CHUNK_MOST)

    def put_chunk(self, sha: bytes, body: bytes) -> None:
        self._shelf.put(_chunk_path(self._home, sha), body)

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
        with suppress(Trouble):
            self._shelf.close()

    def _put(self, item: tuple[str, bytes]) -> None:
        path, body = item
        self._shelf.put(path, body)
        self._known.add(path)

    def _note(self, entry: Entry) -> None:
        if not entry.name.startswith(TEMPORARY) and len(self.strangers) < STRANGERS_SHOWN:
            self.strangers.append(entry.name)

    def _each(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[tuple[Item, Result]]:
        """Each item with what came of it, in order, several on their way at once and few in memory."""
        if self._pool is None:
            raise unreachable(self.where)
        ahead: deque[tuple[Item, Future[Result]]] = deque()
        try:
            for item in items:
                ahead.append((item, self._pool.submit(work, item)))
                if len(ahead) > self._shelf.lanes:
                    first, future = ahead.popleft()
                    yield first, future.result()
            while ahead:
                first, future = ahead.popleft()
                yield first, future.result()
        finally:
            for _item, future in ahead:
                future.cancel()


def _run_of(writer: str, name: str) -> RunName | None:
    parts = RUN.match(name)
    if parts is None or not 1 <= int(parts[1]) <= int(parts[2]):
        return None
    return RunName(bytes.fromhex(writer), int(parts[1]), int(parts[2]), parts[3], parts[4], f"{writer}/{name}")


def _file_of(name: RunName) -> str:
    return f"{name.writer.hex()}/{name.seq_from:012d}-{name.seq_to:012d}-{name.head8}-{name.members8}.wrs"


def _chunk_path(home: str, sha: bytes) -> str:
    return f"{home}/chunks/{sha.hex()[:2]}/{sha.hex()}"


def _is_sound(found: bytes, room: str, where: str) -> bool:
    """Whether the sentinel is ours; a torn one is not, and is written anew. Raises Trouble for another's."""
    said: Any = None
    with suppress(ValueError, RecursionError):
        said = json.loads(found)
    if not isinstance(said, dict) or not isinstance(said.get("room"), str):
        return False
    if said["room"] != room:
        raise Trouble(
            "store-foreign",
            _("The folder of this room at {where} belongs to another room.").format(where=where),
            safe=_("Nothing was written there."),
            todo=_("Take another folder for this room."),
        )
    if said.get("v") != VERSION:
        raise Trouble(
            "store-newer",
            _("A newer version of Warroom keeps this room at {where}.").format(where=where),
            safe=_("Nothing was written there."),
            todo=_("Update Warroom on this laptop, then sync again."),
        )
    return True


def _lost(where: str) -> Trouble:
    return Trouble(
        "store-lost",
        _("What this room keeps at {where} is gone: another disk is connected, or it was removed.").format(where=where),
        safe=_("Nothing was written there. {kept}").format(kept=nothing_lost()),
        todo=_("Connect the right disk. If it is lost for good, remove the remote and add it again."),
    )
