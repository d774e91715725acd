"""How hard a passphrase is to guess, said while it is typed; a hint, never a hurdle."""

from __future__ import annotations

import math
import string
from enum import Enum

from PySide6.QtWidgets import QLabel, QLineEdit

from ui.theme import set_property
from warroom.words import _

_KINDS = (string.ascii_lowercase, string.ascii_uppercase, string.digits, string.punctuation + " ")
_WORD_BITS = 11.0  # a word of a list of two thousand


class Strength(Enum):
    """Three steps are enough to choose by."""

    WEAK = "late"
    FAIR = "due"
    GOOD = "good"


def strength_of(passphrase: str) -> Strength:
    """By length and variety; words count as words, so that four of them are good and one is not."""
    bits = _bits(passphrase)
    if bits < 32:
        return Strength.WEAK
    return Strength.FAIR if bits < 44 else Strength.GOOD


def strength_words(strength: Strength) -> str:
    return {
        Strength.WEAK: _("Too easy to guess: four words chosen at random are good."),
        Strength.FAIR: _("Fair. One more word makes it good."),
        Strength.GOOD: _("Good."),
    }[strength]


def judge(passphrase: QLineEdit, again: QLineEdit, *, hint: QLabel) -> None:
    """Say how good what was typed is, and mark the second field once it goes another way."""
    typed, repeated = passphrase.text(), again.text()
    strength = strength_of(typed)
    set_property(hint, "role", strength.value if typed else "muted")
    hint.setText(strength_words(strength) if typed else _("Four words chosen at random are good."))
    set_property(again, "wrong", bool(repeated) and not typed.startswith(repeated))


def _bits(passphrase: str) -> float:
    words = passphrase.split()
    letters = len(set(passphrase.casefold()))
    pool = sum(len(kind) for kind in _KINDS if any(letter in kind for letter in passphrase))
    pool += 64 if any(letter not in "".join(_KINDS) for letter in passphrase) else 0
    by_letter = math.log2(pool) * min(len(passphrase), letters * 2) if pool else 0.0
    if len(words) > 1 and all(word.isalpha() for word in words):
        return min(by_letter, _WORD_BITS * len({word.casefold() for word in words}))
    return by_letter * (0.5 if passphrase.isalpha() else 0.8)
