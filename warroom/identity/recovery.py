"""The recovery code: 160 random bits on paper, in eight groups that each notice a typing mistake.

Each group is four data symbols and a check symbol of Crockford's base 32 (digits, and letters without I, L, O and U).
The check makes a weighted sum in the field of 32 elements equal the group's number: one wrong symbol, two symbols
exchanged or two groups exchanged never pass.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass
from enum import Enum

from warroom.errors import Refusal
from warroom.words import _, ngettext

SECRET_LENGTH = 20
GROUPS = 8
GROUP_LENGTH = 5
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DATA_LENGTH = GROUP_LENGTH - 1
_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_FIELD = 0b100101  # x⁵ + x² + 1, primitive: the powers of 2 are all different
_SEPARATORS = re.compile(r"[\W_]+")


class CodeState(Enum):
    """What can be said of a typed recovery code before any attempt with it."""

    WHOLE = "whole"
    UNFINISHED = "unfinished"
    TOO_LONG = "too long"
    MISTYPED = "mistyped"


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """A look at a typed code: its state and the numbers, from 1, of the groups that are mistyped."""

    state: CodeState
    groups: tuple[int, ...] = ()


def new_recovery_secret() -> bytes:
    """160 random bits."""
    return secrets.token_bytes(SECRET_LENGTH)


def encode_recovery(secret: bytes) -> str:
    """The code as printed: `XXXXX-XXXXX-…`, eight groups of five."""
    if len(secret) != SECRET_LENGTH:
        raise ValueError("a recovery secret has 20 bytes")
    number = int.from_bytes(secret)
    symbols = [number >> shift & 31 for shift in range(5 * (GROUPS * _DATA_LENGTH - 1), -1, -5)]
    groups = (symbols[start : start + _DATA_LENGTH] for start in range(0, len(symbols), _DATA_LENGTH))
    return "-".join(_spell([*group, _check_symbol(group, place)]) for place, group in enumerate(groups, start=1))


def check_recovery(typed: str) -> CodeCheck:
    """Look at a code while or after it is typed: case, spaces, dashes, O for 0 and I or L for 1 do not matter."""
    groups = _groups(typed)
    wrong = tuple(place for place, group in enumerate(groups[:GROUPS], start=1) if _is_wrong(group, place))
    if len(groups) != GROUPS or len(groups[-1]) != GROUP_LENGTH:
        # One symbol too few or too many shifts all that follows: only the first group at fault says something.
        wrong = wrong[:1]
    if wrong and not (wrong == (len(groups),) and _is_on_its_way(groups[-1])):
        return CodeCheck(CodeState.MISTYPED, wrong)
    if wrong or len(groups) < GROUPS:
        return CodeCheck(CodeState.UNFINISHED)
    return CodeCheck(CodeState.WHOLE if len(groups) == GROUPS else CodeState.TOO_LONG)


def decode_recovery(typed: str) -> bytes:
    """The 20 secret bytes; Refusal `recovery-code-mistyped` (names the groups), `-unfinished` or `-too-long`."""
    check = check_recovery(typed)
    if check.state is CodeState.MISTYPED:
        raise _refusal("recovery-code-mistyped", mistyped_words(check.groups))
    if check.state is CodeState.UNFINISHED:
        raise _refusal("recovery-code-unfinished", _("The recovery code is not complete."))
    if check.state is CodeState.TOO_LONG:
        raise _refusal("recovery-code-too-long", _("The recovery code is too long."))
    number = 0
    for group in _groups(typed):
        for symbol in group[:_DATA_LENGTH]:
            number = number << 5 | _VALUES[symbol]
    return number.to_bytes(SECRET_LENGTH)


def mistyped_words(groups: tuple[int, ...]) -> str:
    """The sentence that says which groups to look at again."""
    numbers = ", ".join(str(group) for group in groups)
    return ngettext(
        "Group {groups} of the recovery code is mistyped.",
        "Groups {groups} of the recovery code are mistyped.",
        len(groups),
    ).format(groups=numbers)


def _groups(typed: str) -> list[str]:
    """The typed symbols in groups: as the person parted them when that makes eight, else cut every five."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    parts = [part for part in _SEPARATORS.split(folded) if part]
    # The dashes tell in which group a symbol is missing or doubled.
    if len(parts) == GROUPS:
        return parts
    joined = "".join(parts)
    return [joined[start : start + GROUP_LENGTH] for start in range(0, len(joined), GROUP_LENGTH)]


def _is_wrong(group: str, place: int) -> bool:
    values = [_VALUES.get(symbol) for symbol in group]
    known = [value for value in values if value is not None]
    return len(known) != len(values) or len(known) != GROUP_LENGTH or weighted_sum(known) != place


def _is_on_its_way(group: str) -> bool:
    return len(group) < GROUP_LENGTH and all(symbol in _VALUES for symbol in group)


def _check_symbol(group: list[int], place: int) -> int:
    # The check stands last, with weight 1, so it is simply what the sum lacks.
    return weighted_sum([*group, 0]) ^ place


def weighted_sum(values: list[int]) -> int:
    """Horner's rule: each value weighs 2 to the power of its distance from the end, in the field."""
    total = 0
    for value in values:
        total <<= 1
        if total & 32:
            total ^= _FIELD
        total ^= value
    return total


def _spell(values: list[int]) -> str:
    return "".join(ALPHABET[value] for value in values)


def _refusal(code: str, message: str) -> Refusal:
    return Refusal(
        code,
        message,
        safe=_("Nothing was tried."),
        todo=_("Compare it with the recovery sheet: eight groups of five letters and digits."),
    )
