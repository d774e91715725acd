"""Matching: what a person typed in a search box, as the index understands it, and the same for text not indexed yet."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
LIGATURES = (("œ", "oe"), ("æ", "ae"))  # the tokenizer keeps them whole; people type either


def match_of(words: str) -> str:
    """What a person typed as an FTS question: every word must be there, the last may be a beginning."""
    parts = _parts(words)
    if not parts:
        return '""'
    return " AND ".join([*(_either(part) for part in parts[:-1]), _either(parts[-1], ending="*")])


def _either(part: str, *, ending: str = "") -> str:
    """A word as it may be spelt: with a ligature or without."""
    spelt = {part.lower()}
    for joined, apart in LIGATURES:
        spelt |= {word.replace(joined, apart) for word in spelt} | {word.replace(apart, joined) for word in spelt}
    quoted = [f'"{word}"{ending}' for word in sorted(spelt)]
    return quoted[0] if len(quoted) == 1 else f"({' OR '.join(quoted)})"


def holds_words(text: str | None, words: str) -> bool:
    """Whether a text answers `match_of(words)`, judged without the index."""
    phrases = [phrase for part in _parts(words) if (phrase := _folded(part))]
    if not phrases:
        return False
    said = f"{_folded(text or '')} "
    return all(f"{phrase} " in said for phrase in phrases[:-1]) and phrases[-1] in said


def plain(words: str) -> str:
    """Words without what would end or break a question: quotes, NULs, halves of characters."""
    return words.encode("utf-8", "replace").decode().replace('"', " ").replace("\x00", " ")


def _parts(words: str) -> list[str]:
    return [part for part in plain(words).split() if any(char.isalnum() for char in part)]


def _folded(text: str) -> str:
    """Words in lower case without accents, each after one space: as `unicode61 remove_diacritics 2` sees them."""
    lower = text.lower()
    if not lower.isascii():
        for joined, apart in LIGATURES:
            lower = lower.replace(joined, apart)
        lower = "".join(char for char in unicodedata.normalize("NFD", lower) if not unicodedata.combining(char))
    return "".join(f" {word}" for word in WORD.findall(lower))
