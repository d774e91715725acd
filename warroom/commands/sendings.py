"""The ledger as verbs: what is noted before a sender acts, what came of it, what people posted, what is given up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import check_event, write_automatic
from warroom.commands.sending_words import told
from warroom.domain.channels import Channel
from warroom.domain.ids import RecordId
from warroom.domain.messages import Result, Sending
from warroom.domain.outbox import BY_PROGRAM, LineState, arrived, hanging, line_state, unreached
from warroom.domain.rights import Right
from warroom.domain.stale import Advice
from warroom.errors import Refusal
from warroom.storage.audience_book import audience_book_in
from warroom.storage.books import Books, Row
from warroom.storage.outbox import advice_in, tries_in
from warroom.words import _, language

TEXT_MOST = 2_000  # characters of a proof or a remark
RECIPIENTS_MOST = 500  # of one attempt
BY_HAND = frozenset({Result.SENT, Result.FAILED, Result.READ_BACK})


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSending(Command[RecordId]):
    """Note what came of bringing a released message to somebody by a channel: who posted it, when, with which proof.

    `at` is milliseconds UTC, now when absent. `result` is SENT, FAILED or READ_BACK. `confirms` names the sending that
    was read back; `attempt` one that may have gone, of which somebody found out what became of it.
    """

    right = Right.COMMUNICATE

    release: str
    channel: str
    result: Result = Result.SENT
    audience: str = ""
    recipient: str = ""
    at: int | None = None
    by: str = ""  # who posted it; whoever types, when left empty
    proof: str = ""
    proof_sha256: str = ""
    language: str = ""
    remark: str = ""
    confirms: str = ""
    attempt: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt that may act now: under which id its end is noted, and for whom it is."""

    attempt: RecordId
    sending: RecordId
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginSending(Command[Begun]):
    """Note that a sender is about to act, before it does: should power fail now, the message may have gone.

    Raises Refusal where the line is under way, may have gone, has gone or was given up, or where the check says no;
    `despite` is the reason to send all the same, and takes the right to let messages out. `knows` are the sendings
    that were on screen: a try that arrived meanwhile is refused.
    """

    right = Right.COMMUNICATE

    release: str
    channel: str
    recipients: tuple[str, ...] = ()
    despite: str = ""
    is_checked: bool = False  # somebody read it once more where the check says "ask"
    knows: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSending(Command[RecordId]):
    """Note what came of an attempt: SENT to `reached` (others may be `refused`), FAILED, or UNCLEAR."""

    right = Right.COMMUNICATE

    attempt: str
    result: Result
    reached: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    proof: str = ""
    proof_sha256: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveUp(Command[RecordId]):
    """A released message does not leave by this channel any more, with the reason."""

    right = Right.COMMUNICATE

    release: str
    channel: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOdd(Command[RecordId]):
    """Say what was done about sendings that do not go together: sent twice, or given up here and sent there."""

    right = Right.COMMUNICATE

    sendings: tuple[str, ...]
    done: str


@handles(NoteSending)
def note_sending(command: NoteSending, books: Books) -> RecordId:
    release, channel = _released(books, command.release), _channel(books, command.channel)
    if command.result not in BY_HAND:
        raise Refusal(
            "sending-result",
            _("By hand, a message is noted as sent, failed or read back."),
            safe=_("Nothing was changed."),
        )
    check_event(books, command.at)
    attempt = ""
    if command.attempt:
        known = [one for one in tries_in(books, release["id"], channel.id) if one.attempt == command.attempt]
        if not hanging(known):
            raise unknown_attempt()
        attempt = command.attempt
    if command.confirms and books.get("sending", command.confirms)["release"] != release["id"]:
        raise unknown_attempt()
    more = {
        "audience": command.audience.strip(),
        "recipient": " ".join(command.recipient.split()),
        "by": " ".join(command.by.split()) or books.author.name,
        "at": books.now if command.at is None else command.at,
        "proof": _short(command.proof),
        "proof_sha256": command.proof_sha256.strip().lower(),
        "language": command.language,
        "remark": _short(command.remark),
        "confirms": command.confirms,
        "attempt": attempt,
    }
    return _write(books, release, channel, command.result, more, tells=True)


@handles(BeginSending)
def begin_sending(command: BeginSending, books: Books) -> Begun:
    release, channel = _released(books, command.release), _channel(books, command.channel)
    _check_channel(books, release, channel)
    tries = tries_in(books, release["id"], channel.id)
    if command.knows is not None and {one.id for one in tries} - set(command.knows):
        raise Refusal(
            "sending-moved",
            _("Something happened to this message by this channel since you looked."),
            safe=_("Nothing was sent."),
            todo=_("Look at it as it is now, and send it if it still must go."),
        )
    despite = _short(command.despite)
    known = _check_line(books, line_state(tries, books.now), tries, despite)
    _check_advice(advice_in(books, release["id"]), despite, is_checked=command.is_checked)
    if despite:
        books.must(Right.RELEASE)
    recipients = tuple(dict.fromkeys(command.recipients))
    if len(recipients) > RECIPIENTS_MOST:
        raise Refusal(
            "recipients-too-many",
            _("One message goes to {most} recipients at most.").format(most=RECIPIENTS_MOST),
            safe=_("Nothing was sent."),
            todo=_("Use a list of your mail server, or a mail merge."),
        )
    attempt = books.journal.next_id(books.moment)
    more: dict[str, Any] = {"attempt": attempt, "recipients": list(recipients), "remark": despite, "answers": known}
    made = _write(books, release, channel, Result.BEGUN, {**more, "by": books.author.name, "at": books.now})
    return Begun(attempt, made, recipients)


@handles(EndSending)
def end_sending(command: EndSending, books: Books) -> RecordId:
    row = next(iter(books.where("sending", attempt=command.attempt, result=Result.BEGUN.value)), None)
    if row is None or command.result not in (Result.SENT, Result.FAILED, Result.UNCLEAR):
        raise unknown_attempt()
    release = books.get("release", row["release"])
    channel = _channel(books, row["channel"])
    begun = next(one for one in tries_in(books, release["id"], channel.id) if one.id == row["id"])
    more: dict[str, Any] = {
        "attempt": command.attempt,
        "by": begun.by,
        "at": max(books.now, begun.at),
        "proof": _short(command.proof),
        "proof_sha256": command.proof_sha256,
        "remark": _short(command.remark) or begun.remark,
        "answers": list(begun.answers),
    }
    if command.result is Result.SENT and command.refused:
        # Told first: should the second line not be written, nobody is believed to have got it.
        _write(books, release, channel, Result.FAILED, {**more, "recipients": list(command.refused)}, tells=True)
    whom = command.refused if command.result is Result.FAILED and command.refused else command.reached
    return _write(books, release, channel, command.result, {**more, "recipients": list(whom)}, tells=True)


@handles(GiveUp)
def give_up(command: GiveUp, books: Books) -> RecordId:
    release, channel = _released(books, command.release), _channel(books, command.channel)
    reason = needed(command.reason, code="reason-missing", message=_("Why does it not leave by this channel any more?"))
    state = line_state(tries_in(books, release["id"], channel.id), books.now)
    if state is LineState.SENDING or not state.waits:
        raise _not_now(state)
    more = {"by": books.author.name, "at": books.now, "remark": _short(reason)}
    return _write(books, release, channel, Result.GIVEN_UP, more, tells=True)


@handles(AnswerOdd)
def answer_odd(command: AnswerOdd, books: Books) -> RecordId:
    done = needed(command.done, code="reason-missing", message=_("What was done about it?"))
    rows = [books.get("sending", one) for one in command.sendings]
    if len(rows) < 2:
        raise unknown_attempt()
    release, channel = books.get("release", rows[0]["release"]), _channel(books, rows[0]["channel"])
    more = {"by": books.author.name, "at": books.now, "remark": _short(done), "answers": [row["id"] for row in rows]}
    return _write(books, release, channel, Result.SEEN, more, tells=True)


def unknown_attempt() -> Refusal:
    return Refusal(
        "attempt-unknown",
        _("The ledger has no such line to answer."),
        safe=_("Nothing was changed."),
        todo=_("Look at the outbox as it is now."),
    )


# What is checked


def _released(books: Books, reference: str) -> Row:
    return books.get("release", reference)


def _channel(books: Books, reference: str) -> Channel:
    """A channel by its id, whatever became of it since: the ledger must be able to name it."""
    found = audience_book_in(books).channel(reference.strip())
    if found is None:
        raise Refusal(
            "channel-unknown",
            _("This room knows no such channel."),
            safe=_("Nothing was changed."),
            todo=_("Choose one from the list of channels."),
        )
    return found


def _check_channel(books: Books, release: Row, channel: Channel) -> None:
    """Raises Refusal where no sender brings this message by this channel, or where exercise and reality would mix."""
    if channel.kind not in BY_PROGRAM or channel.retired:
        raise Refusal(
            "channel-by-hand",
            _("By this channel people post, not the program."),
            safe=_("Nothing was sent."),
            todo=_("Post it, and note that it was sent."),
        )
    if books.is_disputed("channel", channel.id, "settings"):
        raise Refusal(
            "channel-disputed",
            _("Two stations set this channel differently: nobody knows where the message would go."),
            safe=_("Nothing was sent."),
            todo=_("Choose first, under “To settle”."),
        )
    incident = books.row("incident", release["incident"] or "")
    is_exercise = bool(release["exercise"]) or bool(incident and incident["exercise"])
    is_for_exercises = channel.settings.get("exercise") is True
    if is_exercise and not is_for_exercises:
        raise Refusal(
            "exercise-stays-inside",
            _("This is a message of an exercise, and this channel is real: it never leaves by it."),
            safe=_("Nothing was sent."),
            todo=_("Use a channel that is marked for exercises, or note by hand what the exercise simulates."),
        )
    if is_for_exercises and not is_exercise:
        raise Refusal(
            "channel-for-exercises",
            _("This channel is for exercises only: nobody real would hear it."),
            safe=_("Nothing was sent."),
            todo=_("Choose a real channel."),
        )


def _check_line(books: Books, state: LineState, tries: Sequence[Sending], despite: str) -> list[str]:
    """The earlier lines that this sending repeats knowingly. Raises Refusal where the reason for that is missing."""
    if state is LineState.SENDING:
        raise _not_now(state)
    before: list[str] = [one.id for one in tries if arrived(one) or one.result is Result.GIVEN_UP]
    before += [one.id for one in hanging(tries)]
    if state is LineState.PARTLY and unreached(tries):
        return [one.id for one in tries if arrived(one)]
    if state in (LineState.MAY_HAVE_GONE, LineState.GONE, LineState.READ_BACK, LineState.GIVEN_UP) and not despite:
        raise _not_now(state)
    return before


def _check_advice(advice: Advice, despite: str, *, is_checked: bool) -> None:
    if advice is Advice.STOP and not despite:
        raise Refusal(
            "sending-stale",
            _("This message is overtaken: it would say something that is not true any more."),
            safe=_("Nothing was sent."),
            todo=_("Give it up and write a new one, or say why it must leave all the same."),
        )
    if advice is Advice.ASK and not (is_checked or despite):
        raise Refusal(
            "sending-unchecked",
            _("Something changed since this message was let out."),
            safe=_("Nothing was sent."),
            todo=_("Read it once more with the reasons beside it, and say that it may go."),
        )


def _not_now(state: LineState) -> Refusal:
    message = {
        LineState.SENDING: _("It is being sent right now."),
        LineState.MAY_HAVE_GONE: _("An earlier try may have reached people: nobody knows how it ended."),
        LineState.GIVEN_UP: _("It was given up by this channel."),
    }.get(state, _("It has gone by this channel already."))
    todo = (
        _("Wait two minutes, and look again.")
        if state is LineState.SENDING
        else _("Ask a recipient whether it came; to send it again, say why.")
    )
    return Refusal("sending-not-now", message, safe=_("Nothing was sent."), todo=todo)


# What is written


def _write(
    books: Books, release: Row, channel: Channel, result: Result, more: dict[str, Any], *, tells: bool = False
) -> RecordId:
    patch = {
        "release": release["id"],
        "message": release["message"],
        "incident": release["incident"],
        "channel": channel.id,
        "result": result.value,
        "station": books.author.station,
        **more,
    }
    made = books.make("sending", {name: value for name, value in patch.items() if value not in (None, "", [])})
    incident = books.row("incident", release["incident"] or "") if tells else None
    if incident is not None:
        name = audience_book_in(books).channel_name(channel.id, language()) or channel.name
        params = {
            "message": release["message"],
            "number": release["number"] or "",
            "release": release["id"],
            "sending": made,
            "channel": channel.id,
            "result": result.value,
            "recipients": list(more.get("recipients") or ([more["recipient"]] if more.get("recipient") else [])),
            "by": more.get("by") or "",
            "proof_sha256": more.get("proof_sha256") or "",
            "reason": more.get("remark") or "",
        }
        sentence = told(result, params, name, proof=str(more.get("proof") or ""))
        write_automatic(books, incident, sentence, code=f"sending-{result.value}", params=params)
    return made


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= TEXT_MOST else f"{text[: TEXT_MOST - 1]}…"
