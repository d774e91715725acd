"""`lesson` and `seen`: what incidents taught and what it changed, and past incidents like a new one."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.documents import Document, iso
from warroom.cli.parser import Parser, UsageError, typed_text
from warroom.cli.references import Target, target
from warroom.cli.rooms import reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import AddLesson, AmendLesson, LinkLesson, RetireLesson, ShareLesson
from warroom.commands.base import Command
from warroom.commands.lesson_words import likeness_said, linked_word
from warroom.domain.incidents import Mode
from warroom.domain.lessons import Lesson, LessonLink, LinkedNoun
from warroom.domain.likeness import Sought
from warroom.domain.memory import SeenBefore
from warroom.phrases import labelled
from warroom.room import Room
from warroom.words import _

MOST = 20  # past incidents that are ever asked for


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument(
        "ref",
        metavar="REF",
        nargs="?",
        help=_("an incident, a review or a lesson (A-LE01); without it: all lessons"),
    )
    parser.add_argument("text", metavar="TEXT", nargs="?", help=_("what was learnt"))
    parser.add_argument("--when", metavar="TEXT", help=_("how to recognise the next time"))
    parser.add_argument("--service", action="append", metavar="NAME", help=_("a service it is about; may be repeated"))
    parser.add_argument("--cause", metavar="NUMBER", help=_("the cause behind it, e.g. A-CA01"))
    parser.add_argument("--share", action="append", metavar="NAME", help=_("with whom it was shared; may be repeated"))
    parser.add_argument("--changed", metavar="NOUN:CODE", help=_("what it changed, e.g. template:T03"))
    parser.add_argument("--what", default="", metavar="TEXT", help=_("what was changed there"))
    parser.add_argument("--retire", action="store_true", help=_("it no longer holds"))
    parser.add_argument("--exercises", action="store_true", help=_("the lessons of exercises"))


def _seen_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("text", metavar="TEXT", help=_("what happens, in a few words"))
    parser.add_argument("--service", action="append", metavar="NAME", help=_("a service touched; may be repeated"))
    parser.add_argument("--most", type=int, default=5, metavar="N", help=_("how many at most (default: 5)"))
    parser.add_argument("--exercises", action="store_true", help=_("look among exercises"))


def _run(asked: Namespace, _call: Call) -> Answer:
    text = typed_text(asked.text) if asked.text is not None else None
    mode = Mode.EXERCISE if asked.exercises else Mode.REAL
    if text is None and not _writes(asked):
        with reading(asked) as room:
            return _listed(room, mode) if asked.ref is None else _of(room, asked.ref)
    if asked.ref is None:
        raise UsageError("usage", _("This needs an incident or a lesson."), todo=_see())
    with writing(asked) as seat:
        chosen = target(seat.room, asked.ref, "incident", "rex", "lesson")
        if chosen.noun != "lesson":
            made = seat.do(_making(asked, chosen, text or ""))
            chosen = target(seat.room, made.id, "lesson")
        else:
            amends = text is not None or any(getattr(asked, name) is not None for name in ("when", "service", "cause"))
            if amends:
                seat.do(_amending(asked, chosen, text))
        seat.do_all(_moves(asked, chosen.id))
        return _shown(seat.room, chosen.id)


def _writes(asked: Namespace) -> bool:
    return bool(asked.retire or asked.changed or any((asked.when, asked.service, asked.cause, asked.share)))


def _making(asked: Namespace, chosen: Target, text: str) -> AddLesson:
    return AddLesson(
        text=text,
        incident=chosen.id if chosen.noun == "incident" else "",
        rex=chosen.id if chosen.noun == "rex" else "",
        applies_when=asked.when or "",
        services=tuple(asked.service or ()),
        cause=asked.cause or "",
    )


def _amending(asked: Namespace, chosen: Target, text: str | None) -> AmendLesson:
    services = tuple(asked.service) if asked.service is not None else None
    return AmendLesson(lesson=chosen.id, text=text, applies_when=asked.when, services=services, cause=asked.cause)


def _moves(asked: Namespace, lesson: str) -> list[Command[Any]]:
    steps: list[Command[Any]] = []
    if asked.share:
        steps.append(ShareLesson(lesson=lesson, shared_with=tuple(asked.share)))
    if asked.changed:
        noun, _colon, code = asked.changed.partition(":")
        if noun not in list(LinkedNoun) or not code:
            said = _("Say what it changed as NOUN:CODE; a noun is one of: {nouns}.")
            raise UsageError("usage", said.format(nouns=", ".join(LinkedNoun)), todo=_see())
        steps.append(LinkLesson(lesson=lesson, noun=LinkedNoun(noun), target=code, what=asked.what))
    if asked.retire:
        steps.append(RetireLesson(lesson=lesson))
    return steps


def _see() -> str:
    return _("See: {command} --help").format(command="warroom lesson")


def _of(room: Room, reference: str) -> Answer:
    chosen = target(room, reference, "incident", "rex", "lesson")
    if chosen.noun == "lesson":
        return _shown(room, chosen.id)
    incident = chosen.id
    if chosen.noun == "rex":
        rex = room.views.rex(chosen.id)
        incident = rex.incident if rex is not None else ""
    return _lines(room, room.views.lessons(incident, mode=Mode.BOTH))


def _listed(room: Room, mode: Mode) -> Answer:
    return _lines(room, room.views.lessons(mode=mode))


def _lines(room: Room, lessons: list[Lesson]) -> Answer:
    documents = [document_of(room, each) for each in lessons]
    return Answer(documents, [f"{each.number}  {each.text}" for each in lessons] or [_("No lesson was written yet.")])


def _shown(room: Room, record: str) -> Answer:
    lesson = room.views.lesson(record)
    assert lesson is not None
    links = room.views.links_of_lesson(record)
    lines = [f"{lesson.number}  {lesson.text}"]
    lines += [labelled(_("Shared with"), ", ".join(lesson.shared_with))] if lesson.shared_with else []
    lines += [labelled(_link_said(room, each), each.what) if each.what else _link_said(room, each) for each in links]
    return Answer(document_of(room, lesson), lines)


def _link_said(room: Room, link: LessonLink) -> str:
    """What a lesson changed, in a few words: “Template T03 fr 2”."""
    noun, called = LinkedNoun(link.noun), link.target
    if noun is LinkedNoun.CORRECTIVE and (found := room.views.corrective(link.target)) is not None:
        called = found.number
    return " ".join(part for part in (linked_word(noun), called, link.version) if part)


def document_of(room: Room, lesson: Lesson) -> Document:
    """A lesson with what it changed, as --json prints it."""
    names = room.views.service_names()
    return {
        "id": lesson.id,
        "number": lesson.number,
        "incident": lesson.incident,
        "rex": lesson.rex,
        "text": lesson.text,
        "applies_when": lesson.applies_when,
        "services": [names.get(each, "") for each in lesson.services],
        "cause": lesson.cause,
        "shared_with": list(lesson.shared_with),
        "shared_at": iso(lesson.shared_at),
        "retired": lesson.retired,
        "by": lesson.by,
        "at": iso(lesson.at),
        "changed": [_link(each) for each in room.views.links_of_lesson(lesson.id)],
    }


def _link(link: LessonLink) -> Document:
    return {"noun": link.noun, "target": link.target, "version": link.version, "what": link.what, "at": iso(link.at)}


def _seen(asked: Namespace, _call: Call) -> Answer:
    sought = Sought(typed_text(asked.text), tuple(asked.service or ()))
    mode = Mode.EXERCISE if asked.exercises else Mode.REAL
    with reading(asked) as room:
        found = room.views.seen_before(sought, mode=mode, most=max(1, min(asked.most, MOST)))
        documents = [_seen_document(each) for each in found]
        lines = [line for each in found for line in _seen_lines(each)]
    return Answer(documents, lines or [_("Nothing like it was seen before.")])


def _seen_lines(seen: SeenBefore) -> list[str]:
    incident = seen.remembered.incident
    taught = [f"    {labelled(each.number, each.text)}" for each in seen.remembered.lessons]
    return [f"{incident.number}  {incident.title}", f"    {likeness_said(seen.alike)}", *taught]


def _seen_document(seen: SeenBefore) -> Document:
    incident = seen.remembered.incident
    return {
        "id": incident.id,
        "number": incident.number,
        "title": incident.title,
        "began_at": iso(incident.began_at),
        "score": round(seen.alike.score, 3),
        "services": list(seen.alike.services),
        "words": [{"word": word, "where": place.value} for word, place in seen.alike.words],
        "causes": [each.text for each in seen.remembered.causes],
        "lessons": [each.text for each in seen.remembered.lessons],
        "reviews": [each.number for each in seen.remembered.reviews],
    }


VERBS = {"lesson": Verb(_options, _run, writes=True), "seen": Verb(_seen_options, _seen)}
