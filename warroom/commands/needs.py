"""What the outage breaks: networks, directories, badges (doctrine §1.1, 8)."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import write_automatic
from warroom.commands.need_words import need_state_word, need_word
from warroom.commands.seen import Seen, unmoved
from warroom.domain.ids import RecordId
from warroom.domain.needs import Need, NeedState
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.phrases import labelled
from warroom.storage.books import Books
from warroom.storage.projections import json_field
from warroom.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkNeed(Command[RecordId]):
    """Say that an incident breaks a need (a code of `Need`), or that it works again; why is asked for what is broken.

    It says more than what services that are down carry: marked as working, a need is not greyed out.
    """

    right = Right.CONDUCT

    incident: str
    need: str
    state: NeedState
    reason: str = ""
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCarries(Command[RecordId]):
    """Say what no longer works while a service, by name, is down: codes of `Need`, without any: nothing."""

    right = Right.CONDUCT

    service: str
    needs: tuple[str, ...]
    seen: Seen | None = None


@handles(MarkNeed)
def mark_need(command: MarkNeed, books: Books) -> RecordId:
    incident = books.get("incident", command.incident)
    need = _need(command.need)
    reason = command.reason.strip()
    record = books.named("breakage", f"{incident['id']} {need}")
    known = books.row("breakage", record)
    wanted = {"state": command.state.value, "reason": reason or None}
    if known is None:
        if command.state is NeedState.DOWN:
            needed(reason, code="reason-missing", message=_("How is it known that this does not work?"))
        patch = {"incident": incident["id"], "need": need, "by": books.author.name, "since": books.now, **wanted}
        books.make("breakage", {name: value for name, value in patch.items() if value is not None}, record=record)
    else:
        changed = unmoved(books, "breakage", record, wanted, command.seen)
        changed = {name: value for name, value in changed.items() if (known[name] or None) != value}
        if not changed:
            return record
        stamps = {"since": books.now} if "state" in changed else {}
        books.write("breakage", record, {**changed, "by": books.author.name}, follows=stamps)
    if known is None or known["state"] != command.state.value:
        sentence = labelled(need_word(need), need_state_word(command.state))
        write_automatic(
            books,
            incident,
            f"{sentence}. {reason}" if reason else sentence,
            code="need",
            params={"need": need, "state": command.state.value, "reason": reason},
        )
    return record


@handles(SetCarries)
def set_carries(command: SetCarries, books: Books) -> RecordId:
    name = needed(command.service, code="service-missing", message=_("Which service?"))
    said = {_need(need) for need in command.needs}
    wanted = json_field([need.value for need in Need if need in said]) if said else None
    record = books.named("service", name)
    known = books.row("service", record)
    if known is None:
        return books.make("service", {"name": name, **({"carries": wanted} if wanted else {})}, record=record)
    changed = unmoved(books, "service", record, {"carries": wanted}, command.seen)
    if changed and (known["carries"] or None) != wanted:
        books.write("service", record, changed)
    return record


def _need(said: str) -> str:
    code = said.strip().lower()
    if code not in set(Need):
        raise Refusal(
            "need-unknown",
            _("“{need}” is nothing that is known here.").format(need=said.strip()),
            safe=_("Nothing was changed."),
            todo=_("Choose one of: {needs}.").format(needs=", ".join(Need)),
        )
    return code
