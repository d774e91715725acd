"""Hypotheses as verbs: open, back with entries, test, rule out or confirm; each move is an entry of the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import check_entry, write_automatic, write_entry
from warroom.commands.heard import hear
from warroom.commands.hypothesised import Opened, record_hypothesis
from warroom.commands.said_ahead import hypothesis_word
from warroom.commands.seen import Seen, unmoved
from warroom.domain.entries import Kind, Verification
from warroom.domain.hypotheses import HypothesisState, Weight, proposed_status
from warroom.domain.incidents import Status
from warroom.domain.nouns import DELETED
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _


@dataclass(frozen=True, slots=True)
class Moved:
    """A hypothesis after a move, and the status of its incident that this speaks for; None proposes nothing."""

    number: str
    incident: str
    proposes: Status | None = None

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHypothesis(Command[Opened]):
    """Say what might be the cause: writes the entry, or takes one that is there. Times are milliseconds UTC."""

    right = Right.LOG

    incident: str
    text: str
    owner: str = ""
    test: str = ""
    timebox_at: int | None = None
    entry: str = ""  # an entry (id or number) that says it already
    event_at: int | None = None
    from_who: str = ""
    channel: str = ""
    verification: Verification = Verification.NONE
    caller_check: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendHypothesis(Command[None]):
    """Change what it says, who tests it, how and until when. None leaves a field; `no_timebox` clears the time."""

    right = Right.LOG

    hypothesis: str
    text: str | None = None
    owner: str | None = None
    test: str | None = None
    timebox_at: int | None = None
    no_timebox: bool = False
    seen: Seen | None = None

    def says(self, name: str, value: Any) -> dict[str, Any]:
        return {"timebox_at": value, "no_timebox": value is None} if name == "timebox_at" else {name: value}


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveHypothesis(Command[Moved]):
    """Test it, rule it out, confirm it, or open it again; ruling out, confirming and opening again need a reason."""

    right = Right.LOG

    hypothesis: str
    state: HypothesisState
    reason: str = ""
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BackHypothesis(Command[None]):
    """An entry speaks for or against it; the same entry said again changes side or remark."""

    right = Right.LOG

    hypothesis: str
    entry: str
    weight: Weight
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnbackHypothesis(Command[None]):
    """An entry says nothing about it after all, with the reason."""

    right = Right.LOG

    hypothesis: str
    entry: str
    reason: str


@handles(OpenHypothesis)
def open_hypothesis(command: OpenHypothesis, books: Books) -> Opened:
    incident = books.get("incident", command.incident)
    text = needed(command.text, code="hypothesis-empty", message=_("What might be the cause?"))
    check_entry(books, text, event_at=command.event_at)
    more = {
        "owner": command.owner,
        "test": command.test,
        "timebox_at": command.timebox_at,
    }
    if command.entry:
        said = _source(books, incident, command.entry)
        made = {"entry": said["id"], "entry_number": said["number"], "opened_at": said["event_at"]}
        opened = record_hypothesis(books, incident, text, **more, **made)  # type: ignore[arg-type]
        sentence = _("Hypothesis {number} made of entry {entry}: {text}").format(
            number=opened.number, entry=said["number"], text=text
        )
        params = {"hypothesis": opened.number, "entry": said["number"]}
        write_automatic(books, incident, sentence, code="hypothesis-opened", params=params)
        return opened
    logged = write_entry(
        books,
        incident,
        text,
        kind=Kind.HYPOTHESIS,
        event_at=command.event_at,
        more={
            "from_who": command.from_who.strip(),
            "channel": command.channel,
            "verification": command.verification.value,
            "caller_check": command.caller_check,
        },
    )
    hear(books, incident, logged.id, from_who=command.from_who, event_at=command.event_at)
    made = {"entry": logged.id, "entry_number": logged.number, "opened_at": command.event_at}
    return record_hypothesis(books, incident, text, verification=command.verification, **more, **made)  # type: ignore[arg-type]


@handles(AmendHypothesis)
def amend_hypothesis(command: AmendHypothesis, books: Books) -> None:
    known = books.get("hypothesis", command.hypothesis)
    said = {"text": command.text, "owner": command.owner, "test": command.test}
    wanted: dict[str, Any] = {name: value.strip() for name, value in said.items() if value is not None}
    if "text" in wanted:
        wanted["text"] = needed(wanted["text"], code="hypothesis-empty", message=_("What might be the cause?"))
    if command.timebox_at is not None or command.no_timebox:
        wanted["timebox_at"] = command.timebox_at
    changed = {name: value for name, value in wanted.items() if (known[name] or None) != (value or None)}
    changed = unmoved(books, "hypothesis", known["id"], changed, command.seen)
    if not changed:
        return
    books.write("hypothesis", known["id"], changed)
    if "text" in changed:
        sentence = _("Hypothesis {number} now reads: {text}").format(number=known["number"], text=changed["text"])
    else:
        owner = changed.get("owner", known["owner"]) or "—"
        sentence = _("Hypothesis {number} is tested by {owner}").format(number=known["number"], owner=owner)
    params = {"hypothesis": known["number"], **changed}
    write_automatic(books, _incident(books, known), sentence, code="hypothesis-amended", params=params)


@handles(MoveHypothesis)
def move_hypothesis(command: MoveHypothesis, books: Books) -> Moved:
    known = books.get("hypothesis", command.hypothesis)
    incident = _incident(books, known)
    unmoved(books, "hypothesis", known["id"], {"state": command.state.value}, command.seen)
    was = _state(known)
    status = Status(incident["status"]) if incident["status"] in list(Status) else Status.DECLARED
    moved = Moved(known["number"], incident["id"], proposed_status(command.state, status))
    if was is command.state and not books.is_disputed("hypothesis", known["id"], "state"):
        return moved
    reason = command.reason.strip()
    if command.state.is_over or was.is_over:
        reason = needed(command.reason, code="reason-missing", message=_reason_asked(command.state))
    closed = books.now if command.state.is_over else None
    stamps = {"reason": reason or None, "closed_at": closed}
    books.write("hypothesis", known["id"], {"state": command.state.value}, follows=stamps)
    _unmark(books, known, command.state)
    told = {"number": known["number"], "state": hypothesis_word(command.state), "reason": reason}
    sentence = (
        _("Hypothesis {number} {state}: {reason}").format(**told)
        if reason
        else _("Hypothesis {number} {state}").format(**told)
    )
    write_automatic(
        books,
        incident,
        sentence,
        code="hypothesis-moved",
        params={"hypothesis": known["number"], "from": was.value, "to": command.state.value, "reason": reason},
        key_event=command.state is HypothesisState.CONFIRMED,
    )
    return moved


@handles(BackHypothesis)
def back_hypothesis(command: BackHypothesis, books: Books) -> None:
    known = books.get("hypothesis", command.hypothesis)
    entry = books.get("entry", command.entry)
    incident = _incident(books, known)
    same_mode(books, incident, entry)
    link = books.named("backing", f"{known['id']} {entry['id']}")
    now = books.row("backing", link)
    patch: dict[str, Any] = {"weight": command.weight.value, "remark": command.remark.strip() or None}
    if now is not None and all((now[name] or None) == value for name, value in patch.items()):
        return
    patch |= {"by": books.author.name, "at": books.now}
    if now is None:
        made = {"hypothesis": known["id"], "entry": entry["id"], **patch}
        books.make("backing", {name: value for name, value in made.items() if value is not None}, record=link)
    else:
        books.write("backing", link, patch)
    told = {"entry": entry["number"], "number": known["number"]}
    sentence = (
        _("Entry {entry} speaks for hypothesis {number}").format(**told)
        if command.weight is Weight.FOR
        else _("Entry {entry} speaks against hypothesis {number}").format(**told)
    )
    params = {"hypothesis": known["number"], "entry": entry["number"], "weight": command.weight.value}
    write_automatic(books, incident, sentence, code="hypothesis-backed", params=params)


@handles(UnbackHypothesis)
def unback_hypothesis(command: UnbackHypothesis, books: Books) -> None:
    known = books.get("hypothesis", command.hypothesis)
    entry = books.get("entry", command.entry)
    link = books.named("backing", f"{known['id']} {entry['id']}")
    if books.row("backing", link) is None:
        return
    reason = needed(command.reason, code="reason-missing", message=_("Why does it say nothing about it?"))
    books.write("backing", link, {DELETED: True})
    sentence = _("Entry {entry} says nothing about hypothesis {number} after all: {reason}").format(
        entry=entry["number"], number=known["number"], reason=reason
    )
    params = {"hypothesis": known["number"], "entry": entry["number"], "reason": reason}
    write_automatic(books, _incident(books, known), sentence, code="hypothesis-unbacked", params=params)


def same_mode(books: Books, incident: Row, entry: Row) -> None:
    """Real and played are never mixed. Raises Refusal `modes-mixed`."""
    if bool(incident["exercise"]) != bool(entry["exercise"]):
        raise Refusal(
            "modes-mixed",
            _("Entry {number} belongs to an exercise, or this does: they are never mixed.").format(
                number=entry["number"]
            ),
            safe=_("Nothing was changed."),
        )


def _source(books: Books, incident: Row, reference: str) -> Row:
    """The entry that a hypothesis is made of: open to all, and not made into one before."""
    said = books.get("entry", reference)
    if said["circle"]:
        raise Refusal(
            "entry-restricted",
            _("Entry {number} is restricted: a hypothesis made of it would be read by everybody.").format(
                number=said["number"]
            ),
            safe=_("Nothing was changed."),
            todo=_("Open the hypothesis in words that everybody may read."),
        )
    same_mode(books, incident, said)
    already = books.where("hypothesis", entry=said["id"])
    if already:
        raise Refusal(
            "hypothesis-there",
            _("Entry {entry} brought up hypothesis {number} already.").format(
                entry=said["number"], number=already[0]["number"]
            ),
            safe=_("Nothing was changed."),
        )
    return said


def _state(known: Row) -> HypothesisState:
    return HypothesisState(known["state"]) if known["state"] in list(HypothesisState) else HypothesisState.OPEN


def _incident(books: Books, known: Row) -> Row:
    return books.get("incident", known["incident"])


def _unmark(books: Books, known: Row, state: HypothesisState) -> None:
    """A mark on its entry that says the contrary now gives way: one truth."""
    contrary = {Verification.VERIFIED: HypothesisState.CONFIRMED, Verification.REFUTED: HypothesisState.RULED_OUT}
    mark = books.row("entry_mark", known["entry"]) if known["entry"] else None
    if mark and mark["verification"] in list(contrary) and contrary[Verification(mark["verification"])] is not state:
        books.write("entry_mark", mark["id"], {}, follows={"verification": Verification.NONE.value})


def _reason_asked(state: HypothesisState) -> str:
    return {
        HypothesisState.RULED_OUT: _("Why is it ruled out?"),
        HypothesisState.CONFIRMED: _("What confirms it?"),
    }.get(state, _("Why is it looked at again?"))
