"""The keys file: `X.warroom.keys` beside `X.warroom`, as a versioned JSON document decoded strictly (decision 17)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from warroom.errors import Trouble, WrongKey
from warroom.identity.files import read_whole, write_whole
from warroom.identity.strict import (
    Malformed,
    as_object,
    decode_object,
    exactly,
    from_base64,
    from_hex,
    integer,
    text,
    to_base64,
    to_json,
)
from warroom.identity.wrapping import NONCE_LENGTH, WRAPPED_LENGTH, Argon2Parameters, Linked, Method, Wrap
from warroom.words import _

FORMAT = "warroom-keys"
VERSION = 1
ROOM_ID_LENGTH = 16
_CHECK_LENGTH = 16
_MOST_BYTES = 64 * 1024

Wraps = Mapping[Method, Wrap]


@dataclass(frozen=True, slots=True)
class Former:
    """During a rekey: what opened the room before, and either key under the other, so that one finds both."""

    check: bytes
    wraps: Wraps
    former_under_new: Linked
    new_under_former: Linked


@dataclass(frozen=True, slots=True)
class Keys:
    """One keys file, decoded: locked copies only, no secret."""

    room_id: bytes
    check: bytes
    wraps: Wraps
    former: Former | None = None


def keys_path(room: Path) -> Path:
    """Where the keys of a room file lie: `X.warroom` → `X.warroom.keys`."""
    return room.with_name(room.name + ".keys")


def read_keys(path: Path) -> Keys:
    """The keys file; WrongKey `keys-missing`, Trouble `keys-newer`, `keys-damaged` or `file-unreadable`."""
    try:
        return decode(read_whole(path, limit=_MOST_BYTES))
    except FileNotFoundError:
        raise WrongKey(
            "keys-missing",
            _("The keys file {file} is missing.").format(file=path.name),
            safe=_("The room file was not touched."),
            todo=_("Put the keys file back beside the room file; every backup and mirror carries a copy."),
        ) from None
    except Malformed:
        raise Trouble(
            "keys-damaged",
            _("The keys file {file} is damaged.").format(file=path.name),
            safe=_("The room file was not touched."),
            todo=_("Take the keys file of a backup or mirror of this room."),
        ) from None


def write_keys(path: Path, keys: Keys) -> None:
    """Replace the keys file in one step, mode 0600; the caller holds `alone(path)`."""
    write_whole(path, encode(keys))


def decode(content: bytes) -> Keys:
    """A keys file from its bytes; raises Malformed, or Trouble `keys-newer` for a later version of the format."""
    document = decode_object(content)
    if document.get("format") != FORMAT:
        raise Malformed("not a keys file")
    version = integer(document.get("version"), least=1, most=2**31)
    if version > VERSION:
        raise Trouble(
            "keys-newer",
            _("The keys file was written by a newer version of Warroom."),
            safe=_("Nothing was changed."),
            todo=_("Open this room with the newer version."),
        )
    former = document.pop("former", None)
    exactly(document, "format", "version", "room", "check", "ways")
    return Keys(
        room_id=from_hex(document["room"], length=ROOM_ID_LENGTH),
        check=from_hex(document["check"], length=_CHECK_LENGTH),
        wraps=_wraps(document["ways"]),
        former=None if former is None else _former(as_object(former)),
    )


def encode(keys: Keys) -> bytes:
    """The bytes of a keys file."""
    document: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "room": keys.room_id.hex(),
        "check": keys.check.hex(),
        "ways": _ways(keys.wraps),
    }
    if keys.former is not None:
        document["former"] = {
            "check": keys.former.check.hex(),
            "ways": _ways(keys.former.wraps),
            "former_under_new": _pair_out(keys.former.former_under_new),
            "new_under_former": _pair_out(keys.former.new_under_former),
        }
    return to_json(document)


def _former(document: dict[str, object]) -> Former:
    exactly(document, "check", "ways", "former_under_new", "new_under_former")
    return Former(
        check=from_hex(document["check"], length=_CHECK_LENGTH),
        wraps=_wraps(document["ways"]),
        former_under_new=_pair_in(document["former_under_new"]),
        new_under_former=_pair_in(document["new_under_former"]),
    )


def _wraps(value: object) -> Wraps:
    ways = as_object(value)
    known = {method.value: method for method in Method}
    if not ways or not known.keys() >= ways.keys():
        raise Malformed("no way in, or an unknown one")
    return {known[name]: _wrap(known[name], as_object(way)) for name, way in ways.items()}


def _wrap(method: Method, way: dict[str, object]) -> Wrap:
    if method is not Method.PASSPHRASE:
        exactly(way, "nonce", "wrapped")
        return Wrap(method, *_pair_in(way))
    exactly(way, "nonce", "wrapped", "argon2id")
    cost = as_object(way.pop("argon2id"))
    exactly(cost, "salt", "memory_kib", "iterations", "lanes")
    return Wrap(
        method,
        *_pair_in(way),
        salt=from_base64(cost["salt"], least=16, most=64),
        argon2=Argon2Parameters(
            memory_kib=integer(cost["memory_kib"], least=1, most=2**31),
            iterations=integer(cost["iterations"], least=1, most=2**31),
            lanes=integer(cost["lanes"], least=1, most=2**31),
        ),
    )


def _ways(wraps: Wraps) -> dict[str, object]:
    return {method.value: _way(locked) for method, locked in wraps.items()}


def _way(locked: Wrap) -> dict[str, object]:
    way = _pair_out((locked.nonce, locked.wrapped))
    if locked.argon2 is not None:
        way["argon2id"] = {
            "salt": to_base64(locked.salt),
            "memory_kib": locked.argon2.memory_kib,
            "iterations": locked.argon2.iterations,
            "lanes": locked.argon2.lanes,
        }
    return way


def _pair_in(value: object) -> Linked:
    pair = as_object(value)
    exactly(pair, "nonce", "wrapped")
    nonce = from_base64(text(pair["nonce"]), least=NONCE_LENGTH, most=NONCE_LENGTH)
    return nonce, from_base64(text(pair["wrapped"]), least=WRAPPED_LENGTH, most=WRAPPED_LENGTH)


def _pair_out(pair: Linked) -> dict[str, object]:
    return {"nonce": to_base64(pair[0]), "wrapped": to_base64(pair[1])}
