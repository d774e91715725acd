"""`alert`: alerts that came in and how they hang together; what was let out, as CAP 1.2."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from warroom import phrases
from warroom.cli.call import Answer, Call
from warroom.cli.documents import iso
from warroom.cli.parser import Parser
from warroom.cli.rooms import reading
from warroom.cli.verbs import Verb
from warroom.commands.alert_words import alert_title, gravity_word, sender_of
from warroom.domain.incidents import Mode
from warroom.phrases import labelled
from warroom.room import Room
from warroom.storage.views_of_alerts import AlertIn
from warroom.words import _, language


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument(
        "ref", metavar="REF", nargs="?", help=_("a message that was let out, e.g. A-MS01; without it: what came in")
    )
    parser.add_argument("--to", type=Path, metavar="FILE", help=_("where the alert is written: a file or a folder"))
    parser.add_argument("--end", default="", metavar="WHY", help=_("write the end of that alert instead, and why"))


def _run(asked: Namespace, call: Call) -> Answer:
    with reading(asked) as room:
        return _written(room, asked) if asked.ref else _listed(room)


def _written(room: Room, asked: Namespace) -> Answer:
    release = room.alerts_out.release(asked.ref)
    if asked.to is None:
        text = room.alerts_out.xml(release, end=asked.end).decode()
        return Answer({"number": release.number, "xml": text}, text.splitlines())
    path = room.alerts_out.write(release, asked.to, end=asked.end)
    return Answer({"number": release.number, "file": str(path)}, [str(path)])


def _listed(room: Room) -> Answer:
    found = room.views.alerts(mode=Mode.BOTH)
    lines = [_line(each) for each in found]
    return Answer({"alerts": [_document(each) for each in found]}, lines or [_("No alert came in yet.")])


def _line(each: AlertIn) -> str:
    alert = each.alert
    said = [each.inbound.number, alert_title(alert, language()), sender_of(alert)]
    said += [labelled(_("Severity"), gravity_word(info.severity)) for info in alert.infos[:1]]
    said.append(phrases.date(alert.sent))
    if each.standing.is_over:
        said.append(_("no longer holds"))
    return " · ".join(said)


def _document(each: AlertIn) -> dict[str, Any]:
    alert = each.alert
    expires = alert.expires()
    return {
        "number": each.inbound.number,
        "incident": each.inbound.incident or None,
        "identifier": alert.identifier,
        "sender": alert.sender,
        "sent": iso(alert.sent),
        "status": alert.status or None,
        "type": alert.msg_type or None,
        "languages": list(alert.languages),
        "headline": next((info.headline or info.event for info in alert.infos), ""),
        "expires": iso(expires) if expires is not None else None,
        "over": each.standing.is_over,
        "refers_to": each.standing.refers_to,
    }


VERBS = {"alert": Verb(_options, _run)}
