"""Approval of a review as verbs: ask for it, give it, send the review back. They only add; nothing is overwritten."""

from __future__ import annotations

from dataclasses import dataclass, replace

from warroom.commands.base import Command, handles, needed
from warroom.commands.rex import live_rex, names_kept, tell_rex
from warroom.commands.rex_words import blocker_said
from warroom.domain.ids import RecordId
from warroom.domain.rex import ReviewVerdict
from warroom.domain.rex_state import RexBlocker, RexBlocking, RexFacts, blockers
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.phrases import labelled
from warroom.storage.books import Books, Row
from warroom.storage.queries.rex_facts import facts_of, timeline_in
from warroom.storage.rulebook import named_sight_of
from warroom.words import _

REMARK_MOST = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AskApproval(Command[None]):
    """Ask people to approve a review as it is now; asked again, it is asked anew of whom is named then."""

    right = Right.LOG

    rex: str
    of: tuple[str, ...]
    digest: str = ""  # what was looked at: refused where the review says something else by now


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveApproval(Command[RecordId]):
    """Approve a review as it is now. `exception` says why although something stands in the way.

    Disputed words never pass. `by` names whoever approved when somebody else types it.
    """

    right = Right.DECIDE

    rex: str
    remark: str = ""
    exception: str = ""
    by: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack(Command[RecordId]):
    """Send a review back to whoever conducts it, with what is to be changed."""

    right = Right.DECIDE

    rex: str
    remark: str
    by: str = ""
    digest: str = ""


@handles(AskApproval)
def ask_approval(command: AskApproval, books: Books) -> None:
    rex = live_rex(books, command.rex)
    facts = rex_facts(books, rex)
    _check_seen(facts, command.digest)
    asked = names_kept(command.of)
    if asked is None:
        raise Refusal("approver-missing", _("Who is asked to approve it?"), safe=_("Nothing was changed."))
    stamps = {"asked_at": books.now, "asked_by": books.author.name, "asked_digest": facts.digest}
    books.write("rex", rex["id"], {"asked_of": asked}, follows=stamps)
    people = list(dict.fromkeys(" ".join(name.split()) for name in command.of if name.strip()))
    who = ", ".join(people)
    said = _("Review {number}: approval asked of {who}.").format(number=rex["number"], who=who)
    tell_rex(books, rex, said, "rex-asked", {"of": people, "digest": facts.digest})


@handles(GiveApproval)
def give_approval(command: GiveApproval, books: Books) -> RecordId:
    rex = live_rex(books, command.rex)
    by = _giver(books, command.by)
    facts = rex_facts(books, rex)
    _check_seen(facts, command.digest)
    why = blockers(facts, approver=by)
    exception = command.exception.strip()[:REMARK_MOST] if why else ""
    if any(not each.is_passable for each in why) or (why and not exception):
        raise _blocked(rex, why)
    record = _write(books, facts, ReviewVerdict.APPROVED, by, command.remark, exception)
    said = _("Review {number} approved by {who}").format(number=rex["number"], who=by)
    sentence = f"{said}."
    if exception:
        without = " · ".join(blocker_said(each) for each in why)
        sentence = labelled(said, _("{reason} (although: {why})").format(reason=exception, why=without))
    params = {"by": by, "digest": facts.digest, "reason": exception}
    tell_rex(books, rex, sentence, "rex-approved", params)
    return record


@handles(SendBack)
def send_back(command: SendBack, books: Books) -> RecordId:
    rex = live_rex(books, command.rex)
    remark = needed(command.remark, code="reason-missing", message=_("Say why it is sent back."))
    by = _giver(books, command.by)
    facts = rex_facts(books, rex)
    _check_seen(facts, command.digest)
    record = _write(books, facts, ReviewVerdict.SENT_BACK, by, remark, "")
    said = _("Review {number} sent back by {who}").format(number=rex["number"], who=by)
    tell_rex(books, rex, labelled(said, remark), "rex-sent-back", {"by": by, "reason": remark})
    return record


def rex_facts(books: Books, rex: Row) -> RexFacts:
    """Everything that the state of a review follows from, with its timeline, as the room stands in this transaction."""
    sight = named_sight_of(books)
    facts = facts_of(books.conn, sight, bytes.fromhex(rex["id"]))
    if facts is None:
        raise Refusal("rex-unknown", _("This review is not here."), safe=_("Nothing was changed."))
    return replace(facts, timeline=timeline_in(books.conn, sight, facts.rex))


def _write(books: Books, facts: RexFacts, verdict: ReviewVerdict, by: str, remark: str, exception: str) -> RecordId:
    patch = {
        "rex": facts.rex.id,
        "incident": facts.rex.incident,
        "digest": facts.digest,
        "verdict": verdict.value,
        "by": by,
        "typed_by": books.author.name if by != books.author.name else "",
        "remark": remark.strip()[:REMARK_MOST],
        "exception": exception,
        "at": books.now,
    }
    return books.make("rex_approval", {name: value for name, value in patch.items() if value not in (None, "")})


def _giver(books: Books, said: str) -> str:
    return needed(
        " ".join(said.split()) or books.author.name,
        code="approver-missing",
        message=_("Say who approves: nobody sits at this keyboard."),
    )


def _check_seen(facts: RexFacts, digest: str) -> None:
    if digest and digest != facts.digest:
        raise Refusal(
            "rex-moved",
            _("Review {number} was changed since you read it.").format(number=facts.rex.number),
            safe=_("Nothing was changed."),
            todo=_("Read it again."),
        )


def _blocked(rex: Row, why: tuple[RexBlocker, ...]) -> Refusal:
    said = " · ".join(blocker_said(each) for each in why)
    is_passable = all(each.kind is not RexBlocking.DISPUTED for each in why)
    return Refusal(
        "rex-blocked",
        _("Review {number} cannot be approved as it is: {why}").format(number=rex["number"], why=said),
        safe=_("Nothing was changed."),
        todo=_("Put that right, or approve it saying why although.")
        if is_passable
        else _("Settle what is open first."),
    )
