"""Matching a few typed letters with the words of a verb: by the beginnings of words, without regard to accents."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Lower case, without accents, ligatures taken apart: `Œuvre` → `oeuvre`."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def distance(typed: str, text: str) -> int | None:
    """How far the text is from what was typed, 0 the nearest; None when some typed word is nowhere in it."""
    whole = folded(text)
    words = whole.replace("’", " ").replace("'", " ").replace("-", " ").split()
    total = 0
    for part in folded(typed).split():
        found = _distance_of_part(part, words, whole)
        if found is None:
            return None
        total += found
    return total


def _distance_of_part(part: str, words: list[str], whole: str) -> int | None:
    for place, word in enumerate(words):
        if word.startswith(part):
            return min(place, 9) + (0 if word == part else 1)
    if part in whole:
        return 20
    if _is_spread_over(part, words):
        return 40
    return None


def _is_spread_over(part: str, words: list[str]) -> bool:
    """`exus` is in `export to usb`: pieces of the beginnings of words, in order."""
    left = part
    for word in words:
        taken = 0
        while taken < len(left) and taken < len(word) and left[taken] == word[taken]:
            taken += 1
        left = left[taken:]
        if not left:
            return True
    return False


def best(typed: str, texts: list[str]) -> list[int]:
    """Places of the texts that match, the nearest first; the order given among equals."""
    if not typed.strip():
        return list(range(len(texts)))
    measured = [(distance(typed, text), place) for place, text in enumerate(texts)]
    return [place for _far, place in sorted((far, place) for far, place in measured if far is not None)]
