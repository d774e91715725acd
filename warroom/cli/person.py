"""`people` and `person`: the roster; who fits these words, how somebody is reached, cards that may be one person."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.documents import iso
from warroom.cli.parser import Parser, UsageError
from warroom.cli.rooms import reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import (
    AddCard,
    AddReach,
    AmendCard,
    CheckCard,
    CheckReach,
    DropReach,
    LeaveRoster,
    MergePeople,
    RenameCard,
    TellApart,
)
from warroom.commands.base import Command
from warroom.commands.need_words import broken_said
from warroom.commands.roster_numbers import normalised, region_of
from warroom.commands.roster_words import alike_word, reach_word
from warroom.domain.needs import Need, unmet
from warroom.domain.roster import CHECK_DAYS, GivenReach, PersonCard, Reach, ReachKind
from warroom.domain.roster_lines import RosterLine
from warroom.phrases import DAY, ago, labelled
from warroom.room import Room
from warroom.storage.books import unknown
from warroom.words import _

TEXTS = ("job", "employer", "site", "zone", "remark")
DEEDS = (
    *TEXTS, "add", "supplier", "language", "reach", "drop_reach", "works", "fails", "checked", "rename", "merge",
    "apart", "left",
)  # fmt: skip


def _people_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("words", nargs="*", metavar="WORDS", help=_("a name, job, site, skill, team or number"))
    parser.add_argument("--alike", action="store_true", help=_("cards that may be one person"))
    parser.add_argument(
        "--stale", action="store_true", help=_("only those not checked for {days} days").format(days=CHECK_DAYS)
    )


def _person_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("who", metavar="WHO", help=_("a name or a number such as A-P07"))
    parser.add_argument("--add", action="store_true", help=_("a card for somebody new"))
    parser.add_argument("--job", metavar="J", help=_("what they do"))
    parser.add_argument("--employer", metavar="E", help=_("whom they work for"))
    outside = parser.add_mutually_exclusive_group()
    outside.add_argument(
        "--outside", dest="supplier", action="store_true", default=None, help=_("they come from outside")
    )
    outside.add_argument("--inside", dest="supplier", action="store_false", help=_("they do not"))
    parser.add_argument("--site", metavar="S", help=_("where they work"))
    parser.add_argument("--language", action="append", metavar="CODE", help=_("a language they speak; may be repeated"))
    parser.add_argument("--zone", metavar="Z", help=_("their time zone, e.g. Europe/Paris"))
    parser.add_argument("--remark", metavar="R", help=_("what else should be known"))
    parser.add_argument(
        "--reach", action="append", default=[], metavar="KIND:VALUE",
        help=labelled(_("a way to reach them; may be repeated"), ", ".join(ReachKind)),
    )  # fmt: skip
    parser.add_argument(
        "--needs", metavar="N", help=labelled(_("what that way needs, joined by commas"), ", ".join(Need))
    )
    parser.add_argument("--drop-reach", metavar="VALUE", help=_("this way is theirs no longer"))
    parser.add_argument("--works", metavar="VALUE", help=_("it was tried now, and works"))
    parser.add_argument("--fails", metavar="VALUE", help=_("it was tried now, and does not work"))
    parser.add_argument("--checked", action="store_true", help=_("the whole card was gone through, and holds"))
    parser.add_argument("--rename", metavar="NAME", help=_("what they are called from now on"))
    parser.add_argument("--merge", metavar="OTHER", help=_("that other card is the same person; this one stays"))
    parser.add_argument("--apart", metavar="OTHER", help=_("that other card is somebody else"))
    parser.add_argument("--left", action="store_true", help=_("they left the organisation"))


def _people(asked: Namespace, call: Call) -> Answer:
    with reading(asked) as room:
        if asked.alike:
            return _alike(room)
        now = room.clock.now_ms()
        lines = room.views.roster_lines(" ".join(asked.words))
        if asked.stale:
            lines = [line for line in lines if line.checked_at is None or now - line.checked_at > CHECK_DAYS * DAY]
        return Answer([_line_document(line) for line in lines], [_line(line) for line in lines])


def _person(asked: Namespace, call: Call) -> Answer:
    if not any(getattr(asked, name) not in (None, [], "") for name in DEEDS):
        with reading(asked) as room:
            return _shown(room, asked.who)
    with writing(asked) as seat:
        done = seat.do_all(_commands(asked, seat.room))
        if asked.left:
            return Answer({"left": asked.who}, [])
        return _shown(seat.room, done[0] if asked.add or asked.rename else asked.who)


def _commands(asked: Namespace, room: Room) -> list[Command[Any]]:
    """What is asked, in the order in which it can be done."""
    needs = tuple(need.strip() for need in asked.needs.split(",") if need.strip()) if asked.needs is not None else None
    if needs is not None and not set(needs) <= set(Need):
        raise UsageError("usage", _("--needs takes: {needs}").format(needs=", ".join(Need)))
    reaches = tuple(GivenReach(kind=kind, value=value, needs=needs) for kind, value in map(_reach, asked.reach))
    said = {name: getattr(asked, name) for name in (*TEXTS, "supplier") if getattr(asked, name) is not None}
    if asked.language is not None:
        said["languages"] = tuple(asked.language)
    if asked.add:
        return [AddCard(name=asked.who, reaches=reaches, **said)]
    card = _card(room, asked.who)
    found: list[Command[Any]] = []
    if said:
        found.append(_amended(card, said))
    found += [AddReach(person=card.id, kind=each.kind, value=each.value, needs=needs) for each in reaches]
    if asked.drop_reach:
        found.append(DropReach(reach=_way(room, card, asked.drop_reach).id))
    for value, works in ((asked.works, True), (asked.fails, False)):
        if value:
            found.append(CheckReach(reach=_way(room, card, value).id, works=works))
    if asked.checked:
        found.append(CheckCard(person=card.id))
    if asked.merge:
        found.append(MergePeople(keep=card.id, merge=asked.merge))
    if asked.apart:
        found.append(TellApart(person=card.id, other=asked.apart))
    if asked.left:
        found.append(LeaveRoster(person=card.id))
    return [RenameCard(person=card.id, name=asked.rename), *found] if asked.rename else found


def _amended(card: PersonCard, said: dict[str, Any]) -> AmendCard:
    """The card with what was said anew; the rest as it is."""
    kept = {name: getattr(card, name) for name in (*TEXTS, "supplier", "languages", "away_until")}
    return AmendCard(person=card.id, **{**kept, **said})


def _reach(said: str) -> tuple[ReachKind, str]:
    kind, colon, value = said.partition(":")
    if not colon or kind.strip().lower() not in set(ReachKind):
        raise UsageError("usage", _("“{text}”: a way to reach somebody is KIND:VALUE.").format(text=said))
    return ReachKind(kind.strip().lower()), value


def _card(room: Room, who: str) -> PersonCard:
    """By name, or by number."""
    found = room.views.person_named(who)
    if found is None:
        numbered = room.views.numbered("person", who)
        found = room.views.roster_card(numbered[0]) if len(numbered) == 1 else None
    found = room.views.roster_card(who) if found is None and len(who) == 32 else found
    if found is None:
        raise unknown("person", who)
    return found


def _way(room: Room, card: PersonCard, value: str) -> Reach:
    """One of a person's ways, however its number is written."""
    where = region_of(card.zone or room.clock.moment().zone)
    for reach in room.views.reaches(card.id):
        if value.strip() == reach.value or normalised(reach.kind, value, where).normal == reach.normal:
            return reach
    raise unknown("reach", value)


def _shown(room: Room, who: str) -> Answer:
    card, now = _card(room, who), room.clock.now_ms()
    reaches, broken = room.views.reaches(card.id), room.views.broken()
    document = {
        "id": card.id,
        "ref": card.number,
        "name": card.name,
        **{name: getattr(card, name) for name in TEXTS},
        "outside": card.supplier,
        "languages": list(card.languages),
        "in_roster": card.roster,
        "checked_at": iso(card.checked_at),
        "checked_by": card.checked_by,
        "away_until": iso(card.away_until),
        "source": card.source,
        "reaches": [
            {
                "kind": reach.kind.value,
                "value": reach.value,
                "normal": reach.normal,
                "label": reach.label,
                "needs": list(reach.needs),
                "works": reach.works,
                "cut_off": [item.need for item in unmet(reach.needs, broken)],
                "checked_at": iso(reach.checked_at),
            }
            for reach in reaches
        ],
    }

    def lines() -> Iterator[str]:
        about = " · ".join(said for said in (card.number, card.job, card.employer, card.site) if said)
        yield labelled(card.name, about)
        for reach in reaches:
            cut = ", ".join(broken_said(item) for item in unmet(reach.needs, broken))
            tried = ago(reach.checked_at, now) if reach.checked_at is not None else _("never tried")
            state = _("cut off: {why}").format(why=cut) if cut else "" if reach.works else _("does not work")
            said = (reach.value, reach_word(reach.kind), reach.label, state, tried)
            yield "  " + " · ".join(part for part in said if part)

    return Answer(document, list(lines()))


def _alike(room: Room) -> Answer:
    pairs = room.views.duplicates()
    document = [
        {"one": pair.one.name, "other": pair.other.name, "because": pair.because.value, "shared": pair.said}
        for pair in pairs
    ]
    lines = [f"{pair.one.name} = {pair.other.name} ? {alike_word(pair.because, pair.said)}" for pair in pairs]
    return Answer(document, lines)


def _line_document(line: RosterLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "name": line.name,
        "job": line.job,
        "employer": line.employer,
        "outside": line.supplier,
        "site": line.site,
        "reached_at": [way.value for way in line.ways],
        "checked_at": iso(line.checked_at),
    }


def _line(line: RosterLine) -> str:
    return " · ".join(said for said in (line.name, line.about, *(way.value for way in line.ways[:2])) if said)


VERBS = {"people": Verb(_people_options, _people), "person": Verb(_person_options, _person, writes=True)}
