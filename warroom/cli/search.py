"""`search`: entries and other records by their words."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace

from warroom.cli.call import Answer, Call
from warroom.cli.documents import of_entry
from warroom.cli.lines import entry_line
from warroom.cli.log import VERIFICATIONS
from warroom.cli.moments import event_time
from warroom.cli.parser import Parser
from warroom.cli.references import incident_id
from warroom.cli.rooms import reading
from warroom.cli.verbs import Verb
from warroom.domain.entries import Kind, Verification
from warroom.domain.incidents import Mode
from warroom.room import Findings, LogFilter, Room
from warroom.words import _

MOST = 1000


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument(
        "words", metavar="WORD", nargs="+", help=_("all of them must be there; the last may be a beginning")
    )
    parser.add_argument("--incident", metavar="REF", help=_("in one incident only"))
    parser.choice(
        "--kind",
        list(Kind),
        metavar="KIND",
        help=_("of this nature; may be given several times"),
        action="append",
        default=[],
    )
    parser.add_argument("--author", default="", metavar="NAME", help=_("written by"))
    parser.add_argument("--since", type=event_time, metavar="ISO", help=_("events from this time on"))
    parser.add_argument("--until", type=event_time, metavar="ISO", help=_("events before this time"))
    parser.choice(
        "--verification",
        VERIFICATIONS,
        metavar="STATE",
        help=_("in this state; may be given several times"),
        action="append",
        default=[],
    )
    parser.add_argument("--service", default="", metavar="NAME", help=_("about this service"))
    parser.add_argument("--key", action="store_true", help=_("key events only"))
    parser.choice(
        "--mode",
        list(Mode),
        metavar="MODE",
        help=_("real incidents, exercises, or both (default)"),
        default=Mode.BOTH.value,
    )
    parser.add_argument("--limit", type=_limit, default=50, metavar="N", help=_("entries a page (default 50)"))
    parser.add_argument("--before", type=int, metavar="KEY", help=_("the next page: the “next” of the page before"))


def _run(asked: Namespace, call: Call) -> Answer:
    wanted = LogFilter(
        kinds=frozenset(Kind(kind) for kind in asked.kind),
        author=asked.author,
        since=asked.since,
        until=asked.until,
        verification=frozenset(Verification(state) for state in asked.verification),
        service=asked.service,
        key_events=asked.key,
    )
    with reading(asked) as room:
        found = room.views.search(
            " ".join(asked.words),
            mode=Mode(asked.mode),
            incident=incident_id(room, asked.incident) if asked.incident else None,
            wanted=wanted,
            limit=asked.limit,
            before_key=asked.before,
        )
        return _answer(found, room)


def _answer(found: Findings, room: Room) -> Answer:
    now = room.clock.now_ms()
    numbers: dict[str, str] = {incident.id: incident.number for incident in room.views.incidents(mode=Mode.BOTH)}
    following = found.entries[-1].key if found.more and found.entries else None
    document = {
        "entries": [{"incident": numbers.get(entry.incident, ""), **of_entry(entry)} for entry in found.entries],
        "records": [
            {"noun": record.noun, "id": record.id, "incident": numbers.get(record.incident, ""), "text": record.text}
            for record in found.records
        ],
        "more": found.more,
        "next": following,
    }
    lines = [f"{numbers.get(entry.incident, '')}  {entry_line(entry, now=now)}" for entry in found.entries]
    lines += [
        f"{numbers.get(record.incident, '')}  {record.noun}: {' '.join(record.text.split())}"
        for record in found.records
    ]
    if following is not None:
        lines.append(_("More: add --before {key}").format(key=following))
    if not lines:
        lines.append(_("Nothing found."))
    return Answer(document, lines)


def _limit(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not 1 <= number <= MOST:
        raise ArgumentTypeError(_("a number from 1 to {most}").format(most=MOST))
    return number


VERBS = {"search": Verb(_options, _run)}
