"""What a release says, language by language, marked where it is an exercise. Read from other stations: hostile."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from warroom.domain.messages import PARTS, Release
from warroom.domain.sms import Encoding, length, plainer
from warroom.words import LANGUAGES, _, speaking


class Way(enum.StrEnum):
    """What can be made of a message. Each needs no network to be made; some need one to go further."""

    READ_OUT = "read_out"
    POSTER = "poster"
    QR = "qr"
    SMS = "sms"
    MAIL = "mail"
    MAIL_MERGE = "mail_merge"
    HTML = "html"
    MARKDOWN = "markdown"
    CAP = "cap"


ALL = tuple(Way)
PART_MOST = 20_000  # characters of one part: no message is longer, whatever came from elsewhere


@dataclass(frozen=True, slots=True)
class SaidIn:
    """A message in one language, ready to leave: marked as an exercise where it is one."""

    language: str
    title: str
    body: str
    brief: str
    sms: str
    mark: str = ""  # “EXERCICE” where it is one: for a part that is read alone


def said_in(release: Release) -> tuple[SaidIn, ...]:
    """The texts of a release, French first; a language that says nothing is left out."""
    found = []
    for language in LANGUAGES:
        parts = _parts(release.texts.get(language))
        if parts["title"] or parts["body"]:
            found.append(_marked(language, parts) if release.exercise else SaidIn(language, **parts))
    return tuple(found)


def reference_of(release: Release) -> str:
    """`A-MS01 · 3F2A 9C01`: the number, and what a listener reads back to prove which text was heard."""
    return f"{number_of(release)} · {check_of(release)}"


def number_of(release: Release) -> str:
    """The number as one short line, whatever another station wrote there."""
    return " ".join("".join(char if char.isprintable() else " " for char in release.number).split())[:40]


def check_of(release: Release) -> str:
    """The first eight digits of the hash over what was released, in two groups."""
    digits = "".join(char for char in release.digest[:8].upper() if char in "0123456789ABCDEF").ljust(8, "0")
    return f"{digits[:4]} {digits[4:]}"


def _parts(said: object) -> dict[str, str]:
    known = said if isinstance(said, dict) else {}
    return {part: _text(known.get(part)) for part in PARTS}


def _text(value: object) -> str:
    return "\n".join(value[:PART_MOST].splitlines()).strip() if isinstance(value, str) else ""


def _marked(language: str, parts: dict[str, str]) -> SaidIn:
    with speaking(language):
        line, word = _("EXERCISE – EXERCISE – EXERCISE"), _("EXERCISE")
    short = plainer(line)
    title = parts["title"] if parts["title"].startswith((f"[{word}]", line, short)) else f"[{word}] {parts['title']}"
    sms = parts["sms"]
    return SaidIn(
        language,
        title,
        _between(parts["body"], line, line),
        _between(parts["brief"], line, line),
        # One dash that telephones do not have would make the whole text twice as long.
        _between(sms, line, short if length(sms).encoding is Encoding.GSM7 else line),
        mark=word,
    )


def _between(text: str, line: str, mark: str) -> str:
    """The text between two lines that say that it is an exercise, once only."""
    marks = (line, plainer(line))
    if not text or (text.startswith(marks) and text.endswith(marks) and text not in marks):
        return text
    return f"{mark}\n{text}\n{mark}"
