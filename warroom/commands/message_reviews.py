"""Checks and approval of messages as verbs: ask somebody, hand over to the deputy, pass or send back, approve."""

from __future__ import annotations

from dataclasses import dataclass

from warroom.commands.base import Command, handles, needed
from warroom.commands.hours import time_said
from warroom.commands.message_desk import blocked, check_seen, tell_message, unreleased
from warroom.commands.message_words import blocker_said, review_word
from warroom.domain.ids import RecordId
from warroom.domain.message_approvers import Approver, approvers_of, approvers_said, is_expected
from warroom.domain.message_state import Blocking, MessageFacts, blockers
from warroom.domain.messages import MOST_REVIEWERS, REVIEW_MIN, Message, Review, ReviewKind, Verdict
from warroom.domain.nouns import DELETED
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.phrases import labelled
from warroom.storage.books import Books, unknown
from warroom.storage.queries import at_work
from warroom.storage.queries.plain import fetch
from warroom.storage.rulebook import sight_of
from warroom.storage.template_book import template_book_in
from warroom.words import _

MINUTE = 60_000
LONGEST_MIN = 24 * 60  # nobody waits longer than a day for a check


@dataclass(frozen=True, slots=True, kw_only=True)
class AskReview(Command[RecordId]):
    """Ask somebody to check a message, or to approve it, within so many minutes; then it goes to the deputy."""

    right = Right.COMMUNICATE

    message: str
    kind: ReviewKind
    asked_of: str
    deputy: str = ""
    minutes: int = REVIEW_MIN


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveVerdict(Command[None]):
    """Pass a message that was checked, or send it back with the reason.

    `kind` is that of the check. `by` names whoever gave the verdict when somebody else types it. `digest` is what was
    looked at (`MessageFacts.digest`): refused where the message says something else by now.
    """

    review: str
    kind: ReviewKind
    verdict: Verdict
    remark: str = ""
    by: str = ""
    digest: str = ""

    def asks(self) -> Right | None:
        return Right.JUDGE if self.kind is ReviewKind.LEGAL else Right.COMMUNICATE


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalateReview(Command[None]):
    """Nobody answered, or it cannot wait: the check is the deputy's from now on, with as many minutes again."""

    right = Right.COMMUNICATE

    review: str
    deputy: str = ""  # where nobody was named, or somebody else takes it


@dataclass(frozen=True, slots=True, kw_only=True)
class DropReview(Command[None]):
    """A check that nobody answered is not asked any more, with the reason."""

    right = Right.COMMUNICATE

    review: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve(Command[RecordId]):
    """Approve a message in all its languages, in the name of whoever sits here.

    `exception` declares an exceptional approval, with its reason: of one's own words, or without a check that the
    message needs. It passes neither a missing variable, nor a refuted claim, nor a check that sent the message back.
    """

    message: str
    exception: str = ""
    remark: str = ""
    digest: str = ""  # what was looked at

    def asks(self) -> Right | None:
        return Right.DECIDE

    def asks_here(self, books: Books) -> Right | None:
        """Whoever decides approves, and whoever communicates: the template says which (doctrine §7.6)."""
        return Right.COMMUNICATE if Right.COMMUNICATE in books.rights() else Right.DECIDE


@handles(AskReview)
def ask_review(command: AskReview, books: Books) -> RecordId:
    facts = unreleased(books, command.message)
    message, kind = facts.message, command.kind
    asked_of = needed(
        " ".join(command.asked_of.split()), code="reviewer-missing", message=_("Who is asked to check it?")
    )
    if not 1 <= command.minutes <= LONGEST_MIN:
        raise Refusal(
            "minutes-unfit",
            _("A check is awaited for one minute at least, and a day at most."),
            safe=_("Nothing was changed."),
        )
    _refuse_too_many(facts, kind, asked_of)
    due_at = books.now + command.minutes * MINUTE
    deputy = " ".join(command.deputy.split())
    patch = {
        "message": message.id,
        "kind": kind.value,
        "asked_of": asked_of,
        "deputy": deputy,
        "asked_by": books.author.name,
        "asked_at": books.now,
        "due_at": due_at,
        "digest": facts.digest,
    }
    record = books.make("review", {name: value for name, value in patch.items() if value != ""})
    said = _("Message {number}: {kind} asked of {who}, until {time}").format(
        number=message.number, kind=review_word(kind), who=asked_of, time=time_said(books, due_at)
    )
    sentence = _("{said}, then of {deputy}.").format(said=said, deputy=deputy) if deputy else f"{said}."
    params = {"kind": kind.value, "asked_of": asked_of, "deputy": deputy, "due_at": due_at}
    tell_message(books, message, sentence, "message-check-asked", params)
    return record


@handles(GiveVerdict)
def give_verdict(command: GiveVerdict, books: Books) -> None:
    review = the_review(books, command.review)
    if review.kind is not command.kind:
        raise Refusal("review-kind", _("This check is of another kind."), safe=_("Nothing was changed."))
    facts = unreleased(books, review.message)
    check_seen(facts, command.digest)
    if command.verdict is Verdict.NONE:
        raise Refusal("verdict-missing", _("Say whether it passes or is sent back."), safe=_("Nothing was changed."))
    if review.kind is ReviewKind.APPROVAL and command.verdict is Verdict.PASSED:
        approve(Approve(message=review.message, remark=command.remark), books)
        return
    giver = " ".join(command.by.split()) or books.author.name
    _refuse_answered(review, giver, books)
    remark = command.remark.strip()
    if command.verdict is Verdict.SENT_BACK:
        remark = needed(remark, code="reason-missing", message=_("Say why it is sent back."))
    _refuse_own(facts, giver, books)
    stamps = {"by": giver, "typed_by": _typist(books, giver), "at": books.now, "digest": facts.digest}
    books.write("review", review.id, {"verdict": command.verdict.value, "remark": remark or None}, follows=stamps)
    passed = command.verdict is Verdict.PASSED
    said = (
        _("Message {number}: {kind} passed by {who}") if passed else _("Message {number}: {kind}, sent back by {who}")
    )
    sentence = said.format(number=facts.message.number, kind=review_word(review.kind), who=giver or "—")
    params = {"kind": review.kind.value, "by": giver, "typed_by": stamps["typed_by"] or "", "digest": facts.digest}
    code = "message-check-passed" if passed else "message-sent-back"
    tell_message(books, facts.message, labelled(sentence, remark) if remark else f"{sentence}.", code, params)


@handles(EscalateReview)
def escalate_review(command: EscalateReview, books: Books) -> None:
    review = the_review(books, command.review)
    facts = unreleased(books, review.message)
    _refuse_over(review)
    deputy = " ".join(command.deputy.split()) or review.deputy
    needed(deputy, code="reviewer-missing", message=_("No deputy was named: who is asked instead?"))
    patch = {"deputy": deputy} if deputy != review.deputy else {}
    books.write("review", review.id, patch, follows={"escalated_at": books.now})
    sentence = _("Message {number}: {kind} goes from {who} to {deputy}, until {time}.").format(
        number=facts.message.number,
        kind=review_word(review.kind),
        who=review.asked_of,
        deputy=deputy,
        time=time_said(books, books.now + REVIEW_MIN * MINUTE),
    )
    params = {"kind": review.kind.value, "asked_of": review.asked_of, "deputy": deputy}
    tell_message(books, facts.message, sentence, "message-check-escalated", params)


@handles(DropReview)
def drop_review(command: DropReview, books: Books) -> None:
    review = the_review(books, command.review)
    facts = unreleased(books, review.message)
    _refuse_over(review)
    reason = needed(command.reason, code="reason-missing", message=_("Say why this check is not needed any more."))
    books.write("review", review.id, {DELETED: True})
    sentence = _("Message {number}: {kind} is not asked of {who} any more: {reason}").format(
        number=facts.message.number, kind=review_word(review.kind), who=review.asked_of, reason=reason
    )
    params = {"kind": review.kind.value, "asked_of": review.asked_of, "reason": reason}
    tell_message(books, facts.message, sentence, "message-check-dropped", params)


@handles(Approve)
def approve(command: Approve, books: Books) -> RecordId:
    facts = unreleased(books, command.message)
    message = facts.message
    needed(books.author.name, code="approver-missing", message=_("Say who approves: nobody sits at this keyboard."))
    check_seen(facts, command.digest)
    why = blockers(facts, approver=books.author.person)
    if any(not each.is_passable for each in why):
        raise blocked(message, tuple(each for each in why if not each.is_passable))
    exception = command.exception.strip()
    if why and not exception:
        raise _needs_exception(message, facts, books)
    exception = exception if why else ""
    record = write_approval(books, facts, exception=exception, remark=command.remark.strip())
    said = (
        _("Message {number} approved by {who}")
        if not exception
        else _("Message {number}: exceptional approval by {who}")
    )
    sentence = said.format(number=message.number, who=books.author.name)
    if exception:
        without = " · ".join(blocker_said(each) for each in why)
        sentence = labelled(sentence, _("{reason} (although: {why})").format(reason=exception, why=without))
    expected = approvers_in(books, message)
    is_other = not is_expected(books.author.name, expected)
    if is_other:
        named = _("its template says: approved by {who}").format(who=approvers_said(expected))
        sentence = f"{sentence} ({named})"
    params = {
        "by": books.author.name,
        "digest": facts.digest,
        "reason": exception,
        "instead_of": approvers_said(expected) if is_other else "",
    }
    tell_message(books, message, sentence, "message-approved", params, key_event=bool(exception))
    return record


def approvers_in(books: Books, message: Message) -> tuple[Approver, ...]:
    """The functions that its template says approve a message, and who holds them now (doctrine §7.4)."""
    template = template_book_in(books).get(message.template)
    if template is None or not template.approvers:
        return ()
    sight = sight_of(books)
    cell = at_work.cell_of(books.conn, sight, bytes.fromhex(message.incident))
    return approvers_of(
        template.approvers, at_work.functions(books.conn, sight, bytes.fromhex(cell.id)) if cell is not None else ()
    )


def the_review(books: Books, reference: str) -> Review:
    """A check by its id. Raises Refusal."""
    record = books.resolve("review", reference)
    found = fetch(books.conn, sight_of(books), Review, "review", "id=?", (bytes.fromhex(record),))
    if not found:
        raise unknown("review", reference)
    return found[0]


def write_approval(books: Books, facts: MessageFacts, *, exception: str, remark: str) -> RecordId:
    """An approval is a record of its own: it takes the place of the one that was asked, and nobody writes over it."""
    asked = [each for each in facts.reviews if each.kind is ReviewKind.APPROVAL and each.verdict is Verdict.NONE]
    stamps = {"by": books.author.name, "at": books.now, "digest": facts.digest}
    said = {"verdict": Verdict.PASSED.value, "remark": remark or None, "exception": exception or None}
    for each in asked:
        books.write("review", each.id, {DELETED: True})
    patch = {
        "message": facts.message.id,
        "kind": ReviewKind.APPROVAL.value,
        "asked_of": asked[0].asked_of if asked else books.author.name,
        "asked_by": asked[0].asked_by if asked else books.author.name,
        "asked_at": asked[0].asked_at if asked else books.now,
        **said,
    }
    return books.make("review", {name: value for name, value in (patch | stamps).items() if value not in (None, "")})


def _needs_exception(message: Message, facts: MessageFacts, books: Books) -> Refusal:
    why = blockers(facts, approver=books.author.person)
    own = any(each.kind is Blocking.OWN_WORDS for each in why)
    if own and len(why) == 1:
        return Refusal(
            "self-approval",
            _("You wrote message {number}: somebody else approves it.").format(number=message.number),
            safe=_("Nothing was changed."),
            todo=_("Have it approved by somebody else, or declare an exceptional approval with its reason."),
        )
    refusal = blocked(message, why)
    todo = _("Put that right, or declare an exceptional approval with its reason.")
    return Refusal(refusal.code, refusal.message, safe=refusal.safe, todo=todo)


def _refuse_too_many(facts: MessageFacts, kind: ReviewKind, asked_of: str) -> None:
    """Two reviewers at once are the most, and nobody is asked the same twice (doctrine §7.4)."""
    waiting = [each for each in facts.reviews if each.verdict is Verdict.NONE]
    if any(each.kind is kind and each.asked_of.casefold() == asked_of.casefold() for each in waiting):
        raise Refusal(
            "review-asked",
            _("{who} was asked already, and has not answered.").format(who=asked_of),
            safe=_("Nothing was changed."),
            todo=_("Call them, or hand it to the deputy."),
        )
    checks = [each for each in waiting if each.kind is not ReviewKind.APPROVAL]
    if kind is not ReviewKind.APPROVAL and len(checks) >= MOST_REVIEWERS:
        raise Refusal(
            "reviewers-many",
            _("Two people are checking this message already: more would only make it late."),
            safe=_("Nothing was changed."),
            todo=_("Wait for one of them, or drop a check that is not needed."),
        )


def _refuse_answered(review: Review, giver: str, books: Books) -> None:
    """A verdict is changed by nobody but whoever gave it."""
    if review.verdict is not Verdict.NONE and giver.casefold() != review.by.casefold():
        raise Refusal(
            "review-answered",
            _("{who} has answered this check.").format(who=review.by or "—"),
            safe=_("Nothing was changed."),
            todo=_("Ask for another check if theirs is not enough."),
        )


def _refuse_over(review: Review) -> None:
    if review.verdict is not Verdict.NONE:
        raise Refusal(
            "review-answered",
            _("{who} has answered this check.").format(who=review.by or "—"),
            safe=_("Nothing was changed."),
        )


def _refuse_own(facts: MessageFacts, giver: str, books: Books) -> None:
    """Nobody checks their own words."""
    person = books.author.person if giver == books.author.name else books.named("person", giver)
    if person and person in facts.writers:
        raise Refusal(
            "self-check",
            _("{who} wrote this: somebody else checks it.").format(who=giver or "—"),
            safe=_("Nothing was changed."),
            todo=_("Ask somebody else, or have the message approved exceptionally, with the reason."),
        )


def _typist(books: Books, giver: str) -> str | None:
    return books.author.name if giver != books.author.name and books.author.name else None
