"""`message`: what is said outside and inside, from the draft to what went out, its corrections and its claims."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.message_documents import document_of, line_of, lines_of
from warroom.cli.moments import due_time
from warroom.cli.parser import Parser, UsageError, typed_text
from warroom.cli.references import Target, entry_id, incident_id, target
from warroom.cli.rooms import Seat, reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import (
    AmendMessage,
    Approve,
    AskReview,
    CiteEntry,
    CorrectionOf,
    DraftMessage,
    EscalateReview,
    FirstMessage,
    GiveVerdict,
    KeepBoth,
    KeepClaim,
    RefillMessage,
    ReleaseMessage,
    SetAlertFields,
    UnciteEntry,
    WithdrawMessage,
    WriteText,
)
from warroom.commands.messages import PAIR
from warroom.domain.incidents import Mode
from warroom.domain.message_lines import MessageLine
from warroom.domain.messages import PARTS, REVIEW_MIN, Review, ReviewKind, Verdict
from warroom.errors import Refusal
from warroom.room import Room
from warroom.words import _

STEPS = (
    "list", "show", "draft", "amend", "write", "refill", "check", "escalate", "verdict", "approve", "release", "first",
    "correct", "withdraw", "cite", "uncite", "keep", "both", "alert",
)  # fmt: skip
CAP_NAMES = ("urgency", "severity", "certainty", "category")
READ = frozenset({"list", "show"})
OF_INCIDENT = frozenset({"draft", "first"})


def _options(parser: Parser) -> None:
    parser.room()
    add = parser.add_argument
    add("step", metavar="STEP", choices=STEPS, nargs="?", default="list", help=", ".join(STEPS))
    add("ref", metavar="REF", nargs="?", help=_("a message, e.g. A-MS01; for list, draft and first an incident"))
    add("text", metavar="TEXT", nargs="?", help=_("the words, or the reason; “-” reads standard input"))
    modes = [mode.value for mode in Mode]
    parser.choice("--mode", modes, metavar="MODE", help=_("list: real, exercise or both"), default=Mode.REAL.value)
    add("--template", default="", metavar="CODE", help=_("draft, first: the template, e.g. T03"))
    add("--to", action="append", metavar="AUDIENCE", help=_("who is to hear it; may be given several times"))
    add("--channel", action="append", metavar="ID", help=_("by what it leaves; may be given several times"))
    add("--languages", type=_codes, metavar="CODES", help=_("e.g. fr,en (default)"))
    add("--language", default="fr", metavar="CODE", help=_("draft, write: of the words (default: fr)"))
    parser.choice("--part", PARTS, metavar="PART", help=_("write: which part"), default="body")
    add("--title", metavar="TEXT", help=_("draft, write: the title"))
    add("--translated", action="store_true", help=_("write: a translation that is to be checked"))
    add("--status", metavar="STATUS", help=_("the status that it announces"))
    add("--due", type=due_time, metavar="ISO", help=_("when it must be out"))
    add("--next", type=due_time, metavar="ISO", help=_("when the next message is promised for"))
    said = _("a variable of the template, e.g. workaround=… or workaround:en=…")
    add("--set", action="append", type=_variable, default=[], metavar="NAME=VALUE", help=said)
    said = _(
        "alert: how it is told as CAP: urgency, severity, certainty, category, area:fr, area:en; empty: as proposed"
    )
    add("--cap", action="append", type=_variable, default=[], metavar="NAME=VALUE", help=said)
    add("--anew", action="store_true", help=_("refill: take every word from the template again"))
    _check_options(parser)


def _check_options(parser: Parser) -> None:
    add = parser.add_argument
    kinds = [kind.value for kind in ReviewKind]
    parser.choice("--kind", kinds, metavar="KIND", help=_("check, escalate, verdict: which"), default=kinds[0])
    add("--of", default="", metavar="PERSON", help=_("check: who is asked"))
    add("--deputy", default="", metavar="PERSON", help=_("check, escalate: who is asked instead"))
    add("--minutes", type=int, default=REVIEW_MIN, metavar="MIN", help=_("check: until the deputy is asked"))
    add("--back", action="store_true", help=_("verdict: sent back, with the reason as TEXT"))
    add("--given-by", default="", metavar="PERSON", help=_("verdict: who gave it, when you only type it"))
    add("--exception", default="", metavar="REASON", help=_("approve: an exceptional approval"))
    add(
        "--seen",
        default="",
        metavar="FINGERPRINT",
        help=_("approve, verdict, release: what was read, as “digest” of show --json; refused where it changed since"),
    )
    add("--again", action="store_true", help=_("release: once more on purpose, with the reason as TEXT"))
    add("--entry", metavar="NUMBER", help=_("cite, uncite, keep: the entry that it rests on"))


def _run(asked: Namespace, call: Call) -> Answer:
    if asked.step in READ:
        with reading(asked) as room:
            return shown(room, _target(room, asked.ref)) if asked.step == "show" else _listed(asked, room)
    text = typed_text(asked.text) if asked.text is not None else ""
    with writing(asked) as seat:
        if asked.step in OF_INCIDENT:
            made = seat.do(_opening(asked, seat, text))
            return shown(seat.room, Target("message", getattr(made, "message", None) or made.id))
        chosen = _target(seat.room, asked.ref)
        done = seat.do(STEP[asked.step](asked, seat, chosen.id, text))
        after = Target("message", done.id) if asked.step == "correct" and done is not None else chosen
        return shown(seat.room, after)


def _listed(asked: Namespace, room: Room) -> Answer:
    incident = incident_id(room, asked.ref) if asked.ref else None
    found, now = room.views.message_board(incident, mode=Mode(asked.mode)), room.clock.now_ms()
    book = room.views.audience_book()
    lines = [line_of(each, now, book) for each in found] or [_("There is no message.")]
    return Answer([document_of(each) for each in found], lines)


def shown(room: Room, chosen: Target) -> Answer:
    """One message: where it stands, its words, its checks, what went out."""
    line = _line(room, chosen.id)
    approvers, book = room.views.message_approvers(line.id), room.views.audience_book()
    return Answer(document_of(line), lines_of(line, room.clock.now_ms(), book, approvers))


def _opening(asked: Namespace, seat: Seat, text: str) -> Any:
    incident = incident_id(seat.room, _needed(asked.ref))
    code = asked.template or ("T03" if asked.step == "first" else "")
    to = tuple(asked.to or ()) or _audiences_of(seat.room, code)
    more: dict[str, Any] = {
        "audiences": to,
        "channels": tuple(asked.channel if asked.channel is not None else _channels_to(seat.room, to)),
        "languages": asked.languages or PAIR,
        "next_at": asked.next,
        "filled": _filled(asked.set),
    }
    if asked.step == "first":
        return FirstMessage(incident=incident, template=code, **more)
    words = {"title": asked.title or "", "body": text}
    texts = {asked.language: words} if any(words.values()) else {}
    return DraftMessage(
        incident=incident, template=code, due_at=asked.due, status=asked.status or "", texts=texts, **more
    )


def _audiences_of(room: Room, code: str) -> tuple[str, ...]:
    """Whom a template is for."""
    template = room.views.template_book().get(code)
    return template.audiences if template else ()


def _channels_to(room: Room, audiences: Sequence[str]) -> list[str]:
    """The usual channels of these audiences, or what takes the place of one that is down: as the window proposes."""
    book = room.views.audience_book()
    return book.working(book.usual(audiences), room.views.broken())


# One command for each step


def _amend(asked: Namespace, seat: Seat, message: str, _text: str) -> AmendMessage:
    filled = {**_line(seat.room, message).message.filled, **_filled(asked.set)} if asked.set else None
    return AmendMessage(
        message=message,
        audiences=tuple(asked.to) if asked.to is not None else None,
        channels=tuple(asked.channel) if asked.channel is not None else None,
        languages=asked.languages,
        status=asked.status,
        due_at=asked.due,
        next_at=asked.next,
        filled=filled,
    )


def _write(asked: Namespace, _seat: Seat, message: str, text: str) -> WriteText:
    words: dict[str, Any] = {asked.part: text} if asked.text is not None else {}
    if asked.title is not None:
        words["title"] = asked.title
    translated = True if asked.translated else None
    return WriteText(message=message, language=asked.language, translated=translated, **words)


def _refill(asked: Namespace, _seat: Seat, message: str, _text: str) -> RefillMessage:
    return RefillMessage(message=message, anew=asked.anew)


def _check(asked: Namespace, _seat: Seat, message: str, _text: str) -> AskReview:
    kind = ReviewKind(asked.kind)
    return AskReview(message=message, kind=kind, asked_of=asked.of, deputy=asked.deputy, minutes=asked.minutes)


def _escalate(asked: Namespace, seat: Seat, message: str, _text: str) -> EscalateReview:
    return EscalateReview(review=_review(asked, seat, message).id, deputy=asked.deputy)


def _verdict(asked: Namespace, seat: Seat, message: str, text: str) -> GiveVerdict:
    return GiveVerdict(
        review=_review(asked, seat, message).id,
        kind=ReviewKind(asked.kind),
        verdict=Verdict.SENT_BACK if asked.back else Verdict.PASSED,
        remark=text,
        by=asked.given_by,
        digest=asked.seen,
    )


def _approve(asked: Namespace, _seat: Seat, message: str, text: str) -> Approve:
    return Approve(message=message, exception=asked.exception, remark=text, digest=asked.seen)


def _release(asked: Namespace, seat: Seat, message: str, text: str) -> ReleaseMessage:
    channels = tuple(asked.channel) if asked.channel is not None else None
    known = _line(seat.room, message).facts.releases
    again = known[-1].id if asked.again and known else None
    return ReleaseMessage(message=message, channels=channels, reason=text, again=again, digest=asked.seen)


def _correct(_asked: Namespace, _seat: Seat, message: str, _text: str) -> CorrectionOf:
    return CorrectionOf(message=message)


def _withdraw(_asked: Namespace, _seat: Seat, message: str, text: str) -> WithdrawMessage:
    return WithdrawMessage(message=message, reason=text)


def _cite(asked: Namespace, seat: Seat, message: str, text: str) -> CiteEntry:
    return CiteEntry(message=message, entry=entry_id(seat.room, _needed(asked.entry)), what=text)


def _uncite(asked: Namespace, seat: Seat, message: str, _text: str) -> UnciteEntry:
    return UnciteEntry(message=message, entry=entry_id(seat.room, _needed(asked.entry)))


def _keep(asked: Namespace, seat: Seat, message: str, text: str) -> KeepClaim:
    return KeepClaim(message=message, entry=entry_id(seat.room, _needed(asked.entry)), reason=text)


def _both(_asked: Namespace, seat: Seat, message: str, text: str) -> KeepBoth:
    pairs = _line(seat.room, message).doubled
    if not pairs:
        raise Refusal(
            "not-doubled",
            _("No two releases of this message wait for an answer."),
            safe=_("Nothing was changed."),
        )
    return KeepBoth(one=pairs[0].one.id, other=pairs[0].other.id, reason=text)


def _alert(asked: Namespace, _seat: Seat, message: str, _text: str) -> SetAlertFields:
    plain = {name: value for name, language, value in asked.cap if not language}
    area = {language: value for name, language, value in asked.cap if language and name == "area"}
    unknown = {name for name, language, _value in asked.cap if name not in (("area",) if language else CAP_NAMES)}
    if unknown:
        raise UsageError("usage", _("An alert has no {name}.").format(name=sorted(unknown)[0]))
    category = tuple(_codes(plain["category"])) if "category" in plain else None
    said = {name: plain[name] for name in CAP_NAMES if name in plain and name != "category"}
    return SetAlertFields(message=message, category=category, area=area or None, **said)


STEP: dict[str, Callable[[Namespace, Seat, str, str], Any]] = {
    "amend": _amend,
    "write": _write,
    "refill": _refill,
    "check": _check,
    "escalate": _escalate,
    "verdict": _verdict,
    "approve": _approve,
    "release": _release,
    "correct": _correct,
    "withdraw": _withdraw,
    "cite": _cite,
    "uncite": _uncite,
    "keep": _keep,
    "both": _both,
    "alert": _alert,
}


# What helps


def _target(room: Room, reference: str | None) -> Target:
    return target(room, _needed(reference), "message")


def _line(room: Room, message: str) -> MessageLine:
    found = room.views.message_line(message)
    assert found is not None
    return found


def _review(asked: Namespace, seat: Seat, message: str) -> Review:
    """The check of this kind that waits."""
    waiting = [each for each in _line(seat.room, message).facts.reviews if each.verdict is Verdict.NONE]
    found = next((each for each in waiting if each.kind == asked.kind), None)
    if found is None:
        raise Refusal(
            "review-none",
            _("No check of this kind waits for an answer."),
            safe=_("Nothing was changed."),
            todo=_("Ask for it first: {command}").format(command="warroom message ROOM check …"),
        )
    return found


def _needed(reference: str | None) -> str:
    if not reference:
        raise UsageError(
            "usage",
            _("This needs a message, an incident or an entry."),
            todo=_("See: {command} --help").format(command="warroom message"),
        )
    return reference


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code for code in text.replace(" ", "").split(",") if code)


def _variable(text: str) -> tuple[str, str, str]:
    """`name=value` or `name:fr=value`: the name, the language or "", the value."""
    name, equals, value = text.partition("=")
    name, _colon, language = name.strip().partition(":")
    if not equals or not name:
        raise ArgumentTypeError(_("write it as name=value"))
    return name, language, value.strip()


def _filled(said: list[tuple[str, str, str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, language, value in said:
        if language:
            former = found.get(name)
            found[name] = {**(former if isinstance(former, dict) else {}), language: value}
        else:
            found[name] = value
    return found


VERBS = {"message": Verb(_options, _run, writes=True)}
