"""`press`: the press line, the hard questions and their answers, stakeholders, and the papers for those who speak."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from warroom import words
from warroom.cli.call import Answer, Call
from warroom.cli.documents import iso
from warroom.cli.parser import Parser
from warroom.cli.references import incident_id
from warroom.cli.rooms import Seat, reading, writing
from warroom.cli.verbs import Verb
from warroom.clock import named_zone
from warroom.commands import AddStakeholder, ApprovePress, ProposePress, WritePress
from warroom.commands.press_words import answer_word, approval_said, weight_word
from warroom.domain.audit import Event
from warroom.domain.channels import AnswerKind, PressAnswer
from warroom.domain.press import is_approved, of_language
from warroom.domain.stakeholder_map import placed
from warroom.phrases import labelled
from warroom.reports.leaflet import Leaflet, Made, write_leaflet
from warroom.reports.press import one_truth_of, spokesperson_of, stakeholders_of
from warroom.room import Room
from warroom.words import _

PAPERS = ("spokesperson", "one-page", "stakeholders")


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("incident", metavar="INCIDENT", help=_("the incident, e.g. A-001"))
    parser.add_argument("--language", default="", metavar="CODE", help=_("fr or en (default: the language spoken)"))
    parser.add_argument("--propose", action="store_true", help=_("take up the hard questions, bridges and red lines"))
    parser.add_argument("--line", default="", metavar="TEXT", help=_("write the press line"))
    parser.add_argument("--question", default="", metavar="TEXT", help=_("a question, with --answer"))
    parser.add_argument("--answer", default="", metavar="TEXT", help=_("its answer"))
    parser.add_argument(
        "--approve", type=int, metavar="N", help=_("approve the answer of this number; 0 is the press line")
    )
    parser.add_argument("--stakeholder", default="", metavar="NAME", help=_("add somebody this room must not forget"))
    parser.add_argument("--influence", type=int, metavar="1-3", help=_("how much they can do"))
    parser.add_argument("--concern", type=int, metavar="1-3", help=_("how much it touches them"))
    parser.choice("--paper", list(PAPERS), metavar="KIND", help=_("write a paper into --to"))
    parser.add_argument("--to", default=".", metavar="FOLDER", help=_("where papers are written"))


def _run(asked: Namespace, call: Call) -> Answer:
    language = asked.language or words.language()
    writes = asked.propose or asked.line or asked.question or asked.stakeholder or asked.approve is not None
    if not writes:
        with reading(asked) as room:
            incident = incident_id(room, asked.incident)
            return _paper(room, asked, incident, language) if asked.paper else _show(room, incident, language)
    with writing(asked) as seat:
        incident = incident_id(seat.room, asked.incident)
        _write(seat, asked, incident, language)
        return _show(seat.room, incident, language)


def _write(seat: Seat, asked: Namespace, incident: str, language: str) -> None:
    if asked.propose:
        seat.do(ProposePress(incident=incident, languages=(language,)))
    if asked.line:
        seat.do(WritePress(incident=incident, kind=AnswerKind.LINE, language=language, answer=asked.line))
    found = of_language(seat.room.views.press_answers(incident), language)
    if asked.question:
        same = [one.id for one in found[AnswerKind.QUESTION] if one.question == asked.question]
        seat.do(
            WritePress(
                incident=incident,
                kind=AnswerKind.QUESTION,
                language=language,
                question=asked.question,
                answer=asked.answer,
                record=same[0] if same else "",
            )
        )
    if asked.approve is not None:
        listed = [*found[AnswerKind.LINE][:1], *found[AnswerKind.QUESTION]]
        if not found[AnswerKind.LINE]:
            listed.insert(0, None)  # type: ignore[arg-type]
        chosen = listed[asked.approve] if 0 <= asked.approve < len(listed) else None
        seat.do(ApprovePress(answer=chosen.id if chosen is not None else "0" * 32))
    if asked.stakeholder:
        seat.do(AddStakeholder(name=asked.stakeholder, influence=asked.influence, concern=asked.concern))


def _paper(room: Room, asked: Namespace, incident: str, language: str) -> Answer:
    moment = room.clock.moment()
    exercise = room.views.incident(incident).exercise
    made = Made(room.views.within(()), room.member, moment.utc_ms, named_zone(moment), exercise)
    makers = {
        "spokesperson": lambda: spokesperson_of(made, incident, language),
        "one-page": lambda: one_truth_of(made, incident, language),
        "stakeholders": lambda: stakeholders_of(made),
    }
    leaflet: Leaflet = makers[asked.paper]()
    path = write_leaflet(leaflet, Path(asked.to))
    room.audit.note(Event.PRINTED, {"title": leaflet.title, "file": path.name})
    return Answer({"file": str(path)}, [str(path)])


def _show(room: Room, incident: str, language: str) -> Answer:
    now, views = room.clock.now_ms(), room.views
    found = of_language(views.press_answers(incident), language)
    everybody = placed(views.stakeholders())
    lines: list[str] = []
    for kind, answers in found.items():
        for n, one in enumerate(answers, 0 if kind is AnswerKind.LINE else 1):
            head = f"{n}. {one.question}" if one.question else answer_word(kind)
            lines.append(labelled(head, " · ".join(part for part in (one.answer, approval_said(one, now)) if part)))
    for who in everybody:
        weights = f"{weight_word(who.stakeholder.influence)}/{weight_word(who.stakeholder.concern)}"
        lines.append(f"{who.number}. {who.stakeholder.name} ({weights})")
    document = {
        "answers": [_as_json(one) for answers in found.values() for one in answers],
        "stakeholders": [
            {
                "name": one.stakeholder.name,
                "influence": one.stakeholder.influence,
                "concern": one.stakeholder.concern,
                "key_account": one.stakeholder.key_account,
            }
            for one in everybody
        ],
    }
    return Answer(document, lines or [_("Nothing is prepared for the press yet: --propose.")])


def _as_json(one: PressAnswer) -> dict[str, object]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "language": one.language,
        "question": one.question,
        "answer": one.answer,
        "approved": is_approved(one),
        "approved_by": one.approved_by,
        "approved_at": iso(one.approved_at),
    }


VERBS = {"press": Verb(_options, _run, writes=True)}
