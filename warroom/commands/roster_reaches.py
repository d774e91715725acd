"""Ways to reach somebody as verbs; one is the same on every station where person, kind and number are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles
from warroom.commands.roster_numbers import normalised, region_of
from warroom.commands.seen import Seen, unmoved
from warroom.domain.ids import RecordId
from warroom.domain.nouns import DELETED
from warroom.domain.roster import NEEDED, GivenReach, ReachKind
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.storage.projections import json_field
from warroom.words import _

MOST = 40  # ways to reach one person


@dataclass(frozen=True, slots=True, kw_only=True)
class AddReach(Command[RecordId]):
    """One more way to reach a person; the same again changes nothing. Raises Refusal for one that cannot work."""

    person: str
    kind: ReachKind
    value: str
    label: str = ""
    needs: tuple[str, ...] | None = None
    rank: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendReach(Command[RecordId]):
    """A way to reach somebody as a form leaves it; another number is another record, whose id comes back."""

    reach: str
    kind: ReachKind
    value: str
    label: str = ""
    needs: tuple[str, ...] | None = None
    rank: int | None = None
    remark: str = ""
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DropReach(Command[None]):
    """This way to reach somebody is no longer theirs."""

    reach: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReach(Command[None]):
    """Somebody tried it, now: it works or it does not."""

    reach: str
    works: bool
    remark: str | None = None  # None leaves it


@handles(AddReach)
def add_reach(command: AddReach, books: Books) -> RecordId:
    from warroom.commands.roster import card_of

    given = GivenReach(
        kind=command.kind, value=command.value, label=command.label, needs=command.needs, rank=command.rank,
        remark=command.remark,
    )  # fmt: skip
    return give_reach(books, card_of(books, command.person)["id"], given)


@handles(AmendReach)
def amend_reach(command: AmendReach, books: Books) -> RecordId:
    row = books.get("reach", command.reach)
    given = GivenReach(
        kind=command.kind, value=command.value, label=command.label, needs=command.needs, rank=command.rank,
        remark=command.remark,
    )  # fmt: skip
    wanted = values_of(given, region(books, _zone(books, row["person"])))
    record = reach_id(books, row["person"], wanted["kind"], wanted["normal"])
    if record != row["id"]:
        unmoved(books, "reach", row["id"], {}, command.seen, shown=("kind", "value"))
        kept = {"rank": row["rank"]} | {key: value for key, value in wanted.items() if value is not None}
        _make(books, record, row["person"], kept)
        books.write("reach", row["id"], {DELETED: True})
        return record
    fields = {key: wanted[key] for key in ("value", "label", "rank", "remark", "needs")}
    kept = unmoved(books, "reach", record, fields, command.seen)
    changed = {key: value for key, value in kept.items() if (row[key] or None) != (value or None)}
    if changed:
        books.write("reach", record, changed)
    return record


@handles(DropReach)
def drop_reach(command: DropReach, books: Books) -> None:
    books.write("reach", books.get("reach", command.reach)["id"], {DELETED: True})


@handles(CheckReach)
def check_reach(command: CheckReach, books: Books) -> None:
    row = books.get("reach", command.reach)
    patch: dict[str, Any] = {"works": command.works}
    if command.remark is not None and (row["remark"] or "") != command.remark.strip():
        patch["remark"] = command.remark.strip() or None
    books.write("reach", row["id"], patch, follows={"checked_at": books.now, "checked_by": books.author.name or None})


def reach_id(books: Books, person: str, kind: str, normal: str) -> RecordId:
    """The id of a way to reach somebody, alike on every station."""
    return books.named("reach", f"{person} {kind} {normal}")


def give_reach(books: Books, person: str, given: GivenReach) -> RecordId:
    """Add it to a person, if it is not theirs already. Raises Refusal for one that cannot work."""
    wanted = values_of(given, region(books, _zone(books, person)))
    record = reach_id(books, person, wanted["kind"], wanted["normal"])
    if books.row("reach", record) is not None:
        return record
    theirs = books.where("reach", person=person)
    if len(theirs) >= MOST:
        raise Refusal(
            "reaches-many",
            _("Nobody is reached in more than {most} ways.").format(most=MOST),
            safe=_("Nothing was changed."),
            todo=_("Take away those that no longer work."),
        )
    if wanted["rank"] is None:
        wanted["rank"] = 1 + max((reach["rank"] or 0 for reach in theirs), default=0)
    _make(books, record, person, wanted)
    return record


def values_of(given: GivenReach, where: str) -> dict[str, Any]:
    """The fields of a way to reach somebody; `where` is the country of numbers without a prefix. Raises Refusal."""
    form = normalised(given.kind, given.value, where)
    if form.trouble:
        raise Refusal(
            "reach-unfit",
            form.trouble,
            safe=_("Nothing was changed."),
            todo=_("Type it as it is dialled, with +33 or another code for a country."),
        )
    needs = NEEDED.get(given.kind, ()) if given.needs is None else given.needs
    return {
        "kind": given.kind.value,
        "value": form.value,
        "normal": form.normal,
        "label": " ".join(given.label.split()) or None,
        "needs": json_field([str(need) for need in dict.fromkeys(needs)]),
        "rank": given.rank,
        "works": given.works,
        "checked_at": given.checked_at,
        "checked_by": given.checked_by.strip() or None,
        "remark": given.remark.strip() or None,
    }


def region(books: Books, zone: str) -> str:
    """The country whose numbers need no prefix: the person's zone says it, or else this laptop's."""
    return region_of(zone or books.moment.zone)


def _zone(books: Books, person: str) -> str:
    return str(books.value("person", person, "zone") or "")


def _make(books: Books, record: str, person: str, wanted: Row) -> None:
    patch = {"person": person, **{key: value for key, value in wanted.items() if value is not None}}
    books.make("reach", patch, record=record)
