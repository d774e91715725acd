"""`review`: reviews after a crisis (REX): open one, write its sections, explain its timeline, have it approved."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass

from warroom.cli.call import Answer, Call
from warroom.cli.moments import due_time, event_time
from warroom.cli.parser import Parser, UsageError, typed_text
from warroom.cli.references import incident_id
from warroom.cli.review_form import form_answer
from warroom.cli.review_out import OUT_DEEDS, out_options
from warroom.cli.review_shown import board_answer, shown_answer, timeline_answer
from warroom.cli.rooms import Seat, reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import (
    AddNote,
    AddSection,
    AmendRex,
    AskApproval,
    DropRex,
    GiveApproval,
    MarkSection,
    OpenRex,
    ReadRules,
    ResumeRex,
    SendBack,
    WriteSection,
)
from warroom.domain.incidents import Mode
from warroom.domain.rex import Heat, NoteKind, Rex
from warroom.errors import Refusal
from warroom.reports.rex.registry import section_of
from warroom.room import Room
from warroom.words import _


@dataclass(frozen=True, slots=True)
class Deed:
    """What one word after the room does: it reads, or it writes and then shows the review."""

    does: Callable[[Seat, Namespace], str] | None = None  # gives the id of the review to show
    reads: Callable[[Room, Namespace], Answer] | None = None


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("what", metavar="WHAT", nargs="?", default="list", help=", ".join(WORDS))
    parser.add_argument("ref", metavar="REF", nargs="?", default="", help=_("the review, e.g. A-RX01, or an incident"))
    parser.add_argument(
        "text",
        metavar="TEXT",
        nargs="?",
        help=_("what is said; with form: a template"),
    )
    parser.choice("--heat", [each.value for each in Heat], metavar="HEAT", help=_("hot (within 48 hours) or cold"))
    parser.add_argument("--section", default="", metavar="CODE", help=_("which section, e.g. summary; show lists them"))
    parser.choice("--kind", [each.value for each in NoteKind], metavar="KIND", help=_("what a statement is"))
    parser.add_argument(
        "--evidence", action="append", default=[], metavar="REF", help=_("what it rests on, e.g. “entry A-0042”")
    )
    parser.add_argument("--about", default="", metavar="KEY", help=_("the gap or contradiction that it explains"))
    parser.add_argument("--nothing", action="store_true", help=_("with done: there is nothing to say"))
    parser.add_argument("--undone", action="store_true", help=_("with done: it is open again"))
    parser.add_argument("--given-to", metavar="NAME", help=_("who writes the section"))
    parser.add_argument("--title", metavar="TEXT", help=_("the title of the review"))
    parser.add_argument("--scope", metavar="TEXT", help=_("what is reviewed, and what is not"))
    parser.add_argument("--lead", metavar="NAME", help=_("who conducts it"))
    parser.add_argument("--with", action="append", dest="people", default=[], metavar="NAME", help=_("who takes part"))
    parser.add_argument(
        "--together", action="append", default=[], metavar="INCIDENT", help=_("incidents reviewed together with it")
    )
    parser.add_argument("--privileged", action="store_true", help=_("under legal privilege: no version of it leaves"))
    parser.add_argument("--due", type=due_time, metavar="ISO", help=_("when it is to be published"))
    parser.add_argument("--held", type=event_time, metavar="ISO", help=_("when the meeting is or was held"))
    parser.add_argument("--of", action="append", default=[], metavar="NAME", help=_("who is asked to approve it"))
    parser.add_argument("--who", default="", metavar="NAME", help=_("who approved, or read the rules, when not --by"))
    parser.add_argument("--although", default="", metavar="REASON", help=_("approve it although something is missing"))
    parser.add_argument("--exercise", action="store_true", help=_("list reviews of exercises"))
    out_options(parser)


def _meant(asked: Namespace) -> None:
    """A review or an incident named without a word before it is to be shown. Raises UsageError for any other word."""
    if asked.what in WORDS:
        return
    if asked.ref or not any(letter.isdigit() for letter in asked.what):
        raise UsageError(
            "usage",
            _("“{word}” is nothing that is done with a review.").format(word=asked.what),
            todo=_("Choose among: {names}.").format(names=", ".join(WORDS)),
        )
    asked.what, asked.ref = "show", asked.what


def _run(asked: Namespace, call: Call) -> Answer:
    _meant(asked)
    if asked.what in OUT_DEEDS:
        with writing(asked) as seat:
            return OUT_DEEDS[asked.what].run(seat, rex_of(seat.room, asked), asked, call)
    deed = DEEDS[asked.what]
    if deed.reads is not None:
        with reading(asked) as room:
            return deed.reads(room, asked)
    assert deed.does is not None
    with writing(asked) as seat:
        return shown_answer(seat.room, deed.does(seat, asked))


def rex_of(room: Room, asked: Namespace) -> Rex:
    """The review that was named by its number or id, or the newest of the incident named. Raises Refusal."""
    reference = asked.ref.strip()
    if not reference:
        raise UsageError("usage", _("This needs a review, e.g. A-RX01."), todo=_help())
    for mode_list in (room.views.rexes(mode=mode) for mode in _modes()):
        for one in mode_list:
            if reference.casefold() in (one.number.casefold(), one.id):
                return one
    found = room.views.rexes(incident_id(room, reference))
    if not found:
        raise Refusal(
            "unknown-reference",
            _("Incident {incident} has no review yet.").format(incident=reference),
            safe=_("Nothing was changed."),
            todo=_("Open one: warroom review ROOM open {incident}").format(incident=reference),
        )
    return next((one for one in found if one.dropped_at is None), found[0])


def _modes() -> tuple[Mode, ...]:
    return Mode.REAL, Mode.EXERCISE


def _open(seat: Seat, asked: Namespace) -> str:
    if not asked.ref:
        raise UsageError("usage", _("Of which incident?"), todo=_help())
    made = seat.do(
        OpenRex(
            incident=incident_id(seat.room, asked.ref),
            heat=Heat(asked.heat or Heat.COLD),
            title=asked.title or "",
            lead=asked.lead or "",
            participants=tuple(asked.people),
            scope=typed_text(asked.scope) if asked.scope else "",
            others=tuple(incident_id(seat.room, one) for one in asked.together),
            privileged=asked.privileged,
            due_at=asked.due,
        )
    )
    return made.id


def _amend(seat: Seat, asked: Namespace) -> str:
    rex = rex_of(seat.room, asked)
    seat.do(
        AmendRex(
            rex=rex.id,
            title=asked.title,
            lead=asked.lead,
            scope=typed_text(asked.scope) if asked.scope is not None else None,
            participants=(*rex.participants, *asked.people) if asked.people else None,
            others=(*rex.others, *(incident_id(seat.room, one) for one in asked.together)) if asked.together else None,
            privileged=True if asked.privileged else None,
            due_at=asked.due,
            held_at=asked.held,
        )
    )
    return rex.id


def _rules(seat: Seat, asked: Namespace) -> str:
    rex = rex_of(seat.room, asked)
    seat.do(ReadRules(rex=rex.id, by=asked.who))
    return rex.id


def _write(seat: Seat, asked: Namespace) -> str:
    rex = rex_of(seat.room, asked)
    code = _code(seat.room, rex, asked)
    seat.do(WriteSection(rex=rex.id, code=code, text=_text(asked)))
    return rex.id


def _add(seat: Seat, asked: Namespace) -> str:
    rex = rex_of(seat.room, asked)
    seat.do(AddSection(rex=rex.id, title=_text(asked)))
    return rex.id


def _done(seat: Seat, asked: Namespace) -> str:
    rex = rex_of(seat.room, asked)
    code = _code(seat.room, rex, asked)
    done = None if asked.nothing or (asked.given_to is not None and not asked.undone) else not asked.undone
    nothing = True if asked.nothing else False if asked.undone else None
    seat.do(MarkSection(rex=rex.id, code=code, done=done, nothing=nothing, given_to=asked.given_to))
    return rex.id


def _note(seat: Seat, asked: Namespace) -> str:
    rex = rex_of(seat.room, asked)
    kind = NoteKind(asked.kind or (NoteKind.EXPLAINED if asked.about else NoteKind.WELL))
    section = asked.section or ("timeline" if asked.about else "good_bad_luck")
    note = AddNote(
        rex=rex.id, section=section, kind=kind, text=_text(asked), evidence=tuple(asked.evidence), about=asked.about
    )
    seat.do(note)
    return rex.id


def _ask(seat: Seat, asked: Namespace) -> str:
    rex = rex_of(seat.room, asked)
    seat.do(AskApproval(rex=rex.id, of=tuple(asked.of)))
    return rex.id


def _approve(seat: Seat, asked: Namespace) -> str:
    rex = rex_of(seat.room, asked)
    remark = typed_text(asked.text) if asked.text else ""
    seat.do(GiveApproval(rex=rex.id, remark=remark, exception=asked.although, by=asked.who))
    return rex.id


def _send_back(seat: Seat, asked: Namespace) -> str:
    rex = rex_of(seat.room, asked)
    seat.do(SendBack(rex=rex.id, remark=_text(asked), by=asked.who))
    return rex.id


def _drop(seat: Seat, asked: Namespace) -> str:
    rex = rex_of(seat.room, asked)
    seat.do(DropRex(rex=rex.id, reason=_text(asked)))
    return rex.id


def _resume(seat: Seat, asked: Namespace) -> str:
    rex = rex_of(seat.room, asked)
    seat.do(ResumeRex(rex=rex.id))
    return rex.id


def _code(room: Room, rex: Rex, asked: Namespace) -> str:
    """The section that was named by its code, or one of the review's own by its title. Raises Refusal."""
    said: str = asked.section.strip()
    facts = room.views.rex_facts(rex.id, timeline=False)
    own = [one.code for one in facts.sections if one.title.casefold() == said.casefold() and said] if facts else []
    if own:
        return own[0]
    if section_of(said, facts) is None:
        raise Refusal(
            "section-unknown",
            _("There is no section “{code}”.").format(code=said),
            safe=_("Nothing was changed."),
            todo=_("“warroom review ROOM show {number}” lists them.").format(number=rex.number),
        )
    return said


def _text(asked: Namespace) -> str:
    if asked.text is None:
        raise UsageError("usage", _("This needs a text."), todo=_help())
    return typed_text(asked.text)


def _help() -> str:
    return _("See: {command} --help").format(command="warroom review")


DEEDS: dict[str, Deed] = {
    "list": Deed(reads=lambda room, asked: board_answer(room, exercise=asked.exercise)),
    "show": Deed(reads=lambda room, asked: shown_answer(room, rex_of(room, asked).id)),
    "timeline": Deed(reads=lambda room, asked: timeline_answer(room, rex_of(room, asked))),
    "form": Deed(reads=lambda room, asked: form_answer(room, rex_of(room, asked), asked)),
    "open": Deed(does=_open),
    "amend": Deed(does=_amend),
    "rules": Deed(does=_rules),
    "write": Deed(does=_write),
    "section": Deed(does=_add),
    "done": Deed(does=_done),
    "note": Deed(does=_note),
    "ask": Deed(does=_ask),
    "approve": Deed(does=_approve),
    "send-back": Deed(does=_send_back),
    "drop": Deed(does=_drop),
    "resume": Deed(does=_resume),
}
WORDS = [*DEEDS, *OUT_DEEDS]
VERBS = {"review": Verb(_options, _run, writes=True)}
