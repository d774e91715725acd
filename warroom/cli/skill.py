"""`skill`: who can do what, what hangs on one person, teams, and who is trained for which function."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.documents import iso
from warroom.cli.moments import day_of
from warroom.cli.parser import Parser, UsageError
from warroom.cli.rooms import reading, writing
from warroom.cli.verbs import Verb
from warroom.clock import named_zone
from warroom.commands import (
    AddSkill,
    AddTeam,
    DropSkill,
    DropTeam,
    Forget,
    JoinTeam,
    Master,
    NoteTraining,
    QuitTeam,
)
from warroom.commands.base import Command
from warroom.commands.skill_words import hole_word, level_said
from warroom.domain.roster import Mastered, TrainingKind
from warroom.domain.typed_days import parse_day
from warroom.errors import Trouble
from warroom.phrases import date, labelled
from warroom.reports.capability import Capability, TeamLine, capability
from warroom.room import Room
from warroom.words import _

LEVELS = {"helps": Mastered.HELPS, "alone": Mastered.ALONE, "expert": Mastered.EXPERT}


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("--add", metavar="SKILL", help=_("add a skill, or say more of it"))
    parser.add_argument("--least", type=int, default=0, metavar="N", help=_("how many people should have it"))
    parser.add_argument("--for", dest="services", action="append", default=[], metavar="SERVICE",
                        help=_("a service that the skill or team is for; may be given several times"))  # fmt: skip
    parser.add_argument("--drop", metavar="SKILL", help=_("drop a skill, with who has it"))
    parser.add_argument("--who", metavar="P", help=_("the person: a name or a number; a new name gets a card"))
    parser.add_argument("--has", metavar="SKILL", help=_("the person has this skill"))
    parser.add_argument("--lost", metavar="SKILL", help=_("the person has it no longer"))
    parser.add_argument("--level", choices=tuple(LEVELS), default="alone", help=_("how well: helps, alone or expert"))
    parser.add_argument("--until", type=day_of, metavar="DAY", help=_("until which day it counts"))
    parser.add_argument("--trained", metavar="CODE", help=_("the person was trained for this function"))
    parser.choice("--kind", list(TrainingKind), metavar="KIND", help=_("drill, course or real"))
    parser.add_argument("--on", type=day_of, metavar="DAY", help=_("when the training was held (default: now)"))
    parser.add_argument("--by-whom", default="", metavar="NAME", help=_("who trained them, or in which exercise"))
    parser.add_argument("--add-team", metavar="TEAM", help=_("add a team, or say more of it"))
    parser.add_argument("--rapid", action="store_true", help=_("it is a rapid-response team"))
    parser.add_argument("--lead", default="", metavar="P", help=_("who leads the team"))
    parser.add_argument("--muster", default="", metavar="PLACE", help=_("where the team gathers"))
    parser.add_argument("--drop-team", metavar="TEAM", help=_("drop a team; its people stay"))
    parser.add_argument("--joins", metavar="TEAM", help=_("the person belongs to this team"))
    parser.add_argument("--quits", metavar="TEAM", help=_("the person belongs to it no longer"))
    parser.add_argument("--csv", type=Path, metavar="FILE", help=_("write who has which skill as CSV"))
    parser.add_argument("--to", type=Path, metavar="DIR", help=_("write the matrix there, as a PDF"))


def _run(asked: Namespace, call: Call) -> Answer:
    command = _command(asked)
    if command is None:
        with reading(asked) as room:
            return _answer(room, asked)
    with writing(asked) as seat:
        seat.do(command)
        return _answer(seat.room, asked)


def _command(asked: Namespace) -> Command[Any] | None:
    """What is to be done; None to read only. Raises UsageError where it does not say whom it is about."""
    services = tuple(asked.services)
    if asked.add:
        return AddSkill(name=asked.add, least=asked.least, services=services)
    if asked.drop:
        return DropSkill(skill=asked.drop)
    if asked.add_team:
        return AddTeam(name=asked.add_team, rapid=asked.rapid, lead=asked.lead, muster=asked.muster, services=services)
    if asked.drop_team:
        return DropTeam(team=asked.drop_team)
    return _about_somebody(asked)


def _about_somebody(asked: Namespace) -> Command[Any] | None:
    deeds = {"has": _has, "lost": _lost, "trained": _trained, "joins": _joins, "quits": _quits}
    made = next((make for name, make in deeds.items() if getattr(asked, name)), None)
    if made is None:
        if asked.who:
            raise UsageError("usage", _("what of this person? --has, --lost, --trained, --joins or --quits"))
        return None
    if not asked.who:
        raise UsageError("usage", _("whom is it about? give --who"))
    return made(asked)


def _has(asked: Namespace) -> Command[Any]:
    return Master(person=asked.who, skill=asked.has, level=LEVELS[asked.level], until=_end(asked))


def _lost(asked: Namespace) -> Command[Any]:
    return Forget(person=asked.who, skill=asked.lost)


def _trained(asked: Namespace) -> Command[Any]:
    return NoteTraining(
        person=asked.who,
        code=asked.trained,
        kind=TrainingKind(asked.kind or TrainingKind.DRILL),
        done_at=parse_day(asked.on.isoformat(), None) if asked.on else None,
        until=_end(asked),
        by=asked.by_whom,
    )


def _joins(asked: Namespace) -> Command[Any]:
    return JoinTeam(team=asked.joins, person=asked.who)


def _quits(asked: Namespace) -> Command[Any]:
    return QuitTeam(team=asked.quits, person=asked.who)


def _end(asked: Namespace) -> int | None:
    return parse_day(asked.until.isoformat(), None, at_end=True) if asked.until else None


def _answer(room: Room, asked: Namespace) -> Answer:
    moment = room.clock.moment()
    facts = capability(room.views, moment.utc_ms)
    document = _document(facts)
    lines = list(_lines(facts))
    if asked.csv:
        document["csv"] = str(_write_csv(facts, asked.csv))
        lines.append(labelled(_("Written"), document["csv"]))
    if asked.to:
        from warroom.reports.matrix import matrix_page, write_matrix

        page = matrix_page(facts, room=room.views.name(), zone=named_zone(moment), author=room.member)
        document["pdf"] = str(write_matrix(page, asked.to))
        lines.append(labelled(_("Written"), document["pdf"]))
    return Answer(document, lines)


def _write_csv(facts: Capability, file: Path) -> Path:
    from warroom.reports.matrix import matrix_csv

    try:
        file.write_text(matrix_csv(facts), encoding="utf-8-sig", newline="")
    except OSError as error:
        raise Trouble(
            "page-not-written",
            _("{file} could not be written: {reason}.").format(file=file.name, reason=error.strerror or "?"),
            safe=_("The room is untouched."),
            todo=_("Choose another folder, or print it."),
        ) from error
    return file


def _document(facts: Capability) -> dict[str, Any]:
    return {
        "skills": [
            {
                "name": item.skill.name,
                "least": item.least,
                "holes": [hole.value for hole in item.holes],
                "people": [
                    {
                        "name": holder.name,
                        "level": holder.level,
                        "until": iso(holder.until),
                        "presence": holder.presence.value,
                        "counts": holder.counts,
                    }
                    for holder in item.holders
                ],
            }
            for item in facts.coverage
        ],
        "teams": [_team(line) for line in facts.teams],
        "functions": [
            {
                "code": each.code,
                "trained": [facts.name(item.person) for item in each.trained],
                "last_drill": iso(each.last_drill_at),
                "until": iso(each.until),
            }
            for each in facts.functions
        ],
    }


def _team(line: TeamLine) -> dict[str, Any]:
    return {
        "name": line.team.name,
        "rapid": line.team.rapid,
        "lead": line.lead,
        "members": [member.name for member in line.members],
        "specially_trained": line.standing.is_specially_trained,
    }


def _lines(facts: Capability) -> Iterator[str]:
    for item in facts.coverage:
        who = ", ".join(f"{holder.name} ({level_said(holder.level)})" for holder in item.counting) or "—"
        mark = "▲" if item.is_grave else " "
        holes = ", ".join(hole_word(hole) for hole in item.holes)
        yield f"{mark} {labelled(item.skill.name, who)}" + (f" · {holes}" if holes else "")
    for line in facts.teams:
        said = _("rapid response") if line.team.rapid else ""
        trained = _("{n} of {all} trained").format(n=line.standing.trained, all=line.standing.members)
        names = ", ".join(member.name for member in line.members) or "—"
        yield " · ".join(part for part in (labelled(line.team.name, names), said, trained) if part)
    for each in facts.functions:
        names = ", ".join(facts.name(item.person) for item in each.trained) or "—"
        last = _("last drill {day}").format(day=date(each.last_drill_at)) if each.last_drill_at else ""
        yield " · ".join(part for part in (labelled(each.code, names), last) if part)


VERBS = {"skill": Verb(_options, _run, writes=True)}
