"""`figure`: the impact in figures, users affected, what an hour costs; each with where it comes from."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.documents import Document, iso
from warroom.cli.moments import event_time
from warroom.cli.parser import Parser, UsageError
from warroom.cli.references import Target, target
from warroom.cli.rooms import Seat, reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import AddAffected, AddFigure, AmendAffected, AmendFigure, RemoveAffected, RemoveFigure, SetRate
from warroom.commands.figure_words import figure_word
from warroom.commands.metric_words import figure_amount, money_said, number_said
from warroom.domain.impact_figures import Affected, Figure, FigureKind, Rate, decimal_of
from warroom.errors import Refusal
from warroom.phrases import labelled, moment
from warroom.room import Room
from warroom.words import _

AFFECTED, RATE = "affected", "rate"
KINDS = [*(kind.value for kind in FigureKind), AFFECTED]
SHORT = 8  # digits of an id in a list


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("ref", metavar="REF", help=_("the incident or the review, e.g. A-001; “rate” for the rates"))
    parser.add_argument(
        "kind", metavar="KIND", nargs="?", help=_("what it counts: {kinds}; of “rate” the function, e.g. TECH").format(
            kinds=", ".join(KINDS)
        )
    )  # fmt: skip
    parser.add_argument("amount", metavar="AMOUNT", nargs="?", help=_("the figure, e.g. 12500.50; of users how many"))
    parser.add_argument("--label", metavar="TEXT", help=_("what it is in detail; of hours of work the function"))
    parser.add_argument("--unit", metavar="UNIT", help=_("its unit or currency (default: EUR, or h)"))
    parser.add_argument("--low", metavar="AMOUNT", help=_("the low end of an estimate"))
    parser.add_argument("--high", metavar="AMOUNT", help=_("the high end of an estimate"))
    parser.add_argument("--estimated", action="store_true", default=None, help=_("it is an estimate"))
    parser.add_argument("--source", metavar="TEXT", help=_("where it comes from"))
    parser.add_argument(
        "--evidence", action="append", metavar="NUMBER", help=_("an entry, decision, message or action that shows it")
    )
    parser.add_argument("--service", metavar="NAME", help=_("of which service"))
    parser.add_argument("--from", dest="from_at", type=event_time, metavar="ISO", help=_("affected from"))
    parser.add_argument("--until", type=event_time, metavar="ISO", help=_("affected until"))
    parser.add_argument("--percent", type=int, metavar="N", help=_("how many per cent could not work"))
    move = parser.add_mutually_exclusive_group()
    move.add_argument("--change", metavar="ID", help=_("change this one (an id, or its last digits)"))
    move.add_argument("--remove", metavar="ID", help=_("take this one away"))


def _run(asked: Namespace, call: Call) -> Answer:
    if asked.ref == RATE:
        return _rates(asked)
    if asked.kind is None and not (asked.change or asked.remove):
        with reading(asked) as room:
            return shown(room, target(room, asked.ref, "incident", "rex"))
    with writing(asked) as seat:
        chosen = target(seat.room, asked.ref, "incident", "rex")
        if asked.remove:
            noun, record = _one(seat.room, chosen, asked.remove)
            remove = RemoveFigure(figure=record) if noun == "figure" else RemoveAffected(affected=record)
            seat.do(remove)
        elif asked.change:
            _change(seat, asked, chosen)
        else:
            made = seat.do(_making(seat.room, asked, chosen))
            return Answer({"id": made}, [made[-SHORT:]])
        return shown(seat.room, chosen)


def _making(room: Room, asked: Namespace, chosen: Target) -> AddFigure | AddAffected:
    of: dict[str, Any] = {chosen.noun: chosen.id}
    said = _common(room, asked)
    if asked.amount is None or asked.kind not in KINDS:
        raise UsageError(
            "usage",
            _("This needs what is counted and how much, e.g. “spend 12500”."),
            todo=_("See: {command} --help").format(command="warroom figure"),
        )
    if asked.kind == AFFECTED:
        if asked.from_at is None:
            raise UsageError(
                "usage",
                _("From when were they affected? Give --from."),
                todo=_("See: {command} --help").format(command="warroom figure"),
            )
        percent = 100 if asked.percent is None else asked.percent
        return AddAffected(
            users=_whole(asked.amount), from_at=asked.from_at, until_at=asked.until, percent=percent, **of, **said
        )
    return AddFigure(
        kind=FigureKind(asked.kind), amount=asked.amount, label=asked.label or "", low=asked.low or "",
        high=asked.high or "", unit=asked.unit or "", estimated=bool(asked.estimated), **of, **said,
    )  # fmt: skip


def _change(seat: Seat, asked: Namespace, chosen: Target) -> None:
    noun, record = _one(seat.room, chosen, asked.change)
    said = _common(seat.room, asked)
    if noun == "affected":
        users = None if asked.amount is None else _whole(asked.amount)
        times = {"from_at": asked.from_at, "until_at": asked.until, "percent": asked.percent}
        seat.do(AmendAffected(affected=record, users=users, **times, **said))
        return
    kind = FigureKind(asked.kind) if asked.kind in list(FigureKind) else None
    words = {name: getattr(asked, name) for name in ("label", "amount", "low", "high", "unit", "estimated")}
    seat.do(AmendFigure(figure=record, kind=kind, **words, **said))


def _common(room: Room, asked: Namespace) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name in ("source", "service"):
        if getattr(asked, name) is not None:
            said[name] = getattr(asked, name)
    if asked.evidence is not None:
        found = [target(room, one, "entry", "decision", "message", "action", "hypothesis") for one in asked.evidence]
        said["evidence"] = tuple(f"{one.noun} {one.id}" for one in found)
    return said


def _whole(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 12):
        raise UsageError(
            "usage",
            _("“{value}” is no whole number of users.").format(value=typed[:60]),
            todo=_("See: {command} --help").format(command="warroom figure"),
        )
    return int(typed)


def _one(room: Room, chosen: Target, typed: str) -> tuple[str, str]:
    """The figure, or the users affected, whose id ends so. Raises Refusal for none, or for several."""
    incidents = _incidents(room, chosen)
    known = [("figure", str(one.id)) for one in room.views.figures(*incidents)]
    known += [("affected", str(one.id)) for one in room.views.affected(*incidents)]
    found = [one for one in known if typed and one[1].endswith(typed.strip().lower())]
    if len(found) != 1:
        raise Refusal(
            "unknown-reference",
            _("No figure, or more than one, has an id that ends in {reference}.").format(reference=typed[:40]),
            safe=_("Nothing was changed."),
            todo=_("“warroom figure ROOM REF” lists them with their ids."),
        )
    return found[0]


def _incidents(room: Room, chosen: Target) -> tuple[str, ...]:
    if chosen.noun == "incident":
        return (chosen.id,)
    rex = room.views.rex(chosen.id)
    return (rex.incident, *rex.others) if rex is not None else ()


def _rates(asked: Namespace) -> Answer:
    if asked.kind is None:
        with reading(asked) as room:
            return _rates_shown(room)
    with writing(asked) as seat:
        seat.do(
            SetRate(code=asked.kind, per_hour=asked.amount or "", currency=asked.unit or "EUR", label=asked.label or "")
        )
        return _rates_shown(seat.room)


def _rates_shown(room: Room) -> Answer:
    rates = room.views.rates()
    documents = [_of_rate(rate) for rate in rates]
    lines = [labelled(rate.code, money_said(decimal_of(rate.per_hour) or 0, rate.currency)) for rate in rates]
    return Answer(documents, lines or [_("Nobody said what an hour costs.")])


def shown(room: Room, chosen: Target) -> Answer:
    """Figures and users affected of an incident or of a review."""
    incidents, now = _incidents(room, chosen), room.clock.now_ms()
    figures, affected = room.views.figures(*incidents), room.views.affected(*incidents)
    document = {"figures": [of_figure(one) for one in figures], "affected": [of_affected(one) for one in affected]}
    lines = [_figure_line(one) for one in figures] + [_affected_line(one, now) for one in affected]
    return Answer(document, lines or [_("No figure yet.")])


def of_figure(figure: Figure) -> Document:
    """A figure as --json prints it; amounts stay text, so that no decimal is lost."""
    return {
        "id": figure.id, "kind": figure.kind.value, "label": figure.label, "amount": figure.amount, "low": figure.low,
        "high": figure.high, "unit": figure.unit, "estimated": figure.estimated, "source": figure.source,
        "evidence": list(figure.evidence), "service": figure.service, "incident": figure.incident, "rex": figure.rex,
        "by": figure.by, "at": iso(figure.at),
    }  # fmt: skip


def of_affected(one: Affected) -> Document:
    return {
        "id": one.id, "users": one.users, "percent": one.percent, "from": iso(one.from_at), "until": iso(one.until_at),
        "source": one.source, "evidence": list(one.evidence), "service": one.service, "incident": one.incident,
        "rex": one.rex, "by": one.by, "at": iso(one.at),
    }  # fmt: skip


def _of_rate(rate: Rate) -> Document:
    return {"code": rate.code, "label": rate.label, "per_hour": rate.per_hour, "currency": rate.currency}


def _figure_line(figure: Figure) -> str:
    name = " · ".join(part for part in (figure_word(figure.kind), figure.label) if part)
    source = figure.source or (", ".join(figure.evidence) if figure.evidence else _("no source"))
    return f"{figure.id[-SHORT:]}  {labelled(name, figure_amount(figure))}  ({source})"


def _affected_line(one: Affected, now_ms: int) -> str:
    until = moment(one.until_at, now_ms) if one.until_at is not None else _("end of the impact")
    span = f"{moment(one.from_at, now_ms)} – {until}"
    percent = _("{n} %").format(n=one.percent)
    said = labelled(_("Users affected"), number_said(one.users))
    return f"{one.id[-SHORT:]}  {said} · {percent}  {span}  ({one.source or _('no source')})"


VERBS = {"figure": Verb(_options, _run, writes=True)}
