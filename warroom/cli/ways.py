"""`ways`: a released message for paper, telephones, mail and a stick; `audiences`: who hears, by what, what works."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.parser import Parser
from warroom.cli.rooms import reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import CheckChannel
from warroom.commands.channel_words import checked_said, instead_said, minutes_said, out_said
from warroom.commands.sending_words import reason_said
from warroom.domain.audience_book import AudienceBook, AudienceOf
from warroom.domain.channels import Channel
from warroom.domain.incidents import Mode, Severity
from warroom.domain.needs import Broken
from warroom.errors import Trouble
from warroom.reports.ways_out.said import Way
from warroom.room import Room
from warroom.words import _, language, ngettext

NAMES = tuple(way.value.replace("_", "-") for way in Way)


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("message", metavar="MESSAGE", help=_("the number of a message that was let out"))
    parser.add_argument("--to", type=Path, metavar="FOLDER", help=_("the folder or stick to write to"))
    parser.add_argument(
        "--only",
        action="append",
        choices=NAMES,
        default=[],
        metavar="WAY",
        help=_("only this way, once for each: {ways}").format(ways=", ".join(NAMES)),
    )
    parser.add_argument("--table", type=Path, metavar="FILE", help=_("recipients: a CSV file with a column “mail”"))
    parser.add_argument("--from", dest="sender", default="", metavar="MAIL", help=_("the address mail is from"))
    parser.add_argument("--despite", action="store_true", help=_("even where the message is overtaken"))


def _run(asked: Namespace, call: Call) -> Answer:
    table = _bytes(asked.table) if asked.table else None
    with reading(asked) as room:
        release = room.ways_out.release(asked.message)
        judged, now = room.ways_out.judgement(release), room.clock.now_ms()
        reasons = [reason_said(reason, now) for reason in judged.reasons]
        found = room.ways_out.recipients(release, table=table)
        told: dict[str, Any] = {
            "message": release.number,
            "release": release.id,
            "advice": judged.advice.value,
            "reasons": reasons,
            "recipients": len(found.kept),
            "left_out": [{"name": each.name, "mail": each.mail, "why": each.why} for each in found.unfit],
        }
        mails = ngettext("{n} mail address", "{n} mail addresses", len(found.kept)).format(n=len(found.kept))
        left = _("Left out: {name} ({why})")
        lines = [f"{release.number} · {mails}", *reasons]
        lines += [left.format(name=each.name or each.mail, why=each.why) for each in found.unfit]
        if asked.to is None:
            return Answer(told, [*lines, _("Ways: {ways}").format(ways=", ".join(NAMES))])
        ways = tuple(way for way in Way if way.value.replace("_", "-") in asked.only)
        given: dict[str, Any] = {"ways": ways, "table": table, "sender": asked.sender, "despite": asked.despite}
        written = room.ways_out.write(release, asked.to, **given)
    told |= {"folder": str(written.folder), "files": dict(written.hashes), "mails": written.mails}
    return Answer(told, [*lines, str(written.folder)])


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Trouble(
            "table-unreadable",
            _("{file} cannot be read: {reason}.").format(file=path.name, reason=error.strerror or "?"),
            safe=_("Nothing was written."),
        ) from error


def _list_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("--check", metavar="CHANNEL", help=_("say that somebody tried this channel, by its name"))
    parser.add_argument("--fails", action="store_true", help=_("and that it does not work"))
    parser.add_argument("--exercise", action="store_true", help=_("what an exercise breaks, not what is real"))


def _list(asked: Namespace, call: Call) -> Answer:
    if asked.check:
        with writing(asked) as seat:
            seat.do(CheckChannel(channel=asked.check, works=not asked.fails))
            return _listed(seat.room, exercise=asked.exercise)
    with reading(asked) as room:
        return _listed(room, exercise=asked.exercise)


def _listed(room: Room, *, exercise: bool) -> Answer:
    broken = room.views.broken(mode=Mode.EXERCISE if exercise else Mode.REAL)
    book = room.views.audience_book()
    audiences = [_audience(item, book) for item in book.in_use()]
    channels = [_channel(channel, book, broken, room.clock.now_ms()) for channel in room.views.channels()]
    lines = [f"{item.said(language())}: {_paces(item)}" for item in book.in_use()]
    told = [(each["name"], each["why"] or each["checked"], each["instead"]) for each in channels]
    lines += ["", *(" · ".join(part for part in parts if part) for parts in told)]
    return Answer({"audiences": audiences, "channels": channels}, lines)


def _paces(item: AudienceOf) -> str:
    """From one message to the next, for SEV1 / SEV2 / SEV3."""
    graded = (Severity.CRITICAL, Severity.MAJOR, Severity.SIGNIFICANT)
    return " / ".join(minutes_said(item.every_min(severity)) for severity in graded)


def _audience(item: AudienceOf, book: AudienceBook) -> dict[str, Any]:
    return {
        "code": item.code,
        "name": item.said(language()),
        "inside": item.inside,
        "first_min": dict(item.first),
        "every_min": dict(item.every),
        "channels": [book.channel_name(record, language()) for record in item.channels],
    }


def _channel(channel: Channel, book: AudienceBook, broken: list[Broken], now: int) -> dict[str, Any]:
    usable = book.usable(channel.id, broken)
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind.value,
        "needs": list(channel.needs),
        "works": usable.works,
        "why": out_said(usable),
        "instead": instead_said(usable, book),
        "checked": checked_said(channel, now),
    }


VERBS = {"ways": Verb(_options, _run), "audiences": Verb(_list_options, _list, writes=True)}
