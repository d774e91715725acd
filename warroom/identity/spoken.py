"""The spoken code of an invitation: 55 random bits in three groups of four, made to be read aloud and typed once.

The last symbol makes a weighted sum of all twelve come out right: one wrong symbol, or two exchanged, never pass.
"""

from __future__ import annotations

import re
import secrets
import unicodedata

from warroom.errors import WrongKey
from warroom.identity.recovery import ALPHABET, weighted_sum
from warroom.words import _

GROUPS, GROUP_LENGTH = 3, 4
LENGTH = GROUPS * GROUP_LENGTH
_PLACE = 1  # what the weighted sum comes to
_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_SEPARATORS = re.compile(r"[\W_]+")


def new_code() -> str:
    """A fresh code as it is shown: `XXXX-XXXX-XXXX`."""
    values = [secrets.randbelow(32) for _symbol in range(LENGTH - 1)]
    values.append(weighted_sum([*values, 0]) ^ _PLACE)
    symbols = "".join(ALPHABET[value] for value in values)
    return "-".join(symbols[start : start + GROUP_LENGTH] for start in range(0, LENGTH, GROUP_LENGTH))


def read_code(typed: str) -> str:
    """The code as it was made; case, spaces, dashes, O for 0 and I or L for 1 do not matter.

    Raises WrongKey `code-mistyped` for one that nobody ever made, before anything is tried with it.
    """
    folded = _SEPARATORS.sub("", unicodedata.normalize("NFKC", typed).upper())
    values = [_VALUES.get(symbol, -1) for symbol in folded]
    if len(values) != LENGTH or -1 in values or weighted_sum(values) != _PLACE:
        raise WrongKey(
            "code-mistyped",
            _("The code is mistyped."),
            safe=_("Nothing was created or changed."),
            todo=_("Have it read aloud again: three groups of four letters and digits."),
        )
    return "".join(ALPHABET[value] for value in values)
