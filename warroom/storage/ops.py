"""Ops: the one unit of the journal, its hash, and the strict decoding of those that come from elsewhere.

The hash covers salted commitments of the fields, not their bytes (decision 1): a field can be withheld later and the
chain still verifies. `head` is what is hashed; values and salt travel beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from warroom.domain.nouns import DELETED, NOUNS, Type

VERSION = 1
OP_BYTES_MAX = 512 * 1024
DEPTH_MAX = 8
FIELDS_MAX = 200
NAME_MAX = 64
INT_MAX = 2**63 - 1
HASH_TAG = b"warroom-op-1\x00"
FIRST_HASH = bytes(32)

FIELD_TYPES = {noun.name: {field.name: field.type for field in noun.fields} for noun in NOUNS.values()}
COUNTED = (Type.INT, Type.TIME)

Value = str | int | bool | None | dict[str, Any]


class Undecodable(ValueError):
    """This op cannot be trusted to mean the same on every station; kept verbatim, without effect."""


@dataclass(frozen=True, slots=True)
class Op:
    """One write: who, where, when, on which record, which fields."""

    writer: bytes  # 8 bytes, one per database incarnation
    seq: int
    hlc: int
    noun: str
    record: str  # 32 hexadecimal digits
    patch: Mapping[str, Value]
    salt: bytes  # 16 bytes; empty once a field is withheld: it would let anybody try values for that field
    author: str  # person id, or "" when the room itself writes
    wall_ms: int
    offset_min: int
    zone: str
    deps: Mapping[str, int] = field(default_factory=dict)  # writer (hex) → last seq seen
    withheld: Mapping[str, str] = field(default_factory=dict)  # field → commitment whose value was withheld
    salts: Mapping[str, str] = field(default_factory=dict)  # field → its own salt (hex), for an op without its salt

    @property
    def commitments(self) -> dict[str, str]:
        """Field → salted commitment of its canonical value (SHA-256, hex)."""
        if self.withheld or not self.salt:
            own_ones = {name: salted(self._salt_of(name), value) for name, value in self.patch.items()}
            return own_ones | dict(self.withheld)
        start = hashlib.sha256(self.salt)
        found = {}
        for name, value in self.patch.items():  # as `salted(field_salt(…), value)`, and twice as fast
            own = start.copy()
            own.update(name.encode())
            found[name] = hashlib.sha256(own.digest()[:16] + canonical(value)).hexdigest()
        return found

    def _salt_of(self, name: str) -> bytes:
        return field_salt(self.salt, name) if self.salt else bytes.fromhex(self.salts[name])

    @property
    def told(self) -> Mapping[str, Value]:
        """What the op says; None for what was withheld, which still takes the place of what stood there before."""
        return {**self.patch, **dict.fromkeys(self.withheld)} if self.withheld else self.patch

    def without(self, names: Collection[str]) -> Op:
        """The op with these fields withheld: their commitments stay, and so does its hash; what they said is gone."""
        hidden = {name: said for name, said in self.commitments.items() if name in names or name in self.withheld}
        if hidden == self.withheld:
            return self
        kept = {name: value for name, value in self.patch.items() if name not in hidden}
        salts = {name: self._salt_of(name).hex() for name in kept}
        return replace(self, patch=kept, salt=b"", withheld=hidden, salts=salts)

    @property
    def head(self) -> bytes:
        """The canonical bytes that the hash covers."""
        return canonical(
            {
                "by": self.author,
                "c": self.commitments,
                "d": dict(self.deps),
                "e": self.noun,
                "h": self.hlc,
                "r": self.record,
                "s": self.seq,
                "t": [self.wall_ms, self.offset_min, self.zone],
                "v": VERSION,
                "w": self.writer.hex(),
            }
        )

    def hash_after(self, previous: bytes) -> bytes:
        """This op's hash in its writer's chain."""
        return chain_hash(previous, self.head)

    def wire(self) -> bytes:
        """One line of a segment: the head's fields without commitments, the values and the salt."""
        return canonical(
            {
                "by": self.author,
                "d": dict(self.deps),
                "e": self.noun,
                "h": self.hlc,
                "p": dict(self.patch),
                "r": self.record,
                "s": self.seq,
                "salt": self.salt.hex(),
                "t": [self.wall_ms, self.offset_min, self.zone],
                "v": VERSION,
                "w": self.writer.hex(),
                "x": dict(self.withheld),
                **({"fs": dict(self.salts)} if self.salts else {}),
            }
        )


def canonical(value: Any) -> bytes:
    """Canonical JSON: sorted keys, no space, UTF-8."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def chain_hash(previous: bytes, head: bytes) -> bytes:
    return hashlib.sha256(HASH_TAG + previous + head).digest()


def salted(salt: bytes, value: Value) -> str:
    """The commitment of a value under its field's own salt."""
    return hashlib.sha256(salt + canonical(value)).hexdigest()


def field_salt(salt: bytes, name: str) -> bytes:
    """A field's own salt, so that opening one field opens no other."""
    return hashlib.sha256(salt + name.encode()).digest()[:16]


def decode(body: bytes) -> Op:
    """One wire line as an op. Raises Undecodable for anything that two programs could read differently."""
    if len(body) > OP_BYTES_MAX:
        raise Undecodable("too large")
    raw, is_plain = _parsed(body)
    if not isinstance(raw, dict) or set(raw) - {"by", "d", "e", "h", "p", "r", "s", "salt", "t", "v", "w", "x", "fs"}:
        raise Undecodable("not an op")
    if type(raw.get("v")) is not int or raw["v"] != VERSION:
        raise Undecodable("unknown version")
    patch = raw.get("p")
    stamp = raw.get("t")
    if not isinstance(patch, dict) or len(patch) > FIELDS_MAX or not isinstance(stamp, list) or len(stamp) != 3:
        raise Undecodable("malformed")
    noun = _text(raw.get("e"), most=NAME_MAX)
    told = _plain_patch(noun, patch) if is_plain else _patch(noun, patch)
    op = Op(
        writer=_hex(raw.get("w"), size=8),
        seq=_integer(raw.get("s"), least=1),
        hlc=_integer(raw.get("h"), least=-INT_MAX),
        noun=noun,
        record=_hex(raw.get("r"), size=16).hex(),
        patch=told,
        salt=b"" if raw.get("salt") == "" else _hex(raw.get("salt"), size=16),
        author=_author(raw.get("by")),
        wall_ms=_integer(stamp[0], least=-INT_MAX),
        offset_min=_integer(stamp[1], least=-1_560, most=1_560),
        zone=_text(stamp[2], most=NAME_MAX),
        deps={_hex(w, size=8).hex(): _integer(seq, least=1) for w, seq in _mapping(raw.get("d")).items()},
        withheld={_text(n, most=NAME_MAX): _hex(c, size=32).hex() for n, c in _mapping(raw.get("x")).items()},
        salts={_text(n, most=NAME_MAX): _hex(c, size=16).hex() for n, c in _mapping(raw.get("fs")).items()},
    )
    if op.patch.keys() & op.withheld.keys():
        raise Undecodable("a field both given and withheld")
    if op.salts.keys() != (set() if op.salt else op.patch.keys()):
        raise Undecodable("salts that do not match the fields")
    return op


def _patch(noun: str, patch: dict[str, Any]) -> dict[str, Value]:
    return {_text(name, most=NAME_MAX): _value(noun, name, value) for name, value in patch.items()}


def _plain_patch(noun: str, patch: dict[str, Any]) -> dict[str, Value]:
    """The same for a canonical line without NUL: its texts are sound, and no longer than the line."""
    types = FIELD_TYPES.get(noun, {})
    for name, value in patch.items():
        if len(name) > NAME_MAX:
            raise Undecodable("text expected")
        wanted, kind = types.get(name), type(value)
        if kind is str and (wanted is Type.TEXT or (wanted is None and name != DELETED)):
            continue
        if kind is int and wanted in COUNTED and -INT_MAX <= value <= INT_MAX:
            continue
        patch[name] = _value(noun, name, value)
    return patch


def _parsed(body: bytes) -> tuple[Any, bool]:
    """The line's JSON, and whether it is plain: canonical, so that no key is given twice, and without NUL."""
    try:
        quick = orjson.loads(body)
        if canonical(quick) == body:
            return quick, b"\\u0000" not in body  # a float may hide in it: no field takes one
        text = body.decode("utf-8")
        strict = json.loads(text, object_pairs_hook=_unique, parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, TypeError, RecursionError) as error:
        raise Undecodable(str(error)) from error
    return strict, False


def check_readable(op: Op) -> None:
    """Raises Undecodable for an op of our own that other stations could not read: nothing else must enter the journal."""
    for name, value in op.patch.items():
        _text(name, most=NAME_MAX)
        counted = isinstance(value, int) and not isinstance(value, bool)
        _value(op.noun, name, int(value) if counted else value)  # type: ignore[arg-type]  # enums of integers count
    letters = sum(len(value) for value in op.patch.values() if isinstance(value, str))
    if letters > OP_BYTES_MAX // 6 and len(op.wire()) > OP_BYTES_MAX:  # a letter takes at most six bytes
        raise Undecodable("too large")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _no_float(text: str) -> Any:
    raise ValueError(f"not an integer: {text[:20]}")


def _integer(value: Any, *, least: int, most: int = INT_MAX) -> int:
    if type(value) is not int or not least <= value <= most:
        raise Undecodable("integer out of range")
    return value


def _text(value: Any, *, most: int = OP_BYTES_MAX) -> str:
    if not isinstance(value, str) or len(value) > most or "\x00" in value:
        raise Undecodable("text expected")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Undecodable("lone surrogate") from error
    return value


def _hex(value: Any, *, size: int) -> bytes:
    if not isinstance(value, str):
        raise Undecodable("hexadecimal expected")
    try:
        found = bytes.fromhex(value)
    except ValueError as error:
        raise Undecodable("hexadecimal expected") from error
    if len(found) != size or found.hex() != value:  # fromhex skips spaces and takes capitals
        raise Undecodable("hexadecimal expected")
    return found


def _author(value: Any) -> str:
    return "" if value == "" else _hex(value, size=16).hex()


def _mapping(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict) or len(value) > 10_000:
        raise Undecodable("mapping expected")
    return value


def _value(noun: str, name: str, value: Any) -> Value:
    """A value that fits its field; fields nobody here knows may hold any scalar and wait for a newer version."""
    if value is None:
        return None
    if isinstance(value, dict):
        return _sealed(value)
    known = NOUNS[noun].field(name) if noun in NOUNS else None
    wanted = Type.BOOL if name == DELETED else known.type if known else None
    if wanted is None:
        return value if type(value) is bool else _integer(value, least=-INT_MAX) if type(value) is int else _text(value)
    if wanted is Type.BOOL:
        if type(value) is not bool:
            raise Undecodable("boolean expected")
        return value
    if wanted in (Type.INT, Type.TIME):
        return _integer(value, least=-INT_MAX)
    if wanted is Type.ID:
        return _hex(value, size=16).hex()
    text = _text(value)
    if wanted is Type.JSON:
        _check_json(text)
    return text


def _check_json(text: str) -> None:
    try:
        parsed = json.loads(text, object_pairs_hook=_unique, parse_float=_no_float, parse_constant=_no_float)
        if _depth(parsed) > DEPTH_MAX:
            raise Undecodable("too deep")
        canonical(parsed)  # refuses lone surrogates and integers over 64 bits, which no reader could load again
    except (ValueError, TypeError, RecursionError) as error:
        raise Undecodable("bad JSON in a field") from error


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max((_depth(item) for item in value.values()), default=0)
    if isinstance(value, list):
        return 1 + max((_depth(item) for item in value), default=0)
    return 0


def _sealed(value: dict[str, Any]) -> dict[str, Any]:
    """A sealed value is opaque bytes to everyone without its key (decision 2)."""
    box = value.get("$sealed")
    if (
        set(value) != {"$sealed"}
        or not isinstance(box, dict)
        or not all(isinstance(part, str) or (name == "v" and type(part) is int) for name, part in box.items())
    ):
        raise Undecodable("not a value")
    for part in (*box, *box.values()):
        if isinstance(part, int):
            _integer(part, least=0)
        else:
            _text(part)
    return value


WIRE_KEYS = frozenset({"by", "d", "e", "h", "p", "r", "s", "salt", "t", "v", "w", "x"})


def head_of(body: bytes) -> bytes | None:
    """What the hash covers of a line that `decode` refuses, for a line of this format whose values it does not take.

    A newer version may give a field another type: such an op has no effect here, but its chain goes on. None when
    nothing tells, and for a line that is refused for anything but what its hash covers: else whoever carries an op could
    dress it so that nobody reads it.
    """
    if len(body) > OP_BYTES_MAX:
        return None
    try:
        raw = orjson.loads(body)
        own, told, salt, salts = raw["p"], raw["x"], raw["salt"], raw.get("fs")
        if canonical(raw) != body or raw.keys() != (WIRE_KEYS if salt else WIRE_KEYS | ({"fs"} if own else set())):
            return None
        whole = _hex(salt, size=16) if salt else b""
        given = {name: field_salt(whole, name) if salt else _hex(salts[name], size=16) for name in own}
        if own.keys() & told.keys() or (salts is not None and salts.keys() != own.keys()):
            return None
        said = {name: salted(given[name], value) for name, value in own.items()}
        withheld = {name: _hex(value, size=32).hex() for name, value in told.items()}
        return canonical(
            {
                "by": raw["by"], "c": said | withheld, "d": raw["d"], "e": raw["e"], "h": raw["h"], "r": raw["r"], "s": raw["s"],
                "t": raw["t"], "v": raw["v"], "w": raw["w"],
            }
        )  # fmt: skip
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
