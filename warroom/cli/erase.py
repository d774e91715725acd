"""`erase`: a person's name or a file goes, on request; and the list of what past erasures have not reached."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.documents import iso
from warroom.cli.parser import Parser, UsageError
from warroom.cli.rooms import reading, writing
from warroom.cli.verbs import Verb
from warroom.phrases import labelled, moment
from warroom.storage.reached import Copy
from warroom.words import _, ngettext

NOUNS = ("person", "attachment")


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("noun", nargs="?", choices=NOUNS, metavar="WHAT", help=_("“person” or “attachment”"))
    parser.add_argument(
        "ref", nargs="?", metavar="WHICH", help=_("the person's name or number, or the attachment's id")
    )
    parser.add_argument("--reason", default="", metavar="R", help=_("why, without naming the person"))
    step = parser.add_mutually_exclusive_group()
    step.add_argument("--list", action="store_true", dest="is_list", help=_("past erasures and what is not reached"))
    step.add_argument("--reach", action="store_true", help=_("try again to reach the backups and the second copy"))


def _run(asked: Namespace, call: Call) -> Answer:
    if asked.is_list:
        with reading(asked) as room:
            return _list(room.erasure.erasures(), room.clock.now_ms())
    if asked.reach:
        with writing(asked) as seat:
            return _list(seat.room.erasure.reach(), seat.room.clock.now_ms())
    if not asked.noun or not asked.ref:
        raise UsageError(
            "usage", _("Say what to erase, or --list."), todo=_("See: {command} --help").format(command="warroom erase")
        )
    with writing(asked) as seat:
        seat.be_known()
        erase = seat.room.erasure.erase_person if asked.noun == "person" else seat.room.erasure.erase_attachment
        erased = erase(asked.ref, asked.reason)
    document = {
        "erasure": erased.erasure,
        "alias": erased.alias,
        "withheld": erased.withheld,
        "copies_not_reached": _documents(erased.copies_not_reached),
    }
    said = ngettext("{n} value withheld.", "{n} values withheld.", erased.withheld).format(n=erased.withheld)
    return Answer(document, [labelled(erased.alias, said), *copy_lines(erased.copies_not_reached)])


def _list(found: Iterable[Any], now: int) -> Answer:
    document = {
        "erasures": [
            {
                "id": item.id,
                "noun": item.noun,
                "record": item.record,
                "alias": item.alias,
                "reason": item.reason,
                "by": item.by,
                "at": iso(item.at),
                "copies_not_reached": _documents(item.copies_not_reached),
            }
            for item in found
        ]
    }
    lines: list[str] = []
    for item in found:
        lines.append(f"{moment(item.at, now)}  {item.said}  {labelled(item.by or '—', item.reason)}")
        lines += [f"  {line}" for line in copy_lines(item.copies_not_reached)]
    return Answer(document, lines or [_("Nothing was erased in this room.")])


def copy_lines(copies: Iterable[Copy]) -> Iterator[str]:
    """What an erasure has not reached, a line each."""
    said = {
        "station": _("not heard since: station {name}"),
        "backup": _("still in the backup {name}"),
        "second copy": _("still in the second copy in {name}"),
        "copy": _("perhaps in the copy {name}"),
        "export": _("perhaps in the export {name}"),
        "store": _("perhaps in the store {name}, sealed to the laptops of the room"),
        "bundle": _("perhaps in the bundle {name}, sealed to the laptops of the room"),
        "text": _("the text of {name} may still name them: judge it"),
    }
    for copy in copies:
        yield said[copy.kind].format(name=copy.name)


def _documents(copies: Iterable[Copy]) -> list[dict[str, Any]]:
    return [{"kind": copy.kind, "name": copy.name, "at": iso(copy.at)} for copy in copies]


VERBS = {"erase": Verb(_options, _run, writes=True)}
