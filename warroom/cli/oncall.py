"""`oncall`: who is on call, until when, who is next; take, replace, swap; rotations; calendars in and out."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.documents import iso
from warroom.cli.moments import due_time
from warroom.cli.parser import Parser, UsageError
from warroom.cli.rooms import Seat, reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import (
    AddRotation,
    AmendRotation,
    DropOverride,
    DropRotation,
    MatchDuties,
    OverrideDuty,
    SwapDuties,
    TakeShift,
)
from warroom.commands.on_call_words import rank_word, source_said
from warroom.domain.on_call import TurnUnit
from warroom.domain.turn_times import DAY_MS
from warroom.domain.turns import OnCall, Stretch, Watch
from warroom.errors import Refusal
from warroom.phrases import labelled, moment
from warroom.room import Room
from warroom.words import _, ngettext

STEPS = ("now", "week", "rotation", "drop", "take", "replace", "swap", "back", "match", "import", "export")
READ = frozenset({"now", "week", "export"})
KINDS = ("ics", "csv", "pdf", "html")
WHOS = ("auto", "summary", "attendees", "organizer")
HOURS_ALONE = 8  # a turn with no end in sight is taken for so long
SHOWN = 50  # events that need an eye, on a terminal; --json lists every one


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("step", metavar="STEP", choices=STEPS, nargs="?", default="now", help=", ".join(STEPS))
    parser.add_argument(
        "words",
        metavar="WORD",
        nargs="*",
        help=_("what the step is about: a rotation, a person, a change, a name, a file"),
    )
    parser.add_argument("--at", type=due_time, metavar="ISO", help=_("now: at which time instead"))
    parser.add_argument("--from", dest="begins", type=due_time, metavar="ISO", help=_("from when (default: now)"))
    parser.add_argument("--until", type=due_time, metavar="ISO", help=_("until when (default: the end of the turn)"))
    parser.add_argument("--instead", default="", metavar="N", help=_("whose place is taken, where several are on call"))
    parser.add_argument("--first", type=due_time, metavar="ISO", help=_("swap: a time in the first turn"))
    parser.add_argument("--second", type=due_time, metavar="ISO", help=_("swap: a time in the other turn"))
    parser.add_argument("--reason", default="", metavar="R", help=_("why"))
    parser.add_argument(
        "--member", action="append", metavar="N", help=_("rotation: who takes turns, in order; again for each")
    )
    parser.choice("--unit", list(TurnUnit), metavar="UNIT", help=_("rotation: how long a turn lasts"))
    parser.add_argument("--every", type=int, metavar="N", help=_("rotation: so many of those"))
    parser.add_argument("--hands-over", metavar="HH:MM", help=_("rotation: when it is handed over"))
    parser.add_argument("--zone", metavar="ZONE", help=_("rotation or import: the time zone"))
    parser.add_argument("--rank", type=int, metavar="N", help=_("rotation: 1 is called first, 2 is the backup"))
    parser.add_argument(
        "--hours", action="append", metavar="DAYS,HH:MM,HH:MM",
        help=_("rotation: only then, e.g. 1-5,18:00,08:00 (Monday is 1); again for more"),
    )  # fmt: skip
    parser.add_argument("--into", default="", metavar="N", help=_("import: the rotation it goes into"))
    parser.add_argument("--who", choices=WHOS, default="auto", help=_("import: where the calendar says who is on call"))
    parser.add_argument("--dry-run", action="store_true", help=_("say what would come in, and keep nothing"))
    parser.add_argument("--to", type=Path, metavar="FILE", help=_("export: a file ending in .ics, .csv, .pdf or .html"))


def _run(asked: Namespace, call: Call) -> Answer:
    if asked.step in READ:
        with reading(asked) as room:
            return {"now": _now, "week": _week, "export": _export}[asked.step](asked, room)
    with writing(asked) as seat:
        if asked.step == "import":
            return _import(asked, seat, call)
        return DONE[asked.step](asked, seat)


# What is shown


def _now(asked: Namespace, room: Room) -> Answer:
    at = asked.at if asked.at is not None else room.clock.now_ms()
    found = room.views.on_call(at)
    if not found:
        return Answer({"at": iso(at), "rotations": []}, [_("There is no rotation in this room yet.")])
    return Answer({"at": iso(at), "rotations": [_told(on) for on in found]}, [_line(on, at) for on in found])


def _told(on: OnCall) -> dict[str, Any]:
    return {
        "rotation": on.rotation.name, "id": on.rotation.id, "rank": on.rotation.rank, "state": on.state.value,
        "name": on.name, "person": on.person, "since": iso(on.from_at), "until": iso(on.until_at),
        "source": on.source.value, "instead_of": on.instead, "next": on.next_name, "next_at": iso(on.next_at),
    }  # fmt: skip


def _line(on: OnCall, now: int) -> str:
    who = {Watch.ON: on.name, Watch.OFF: _("nobody needed now"), Watch.GAP: _("NOBODY")}[on.state]
    parts = [who]
    if on.until_at is not None:
        parts.append(_("until {time}").format(time=moment(on.until_at, now)))
    if note := source_said(on.source, on.instead):
        parts.append(note)
    if on.next_at is not None:
        parts.append(_("next: {name}, {time}").format(name=on.next_name, time=moment(on.next_at, now)))
    return labelled(f"{on.rotation.name} ({rank_word(on.rotation.rank)})", " · ".join(parts))


def _week(asked: Namespace, room: Room) -> Answer:
    begins, ends = _stretch(asked, room)
    now, names = room.clock.now_ms(), {each.id: each.name for each in room.views.rotations()}
    held, gaps = room.views.on_call_between(begins, ends), room.views.on_call_gaps(begins, ends)
    lines = [_held_line(each, names, now) for each in held]
    lines += [
        _("Nobody on call in {rotation}: {span}").format(
            rotation=names[gap.rotation],
            span=_("{start} to {end}").format(start=moment(gap.from_at, now), end=moment(gap.until_at, now)),
        )
        for gap in gaps
    ]
    document = {
        "from": iso(begins),
        "until": iso(ends),
        "on_call": [
            {
                "rotation": names[each.rotation], "name": each.name, "person": each.person, "from": iso(each.from_at),
                "until": iso(each.until_at), "source": each.source.value, "record": each.record,
                "instead_of": each.instead,
            }
            for each in held
        ],
        "gaps": [
            {"rotation": names[gap.rotation], "from": iso(gap.from_at), "until": iso(gap.until_at)} for gap in gaps
        ],
        "unmatched": [name for name, _count in room.views.unmatched_duties()],
    }  # fmt: skip
    return Answer(document, lines or [_("Nobody is on call then.")])


def _held_line(each: Stretch, names: dict[Any, str], now: int) -> str:
    span = _("{start} to {end}").format(start=moment(each.from_at, now), end=moment(each.until_at, now))
    note = source_said(each.source, each.instead)
    return labelled(names[each.rotation], " · ".join(part for part in (each.name, span, note) if part))


def _stretch(asked: Namespace, room: Room) -> tuple[int, int]:
    begins = asked.begins if asked.begins is not None else room.clock.now_ms()
    return begins, asked.until if asked.until is not None else begins + 7 * DAY_MS


def _export(asked: Namespace, room: Room) -> Answer:
    kind = asked.to.suffix.lower().lstrip(".") if asked.to is not None else ""
    if kind not in KINDS:
        raise UsageError(
            "usage", _("Say where to: --to FILE, ending in .ics, .csv, .pdf or .html."),
            todo=_("See: {command} --help").format(command="warroom oncall"),
        )  # fmt: skip
    begins, ends = _stretch(asked, room)
    path = room.calendars.export(asked.to, kind, from_ms=begins, until_ms=ends)
    return Answer({"file": str(path)}, [str(path)])


# What is done


def _rotation(asked: Namespace, seat: Seat) -> Answer:
    name = _word(asked, 0)
    known = any(each.name == name for each in seat.room.views.rotations())
    said: dict[str, Any] = {
        "members": tuple(asked.member) if asked.member is not None else None,
        "unit": TurnUnit(asked.unit) if asked.unit else None,
        "every": asked.every,
        "hands_over": asked.hands_over, "zone": asked.zone, "rank": asked.rank, "starts_at": asked.begins,
        "ends_at": asked.until, "hours": _hours(asked.hours) if asked.hours else None,
    }  # fmt: skip
    given = {key: value for key, value in said.items() if value is not None}
    if known:
        seat.do(AmendRotation(rotation=name, **given))
        return Answer({"rotation": name}, [_("Rotation {name} changed.").format(name=name)])
    record = seat.do(AddRotation(name=name, **given))
    return Answer({"rotation": name, "id": record}, [_("Rotation {name} made.").format(name=name)])


def _hours(said: list[str]) -> tuple[tuple[int, str, str], ...]:
    found = []
    for text in said:
        days, _comma, times = text.partition(",")
        opens, _comma, closes = times.partition(",")
        first, dash, last = days.partition("-")
        if not first.isdigit() or (dash and not last.isdigit()):
            raise UsageError(
                "usage", _("“{text}” are no hours; write 1-5,18:00,08:00.").format(text=text),
                todo=_("See: {command} --help").format(command="warroom oncall"),
            )  # fmt: skip
        found += [(day - 1, opens, closes) for day in range(int(first), int(last or first) + 1)]
    return tuple(found)


def _drop(asked: Namespace, seat: Seat) -> Answer:
    seat.do(DropRotation(rotation=_word(asked, 0)))
    return Answer({"rotation": _word(asked, 0)}, [_("Rotation {name} dropped.").format(name=_word(asked, 0))])


def _take(asked: Namespace, seat: Seat) -> Answer:
    rotation, begins, ends = _when(asked, seat)
    made = seat.do(
        TakeShift(rotation=rotation, from_at=begins, until_at=ends, instead=asked.instead, reason=asked.reason)
    )
    return _changed(made, seat.room.member, ends, seat)


def _replace(asked: Namespace, seat: Seat) -> Answer:
    rotation, begins, ends = _when(asked, seat)
    person = _word(asked, 1)
    made = seat.do(
        OverrideDuty(
            rotation=rotation, person=person, from_at=begins, until_at=ends, instead=asked.instead, reason=asked.reason
        )
    )
    return _changed(made, person, ends, seat)


def _changed(made: tuple[Any, ...], who: str, ends: int, seat: Seat) -> Answer:
    said = _("{name} is on call until {time}.").format(name=who, time=moment(ends, seat.room.clock.now_ms()))
    return Answer({"changes": list(made), "person": who, "until": iso(ends)}, [said])


def _when(asked: Namespace, seat: Seat) -> tuple[str, int, int]:
    """The rotation, and from when until when: by default from now to the end of the turn."""
    name, room = _word(asked, 0), seat.room
    begins = asked.begins if asked.begins is not None else room.clock.now_ms()
    if asked.until is not None:
        return name, begins, asked.until
    on = next((each for each in room.views.on_call(begins) if name in (each.rotation.name, each.rotation.id)), None)
    until = on.until_at if on is not None else None
    return name, begins, until if until is not None else begins + HOURS_ALONE * 3_600_000


def _swap(asked: Namespace, seat: Seat) -> Answer:
    first, second = _turn(asked, seat, _word(asked, 0), asked.first), _turn(asked, seat, asked.words[-1], asked.second)
    made = seat.do(
        SwapDuties(
            rotation=first.rotation, first=(first.from_at, first.until_at), second=(second.from_at, second.until_at),
            other_rotation=second.rotation, reason=asked.reason,
        )
    )  # fmt: skip
    said = _("{one} and {other} take each other's turn.").format(one=first.name, other=second.name)
    return Answer({"changes": list(made)}, [said])


def _turn(asked: Namespace, seat: Seat, name: str, at: int | None) -> Stretch:
    """The turn of a rotation at an instant, whole."""
    views = seat.room.views
    rotation = next((each.id for each in views.rotations() if name in (each.name, each.id)), "")
    if at is not None and rotation:
        reach = 400 * DAY_MS
        held = views.on_call_between(at - reach, at + reach, rotation=rotation)
        if (found := next((each for each in held if each.from_at <= at < each.until_at), None)) is not None:
            return found
    raise Refusal(
        "no-such-turn",
        _("Nobody has a turn of {rotation} then.").format(rotation=name),
        safe=_("Nothing was changed."),
        todo=_("Give a time in each turn with --first and --second."),
    )


def _back(asked: Namespace, seat: Seat) -> Answer:
    seat.do(DropOverride(override=_word(asked, 0)))
    return Answer({"override": _word(asked, 0)}, [_("Taken back.")])


def _match(asked: Namespace, seat: Seat) -> Answer:
    many = seat.do(MatchDuties(name=_word(asked, 0), person=_word(asked, 1)))
    said = ngettext("{n} time on call matched.", "{n} times on call matched.", many).format(n=many)
    return Answer({"matched": many}, [said])


def _import(asked: Namespace, seat: Seat, call: Call) -> Answer:
    room = seat.room
    preview = room.calendars.preview(Path(_word(asked, 0)), rotation=asked.into, who=asked.who, zone=asked.zone or "")
    counted = preview.counted()
    document: dict[str, Any] = {
        "source": preview.source, "zone": preview.zone, "rotations": preview.rotations(), "dry_run": asked.dry_run,
        "counts": dict(counted), "unmatched": preview.unmatched(),
        "events": [
            {
                "line": line.outcome.line, "uid": line.outcome.uid, "summary": line.outcome.summary,
                "outcome": line.outcome.became.value, "reasons": [remark.said.value for remark in line.outcome.remarks],
                "said": [remark.reason for remark in line.outcome.remarks], "names": list(line.names),
                "times": len(line.duties), "known": line.fate.value,
            }
            for line in preview.lines
        ],
    }  # fmt: skip
    lines = [
        _("{accepted} accepted, {repaired} repaired, {refused} refused").format(
            accepted=counted["accepted"], repaired=counted["repaired"], refused=counted["refused"]
        )
    ]
    if not asked.dry_run:
        seat.be_known()
        done = room.calendars.bring_in(preview, step=call.step)
        document |= {"added": done.added, "changed": done.changed, "unchanged": done.unchanged, "gone": done.gone}
        lines.append(
            _("{added} added, {changed} moved, {unchanged} known, {gone} gone").format(
                added=done.added, changed=done.changed, unchanged=done.unchanged, gone=done.gone
            )
        )
    if preview.unmatched():
        lines.append(labelled(_("Nobody of the roster"), ", ".join(preview.unmatched())))
    remarked = [line for line in preview.lines if line.outcome.remarks]
    for line in remarked[:SHOWN]:
        said = " ".join(remark.reason for remark in line.outcome.remarks)
        lines.append(labelled(_("line {n}").format(n=line.outcome.line), said))
    if len(remarked) > SHOWN:
        lines.append(_("… and {n} more: --json lists them all").format(n=len(remarked) - SHOWN))
    return Answer(document, lines)


DONE = {
    "rotation": _rotation, "drop": _drop, "take": _take, "replace": _replace, "swap": _swap, "back": _back,
    "match": _match,
}  # fmt: skip


def _word(asked: Namespace, at: int) -> str:
    if len(asked.words) <= at:
        raise UsageError(
            "usage",
            _("The step “{step}” needs more words.").format(step=asked.step),
            todo=_("See: {command} --help").format(command="warroom oncall"),
        )
    return str(asked.words[at])


VERBS = {"oncall": Verb(_options, _run, writes=True)}
