"""Mapping: which column of a table is the time, the text, the author and so on; suggested from heading and cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date as day

from warroom.formats.times import looks_like_time

_SAMPLE_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Mapping:
    """Columns by position from 0 (None: no such column), and how the table is to be read.

    `event` holds date and time together; `date` and `time` hold them apart. `base_date` is the day of bare times.
    `day_first` None lets the dates themselves tell, French way in doubt. `sheet`, `header`, `delimiter` and `encoding`
    overrule what would be found.
    """

    event: int | None = None
    date: int | None = None
    time: int | None = None
    text: int | None = None
    kind: int | None = None
    author: int | None = None
    from_: int | None = None
    to: int | None = None
    channel: int | None = None
    service: int | None = None
    incident: int | None = None
    reference: int | None = None
    base_date: day | None = None
    day_first: bool | None = None
    sheet: str | None = None
    header: bool | None = None
    delimiter: str | None = None
    encoding: str | None = None

    @property
    def columns(self) -> dict[str, int]:
        """The mapped columns: name of the field, position."""
        return {name: at for name in COLUMN_FIELDS if (at := getattr(self, name)) is not None}


COLUMN_FIELDS = tuple(field.name for field in fields(Mapping) if field.type == "int | None")

_TEXT_WORDS = (
    "texte|contenu|messages?|evenements?|description|libelle|details?|informations?|observations?|commentaires?|"
    "main courante|text|content|entry|event|comments?|notes?|faits?|actions?"
)
# Words of headings, French and English, without accents; the first field with a word in the heading takes the column.
_WORDS: tuple[tuple[str, str], ...] = (
    (
        "event",
        r"horodatage|horodate|date ?(et|/|-|&)? ?heure|heure et date|gdh|timestamp|date ?time|event time|occurred",
    ),
    ("time", r"heure|heures|hour|hours|time|h"),
    ("date", r"date|jour|day"),
    ("reference", r"id|ref|reference|n|no|num|numero|number|identifiant"),
    (
        "author",
        r"redacteur|redactrice|auteur|auteure|saisi par|author|scribe|recorded by|written by|initiales|initials",
    ),
    ("from_", r"emetteur|emettrice|expediteur|origine|de|from|sender|source|appelant|caller"),
    ("to", r"destinataire|destinataires|a|vers|to|recipient|recipients|dest"),
    ("channel", r"moyen|moyens|canal|media|voie|vecteur|mode|channel|medium|transmission"),
    ("kind", r"nature|type|categorie|genre|kind|category"),
    ("service", r"service|services|application|systeme|composant|component|system"),
    ("incident", r"incident|titre|intitule|objet|sujet|title|subject|crise"),
    ("text", _TEXT_WORDS),
)
_PATTERNS = tuple((name, re.compile(rf"(?:{words})\Z"), re.compile(rf"\b(?:{words})\b")) for name, words in _WORDS)
_SHORTEST_WITHIN = 3  # one- and two-letter words ("de", "n") must be the whole heading


def suggest_mapping(columns: Sequence[str], sample: Sequence[Sequence[str]] = ()) -> Mapping:
    """The likely mapping, for a person to confirm: whole headings first, then words inside them, then the cells."""
    headings = [_plain(column) for column in columns]
    found: dict[str, int] = {}
    for is_whole in (True, False):
        for at, heading in enumerate(headings):
            if at in found.values() or not heading:
                continue
            for name, whole, within in _PATTERNS:
                if name not in found and (whole.match(heading) if is_whole else _within(within, heading)):
                    found[name] = at
                    break
    _settle_times(found, sample)
    _fill_from_cells(found, len(columns), sample)
    return replace(Mapping(), **found)  # type: ignore[arg-type]  # the names are those of its columns


def _plain(heading: str) -> str:
    """Lower case, no accents, words parted by one space."""
    letters = unicodedata.normalize("NFKD", heading[:200].casefold())
    kept = "".join(
        letter if letter.isalnum() or letter in "/&-" else " "
        for letter in letters
        if not unicodedata.combining(letter)
    )
    return " ".join(kept.replace("_", " ").split())


def _within(pattern: re.Pattern[str], heading: str) -> bool:
    match = pattern.search(heading)
    return match is not None and match.end() - match.start() >= _SHORTEST_WITHIN


def _settle_times(found: dict[str, int], sample: Sequence[Sequence[str]]) -> None:
    """A lone date or time column whose cells hold both is the event time; a pair stays apart."""
    if "event" in found:
        return
    if ("date" in found) != ("time" in found):
        only = "date" if "date" in found else "time"
        cells = _cells(sample, found[only])
        if only == "date" or any(_has_day(cell) for cell in cells):
            found["event"] = found.pop(only)
    elif "date" in found and any(_has_day(cell) and _has_clock(cell) for cell in _cells(sample, found["time"])):
        found["event"] = found.pop("time")
        del found["date"]


def _has_day(cell: str) -> bool:
    return re.search(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", cell) is not None


def _has_clock(cell: str) -> bool:
    return re.search(r"\d\s*[:hH]", cell) is not None


def _fill_from_cells(found: dict[str, int], width: int, sample: Sequence[Sequence[str]]) -> None:
    """Without telling headings: the column of times is the event, the one of longest cells the text."""
    free = [at for at in range(width) if at not in found.values()]
    if not {"event", "time", "date"} & found.keys():
        for at in free:
            cells = _cells(sample, at)
            if cells and sum(looks_like_time(cell) for cell in cells) >= _SAMPLE_SHARE * len(cells):
                found["event"] = at
                free.remove(at)
                break
    if "text" not in found and free:
        lengths = {at: sum(map(len, _cells(sample, at))) for at in free}
        longest = max(free, key=lambda at: lengths[at])
        if lengths[longest]:
            found["text"] = longest


def _cells(sample: Sequence[Sequence[str]], at: int) -> list[str]:
    return [cell for row in sample if at < len(row) and (cell := row[at].strip())]
