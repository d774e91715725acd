"""Card ours: what a card written by Warroom says that vCard has no word for, and the way it is read again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from warroom.domain.needs import Need
from warroom.domain.roster import Mastered, ReachKind
from warroom.domain.told_people import Extra, ToldReach, ToldSkill, ToldTeam
from warroom.formats.card_lines import Property
from warroom.formats.clean import clean, clean_label
from warroom.formats.people import LONGEST_EXTRA, LONGEST_REMARK

PREFIX = "X-WARROOM-"
COLUMN, REACH = "COLUMN", "REACH"  # a column of a table; a way to reach somebody that vCard has no property for
TIMES = {"CHECKED-AT": "checked_at", "AWAY-UNTIL": "away_until"}
TEXTS = {"CHECKED-BY": "checked_by", "SITE": "site", "ZONE": "zone", "EMPLOYER": "employer", "JOB": "job"}
LEVELS = {"beginner": Mastered.HELPS, "average": Mastered.ALONE, "expert": Mastered.EXPERT}  # RFC 6715
MOST = 200  # skills or teams of one person
LAST_MOMENT = 253_402_300_799_000  # the end of the year 9999


def is_ours(each: Property) -> bool:
    """Whether a property is read by what stands here, and is nothing beyond the fields."""
    return each.name.startswith(PREFIX) or each.name in ("EXPERTISE", "X-LANG")


def column_of(each: Property) -> Extra | None:
    """A column of a table that a card of ours carried along."""
    from warroom.formats.card_person import unescaped

    heading = clean_label("".join(each.params.get("X-NAME", ())), [])
    if each.name != f"{PREFIX}{COLUMN}" or not heading:
        return None
    return heading, {}, clean(unescaped(each.value), [], longest=LONGEST_EXTRA)


def fields_of(properties: Iterable[Property]) -> dict[str, Any]:
    """Fields of the person that only our own properties carry."""
    from warroom.formats.card_person import unescaped

    fields: dict[str, Any] = {}
    for each in properties:
        if not each.name.startswith(PREFIX):
            continue
        name, text = each.name.removeprefix(PREFIX), clean_label(unescaped(each.value), [])
        if name in TIMES and (moment := moment_of(text)) is not None:
            fields[TIMES[name]] = moment
        elif name in TEXTS:
            fields[TEXTS[name]] = text
        elif name == "SUPPLIER":
            fields["supplier"] = text == "1"
        elif name == "LANGUAGES":
            fields["languages"] = tuple(word for word in text.split() if word)[:20]
    return fields


def with_ours(reach: ToldReach, each: Property) -> ToldReach:
    """The reach with what the parameters of our own cards say of it."""
    said = {name: "".join(values) for name, values in each.params.items() if name.startswith("X-")}
    if "X-KIND" not in said:
        return reach
    needs = said.get("X-NEEDS")
    return replace(
        reach,
        kind=next((kind for kind in ReachKind if kind == said["X-KIND"]), reach.kind),
        label=clean_label(said.get("X-LABEL", ""), []),
        needs=None if needs is None else tuple(word for word in re.split(r"[ ,]+", needs) if word in set(Need)),
        works=None if "X-WORKS" not in said else said["X-WORKS"] == "1",
        checked_at=moment_of(said.get("X-CHECKED-AT", "")),
        checked_by=clean_label(said.get("X-CHECKED-BY", ""), []),
        remark=clean(said.get("X-REMARK", ""), [], longest=LONGEST_REMARK),
    )


def skills_of(properties: Iterable[Property]) -> tuple[ToldSkill, ...]:
    from warroom.formats.card_person import unescaped

    found = [
        ToldSkill(
            name,
            _level(each),
            moment_of("".join(each.params.get("X-UNTIL", ()))),
            clean("".join(each.params.get("X-REMARK", ())), [], longest=LONGEST_REMARK),
        )
        for each in properties
        if each.name == "EXPERTISE" and (name := clean_label(unescaped(each.value), []))
    ]
    return tuple(found[:MOST])


def teams_of(properties: Iterable[Property]) -> tuple[ToldTeam, ...]:
    from warroom.formats.card_person import unescaped

    found = []
    for each in properties:
        if each.name == f"{PREFIX}TEAM" and (name := clean_label(unescaped(each.value), [])):
            rank = "".join(each.params.get("X-RANK", ()))
            part = clean_label("".join(each.params.get("X-PART", ())), [])
            found.append(
                ToldTeam(name, part, int(rank) if rank.isascii() and rank.isdigit() and len(rank) < 6 else None)
            )
    return tuple(found[:MOST])


def _level(each: Property) -> int:
    return LEVELS.get("".join(each.params.get("LEVEL", ())).casefold(), 0)


def moment_of(text: str) -> int | None:
    """Milliseconds UTC as our own files write them, None for anything else."""
    if not (text.isascii() and text.removeprefix("-").isdigit() and len(text) < 17):
        return None
    return moment if abs(moment := int(text)) <= LAST_MOMENT else None
