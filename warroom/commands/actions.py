"""Actions as verbs: ask, acknowledge, move on, finish; never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import check_event, write_entry
from warroom.commands.said import action_word
from warroom.commands.seen import Seen, unmoved
from warroom.domain.actions import NEEDS_REASON, ActionState
from warroom.domain.entries import Kind, Verification
from warroom.domain.ids import ActionId
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _


@dataclass(frozen=True, slots=True)
class Asked:
    """An action: its id and printed number."""

    id: ActionId
    number: str

    def __str__(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAction(Command[Asked]):
    """Ask someone to do something by a time (milliseconds UTC).

    Who gave the order, how and when it came, and whether it is to be verified stand in its log entry.
    """

    right = Right.ACT

    incident: str
    text: str
    owner: str = ""
    due_at: int | None = None
    decision: str = ""
    from_who: str = ""
    channel: str = ""
    event_at: int | None = None
    verification: Verification = Verification.NONE
    key_event: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeAction(Command[None]):
    """The owner took it in hand."""

    right = Right.ACT

    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveAction(Command[None]):
    """Change the state of an action; holding, cancelling and skipping need a reason, finishing may give a result."""

    right = Right.ACT

    action: str
    state: ActionState
    reason: str = ""
    result: str = ""
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendAction(Command[None]):
    """Change what is asked, of whom, by when. None leaves a field as it is; `no_due` clears the due time."""

    right = Right.ACT

    action: str
    text: str | None = None
    owner: str | None = None
    due_at: int | None = None
    no_due: bool = False
    seen: Seen | None = None

    def says(self, name: str, value: Any) -> dict[str, Any]:
        return {"due_at": value, "no_due": value is None} if name == "due_at" else {name: value}


@handles(AddAction)
def add_action(command: AddAction, books: Books) -> Asked:
    incident = books.get("incident", command.incident)
    text = needed(command.text, code="action-empty", message=_("What is to be done?"))
    check_event(books, command.event_at)
    number = books.number("action")
    patch: dict[str, Any] = {
        "incident": incident["id"],
        "number": number,
        "text": text,
        "state": ActionState.TODO.value,
        "created_at": books.now,
    }
    optional = {
        "owner": command.owner.strip() or None,
        "due_at": command.due_at,
        "decision": books.resolve("decision", command.decision) if command.decision else None,
    }
    patch.update({name: value for name, value in optional.items() if value is not None})
    record = books.make("action", patch)
    params = {"action": number, "owner": command.owner.strip(), "due_at": command.due_at}
    more = {
        "code": "action-asked",
        "params": params,
        "from_who": command.from_who.strip(),
        "to_who": command.owner.strip(),
        "channel": command.channel,
        "verification": command.verification.value,
        "key_event": command.key_event or None,
    }
    sentence = _("{text} ({number})").format(text=text, number=number)
    write_entry(books, incident, sentence, kind=Kind.ORDER, event_at=command.event_at, more=more)
    return Asked(ActionId(record), number)


@handles(AcknowledgeAction)
def acknowledge_action(command: AcknowledgeAction, books: Books) -> None:
    action = books.get("action", command.action)
    if action["acknowledged_at"] is not None:
        return
    state = ActionState(action["state"] or ActionState.TODO)
    if state.is_over:
        raise Refusal(
            "action-over",
            _("Action {number} is already over.").format(number=action["number"]),
            safe=_("Nothing was changed."),
            todo=_("Put it back to be done first."),
        )
    follows = {"state": ActionState.IN_PROGRESS.value} if state is ActionState.TODO else {}
    books.write("action", action["id"], {"acknowledged_at": books.now}, follows=follows)
    _log(
        books,
        action,
        _("Action {number} taken in hand by {owner}").format(number=action["number"], owner=action["owner"] or "—"),
        code="action-acknowledged",
    )


@handles(MoveAction)
def move_action(command: MoveAction, books: Books) -> None:
    action = books.get("action", command.action)
    unmoved(books, "action", action["id"], {"state": command.state.value}, command.seen)
    was = ActionState(action["state"] or ActionState.TODO)
    if was is command.state:
        return
    reason = command.reason.strip()
    if command.state in NEEDS_REASON:
        reason = needed(reason, code="reason-missing", message=_("Say why."))
    typed = {"reason": reason, "result": command.result.strip()}
    follows: dict[str, Any] = {"finished_at": books.now if command.state.is_over else None}
    if not reason:
        follows["reason"] = ""  # the former one no longer tells why
    if command.state is ActionState.IN_PROGRESS and action["acknowledged_at"] is None:
        follows["acknowledged_at"] = books.now
    patch = {"state": command.state.value, **{name: said for name, said in typed.items() if said}}
    books.write("action", action["id"], patch, follows=follows)
    said = " ".join(part for part in (reason, command.result.strip()) if part)
    sentence = _("Action {number}: {was} → {now}").format(
        number=action["number"], was=action_word(was), now=action_word(command.state)
    )
    _log(
        books,
        action,
        f"{sentence}. {said}" if said else sentence,
        code="action-moved",
        was=was.value,
        now=command.state.value,
        reason=reason,
    )


@handles(AmendAction)
def amend_action(command: AmendAction, books: Books) -> None:
    action = books.get("action", command.action)
    wanted: dict[str, Any] = {}
    if command.text is not None:
        wanted["text"] = needed(command.text, code="action-empty", message=_("What is to be done?"))
    if command.owner is not None:
        wanted["owner"] = command.owner.strip()
    if command.due_at is not None or command.no_due:
        wanted["due_at"] = command.due_at
    wanted = unmoved(books, "action", action["id"], wanted, command.seen)
    changed = {name: value for name, value in wanted.items() if (action[name] or None) != (value or None)}
    if not changed:
        return
    books.write("action", action["id"], changed, follows={"acknowledged_at": None} if "owner" in changed else {})
    sentence = _("Action {number} changed: {text}").format(
        number=action["number"], text=changed.get("text", action["text"])
    )
    if "owner" in changed:
        sentence = _("Action {number} given to {owner}").format(number=action["number"], owner=changed["owner"] or "—")
    _log(
        books,
        action,
        sentence,
        code="action-changed",
        **changed,
    )


def _log(books: Books, action: Row, sentence: str, *, code: str, **params: Any) -> None:
    incident = books.get("incident", action["incident"])
    more = {"code": code, "params": {"action": action["number"], **params}, "reason": params.get("reason") or ""}
    write_entry(books, incident, sentence, kind=Kind.AUTOMATIC, more=more)
