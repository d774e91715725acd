"""What the page of points to settle says: each side in words, whom it is given to, what goes along with a choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ui.widgets.tone import SERVICE_TONES, severity_tone
from warroom import phrases
from warroom.commands.conflict_words import authority_said, field_word, value_word
from warroom.domain.authority import Authority, goes_out
from warroom.domain.conflicts import Conflict, Question, Side, Written
from warroom.domain.incidents import Mode, Severity
from warroom.domain.services import ServiceState
from warroom.room import Views
from warroom.words import _

TOLD = frozenset({"reason", "rationale"})  # shown with each side already


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the page: what is to be settled, the side written here, the others, and whom it is given to."""

    question: Question
    names: Mapping[str, str]  # people's ids → names
    owner: str  # who leads the incident, "" when nobody does

    @property
    def conflict(self) -> Conflict:
        return self.question.lead

    @property
    def ours(self) -> Side | None:
        """The value written at this station, None when it had no part in it."""
        return next((side for side in self.conflict.values if side.is_ours), None)

    @property
    def others(self) -> list[Side]:
        ours = self.ours
        return [side for side in self.conflict.values if side is not ours]

    @property
    def sides(self) -> list[Side]:
        """Ours first, then the others."""
        ours = self.ours
        return ([ours] if ours else []) + self.others

    @property
    def is_simple(self) -> bool:
        """Two values, one of them ours: each has its own button."""
        return self.ours is not None and len(self.others) == 1

    @property
    def can_be_chosen(self) -> bool:
        """Whether whoever sits here may choose: not what they cannot read, nor between two texts that went out."""
        return not self.conflict.restricted and not goes_out(self.conflict.noun, self.conflict.field)


def points_of(views: Views, asked: Sequence[Question]) -> list[Point]:
    """Questions with the names that they need; two questions to the room, so in a task."""
    if not asked:
        return []
    names = {str(person.id): person.name for person in views.people()}
    owners = {str(incident.id): incident.owner for incident in views.incidents(mode=Mode.BOTH)}
    return [Point(question, names, owners.get(question.lead.incident, "")) for question in asked]


def about_said(point: Point) -> str:
    """`A-001 Panne mondiale de l'API`."""
    conflict = point.conflict
    if conflict.noun in ("impact", "due") and conflict.incident_number:
        return f"{conflict.title} · {conflict.incident_number}".strip(" ·")
    return " ".join(part for part in (conflict.number, conflict.title) if part)


def field_said(point: Point) -> str:
    return field_word(point.conflict.noun, point.conflict.field)


def value_said(point: Point, side: Side, now_ms: int) -> str:
    """The value in words; of what only a circle may read, that it is restricted."""
    conflict = point.conflict
    if conflict.restricted:
        return _("restricted")
    if conflict.noun == "pin":
        return _("a PIN")
    return value_word(conflict.noun, conflict.field, side.value, now_ms=now_ms, names=point.names)


def source_said(point: Point, side: Side, now_ms: int) -> str:
    """`M. Diallo · 12:07 · station B · shown now`."""
    station = _("station {letter}").format(letter=side.station)
    is_shown = side is point.conflict.values[0] and point.conflict.noun != "double"  # both were heard
    meanwhile = _("shown now") if is_shown else ""
    return " · ".join(part for part in (side.author, phrases.moment(side.time, now_ms), station, meanwhile) if part)


def written_said(written: Written | None, now_ms: int) -> str:
    """The same of one write that a form met."""
    if written is None:
        return ""
    station = _("station {letter}").format(letter=written.station)
    return " · ".join(part for part in (written.author, phrases.moment(written.time, now_ms), station) if part)


def reason_said(side: Side) -> str:
    return _("“{reason}”").format(reason=side.reason) if side.reason else ""


def value_tone(point: Point, side: Side) -> str:
    """The colour of a severity or of a service's state; ink for the rest."""
    conflict = point.conflict
    if (conflict.noun, conflict.field) == ("incident", "severity") and side.value in {item.value for item in Severity}:
        return severity_tone(Severity(side.value))
    if (conflict.noun, conflict.field) == ("impact", "state") and side.value in {item.value for item in ServiceState}:
        return SERVICE_TONES[ServiceState(side.value)]
    return ""


def given_said(point: Point) -> str:
    """`given to incident command`."""
    if goes_out(point.conflict.noun, point.conflict.field):
        return _("two texts went out: one correction names both")
    if point.conflict.restricted:
        return _("given to the circle {circle}").format(circle=point.conflict.restricted)
    if point.conflict.authority is Authority.OWNER and point.owner:
        return _("given to {name}").format(name=point.owner)
    return authority_said(point.conflict.authority)


def along_said(point: Point) -> str:
    """`with it: why, decided by`; "" when the choice is about this field alone."""
    words = [field_word(item.noun, item.field) for item in point.question.along if item.field not in TOLD]
    fields = ", ".join(word[:1].lower() + word[1:] for word in words)
    return _("with it: {fields}").format(fields=fields) if fields else ""


def keep_said(point: Point, side: Side) -> str:
    """The words of a side's button: `Keep A`, `Take B`."""
    return (_("Keep {letter}") if side.is_ours else _("Take {letter}")).format(letter=side.station)
