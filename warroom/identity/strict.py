"""Strict decoding of small documents of our own: one meaning or none (unique keys, whole numbers, exact base64)."""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Mapping
from typing import NoReturn

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class Malformed(ValueError):
    """The bytes are not the document they claim to be; the caller says so in the user's words."""


def decode_object(content: bytes) -> dict[str, object]:
    """One JSON object in UTF-8, without duplicate keys, NaN or unbounded depth; raises Malformed."""
    try:
        decoded = json.loads(
            content.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse, parse_float=_refuse
        )
    except (ValueError, RecursionError):
        # The cause is dropped: its text would quote the document.
        raise Malformed("not JSON") from None
    return as_object(decoded)


def decode_json(content: bytes) -> Json:
    """Any JSON value in UTF-8, without duplicate keys, NaN, infinities or unbounded depth; raises Malformed."""
    try:
        decoded: Json = json.loads(
            content.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse, parse_float=_finite
        )
    except (ValueError, RecursionError):
        raise Malformed("not JSON") from None
    return decoded


def as_object(value: object) -> dict[str, object]:
    """The value as an object; raises Malformed."""
    if not isinstance(value, dict):
        raise Malformed("not an object")
    return value


def exactly(document: Mapping[str, object], *names: str) -> None:
    """Raise Malformed unless the object has these names and no other."""
    if set(document) != set(names):
        raise Malformed("unexpected names")


def integer(value: object, *, least: int, most: int) -> int:
    """A whole number within bounds (true and false are none); raises Malformed."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Malformed("not a number within bounds")
    return value


def text(value: object) -> str:
    """A string; raises Malformed."""
    if not isinstance(value, str):
        raise Malformed("not a text")
    return value


def from_base64(value: object, *, least: int, most: int) -> bytes:
    """Bytes from canonical base64, within a length in bytes; raises Malformed."""
    encoded = text(value)
    try:
        decoded = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("not base64") from None
    if not least <= len(decoded) <= most or to_base64(decoded) != encoded:
        raise Malformed("not canonical base64 of the right length")
    return decoded


def from_hex(value: object, *, length: int) -> bytes:
    """Bytes from lower-case hexadecimal of exactly `length` bytes; raises Malformed."""
    encoded = text(value)
    try:
        decoded = bytes.fromhex(encoded)
    except ValueError:
        raise Malformed("not hexadecimal") from None
    if len(decoded) != length or decoded.hex() != encoded:
        raise Malformed("not hexadecimal of the right length")
    return decoded


def to_base64(content: bytes) -> str:
    """Canonical base64."""
    return base64.b64encode(content).decode("ascii")


def to_json(document: Mapping[str, object]) -> bytes:
    """The document as readable, stable JSON: sorted keys, two spaces, a final newline."""
    return (json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise Malformed("a name twice")
    return document


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise Malformed("a number without end")
    return value


def _refuse(_number: str) -> NoReturn:
    raise Malformed("a number that is not whole")
