"""`function`: who holds which function; taking, handing over, role cards, the chart, challenge and answer."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.documents import iso
from warroom.cli.moments import due_time
from warroom.cli.parser import Parser, UsageError
from warroom.cli.point import cell_of
from warroom.cli.references import target
from warroom.cli.rooms import Seat, reading, writing
from warroom.cli.verbs import Verb
from warroom.clock import named_zone
from warroom.commands import (
    AmendRoleCard,
    LeaveFunction,
    OpenHandover,
    RevokeWatchword,
    SetWatchword,
    SignHandover,
    TakeFunction,
)
from warroom.commands.cell_words import seat_word
from warroom.commands.role_cards import RoleCard, card_of
from warroom.commands.seat_words import limit_said, waits_said
from warroom.commands.watchwords import propose
from warroom.domain.cells import Cell
from warroom.domain.handovers import Handover, Side, Watchword
from warroom.domain.watchwords import current
from warroom.errors import Refusal
from warroom.phrases import labelled, moment
from warroom.reports.seats import Chart, Layout, held_said, read_chart, seat_lines, trained_word
from warroom.room import Room
from warroom.words import _

STEPS = ("show", "take", "leave", "handover", "sign", "card", "chart", "words", "revoke")
READ = frozenset({"show", "card", "chart", "words"})  # unless they are told to change something


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("step", metavar="STEP", choices=STEPS, nargs="?", default="show", help=", ".join(STEPS))
    parser.add_argument(
        "words",
        metavar="WORD",
        nargs="*",
        help=_("what the step is about: a code and a name, a handover and a side, two words"),
    )
    parser.add_argument("--incident", metavar="REF", help=_("the incident whose cell it is (default: the only cell)"))
    parser.add_argument("--reason", default="", metavar="R", help=_("why"))
    parser.add_argument("--both", default="", metavar="R", help=_("why one person coordinates and resolves"))
    parser.add_argument("--promised", default="", metavar="TEXT", help=_("handover: what was promised, to whom"))
    parser.add_argument("--watch", default="", metavar="TEXT", help=_("handover: what you would watch"))
    parser.choice("--sign", list(Side), metavar="SIDE", help=_("handover: who signs at once"), default="")
    parser.add_argument("--mission", default="", metavar="TEXT", help=_("card: the mission"))
    parser.add_argument(
        "--first", action="append", default=[], metavar="TEXT", help=_("card: a first action, five at most")
    )
    parser.add_argument("--deliver", default="", metavar="TEXT", help=_("card: what is to be delivered"))
    parser.add_argument("--authority", default="", metavar="TEXT", help=_("card: what its holder may decide alone"))
    parser.add_argument("--limit", type=int, metavar="EUROS", help=_("card: what its holder may commit alone"))
    parser.add_argument("--split", action="store_true", help=_("chart: by the French functional split"))
    parser.add_argument("--until", type=due_time, metavar="ISO", help=_("words: until when they count"))
    parser.add_argument("--propose", action="store_true", help=_("words: let the program choose them"))
    parser.add_argument("--to", type=Path, metavar="DIR", help=_("a folder for the page, as PDF and HTML"))


def _run(asked: Namespace, call: Call) -> Answer:
    changes = asked.step not in READ or _changes(asked)
    if not changes:
        with reading(asked) as room:
            return SHOWN[asked.step](asked, room)
    with writing(asked) as seat:
        return DONE[asked.step](asked, seat)


def _changes(asked: Namespace) -> bool:
    if asked.step == "words":
        return asked.propose or bool(asked.words)
    texts = (asked.mission, asked.first, asked.deliver, asked.authority)
    return asked.step == "card" and (any(texts) or asked.limit is not None)


# What is shown


def _show(asked: Namespace, room: Room) -> Answer:
    cell = cell_of(room, asked.incident)
    chart = read_chart(room.views, cell, now_ms=room.clock.now_ms())
    handovers = room.views.handovers(cell.id)
    made = _made(room, cell)
    lines = []
    for seat in chart.seats:
        said = ", ".join((held_said(seat, made.now_ms), *seat_lines(seat, made)))
        lines.append(labelled(f"{seat.code} {seat.name}", said))
    lines += [_handover_line(item, made.now_ms) for item in handovers]
    document = {
        "cell": cell.number,
        "functions": [_seat_document(chart, at) for at in range(len(chart.seats))],
        "handovers": [_handover_document(item) for item in handovers],
    }
    return Answer(document, lines)


def _seat_document(chart: Chart, at: int) -> dict[str, Any]:
    seat = chart.seats[at]
    item = seat.function
    return {
        "code": item.code,
        "name": seat.name,
        "holder": item.holder or None,
        "deputy": item.deputy or None,
        "relief": item.relief or None,
        "relief_at": iso(item.relief_at),
        "phone": seat.phone or None,
        "since": iso(item.since),
        "vacant_since": iso(item.vacant_since),
        "alarm": seat.is_alarming,
        "trained": seat.trained.state.value,
        "coordinates_and_resolves": seat.is_both,
    }


def _handover_document(item: Handover) -> dict[str, Any]:
    return {
        "id": item.id,
        "number": item.number,
        "code": item.code,
        "leaving": item.leaving or None,
        "arriving": item.arriving,
        "at": iso(item.at),
        "left_at": iso(item.left_at),
        "taken_at": iso(item.taken_at),
        "promised": item.promised,
        "watch": item.watch,
        "parts": {part.part.value: list(part.lines) for part in item.parts},
    }


def _handover_line(item: Handover, now: int) -> str:
    who = f"{item.leaving} → {item.arriving}" if item.leaving else item.arriving
    at = f" {moment(item.at, now)}" if item.at else ""
    waits = waits_said(item)
    said = f"{item.number}{at} {labelled(item.code, who)}"
    return f"{said} · {waits}" if waits else said


def _card(asked: Namespace, room: Room) -> Answer:
    """One card, or all of the cell; written into a folder where one is given."""
    codes = [word.upper() for word in asked.words]
    path = None
    if asked.to is not None:
        from warroom.reports.cards import cards_leaflet
        from warroom.reports.leaflet import write_leaflet

        cell = cell_of(room, asked.incident)
        try:
            path = write_leaflet(cards_leaflet(_made(room, cell), cell, codes), asked.to)
        except LookupError as error:
            raise _not_armed(codes) from error
    changed = room.views.changed_cards()
    if not codes:
        codes = [item.code for item in room.views.functions(cell_of(room, asked.incident).id)]
    cards = {code: card_of(code, changed) for code in codes}
    lines = [line for code, card in cards.items() for line in _card_lines(code, card)]
    document = {"cards": [_card_document(code, card) for code, card in cards.items()]}
    return _with_file(Answer(document, lines), path)


def _card_document(code: str, card: RoleCard) -> dict[str, Any]:
    return {
        "code": code,
        "mission": card.mission,
        "first": list(card.first),
        "deliverable": card.deliverable,
        "authority": card.authority,
        "spend_limit": card.spend_limit,
    }


def _card_lines(code: str, card: RoleCard) -> list[str]:
    steps = [f"  {at}. {said}" for at, said in enumerate(card.first, start=1)]
    tail = (card.deliverable, card.authority, limit_said(card.spend_limit))
    return [f"{code} {seat_word(code)}", card.mission, *steps, *tail]


def _chart(asked: Namespace, room: Room) -> Answer:
    cell = cell_of(room, asked.incident)
    chart = read_chart(room.views, cell, now_ms=room.clock.now_ms())
    layout = Layout.SPLIT if asked.split else Layout.CELLS
    path = None
    if asked.to is not None:
        from warroom.reports.leaflet import write_leaflet
        from warroom.reports.seats import chart_leaflet

        path = write_leaflet(chart_leaflet(_made(room, cell), chart, layout), asked.to)
    bands = [band for band in chart.bands(layout) if band.seats]
    lines = []
    for band in bands:
        lines.append(band.title)
        for seat in band.seats:
            said = held_said(seat, chart.now)
            if seat.function.holder:
                said += f", {trained_word(seat.trained)}"
            lines.append("  " + labelled(f"{seat.code} {seat.name}", said))
    document = {"layout": layout.value, "bands": {band.part: [seat.code for seat in band.seats] for band in bands}}
    return _with_file(Answer(document, lines), path)


def _words(asked: Namespace, room: Room) -> Answer:
    found = current(room.views.watchwords(), room.clock.now_ms())
    if found is None:
        return Answer({"watchword": None}, [_("None is set for now: call back on a number you know.")])
    said = _("Asked “{challenge}”, whoever calls answers “{answer}”.")
    lines = [said.format(challenge=found.challenge, answer=found.answer)]
    if found.until_at is not None:
        lines.append(_("Until {time}.").format(time=moment(found.until_at, room.clock.now_ms())))
    return Answer({"watchword": _word_document(found)}, lines)


def _word_document(found: Watchword) -> dict[str, Any]:
    return {
        "id": found.id,
        "challenge": found.challenge,
        "answer": found.answer,
        "from": iso(found.from_at),
        "until": iso(found.until_at),
        "by": found.by,
    }


# What is done


def _take(asked: Namespace, seat: Seat) -> Answer:
    cell = cell_of(seat.room, asked.incident)
    seat.do(TakeFunction(cell=cell.id, code=_word(asked, 0), reason=asked.reason or asked.both))
    return _show(asked, seat.room)


def _leave(asked: Namespace, seat: Seat) -> Answer:
    cell = cell_of(seat.room, asked.incident)
    seat.do(LeaveFunction(cell=cell.id, code=_word(asked, 0), reason=asked.reason))
    return _show(asked, seat.room)


def _hand_over(asked: Namespace, seat: Seat) -> Answer:
    from warroom.reports.handover import handover_sheet

    room, cell = seat.room, cell_of(seat.room, asked.incident)
    time = room.clock.moment()
    opened = seat.do(
        OpenHandover(
            cell=cell.id,
            code=_word(asked, 0),
            arriving=_word(asked, 1),
            page=handover_sheet(room.views, cell.id, now_ms=time.utc_ms, zone=named_zone(time)),
            promised=asked.promised,
            watch=asked.watch,
            signs=asked.sign,
            both_reason=asked.both,
        )
    )
    return _handed(asked, room, opened.id)


def _sign(asked: Namespace, seat: Seat) -> Answer:
    handover = target(seat.room, _word(asked, 0), "handover").id
    side = asked.sign or _word(asked, 1)
    seat.do(SignHandover(handover=handover, side=side, both_reason=asked.both))
    return _handed(asked, seat.room, handover)


def _handed(asked: Namespace, room: Room, record: str) -> Answer:
    handover = room.views.handover(record)
    assert handover is not None
    path = None
    if asked.to is not None:
        from warroom.reports.handover import handover_leaflet
        from warroom.reports.leaflet import write_leaflet

        cell = room.views.cell(handover.cell)
        assert cell is not None
        path = write_leaflet(handover_leaflet(_made(room, cell), handover), asked.to)
    line = _handover_line(handover, room.clock.now_ms())
    return _with_file(Answer(_handover_document(handover), [line]), path)


def _amend(asked: Namespace, seat: Seat) -> Answer:
    """What is not given stays as it is."""
    code = _word(asked, 0).upper()
    card = card_of(code, seat.room.views.changed_cards())
    seat.do(
        AmendRoleCard(
            code=code,
            mission=asked.mission or card.mission,
            first=tuple(asked.first) or card.first,
            deliverable=asked.deliver or card.deliverable,
            authority=asked.authority or card.authority,
            spend_limit=card.spend_limit if asked.limit is None else asked.limit,
        )
    )
    return _card(asked, seat.room)


def _set_words(asked: Namespace, seat: Seat) -> Answer:
    challenge, answer = propose() if asked.propose else (_word(asked, 0), _word(asked, 1))
    seat.do(SetWatchword(challenge=challenge, answer=answer, until_at=asked.until))
    return _words(asked, seat.room)


def _revoke(asked: Namespace, seat: Seat) -> Answer:
    found = current(seat.room.views.watchwords(), seat.room.clock.now_ms())
    if found is not None:
        seat.do(RevokeWatchword(watchword=found.id))
    return _words(asked, seat.room)


SHOWN: dict[str, Callable[[Namespace, Room], Answer]] = {
    "show": _show,
    "card": _card,
    "chart": _chart,
    "words": _words,
}
DONE: dict[str, Callable[[Namespace, Seat], Answer]] = {
    "take": _take,
    "leave": _leave,
    "handover": _hand_over,
    "sign": _sign,
    "card": _amend,
    "words": _set_words,
    "revoke": _revoke,
}


def _made(room: Room, cell: Cell) -> Any:
    from warroom.reports.leaflet import Made

    time = room.clock.moment()
    return Made(room.views.within(()), room.member, time.utc_ms, named_zone(time), cell.exercise)


def _with_file(answer: Answer, path: Path | None) -> Answer:
    if path is None:
        return answer
    return Answer({**answer.document, "file": str(path)}, [*answer.lines, str(path)])


def _word(asked: Namespace, at: int) -> str:
    if len(asked.words) <= at:
        raise UsageError(
            "usage",
            _("The step “{step}” needs more words.").format(step=asked.step),
            todo=_("See: {command} --help").format(command="warroom function"),
        )
    return str(asked.words[at])


def _not_armed(codes: list[str]) -> Refusal:
    return Refusal(
        "function-unknown",
        _("This cell has no function “{code}”.").format(code=", ".join(codes)),
        safe=_("Nothing was changed."),
        todo=_("Choose one of the list, or let somebody hold it first."),
    )


VERBS = {"function": Verb(_options, _run, writes=True)}
