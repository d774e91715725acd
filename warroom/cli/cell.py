"""`cell`: a crisis cell from its activation to its stand-down; one step a call."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.cell_shown import cell_answer, cells_answer
from warroom.cli.moments import due_time
from warroom.cli.parser import Parser, UsageError
from warroom.cli.references import ID, target
from warroom.cli.rooms import Seat, reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import (
    ActivateCell,
    AllowException,
    ChangeLevel,
    CloseObjective,
    CoverIncident,
    DropFunction,
    FreezeChanges,
    HoldFunction,
    LeaveFunction,
    LiftFreeze,
    SetIntent,
    SetObjective,
    StandDown,
    UncoverIncident,
)
from warroom.commands.base import Command
from warroom.domain.cells import Criterion, Judged, ObjectiveState, Remaining
from warroom.domain.decisions import How
from warroom.domain.ids import NUMBER
from warroom.domain.incidents import Mode
from warroom.errors import Refusal
from warroom.room import Room
from warroom.words import _

STEPS = (
    "show", "activate", "level", "cover", "uncover", "intent", "objective", "reached", "dropped", "hold", "leave",
    "drop", "freeze", "exception", "lift", "stand-down",
)  # fmt: skip


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("step", metavar="STEP", choices=STEPS, nargs="?", default="show", help=", ".join(STEPS))
    parser.add_argument(
        "words",
        metavar="WORD",
        nargs="*",
        help=_("the cell or its incident, e.g. A-C01 or A-001; then what the step is about: a level, a code, a text"),
    )
    parser.add_argument("--level", type=_level, metavar="N", help=_("N1 to N4"))
    parser.add_argument("--decider", default="", metavar="WHO", help=_("who decides, orders or allows it"))
    parser.add_argument("--reason", default="", metavar="R", help=_("why"))
    parser.choice("--how", list(How), metavar="HOW", help=_("how the decision reached you"), default="")
    parser.add_argument("--name", default="", metavar="NAME", help=_("a name for the cell"))
    parser.add_argument("--intent", default="", metavar="TEXT", help=_("what the director wants"))
    parser.add_argument("--cadence", type=int, metavar="MIN", help=_("minutes between points; else those of the level"))
    parser.add_argument("--until", type=due_time, metavar="ISO", help=_("until when"))
    parser.add_argument("--deputy", default="", metavar="WHO", help=_("who stands in"))
    parser.add_argument("--relief", default="", metavar="WHO", help=_("who comes next"))
    parser.add_argument("--relief-at", type=due_time, metavar="ISO", help=_("when the relief comes"))
    parser.add_argument("--phone", default="", metavar="N", help=_("telephone"))
    parser.add_argument("--label", default="", metavar="NAME", help=_("the name of a function of one's own"))
    parser.add_argument("--freeze", type=int, default=1, metavar="N", help=_("which freeze in force, 1 being the last"))
    _end_options(parser)


def _end_options(parser: Parser) -> None:
    many: dict[str, Any] = {"action": "append", "default": []}
    parser.add_argument("--all-met", action="store_true", help=_("every criterion is met but those of --unmet"))
    parser.add_argument("--met", metavar="CRITERION", help=_criteria(_("a criterion that is met")), **many)
    parser.add_argument(
        "--unmet", metavar="CRITERION|WHY", help=_("one that is not, and why it goes all the same"), **many
    )
    parser.add_argument("--remains", metavar="WHAT|OWNER", help=_("what else remains, and who owns it"), **many)
    parser.add_argument("--owner", metavar="NUMBER|OWNER", help=_("who owns an open action or question"), **many)


def _criteria(said: str) -> str:
    return f"{said}: {', '.join(Criterion)}"


def _run(asked: Namespace, call: Call) -> Answer:
    if asked.step == "show":
        with reading(asked) as room:
            return cell_answer(room, _cell(room, asked.words[0])) if asked.words else cells_answer(room)
    with writing(asked) as seat:
        if asked.step == "activate":
            return cell_answer(seat.room, _activate(asked, seat))
        asked.words = _with_cell(seat.room, asked.words)
        cell = _cell(seat.room, _word(asked, 0))
        seat.do(STEP[asked.step](asked, seat.room, cell))
        return cell_answer(seat.room, cell)


def _with_cell(room: Room, words: list[str]) -> list[str]:
    """The words with the only cell at work in front, where nobody named one."""
    at_work = room.views.cells(mode=Mode.BOTH, live_only=True)
    is_named = bool(words) and (NUMBER.match(words[0]) or ID.fullmatch(words[0].lower()))
    return words if is_named or len(at_work) != 1 else [at_work[0].id, *words]


def _activate(asked: Namespace, seat: Seat) -> str:
    made = seat.do(
        ActivateCell(
            incidents=tuple(target(seat.room, word, "incident").id for word in asked.words),
            level=asked.level or 0,
            decider=asked.decider,
            reason=asked.reason,
            name=asked.name,
            how=asked.how,
            intent=asked.intent,
            cadence_min=asked.cadence,
        )
    )
    return str(made.id)


def _change_level(asked: Namespace, _room: Room, cell: str) -> Command[Any]:
    level = _typed_level(asked.words[1]) if len(asked.words) > 1 else asked.level or 0
    return ChangeLevel(cell=cell, level=level, reason=asked.reason, decider=asked.decider)


def _hold(asked: Namespace, _room: Room, cell: str) -> Command[Any]:
    return HoldFunction(
        cell=cell,
        code=_word(asked, 1),
        holder=asked.words[2] if len(asked.words) > 2 else "",
        deputy=asked.deputy,
        relief=asked.relief,
        relief_at=asked.relief_at,
        phone=asked.phone,
        label=asked.label,
        both_reason=asked.reason,
    )


def _allow(asked: Namespace, room: Room, cell: str) -> Command[Any]:
    return AllowException(
        freeze=_freeze(asked, room, cell),
        text=_word(asked, 1),
        approver=asked.decider,
        reason=asked.reason,
        until_at=asked.until,
    )


def _stand_down(asked: Namespace, room: Room, cell: str) -> Command[Any]:
    unmet = dict(map(_pair, asked.unmet))
    met = list(Criterion) if asked.all_met else asked.met
    criteria = [Judged(said, met=True) for said in met if said not in unmet]
    criteria += [Judged(said, met=False, remark=why) for said, why in unmet.items()]
    remains = [Remaining(said, owner) for said, owner in map(_pair, asked.remains)]
    for number, owner in map(_pair, asked.owner):
        found = target(room, number, "action", "decision")
        remains.append(Remaining(number, owner, found.noun, found.id))
    return StandDown(cell=cell, by=asked.decider, reason=asked.reason, criteria=tuple(criteria), remains=tuple(remains))


def _close(asked: Namespace, room: Room, cell: str, state: ObjectiveState) -> Command[Any]:
    """The objective of this number in the list, 1 being the first."""
    standing = [item for item in room.views.objectives(cell) if item.state is ObjectiveState.OPEN]
    typed = _word(asked, 1)
    at = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    if not 1 <= at <= len(standing):
        raise _unlisted(typed)
    return CloseObjective(objective=standing[at - 1].id, state=state, remark=asked.reason)


def _freeze(asked: Namespace, room: Room, cell: str) -> str:
    holding = [item for item in room.views.freezes(cell) if item.ended_at is None]
    if not 1 <= asked.freeze <= len(holding):
        raise _unlisted(str(asked.freeze))
    return str(holding[asked.freeze - 1].id)


STEP: dict[str, Callable[[Namespace, Room, str], Command[Any]]] = {
    "level": _change_level,
    "cover": lambda asked, room, cell: CoverIncident(cell=cell, incident=target(room, _word(asked, 1), "incident").id),
    "uncover": lambda asked, room, cell: UncoverIncident(
        cell=cell, incident=target(room, _word(asked, 1), "incident").id
    ),
    "intent": lambda asked, _room, cell: SetIntent(cell=cell, intent=asked.intent or _word(asked, 1)),
    "objective": lambda asked, _room, cell: SetObjective(cell=cell, text=_word(asked, 1), period_until=asked.until),
    "reached": lambda asked, room, cell: _close(asked, room, cell, ObjectiveState.REACHED),
    "dropped": lambda asked, room, cell: _close(asked, room, cell, ObjectiveState.DROPPED),
    "hold": _hold,
    "leave": lambda asked, _room, cell: LeaveFunction(cell=cell, code=_word(asked, 1), reason=asked.reason),
    "drop": lambda asked, _room, cell: DropFunction(cell=cell, code=_word(asked, 1)),
    "freeze": lambda asked, _room, cell: FreezeChanges(
        cell=cell, scope=_word(asked, 1), by=asked.decider, reason=asked.reason
    ),
    "exception": _allow,
    "lift": lambda asked, room, cell: LiftFreeze(freeze=_freeze(asked, room, cell), by=asked.decider),
    "stand-down": _stand_down,
}


def _cell(room: Room, reference: str) -> str:
    """The cell of this number, or the one that covers this incident. Raises Refusal."""
    found = target(room, reference, "crisis_cell", "incident")
    if found.noun == "crisis_cell":
        return found.id
    cell = room.views.cell_of(found.id)
    if cell is None:
        raise Refusal(
            "cell-missing",
            _("No crisis cell covers {incident}.").format(incident=reference),
            safe=_("Nothing was changed."),
            todo=_("Activate one: {command}").format(command=f"warroom cell ROOM activate {reference}"),
        )
    return cell.id


def _word(asked: Namespace, at: int) -> str:
    """What was typed at this place. Raises UsageError."""
    if len(asked.words) <= at:
        raise UsageError(
            "usage",
            _("The step “{step}” needs more words.").format(step=asked.step),
            todo=_("See: {command} --help").format(command="warroom cell"),
        )
    return str(asked.words[at])


def _typed_level(text: str) -> int:
    try:
        return _level(text)
    except ArgumentTypeError as error:
        raise UsageError("usage", f"{error}.") from None


def _level(text: str) -> int:
    """`N3` or `3`."""
    said = text.strip().upper().removeprefix("N")
    if not (said.isascii() and said.isdigit() and len(said) < 3):
        raise ArgumentTypeError(_("a level is N1, N2, N3 or N4"))
    return int(said)


def _pair(text: str) -> tuple[str, str]:
    """`what | who`."""
    before, _bar, after = text.partition("|")
    return before.strip(), after.strip()


def _unlisted(typed: str) -> Refusal:
    return Refusal(
        "unknown-reference",
        _("There is no number {number} in this list.").format(number=typed),
        safe=_("Nothing was changed."),
        todo=_("“warroom cell ROOM show” lists them in their order."),
    )


VERBS = {"cell": Verb(_options, _run, writes=True)}
