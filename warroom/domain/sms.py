"""How long a text is as an SMS: its alphabet and its segments (3GPP TS 23.038 §6.2.1, 23.040 §9.2.3.24.1).

In the 7-bit alphabet one message holds 160 septets, and each of several 153; with one letter outside it the whole text
goes as UCS-2: 70 units of 16 bits, and 67 in each of several. Letters of the extension table take two septets; neither
they nor a surrogate pair are cut by the end of a segment.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

GSM7 = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = "\f^{}\\[~]|€"
BASIC, EXTENDED = frozenset(GSM7), frozenset(EXTENSION)
BRIEF_MOST = 280  # characters of a post on a social network

# Typography that a telephone does not need: the same words in the 7-bit alphabet.
PLAINER = str.maketrans(
    {
        "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "−": "-", "…": "...", "•": "-",
        "\u00a0": " ", "\u202f": " ", "œ": "oe", "Œ": "OE", "→": "->", "×": "x", "·": "-",
    }
)  # fmt: skip
# Letters that the 7-bit alphabet lacks, as French telephones have always written them.
WITHOUT_ACCENT = str.maketrans("âêîôûëïÿçÀÂÊÎÔÛÈËÏÙ", "aeioueiycAAEIOUEEIU")


class Encoding(enum.StrEnum):
    GSM7 = "GSM-7"
    UCS2 = "UCS-2"


@dataclass(frozen=True, slots=True)
class Sms:
    """What a text takes: septets or 16-bit units, segments, and how many units are left in the last one."""

    encoding: Encoding
    units: int
    segments: int
    left: int
    beyond: tuple[str, ...]  # what is outside the 7-bit alphabet, each once, in its order


def length(text: str) -> Sms:
    """How long a text is as an SMS. Line ends count as one; an empty text takes no segment."""
    said = text.replace("\r\n", "\n")
    beyond = tuple(dict.fromkeys(letter for letter in said if letter not in BASIC and letter not in EXTENDED))
    if beyond:
        sizes = [2 if ord(letter) > 0xFFFF else 1 for letter in said]
        return _counted(Encoding.UCS2, sizes, one=70, each=67, beyond=beyond)
    sizes = [2 if letter in EXTENDED else 1 for letter in said]
    return _counted(Encoding.GSM7, sizes, one=160, each=153, beyond=())


def _counted(encoding: Encoding, sizes: list[int], *, one: int, each: int, beyond: tuple[str, ...]) -> Sms:
    units = sum(sizes)
    if units <= one:
        return Sms(encoding, units, 1 if units else 0, one - units, beyond)
    segments, used = 1, 0
    for size in sizes:
        if used + size > each:
            segments, used = segments + 1, 0
        used += size
    return Sms(encoding, units, segments, each - used, beyond)


def segments_of(text: str) -> tuple[str, ...]:
    """The text as the telephone cuts it."""
    said = text.replace("\r\n", "\n")
    sms = length(said)
    if sms.segments < 2:
        return (said,) if said else ()
    each = 67 if sms.encoding is Encoding.UCS2 else 153
    parts, part, used = [], "", 0
    for letter in said:
        size = _size(letter, sms.encoding)
        if used + size > each:
            parts.append(part)
            part, used = "", 0
        part, used = part + letter, used + size
    return (*parts, part)


def _size(letter: str, encoding: Encoding) -> int:
    if encoding is Encoding.UCS2:
        return 2 if ord(letter) > 0xFFFF else 1
    return 2 if letter in EXTENDED else 1


def plainer(text: str) -> str:
    """The same words with the typography that the 7-bit alphabet has: straight quotes, plain spaces, `oe`."""
    return text.translate(PLAINER)


def in_gsm7(text: str) -> str:
    """A text in the 7-bit alphabet as far as that goes: accents it lacks are dropped (`ê` is `e`); what else stays."""
    return plainer(text).translate(WITHOUT_ACCENT)
