"""Who is on call, as a calendar names them: in the summary, among the attendees, or as the organizer."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from warroom.formats.calendar_occurrences import Occurrence

MOST_NAMES = 20
LABEL = re.compile(
    r"\A\s*(?:(?:on[- ]?call|astreintes?|permanence|garde|duty|shift|vacation|primary|secondary|first|second|backup|"
    r"niveau\s*\d|level\s*\d|n\d|l\d|oncall)\b\s*)+(?:(?:for|de|du|of)\b\s*)?[:–—-]?\s*",
    re.IGNORECASE,
)
PARTS = re.compile(r"\s+[–—-]\s+|[,;/&|:()\[\]+]|\s(?:et|and|und|y)\s", re.IGNORECASE)


class Who(enum.StrEnum):
    """Where a calendar says who is on call."""

    AUTO = "auto"  # whoever of the roster the summary names, else who attends, else the summary
    SUMMARY = "summary"
    ATTENDEES = "attendees"
    ORGANIZER = "organizer"


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a calendar, and who of the roster it is ("" where nobody knows)."""

    name: str
    person: str


def key_of(name: str) -> str:
    """What two spellings of one name share: letters without accents, in whatever order the words stand."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    return " ".join(sorted(re.findall(r"[\w@.]+", plain.casefold())))


def on_call(held: Occurrence, roster: Mapping[str, str], who: Who) -> list[Named]:
    """Whom an occurrence puts on call; `roster` has the id of everybody by `key_of` their name or their address."""
    summary = _of_summary(held.summary, roster)
    attending = [named for person in held.people if (named := _of_person(person, roster))]
    organizer = [named for person in (held.organizer,) if (named := _of_person(person, roster))]
    if who is Who.ATTENDEES:
        return attending or summary
    if who is Who.ORGANIZER:
        return organizer or summary
    if who is Who.SUMMARY or any(each.person for each in summary):
        return summary
    return attending or summary or organizer


def _of_summary(summary: str, roster: Mapping[str, str]) -> list[Named]:
    """The people of the roster whom a summary names, else all that it says, without the word for on-call."""
    told = LABEL.sub("", summary).strip(" :–—-") or summary.strip()
    for whole in (summary, told):
        if (person := roster.get(key_of(whole))) is not None:
            return [Named(whole.strip(), person)]
    parts = [part for each in PARTS.split(summary) if (part := LABEL.sub("", each).strip())]
    known = [Named(part, roster[key]) for part in parts if (key := key_of(part)) in roster]
    return _once(known) if known else [Named(told, "")] if told else []


def _of_person(person: tuple[str, str], roster: Mapping[str, str]) -> Named | None:
    name, mail = person
    if not (name or mail):
        return None
    known = next((roster[key] for each in (mail, name) if each and (key := key_of(each)) in roster), "")
    return Named(name or mail, known)


def _once(found: Iterable[Named]) -> list[Named]:
    return list({each.person or each.name: each for each in found}.values())[:MOST_NAMES]
