"""Causes as verbs: note one, ask why of it, say what it rests on, judge it, hang it elsewhere (doctrine §10.2).

Typing an analysis is not told in the log; what comes of it is, when the review is approved and published.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.rests_on import checked, named_in, of_one_mode, rested_on
from warroom.commands.seen import Seen, unmoved
from warroom.domain.cause_families import folded
from warroom.domain.causes import CauseKind, CauseState
from warroom.domain.hypotheses import HypothesisState
from warroom.domain.ids import RecordId
from warroom.domain.nouns import DELETED
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row, unknown
from warroom.storage.branches import branches_in
from warroom.storage.projections import json_field
from warroom.words import _

TEXT_MOST = 2000
LINE_MOST = 300
MOST = 400  # causes of one incident: an analysis that nobody can read any more
STEP = 10  # between two siblings, so that one can be put between


@dataclass(frozen=True, slots=True)
class Noted:
    """A cause and its printed number."""

    id: RecordId
    number: str

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCause(Command[Noted]):
    """Note a cause of an incident: of the review's where only `rex` is named, of its parent's where only that is.

    `parent` is the cause that this one answers why of; `evidence` are records (“noun id”) that show the link as much as
    the cause; `hypothesis` takes up a hypothesis, with its words where `text` is empty.
    """

    right = Right.LOG

    text: str = ""
    incident: str = ""
    rex: str = ""
    parent: str = ""
    kind: CauseKind = CauseKind.CONTRIBUTING
    state: CauseState = CauseState.SUPPOSED
    branch: str = ""
    impact: str = ""
    evidence: tuple[str, ...] = ()
    evidence_text: str = ""
    hypothesis: str = ""
    change: str = ""
    service: str = ""
    family: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendCause(Command[None]):
    """Change what is said of a cause, and what it is the why of ("" puts it at the top). None leaves a field."""

    right = Right.LOG

    cause: str
    text: str | None = None
    parent: str | None = None
    kind: CauseKind | None = None
    state: CauseState | None = None
    branch: str | None = None
    impact: str | None = None
    evidence: tuple[str, ...] | None = None
    evidence_text: str | None = None
    hypothesis: str | None = None
    change: str | None = None
    service: str | None = None
    family: str | None = None
    seen: Seen | None = None

    def says(self, name: str, value: Any) -> dict[str, Any]:
        return {name: tuple(named_in({name: value}, name))} if name == "evidence" else {name: value or ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCause(Command[None]):
    """Hang a cause, with all its whys, under another one, "" for the top; `before` names the sibling it stands before.

    Refusal `cause-circle` where it would be a why of itself. Two stations can still make a circle between them: the
    tree then cuts it the same way everywhere, and says so (domain/cause_tree.py).
    """

    right = Right.LOG

    cause: str
    parent: str = ""
    before: str = ""
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEvidence(Command[None]):
    """Add a record (“noun id”) to what a cause rests on, or take it away."""

    right = Right.LOG

    cause: str
    evidence: str
    remove: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeCause(Command[None]):
    """Say whether a cause is confirmed or refuted. What confirms it must be there, in records or in words."""

    right = Right.LOG

    cause: str
    state: CauseState
    evidence_text: str = ""
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveCause(Command[None]):
    """Take a cause away; what hung under it moves up to where it stood."""

    right = Right.LOG

    cause: str


@handles(AddCause)
def add_cause(command: AddCause, books: Books) -> Noted:
    parent = books.get("cause", command.parent) if command.parent else None
    rex = books.get("rex", command.rex) if command.rex else None
    incident = _incident(books, command, rex, parent)
    if len(books.where("cause", incident=incident["id"])) >= MOST:
        raise Refusal(
            "causes-full",
            _("There are {n} causes already.").format(n=MOST),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Take some away, or bring them together."),
        )
    hypothesis = _hypothesis(books, incident, command.hypothesis)
    patch: dict[str, Any] = {
        "text": _text(command.text or (hypothesis or {}).get("text", "")),
        "kind": command.kind.value,
        "state": command.state.value,
        "branch": _branch(books, command.branch),
        "evidence": rested_on(books, incident, command.evidence),
        "hypothesis": hypothesis["id"] if hypothesis else None,
        "service": books.resolve("service", command.service) if command.service else None,
        "family": _family(books, command.family),
        **{name: _short(getattr(command, name)) for name in ("impact", "evidence_text", "change", "source")},
    }
    if hypothesis and hypothesis["state"] == HypothesisState.CONFIRMED and not patch["evidence_text"]:
        patch["evidence_text"] = hypothesis["reason"]
    _bear_out(patch["state"], patch)
    number = books.number("cause")
    place = {
        "number": number,
        "incident": incident["id"],
        "rex": rex["id"] if rex else (parent or {}).get("rex"),
        "parent": parent["id"] if parent else None,
        "order": _last(books, incident["id"], parent["id"] if parent else None),
        "by": books.author.name,
        "at": books.now,
    }
    record = books.make("cause", {name: value for name, value in {**place, **patch}.items() if value not in (None, "")})
    return Noted(record, number)


@handles(AmendCause)
def amend_cause(command: AmendCause, books: Books) -> None:
    known = books.get("cause", command.cause)
    incident = books.get("incident", known["incident"])
    wanted: dict[str, Any] = {
        name: _short(said)
        for name in ("impact", "evidence_text", "change")
        if (said := getattr(command, name)) is not None
    }
    if command.text is not None:
        wanted["text"] = _text(command.text)
    wanted |= {name: said.value for name in ("kind", "state") if (said := getattr(command, name)) is not None}
    if command.branch is not None:
        wanted["branch"] = _branch(books, command.branch)
    if command.family is not None:
        wanted["family"] = _family(books, command.family)
    if command.evidence is not None:
        wanted["evidence"] = rested_on(books, incident, command.evidence)
    if command.hypothesis is not None:
        hypothesis = _hypothesis(books, incident, command.hypothesis)
        wanted["hypothesis"] = hypothesis["id"] if hypothesis else None
    if command.service is not None:
        wanted["service"] = books.resolve("service", command.service) if command.service else None
    if command.parent is not None:
        parent = books.get("cause", command.parent)["id"] if command.parent else ""
        _refuse_circle(books, known, parent)
        wanted["parent"] = parent or None
        if (known["parent"] or "") != parent:
            wanted["order"] = _last(books, known["incident"], parent or None)
    _write(books, known, wanted, command.seen)


@handles(MoveCause)
def move_cause(command: MoveCause, books: Books) -> None:
    known = books.get("cause", command.cause)
    parent = books.get("cause", command.parent)["id"] if command.parent else ""
    _refuse_circle(books, known, parent)
    siblings = [row for row in _siblings(books, known["incident"], parent or None) if row["id"] != known["id"]]
    before = books.get("cause", command.before)["id"] if command.before else ""
    at = next((n for n, row in enumerate(siblings) if row["id"] == before), len(siblings))
    order = _between(siblings, at)
    if order is None:  # no room between the two: all of them are counted anew
        for n, row in enumerate(siblings):
            books.write("cause", row["id"], {"order": (n + 1 + (n >= at)) * STEP})
        order = (at + 1) * STEP
    unmoved(books, "cause", known["id"], {"parent": parent or None}, command.seen)
    wanted = {"parent": parent or None, "order": order}
    changed = {name: value for name, value in wanted.items() if (known[name] or None) != (value or None)}
    if changed:
        books.write("cause", known["id"], changed)


@handles(LinkEvidence)
def link_evidence(command: LinkEvidence, books: Books) -> None:
    known = books.get("cause", command.cause)
    incident = books.get("incident", known["incident"])
    there = named_in(known)
    if command.remove:
        left = [said for said in there if said != command.evidence.strip().lower()]
        _write(books, known, {"evidence": json_field(left) if left else None}, None)
    else:  # what is there may have gone meanwhile: only what comes in is looked at
        more = checked(books, incident, (command.evidence,))
        _write(books, known, {"evidence": json_field(list(dict.fromkeys([*there, *more])))}, None)


@handles(JudgeCause)
def judge_cause(command: JudgeCause, books: Books) -> None:
    known = books.get("cause", command.cause)
    wanted: dict[str, Any] = {"state": command.state.value}
    if command.evidence_text.strip():
        wanted["evidence_text"] = _short(command.evidence_text)
    _write(books, known, wanted, command.seen)


@handles(RemoveCause)
def remove_cause(command: RemoveCause, books: Books) -> None:
    known = books.get("cause", command.cause)
    for row in books.where("cause", parent=known["id"]):
        books.write("cause", row["id"], {"parent": known["parent"]})
    books.write("cause", known["id"], {DELETED: True})


def _incident(books: Books, command: AddCause, rex: Row | None, parent: Row | None) -> Row:
    """The incident a new cause is of; a why is one of the same crisis."""
    named = command.incident or (parent["incident"] if parent else "") or (rex["incident"] if rex else "")
    incident = books.get("incident", needed(named, code="incident-missing", message=_("The cause of which incident?")))
    of_one_mode(books, incident, parent, rex)
    return incident


def _write(books: Books, known: Row, wanted: dict[str, Any], seen: Seen | None) -> None:
    """Write what changed; what is confirmed must have something to show."""
    changed = {name: value for name, value in wanted.items() if (known[name] or None) != (value or None)}
    changed |= {name: wanted[name] for name in wanted if books.is_disputed("cause", known["id"], name)}
    changed = unmoved(books, "cause", known["id"], changed, seen)
    if not changed:
        return
    if changed.get("state") == CauseState.CONFIRMED:
        _bear_out(changed["state"], {**known, **changed})
    books.write("cause", known["id"], changed)


def _bear_out(state: str, said: Row | dict[str, Any]) -> None:
    if state == CauseState.CONFIRMED and not (said["evidence"] or said["evidence_text"] or said["hypothesis"]):
        raise Refusal(
            "cause-bare",
            _("What confirms it? Nothing is named that shows it."),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Name an entry, a file or a test, or leave it supposed."),
        )


def _refuse_circle(books: Books, known: Row, parent: str) -> None:
    of_one_mode(books, books.get("incident", known["incident"]), books.row("cause", parent) if parent else None)
    passed: set[str] = set()
    at = parent
    while at and at not in passed:
        if at == known["id"]:
            raise Refusal(
                "cause-circle",
                _("{number} would be a why of itself.").format(number=known["number"]),
                safe=_("Nothing was changed."),
                todo=_("Hang it under a cause that does not come from it."),
            )
        passed.add(at)
        at = (books.row("cause", at) or {}).get("parent") or ""


def _siblings(books: Books, incident: str, parent: str | None) -> list[Row]:
    equal = {"parent": parent} if parent else {"incident": incident, "parent": None}
    return sorted(books.where("cause", **equal), key=lambda row: (row["order"] or 0, row["at"] or 0, row["id"]))


def _last(books: Books, incident: str, parent: str | None) -> int:
    return max((row["order"] or 0 for row in _siblings(books, incident, parent)), default=0) + STEP


def _between(siblings: list[Row], at: int) -> int | None:
    """A place before the sibling that stands there now; None where there is no room left."""
    below = (siblings[at - 1]["order"] or 0) if at > 0 else 0
    if at == len(siblings):
        return int(below) + STEP
    above = siblings[at]["order"] or 0
    middle = (below + above) // 2
    return int(middle) if below < middle < above else None


def _hypothesis(books: Books, incident: Row, reference: str) -> Row | None:
    """A hypothesis to take up: one of this mode."""
    if not reference.strip():
        return None
    found = books.get("hypothesis", reference)
    checked(books, incident, (f"hypothesis {found['id']}",))
    return found


def _branch(books: Books, code: str) -> str:
    code = code.strip()
    if code and code not in {each.code for each in branches_in(books)}:
        raise unknown("branch", code[:40])
    return code


def _family(books: Books, name: str) -> str:
    """A family's name, spelt as the room spells it already."""
    name = _short(" ".join(name.split()))
    if not folded(name):
        return ""
    spelt = (row["family"] for row in books.where("cause") if row["family"] and folded(row["family"]) == folded(name))
    return next(spelt, name)


def _text(text: str) -> str:
    said = needed(text, code="cause-empty", message=_("What is the cause?"))
    return _fits(said, TEXT_MOST)


def _short(text: str) -> str:
    return _fits(text.strip(), TEXT_MOST if "\n" in text else LINE_MOST * 2)


def _fits(text: str, most: int) -> str:
    if len(text) > most:
        raise Refusal(
            "cause-long",
            _("This is too long for a cause."),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Keep it under {n} characters: one cause, one sentence.").format(n=most),
        )
    return text
