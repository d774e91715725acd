"""Reaches of imported people: numbers brought into one form, replaced where the file replaced them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warroom.commands.roster_numbers import normalised
from warroom.commands.roster_reaches import MOST, reach_id, region, values_of
from warroom.domain.nouns import DELETED
from warroom.domain.roster import GivenReach, ReachKind
from warroom.domain.told_people import ToldPerson, ToldReach
from warroom.storage.books import Books, Row

if TYPE_CHECKING:
    from warroom.commands.people_imports import PersonRemark

PHONES = frozenset({ReachKind.MOBILE, ReachKind.WORK, ReachKind.HOME, ReachKind.SATELLITE, ReachKind.PAGER})


@dataclass(frozen=True, slots=True)
class KnownReaches:
    """Keys of reaches that files gave before: this lineage of files, and the others."""

    ours: frozenset[str]
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class Understood:
    """A told reach as the room holds it; `doubt` is the text that is no number or address."""

    given: GivenReach
    normal: str
    doubt: str = ""

    @property
    def key(self) -> str:
        return reach_key(self.given.kind, self.normal)


def reach_key(kind: str, normal: str) -> str:
    """What a file is compared with next time: a digest, so that no number is kept twice."""
    return hashlib.sha256(f"{kind} {normal}".encode(errors="replace")).hexdigest()[:12]


def understood(told: ToldReach, where: str) -> Understood | None:
    """The reach in the room's form; what cannot be dialled is kept as it is written. None for an empty one."""
    kind = told.kind or kind_of_number(told.value, where)
    value = told.value.replace(";ext=", " ext. ") if kind in PHONES else told.value
    form, doubt = normalised(kind, value, where), ""
    label = told.label
    if form.trouble:
        doubt = told.value
        label = label or ("" if kind is ReachKind.OTHER else str(kind))
        kind = ReachKind.OTHER
        form = normalised(kind, told.value, where)
    if not form.normal or form.trouble:
        return None
    given = GivenReach(
        kind=kind, value=form.value, label=label, needs=told.needs, works=told.works is not False,
        checked_at=told.checked_at, checked_by=told.checked_by, remark=told.remark,
    )  # fmt: skip
    return Understood(given, form.normal, doubt)


def kind_of_number(value: str, where: str) -> ReachKind:
    """What a number is that nobody labelled: mobile and pager numbers show, the others are taken for work."""
    import phonenumbers

    try:
        number = phonenumbers.parse(value, where)
    except phonenumbers.NumberParseException:
        return ReachKind.WORK
    kinds = phonenumbers.PhoneNumberType
    found = phonenumbers.number_type(number)
    if found == kinds.MOBILE:
        return ReachKind.MOBILE
    if found == kinds.PAGER:
        return ReachKind.PAGER
    national = str(number.national_number)
    if number.country_code == 33 and national[:1] in ("6", "7"):  # those kept for fiction have no type
        return ReachKind.MOBILE
    return ReachKind.WORK


def give_reaches(
    books: Books, row: Row, told: ToldPerson, before: KnownReaches, remarks: list[PersonRemark]
) -> tuple[set[str], bool]:
    """Add the told reaches that are not there, take away those the file replaced and nobody checked.

    Returns the keys that the file speaks of from now on, and whether anything changed.
    """
    from warroom.commands.people_imports import PersonRemark

    person, keys, changed = row["id"], set(before.ours), False
    where = region(books, str(told.fields.get("zone") or row["zone"] or ""))
    theirs = {(reach["kind"], reach["normal"]): reach for reach in books.where("reach", person=person)}
    new: list[Understood] = []
    said: set[str] = set()
    for each in told.reaches:
        found = understood(each, where)
        if found is None:
            continue
        if found.doubt:
            code = "not-an-address" if each.kind is ReachKind.EMAIL else "not-a-number"
            remark = PersonRemark(code, found.doubt)
            if remark not in remarks:
                remarks.append(remark)
        if found.key in said:
            continue
        said.add(found.key)
        if found.key in before.ours | before.others or (str(found.given.kind), found.normal) in theirs:
            continue
        if found.given.kind in PHONES and any(normal == found.normal and kind in PHONES for kind, normal in theirs):
            continue  # the same number under another word
        new.append(found)
    gone = _gone(theirs, before, said) if new else {}
    for found in new:
        replaced = next((key for key in gone if key[0] == str(found.given.kind)), None)
        rank = gone.pop(replaced)["rank"] if replaced else None
        if replaced:
            books.write("reach", theirs.pop(replaced)["id"], {DELETED: True})
            keys.discard(reach_key(*replaced))
        if len(theirs) >= MOST:
            remarks.append(PersonRemark("too-many-values", str(MOST)))
            break
        _add(books, person, found, where, rank or 1 + max((reach["rank"] or 0 for reach in theirs.values()), default=0))
        theirs[(str(found.given.kind), found.normal)] = {"rank": rank or len(theirs) + 1}
        changed = True
    return keys | said, changed


def _gone(
    theirs: dict[tuple[str, str], Row], before: KnownReaches, said: Collection[str]
) -> dict[tuple[str, str], Row]:
    """Reaches only files like this one gave, and it gives no more, that nobody checked or tried here."""
    return {
        key: reach
        for key, reach in theirs.items()
        if reach_key(*key) in before.ours - before.others
        and reach_key(*key) not in said
        and not reach["checked_at"]
        and reach["works"] is not False
    }


def _add(books: Books, person: str, found: Understood, where: str, rank: int) -> None:
    wanted = values_of(found.given, where) | {"rank": rank}
    record = reach_id(books, person, wanted["kind"], wanted["normal"])
    patch = {"person": person, **{key: value for key, value in wanted.items() if value is not None}}
    books.make("reach", patch, record=record)
