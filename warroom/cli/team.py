"""`team`: teams sent out, what they say, and who is silent."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.documents import Document, iso
from warroom.cli.moments import event_time
from warroom.cli.parser import Parser, UsageError, typed_text
from warroom.cli.references import Target, target
from warroom.cli.rooms import Seat, reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import MoveTeam, NoteContact, ReturnTeam, SendTeam, TakeBackContact
from warroom.commands.base import Command
from warroom.commands.field_words import field_status_word, last_said, silence_said
from warroom.domain.entries import Channel
from warroom.domain.field_teams import CONTACT_MIN, FieldStatus, TeamOut, minutes_of
from warroom.domain.incidents import Mode
from warroom.errors import Refusal
from warroom.room import Room
from warroom.words import _

CARD = ("call_sign", "leader", "mission", "place", "reached_by")


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", help=_("the incident, e.g. A-001, or a team that is out, e.g. A-E01"))
    said = _(
        "of an incident: the name of the team to send; of a team: what it says (“-” reads it); without it: the board"
    )
    parser.add_argument("text", metavar="TEXT", nargs="?", help=said)
    parser.add_argument("--call-sign", metavar="NAME", help=_("what it is called on the air"))
    parser.add_argument("--leader", metavar="PERSON", help=_("who leads it"))
    parser.add_argument("--member", action="append", metavar="PERSON", help=_("who is in it; once for each"))
    parser.add_argument("--mission", metavar="TEXT", help=_("what it is to do"))
    parser.add_argument("--place", metavar="TEXT", help=_("where it is, or goes"))
    parser.add_argument("--reached-by", metavar="TEXT", help=_("how it is reached"))
    parser.add_argument("--every", type=int, metavar="MINUTES", help=_("how long it may be silent: 10 to 120"))
    parser.choice("--status", list(FieldStatus), metavar="STATUS", help=_("what it does now"))
    parser.choice("--channel", list(Channel), metavar="C", help=_("how it came"), default=Channel.RADIO.value)
    parser.add_argument(
        "--at", type=event_time, metavar="ISO", help=_("when it was said, or when it left (default: now)")
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--to", action="store_true", help=_("the text was said to the team, not by it"))
    what.add_argument("--no-answer", action="store_true", help=_("it was called and did not answer"))
    what.add_argument("--back", action="store_true", help=_("it is back; the text is what it reports"))
    what.add_argument("--wrong", metavar="REASON", help=_("the last contact was not this team’s"))


def _run(asked: Namespace, call: Call) -> Answer:
    text = typed_text(asked.text) if asked.text is not None else None
    if text is None and not _changes(asked):
        with reading(asked) as room:
            return shown(room, target(room, asked.ref, "incident", "field_team"))
    with writing(asked) as seat:
        chosen = target(seat.room, asked.ref, "incident", "field_team")
        if chosen.noun == "incident":
            sent = seat.do(_sending(asked, chosen, text or ""))
            return Answer({"number": sent.number, "id": sent.id}, [sent.number])
        seat.do_all(_steps(asked, chosen, text, seat))
        return shown(seat.room, chosen)


def _changes(asked: Namespace) -> bool:
    given = [getattr(asked, name) for name in (*CARD, "member", "every", "status", "wrong")]
    return any(value is not None for value in given) or asked.no_answer or asked.back


def _sending(asked: Namespace, chosen: Target, name: str) -> SendTeam:
    if asked.to or asked.no_answer or asked.back or asked.wrong:
        raise UsageError(
            "usage",
            _("This needs a team that is out, e.g. A-E01."),
            todo=_("See: {command} --help").format(command="warroom team"),
        )
    card = {field: getattr(asked, field) or "" for field in CARD}
    status = FieldStatus(asked.status) if asked.status else FieldStatus.IN_TRANSIT
    return SendTeam(
        incident=chosen.id,
        name=name,
        crew=tuple(asked.member or ()),
        contact_min=CONTACT_MIN if asked.every is None else asked.every,
        status=status,
        sent_at=asked.at,
        **card,
    )


def _steps(asked: Namespace, chosen: Target, text: str | None, seat: Seat) -> list[Command[Any]]:
    if asked.wrong:
        found = seat.room.views.contacts(chosen.id)
        if not found:
            raise Refusal("no-contact", _("Nothing was heard of this team yet."), safe=_("Nothing was changed."))
        return [TakeBackContact(contact=found[0].id, reason=asked.wrong)]
    if asked.back:
        return [ReturnTeam(field_team=chosen.id, text=text or "")]
    status = FieldStatus(asked.status) if asked.status else None
    steps: list[Command[Any]] = []
    is_contact = text is not None or asked.no_answer
    if is_contact:
        said = {"text": "" if asked.no_answer else text or "", "incoming": not (asked.to or asked.no_answer)}
        more = {"status": status, "place": asked.place or "", "channel": asked.channel, "at": asked.at}
        steps.append(NoteContact(field_team=chosen.id, **said, **more))  # type: ignore[arg-type]
    card = {field: getattr(asked, field) for field in CARD}
    if is_contact:
        card["place"], status = None, None
    members = tuple(asked.member) if asked.member is not None else None
    if any(value is not None for value in (*card.values(), members, asked.every, status)):
        steps.append(MoveTeam(field_team=chosen.id, crew=members, contact_min=asked.every, status=status, **card))
    return steps


def shown(room: Room, chosen: Target) -> Answer:
    """One team with what was said, or the board of an incident."""
    now = room.clock.now_ms()
    if chosen.noun == "incident":
        outs = room.views.teams_out(chosen.id, mode=Mode.BOTH)
        lines = [_line(out, now) for out in outs]
        return Answer([document_of(out, now) for out in outs], lines or [_("No team is out.")])
    out = room.views.team_out(chosen.id)
    assert out is not None
    contacts = room.views.contacts(chosen.id)
    said = [
        {"at": iso(each.at), "incoming": each.incoming, "text": each.text, "status": each.status, "by": each.by}
        for each in contacts
    ]
    return Answer({**document_of(out, now), "contacts": said}, [_line(out, now)])


def document_of(out: TeamOut, now_ms: int) -> Document:
    """A team as --json prints it."""
    team = out.team
    return {
        "id": team.id,
        "number": team.number,
        "incident": out.incident_number,
        "exercise": out.exercise,
        "name": team.name,
        "call_sign": team.call_sign,
        "leader": team.leader,
        "members": list(team.crew),
        "mission": team.mission,
        "place": team.place,
        "reached_by": team.reached_by,
        "status": team.status.value,
        "every_min": minutes_of(team),
        "sent_at": iso(team.sent_at),
        "returned_at": iso(team.returned_at),
        "heard": out.heard(now_ms).value,
        "heard_at": iso(out.last.at) if out.last else None,
        "last": out.last.text if out.last else "",
        "due_at": iso(out.due_at),
    }


def _line(out: TeamOut, now_ms: int) -> str:
    team = out.team
    named = " · ".join(part for part in (team.name, team.call_sign, team.place) if part)
    parts = (
        team.number,
        silence_said(out, now_ms),
        field_status_word(team.status),
        named,
        f"[{last_said(out, now_ms)}]",
    )
    return "  ".join(parts)


VERBS = {"team": Verb(_options, _run, writes=True)}
