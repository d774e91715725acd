"""The roster on screen: the columns of its lines, and what stands on the card of one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.models.table import Column
from warroom import phrases
from warroom.commands.cell_words import seat_word
from warroom.commands.need_words import broken_said
from warroom.domain.incidents import Mode
from warroom.domain.needs import Broken, unmet
from warroom.domain.roster import CHECK_DAYS, Mastery, PersonCard, Reach, Skill, Team
from warroom.domain.roster_lines import RosterLine, Way, folded
from warroom.domain.trained import Trained, trained_for
from warroom.domain.turns import Stretch
from warroom.phrases import DAY
from warroom.room import Views
from warroom.words import N_, _, ngettext

STALE_MS = CHECK_DAYS * DAY
ON_CALL_DAYS = 14


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A line of the roster, and what is out of order now."""

    line: RosterLine
    broken: tuple[Broken, ...]

    @property
    def way(self) -> Way | None:
        """The first way that works today; the first of all where none does."""
        usable = (way for way in self.line.ways if way.works and not unmet(way.needs, self.broken))
        return next(usable, self.line.ways[0] if self.line.ways else None)

    @property
    def is_cut_off(self) -> bool:
        """There are ways to reach them, and none works today."""
        way = self.way
        return way is not None and (not way.works or bool(unmet(way.needs, self.broken)))


@dataclass(frozen=True, slots=True)
class HeldFunction:
    """A function that somebody has in a cell at work."""

    cell: str
    code: str
    label: str
    part: str  # holder, deputy or relief


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Everything on a person's card, read at once."""

    card: PersonCard
    reaches: tuple[Reach, ...]
    broken: tuple[Broken, ...]
    skills: tuple[tuple[Skill, Mastery], ...]
    teams: tuple[tuple[Team, str], ...]
    trained: tuple[Trained, ...]
    functions: tuple[HeldFunction, ...]
    on_call: tuple[tuple[str, Stretch], ...]  # rotation's name and when


def roster_columns() -> tuple[Column[ListedPerson], ...]:
    return (
        Column(
            "name",
            N_("Name"),
            lambda row, _now: row.line.name,
            order=lambda row: row.line.fold,
            bold=True,
            width=184,
        ),
        Column("job", N_("Job"), lambda row, _now: row.line.job),
        Column("where", N_("Employer, site"), _where, can_go=True),
        Column("way", N_("Reached at"), _way, order=_way_order, tone=_way_tone, width=168),
        Column("checked", N_("Checked"), checked_said, order=_checked_order, tone=_checked_tone, width=104),
    )


def read_person(views: Views, person: str, now_ms: int) -> PersonFacts | None:
    """Off the screen's thread; of somebody merged into another, the other."""
    card = views.roster_card(person)
    for _hop in range(8):
        if card is None or not card.merged_into:
            break
        card = views.roster_card(card.merged_into)
    if card is None or not card.name:
        return None
    skills, teams = {each.id: each for each in views.skills()}, {each.id: each for each in views.teams()}
    rotations = {each.id: each.name for each in views.rotations()}
    parts = [each for each in views.memberships() if each.person == card.id]
    held = views.on_call_of(card.id, now_ms, days=ON_CALL_DAYS) if rotations else []
    return PersonFacts(
        card=card,
        reaches=tuple(views.reaches(card.id)),
        broken=tuple(views.broken()),
        skills=tuple((skills[each.skill], each) for each in views.masteries(card.id) if each.skill in skills),
        teams=tuple((teams[each.team], each.part) for each in parts if each.team in teams),
        functions=tuple(_functions(views, card)),
        trained=tuple(_trained(views, card, now_ms)),
        on_call=tuple((rotations.get(each.rotation, ""), each) for each in held[:3]),
    )


def _trained(views: Views, card: PersonCard, now_ms: int) -> list[Trained]:
    known = trained_for(views.trainings(card.id), now_ms)
    return [known[key] for key in sorted(known)]


def _functions(views: Views, card: PersonCard) -> list[HeldFunction]:
    name = folded(card.name)
    return [
        HeldFunction(cell.number, function.code, function.label, part)
        for cell in views.cells(mode=Mode.BOTH, live_only=True)
        for function in views.functions(cell.id)
        for part in ("holder", "deputy", "relief")
        if folded(getattr(function, part)) == name
    ]


def checked_said(row: ListedPerson, now_ms: int) -> str:
    return phrases.ago(row.line.checked_at, now_ms) if row.line.checked_at is not None else _("never")


def is_stale(checked_at: int | None, now_ms: int) -> bool:
    """Whether it was not checked for so long that it may no longer hold."""
    return checked_at is None or now_ms - checked_at > STALE_MS


def broken_words(needs: Sequence[str], broken: Sequence[Broken]) -> str:
    """Why a way cannot work now, "" when it can."""
    return ", ".join(broken_said(item) for item in unmet(needs, broken))


def count_said(shown: int, words: str) -> str:
    if words.strip():
        return ngettext("{n} found", "{n} found", shown).format(n=shown)
    return ngettext("{n} person", "{n} people", shown).format(n=shown)


def function_said(held: HeldFunction) -> str:
    """`Network cell lead (C-01)`, and which part somebody has in it."""
    named = seat_word(held.code, held.label)
    part = {"deputy": _("deputy"), "relief": _("relief")}.get(held.part, "")
    return f"{named} · {part}" if part else named


def employer_said(employer: str, *, is_outside: bool) -> str:
    """Whom they work for, and whether that is somebody else than us."""
    if not is_outside:
        return employer
    return _("{employer} (outside)").format(employer=employer) if employer else _("outside")


def _where(row: ListedPerson, _now: int) -> str:
    employer = employer_said(row.line.employer, is_outside=row.line.supplier)
    return " · ".join(said for said in (employer, row.line.site) if said)


def _way(row: ListedPerson, _now: int) -> str:
    if row.way is None:
        return _("nothing known")
    return _("{number}: cut off").format(number=row.way.value) if row.is_cut_off else row.way.value


def _way_tone(row: ListedPerson, _now: int) -> str:
    return "muted" if row.way is None or row.is_cut_off else ""


def _way_order(row: ListedPerson) -> tuple[int, str]:
    way = row.way
    return (2 if way is None else int(row.is_cut_off), way.value if way is not None else "")


def _checked_order(row: ListedPerson) -> int:
    return row.line.checked_at or 0


def _checked_tone(row: ListedPerson, now_ms: int) -> str:
    return "due" if is_stale(row.line.checked_at, now_ms) else "muted"
