"""Packs that come back: whether a folder is whole, signed, and of this room's past. All of it is hostile."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from warroom.domain.evidence import PackMatch, Problem
from warroom.domain.heads import Head, Heads, digest_of, fingerprint_of
from warroom.errors import Refusal, Trouble
from warroom.identity.signing import verify_manifest
from warroom.identity.strict import Malformed, decode_object
from warroom.reports.evidence import PACK
from warroom.reports.folder import PIECE
from warroom.reports.manifest import MANIFEST, SIGNATURE
from warroom.words import _

MANIFEST_BYTES_MAX = 4 * 1024 * 1024
HEADS_BYTES_MAX = 16 * 1024 * 1024
LINE = re.compile(r"([0-9a-f]{64})  ([^\\\x00-\x1f]+)\Z")


class Known(Protocol):
    """What a comparison asks of the room."""

    def off_the_chains(self, heads: Heads) -> list[Problem]: ...

    def letter_of(self, station: str, public_key: bytes) -> str: ...


def match_pack(known: Known, folder: Path) -> PackMatch:
    """Compare a folder with a room. Raises Refusal when it is no export folder of Warroom."""
    manifest = _small(folder, MANIFEST, MANIFEST_BYTES_MAX)
    signature = _small(folder, SIGNATURE, MANIFEST_BYTES_MAX).decode("utf-8", "replace")
    problems, letter = list(_files(folder, manifest)), ""
    try:
        signer = verify_manifest(signature, manifest)
        letter = known.letter_of(signer.station_id.hex(), signer.public_key)
        if not letter:
            problems.append(Problem(_("It is signed by a station that this room does not know."), SIGNATURE))
    except (Refusal, Trouble) as error:
        problems.append(Problem(error.message, SIGNATURE))
    heads = _heads(folder)
    problems += known.off_the_chains(heads)
    digest = digest_of(heads)
    return PackMatch(fingerprint_of(digest), digest, letter, tuple(problems))


def _files(folder: Path, manifest: bytes) -> Iterator[Problem]:
    """Files that are not what the manifest lists, missing or added."""
    listed: set[str] = set()
    for line in manifest.decode("utf-8", "replace").splitlines():
        found = LINE.match(line)
        if found is None or found[2].startswith("/") or ":" in found[2] or ".." in found[2].split("/"):
            yield Problem(_("The manifest has a line that cannot be read."), MANIFEST)
            continue
        listed.add(found[2])
        path = folder.joinpath(*found[2].split("/"))
        if path.is_symlink() or not path.is_file():
            yield Problem(_("A file of the folder is missing."), found[2])
        elif _hash(path) != found[1]:
            yield Problem(_("A file of the folder was altered."), found[2])
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if (path.is_symlink() or path.is_file()) and name not in listed | {MANIFEST, SIGNATURE}:
            yield Problem(_("A file was added to the folder."), name)


def _heads(folder: Path) -> dict[str, Head]:
    """The heads that the folder says it stands for."""
    name = PACK if (folder / PACK).is_file() else "incident.json"
    content = _small(folder, name, HEADS_BYTES_MAX)
    try:
        document = decode_object(content) if name == PACK else _top_of(content)
        return {writer: _head(writer, head) for writer, head in _mapping(document.get("heads")).items()}
    except Malformed:
        raise _no_folder(folder) from None


def _top_of(content: bytes) -> dict[str, Any]:
    """An incident.json without its entries, which come last and may be very many."""
    top, _mark, _entries = content.partition(b',"entries":[')
    return decode_object(top + b"}")


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict) or not value:
        raise Malformed("no heads")
    return value


def _head(writer: str, head: object) -> Head:
    fits = isinstance(head, list) and len(head) == 2 and type(head[0]) is int and isinstance(head[1], str)
    if not fits or not re.fullmatch("[0-9a-f]{16}", writer):
        raise Malformed("no head")
    assert isinstance(head, list)
    return int(head[0]), str(head[1])


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as opened:
            while piece := opened.read(PIECE):
                digest.update(piece)
    except OSError:
        return ""
    return digest.hexdigest()


def _small(folder: Path, name: str, most: int) -> bytes:
    try:
        with (folder / name).open("rb") as opened:
            content = opened.read(most + 1)
    except OSError:
        raise _no_folder(folder) from None
    if len(content) > most and name in (MANIFEST, SIGNATURE):
        raise _no_folder(folder)
    return content


def _no_folder(folder: Path) -> Refusal:
    return Refusal(
        "no-export-folder",
        _("{folder} is no export folder of Warroom, or its list is missing.").format(folder=folder),
        safe=_("Nothing was changed."),
        todo=_("Name the folder that holds MANIFEST.sha256."),
    )
