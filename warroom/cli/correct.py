"""`correct`: a new entry that corrects another, or a mark on it; what was written stays."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.log import VERIFICATIONS
from warroom.cli.moments import event_time
from warroom.cli.parser import Parser, typed_text
from warroom.cli.references import entry_id
from warroom.cli.rooms import writing
from warroom.cli.verbs import Verb
from warroom.commands import CorrectEntry, MarkEntry
from warroom.commands.base import Command
from warroom.domain.entries import Verification
from warroom.errors import Refusal
from warroom.words import _


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("number", metavar="NUMBER", help=_("the entry, e.g. A-0042"))
    parser.add_argument(
        "text", metavar="TEXT", nargs="?", help=_("the corrected text; “-” reads it from standard input")
    )
    parser.add_argument("--reason", default="", metavar="R", help=_("why; needed with a text, and to refute"))
    parser.add_argument("--at", type=event_time, metavar="ISO", help=_("when it really happened (default: as written)"))
    parser.choice("--verification", VERIFICATIONS, metavar="STATE", help=_("mark what was done to believe it"))
    key = parser.add_mutually_exclusive_group()
    key.add_argument("--key", action="store_true", default=None, help=_("mark it as a key event"))
    key.add_argument("--not-key", action="store_false", dest="key", help=_("it is no key event"))
    parser.circle()
    parser.add_argument("--follow-up", metavar="TEXT", help=_("what is still to be done about it"))


def _run(asked: Namespace, call: Call) -> Answer:
    text = typed_text(asked.text) if asked.text is not None else None
    is_marked = asked.verification is not None or asked.key is not None or asked.follow_up is not None
    if text is None and not is_marked:
        raise Refusal("nothing-asked", _("Give the corrected text, or a mark."), safe=_("Nothing was changed."))
    with writing(asked) as seat:
        entry = entry_id(seat.room, asked.number)
        commands: list[Command[Any]] = []
        if is_marked:
            verification = Verification(asked.verification) if asked.verification else None
            commands.append(
                MarkEntry(
                    entry=entry,
                    verification=verification,
                    key_event=asked.key,
                    follow_up=asked.follow_up,
                    reason=asked.reason,
                )
            )
        if text is not None:
            correction = CorrectEntry(
                entry=entry, text=text, reason=asked.reason, event_at=asked.at, circle=asked.circle
            )
            commands.append(correction)
        done = seat.do_all(commands)
    number = done[-1].number if text is not None else asked.number.upper()
    return Answer({"number": number}, [number])


VERBS = {"correct": Verb(_options, _run, writes=True)}
