"""The review after a crisis as verbs: open it, say who conducts it and about what, read out the rules, drop it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import write_automatic
from warroom.commands.rex_words import heat_word
from warroom.commands.seen import Seen, unmoved
from warroom.domain.cells import CellState
from warroom.domain.ids import RecordId
from warroom.domain.incidents import Milestone
from warroom.domain.rex import COLD_WITHIN_MS, HOT_WITHIN_MS, Heat
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.storage.projections import json_field
from warroom.words import _

NAMES_MOST = 200
NAME_MOST = 200
TITLE_MOST = 300
SCOPE_MOST = 20_000
DAY_MS = 86_400_000
YEARS_MS = 20 * 366 * 86_400_000  # no review is due further away


@dataclass(frozen=True, slots=True)
class OpenedRex:
    """A review under way."""

    id: RecordId
    number: str

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRex(Command[OpenedRex]):
    """Begin the review of an incident, hot or cold; `others` are incidents reviewed with it.

    Without a date it is due 48 hours (hot) or 30 days (cold) after the end of the cell or of the incident, and never
    before a day from now. There is one review of each heat at a time.
    """

    right = Right.CONDUCT

    incident: str
    heat: Heat
    title: str = ""
    lead: str = ""  # whoever sits here when nobody is named
    participants: tuple[str, ...] = ()
    scope: str = ""
    others: tuple[str, ...] = ()
    privileged: bool = False
    due_at: int | None = None  # milliseconds UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendRex(Command[None]):
    """Change what a review is about, who conducts it, who takes part, when it is held and due; None leaves it alone."""

    right = Right.LOG

    rex: str
    title: str | None = None
    lead: str | None = None
    participants: tuple[str, ...] | None = None
    scope: str | None = None
    others: tuple[str, ...] | None = None
    privileged: bool | None = None
    due_at: int | None = None
    held_at: int | None = None
    no_date: tuple[str, ...] = ()  # of "due_at", "held_at": those that have none any more
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRules(Command[None]):
    """Say who read out the rules: no search for individual fault, everybody speaks, what is said serves to improve."""

    right = Right.LOG

    rex: str
    by: str = ""  # whoever sits here when nobody is named


@dataclass(frozen=True, slots=True, kw_only=True)
class DropRex(Command[None]):
    """This review is not held any more, with the reason; what was written is kept."""

    right = Right.CONDUCT

    rex: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeRex(Command[None]):
    """Take up a review that was dropped."""

    right = Right.CONDUCT

    rex: str


@handles(OpenRex)
def open_rex(command: OpenRex, books: Books) -> OpenedRex:
    incident = books.get("incident", command.incident)
    _refuse_second(books, incident, command.heat)
    lead = " ".join(command.lead.split()) or books.author.name
    patch: dict[str, Any] = {
        "incident": incident["id"],
        "others": _others(books, incident, command.others),
        "heat": command.heat.value,
        "title": _limited(" ".join(command.title.split()), TITLE_MOST),
        "lead": _limited(lead, NAME_MOST),
        "participants": names_kept(command.participants),
        "scope": _limited(command.scope.strip(), SCOPE_MOST),
        "privileged": command.privileged or None,
        "due_at": _date(books, command.due_at) if command.due_at is not None else due_of(books, incident, command.heat),
        "opened_at": books.now,
        "opened_by": books.author.name,
        "number": books.number("rex"),
    }
    record = books.make("rex", {name: value for name, value in patch.items() if value not in (None, "")})
    said = _("Review {number} opened ({heat}), conducted by {lead}.").format(
        number=patch["number"], heat=heat_word(command.heat), lead=lead or "—"
    )
    told = {"rex": patch["number"], "heat": command.heat.value, "lead": lead, "due_at": patch["due_at"]}
    write_automatic(books, incident, said, code="rex-opened", params=told)
    return OpenedRex(record, patch["number"])


@handles(AmendRex)
def amend_rex(command: AmendRex, books: Books) -> None:
    rex = live_rex(books, command.rex)
    wanted: dict[str, Any] = {}
    if command.title is not None:
        wanted["title"] = _limited(" ".join(command.title.split()), TITLE_MOST)
    if command.lead is not None:
        wanted["lead"] = _limited(" ".join(command.lead.split()), NAME_MOST)
    if command.scope is not None:
        wanted["scope"] = _limited(command.scope.strip(), SCOPE_MOST)
    if command.participants is not None:
        wanted["participants"] = names_kept(command.participants)
    if command.others is not None:
        wanted["others"] = _others(books, books.get("incident", rex["incident"]), command.others)
    if command.privileged is not None:
        wanted["privileged"] = command.privileged
    for name, at in (("due_at", command.due_at), ("held_at", command.held_at)):
        if at is not None or name in command.no_date:
            wanted[name] = None if name in command.no_date else _date(books, at)
    changed = unmoved(books, "rex", rex["id"], wanted, command.seen)
    changed = {name: value for name, value in changed.items() if (rex[name] or None) != (value or None)}
    if changed:
        books.write("rex", rex["id"], changed)


@handles(ReadRules)
def read_rules(command: ReadRules, books: Books) -> None:
    rex = live_rex(books, command.rex)
    by = needed(
        " ".join(command.by.split()) or books.author.name,
        code="reader-missing",
        message=_("Who read out the rules?"),
    )
    books.write("rex", rex["id"], {"rules_by": _limited(by, NAME_MOST)}, follows={"rules_at": books.now})


@handles(DropRex)
def drop_rex(command: DropRex, books: Books) -> None:
    rex = live_rex(books, command.rex)
    if books.where("rex_publication", rex=rex["id"]):
        raise Refusal(
            "rex-published",
            _("Review {number} was published: it stays.").format(number=rex["number"]),
            safe=_("Nothing was changed."),
        )
    reason = needed(command.reason, code="reason-missing", message=_("Say why this review is not held."))
    stamps = {"dropped_at": books.now, "dropped_by": books.author.name}
    books.write("rex", rex["id"], {"dropped_because": reason}, follows=stamps)
    said = _("Review {number} dropped: {reason}").format(number=rex["number"], reason=reason)
    tell_rex(books, rex, said, "rex-dropped", {"reason": reason})


@handles(ResumeRex)
def resume_rex(command: ResumeRex, books: Books) -> None:
    rex = books.get("rex", command.rex)
    if rex["dropped_at"] is None:
        return
    _refuse_second(books, books.get("incident", rex["incident"]), Heat(rex["heat"]))
    books.write("rex", rex["id"], {"dropped_because": None}, follows={"dropped_at": None, "dropped_by": None})
    tell_rex(books, rex, _("Review {number} taken up again.").format(number=rex["number"]), "rex-resumed", {})


def live_rex(books: Books, reference: str) -> Row:
    """A review by id or printed number. Raises Refusal `rex-dropped` for one that is not held."""
    rex = books.get("rex", reference)
    if rex["dropped_at"] is not None:
        raise Refusal(
            "rex-dropped",
            _("Review {number} was dropped.").format(number=rex["number"]),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Take it up again first."),
        )
    return rex


def tell_rex(
    books: Books, rex: Row, sentence: str, code: str, params: dict[str, Any], *, key_event: bool = False
) -> None:
    """Say in the log of the incident what happened to its review; nothing where that incident is not here."""
    incident = books.row("incident", rex["incident"]) if rex["incident"] else None
    if incident is not None:
        said = {"rex": rex["number"], **params}
        write_automatic(books, incident, sentence, code=code, params=said, key_event=key_event)


def due_of(books: Books, incident: Row, heat: Heat) -> int:
    """When a review is due: after the end of the cell, else of the incident, else from now (doctrine §10.1)."""
    within = HOT_WITHIN_MS if heat is Heat.HOT else COLD_WITHIN_MS
    covers = {row["cell"] for row in books.where("coverage", incident=incident["id"])}
    cells = [row for record in sorted(covers) if record and (row := books.row("crisis_cell", record)) is not None]
    over = [row["stood_down_at"] for row in cells if row["state"] == CellState.STOOD_DOWN and row["stood_down_at"]]
    ended = next(
        (incident[name.value] for name in (Milestone.CLOSED, Milestone.RESOLVED) if incident[name.value]), None
    )
    if over and len(over) == len(cells):
        ended = max(over)
    return max(int(ended or books.now) + within, books.now + DAY_MS)


def names_kept(said: Iterable[str]) -> str | None:
    """Names of people as a field keeps them, each once, in the order given; None for none. Raises Refusal."""
    seen: dict[str, str] = {}
    for name in said:
        clean = " ".join(name.split())
        if clean:
            seen.setdefault(clean.casefold(), _limited(clean, NAME_MOST))
    if len(seen) > NAMES_MOST:
        raise Refusal(
            "names-many",
            _("A review names {n} people at most.").format(n=NAMES_MOST),
            safe=_("Nothing was changed."),
        )
    return json_field(list(seen.values())) if seen else None


def _limited(text: str, most: int) -> str:
    if len(text) > most:
        raise Refusal(
            "text-long",
            _("This is too long: {n} characters at most.").format(n=most),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Shorten it, or attach it as a file."),
        )
    return text


def _others(books: Books, incident: Row, said: Iterable[str]) -> str | None:
    """Incidents reviewed together, by id; real and played are never mixed."""
    kept: dict[str, None] = {}
    for reference in said:
        other = books.get("incident", reference)
        if bool(other["exercise"]) != bool(incident["exercise"]):
            raise Refusal(
                "modes-mixed",
                _("One of them is an exercise, the other is not: they are never mixed."),
                safe=_("Nothing was changed."),
            )
        if other["id"] != incident["id"]:
            kept[other["id"]] = None
    return json_field(sorted(kept)) if kept else None


def _date(books: Books, at: int | None) -> int:
    if at is None or abs(at - books.now) > YEARS_MS:
        raise Refusal(
            "date-unfit",
            _("This date is too far away."),
            safe=_("Nothing was changed."),
            todo=_("Check the year."),
        )
    return at


def _refuse_second(books: Books, incident: Row, heat: Heat) -> None:
    known = [
        row for row in books.where("rex", incident=incident["id"])
        if row["heat"] == heat.value and row["dropped_at"] is None
    ]  # fmt: skip
    if known:
        raise Refusal(
            "rex-exists",
            _("Review {number} of this incident is under way already.").format(number=known[0]["number"]),
            safe=_("Nothing was changed."),
            todo=_("Go on with that one, or drop it first."),
        )
