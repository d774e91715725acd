"""Clean: hostile text made safe to keep and to show, saying what was taken out."""

from __future__ import annotations

import re

from warroom.formats.problems import Flag, Problem

LONGEST_TEXT = 100_000
"""Characters kept of one text; the rest is cut and flagged."""

LONGEST_LABEL = 1_000
"""Characters kept of a title, a name or any other short field."""

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_HIDDEN = re.compile("[\ufeff\ufffe\uffff\u00ad\u2060\U000e0000-\U000e007f]")
_BROKEN = re.compile("[\ud800-\udfff]")
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u2028-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff\U000e0000-\U000e007f]"
)


def clean(text: str, flags: list[Flag], *, longest: int = LONGEST_TEXT) -> str:
    """The text without control, direction-changing, invisible or broken characters; what was done goes into `flags`.

    Line ends become newlines. Newlines and tabs stay.
    """
    if not text.isprintable() and _SUSPECT.search(text) is not None:
        text = _LINE_ENDS.sub("\n", text)
        for pattern, replacement, problem in (
            (_CONTROL, "", Problem.CONTROL_CHARACTERS),
            (_BIDI, "", Problem.BIDI_REMOVED),
            (_HIDDEN, "", Problem.HIDDEN_CHARACTERS),
            (_BROKEN, "\ufffd", Problem.BROKEN_CHARACTERS),
        ):
            text, count = pattern.subn(replacement, text)
            if count:
                add_flag(flags, Flag(problem))
    text = text.strip()
    if len(text) > longest:
        add_flag(flags, Flag(Problem.TEXT_CUT, str(len(text))))
        text = text[:longest]
    return text


def clean_label(text: str, flags: list[Flag]) -> str:
    """The same for a one-line field: runs of white space become one space."""
    if len(text) <= LONGEST_LABEL and text.isprintable() and "  " not in text:
        return text.strip()
    return clean(" ".join(text.split()), flags, longest=LONGEST_LABEL)


def quoted(text: str) -> str:
    """A piece of a file made fit to stand in a message: one line, no hostile character, cut at 200 characters."""
    return clean(" ".join(text[:400].split()), [], longest=200)


def add_flag(flags: list[Flag], flag: Flag) -> None:
    """Add the flag unless the record already carries it."""
    if flag not in flags:
        flags.append(flag)
