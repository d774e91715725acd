"""References: which record a number or an id names, whatever its noun."""

from __future__ import annotations

import re
from dataclasses import dataclass

from warroom.domain.ids import NUMBER
from warroom.errors import Refusal
from warroom.room import Room
from warroom.words import _

ID = re.compile(r"[0-9a-f]{32}")
OF_LETTER = {  # what the letter in a number says it names
    "D": ("decision",),
    "A": ("action",),
    "H": ("hypothesis",),
    "C": ("crisis_cell",),
    "E": ("field_team",),
    "B": ("means_request",),
    "R": ("handover",),
    "ME": ("inbound",),
    "PR": ("promise",),
    "RU": ("rumour",),
    "MS": ("message",),
    "AC": ("corrective",),
    "RX": ("rex",),
    "CA": ("cause",),
    "LE": ("lesson",),
}


@dataclass(frozen=True, slots=True)
class Target:
    """One record: its noun and id."""

    noun: str
    id: str


def target(room: Room, reference: str, *nouns: str) -> Target:
    """The one record of these nouns that the reference names. Raises Refusal for none, or for more than one."""
    typed = reference.strip()
    found = _by_id(room, typed.lower()) if ID.fullmatch(typed.lower()) else _by_number(room, typed)
    found = [item for item in found if item.noun in nouns]
    if not found:
        raise Refusal(
            "unknown-reference",
            _("There is no record {reference} in this room that fits here.").format(reference=typed),
            safe=_("Nothing was changed."),
            todo=_("“warroom show ROOM” lists the incidents, “warroom show ROOM REF” what belongs to one."),
        )
    if len(found) > 1:
        raise Refusal(
            "reference-ambiguous",
            _("{reference} names more than one record.").format(reference=typed),
            safe=_("Nothing was changed."),
            todo=_("Give the id instead: {ids}.").format(ids=", ".join(f"{item.noun} {item.id}" for item in found)),
        )
    return found[0]


def incident_id(room: Room, reference: str) -> str:
    """The incident of this number or id. Raises Refusal."""
    return target(room, reference, "incident").id


def entry_id(room: Room, reference: str) -> str:
    """The entry of this number or id. Raises Refusal."""
    return target(room, reference, "entry").id


def _by_number(room: Room, number: str) -> list[Target]:
    match = NUMBER.match(number)
    if match is None:
        return []
    nouns = OF_LETTER.get(match["noun"].upper(), ("incident", "entry"))
    return [Target(noun, record) for noun in nouns for record in room.views.numbered(noun, number)]


def _by_id(room: Room, record: str) -> list[Target]:
    views = room.views
    looks = {
        "entry": views.entry,
        "decision": views.decision,
        "action": views.action,
        "hypothesis": views.hypothesis,
        "crisis_cell": views.cell,
        "field_team": views.team_out,
        "means_request": views.means_request,
        "handover": views.handover,
        "inbound": views.inbound,
        "promise": views.promise,
        "rumour": views.rumour,
        "message": views.message,
        "cause": views.cause,
        "rex": views.rex,
        "corrective": views.corrective,
        "lesson": views.lesson,
    }
    found = [Target(noun, record) for noun, look in looks.items() if look(record) is not None]
    return found or [Target("incident", record)]
