"""The memory as it is shown: past incidents with what was learnt of each, what narrows them, causes that come back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject

from ui.models.table import Column, TableModel
from ui.theme import Look
from warroom import phrases
from warroom.domain.ids import RecordId
from warroom.domain.incidents import Mode
from warroom.domain.lessons import LessonLink
from warroom.domain.likeness import Alike, Sought
from warroom.domain.likeness_words import folded
from warroom.domain.memory import Recurring, Remembered
from warroom.room import Room
from warroom.words import N_

MOST_ALIKE = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What narrows the library."""

    words: str = ""
    service: str = ""  # name
    family: str = ""
    learnt: bool = False  # only those of which something was learnt
    exercises: bool = False

    @property
    def mode(self) -> Mode:
        return Mode.EXERCISE if self.exercises else Mode.REAL


@dataclass(frozen=True, slots=True)
class MemoryLine:
    """One incident of the library; `alike` where it is shown for its likeness, since nothing holds every word."""

    remembered: Remembered
    alike: Alike | None = None


@dataclass(frozen=True, slots=True)
class MemoryView:
    """Everything the page shows, read at once."""

    asked: Asked = Asked()
    lines: tuple[MemoryLine, ...] = ()
    total: int = 0
    services: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    recurring: tuple[Recurring, ...] = ()
    links: dict[str, list[LessonLink]] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)  # incident or corrective action, id → number


def read_memory(room: Room, asked: Asked) -> MemoryView:
    """The library as it is asked for. Reads the room: off the screen's thread."""
    views, mode = room.views, asked.mode
    whole = views.library(mode=mode)
    found = [MemoryLine(each) for each in (views.library(mode=mode, words=asked.words) if asked.words else whole)]
    if not found and asked.words:
        alike = views.seen_before(Sought(asked.words), mode=mode, most=MOST_ALIKE)
        found = [MemoryLine(each.remembered, each.alike) for each in alike]
    links: dict[str, list[LessonLink]] = {}
    for link in views.lesson_links():
        links.setdefault(link.lesson, []).append(link)
    numbers = {str(each.incident.id): each.incident.number for each in whole}
    return MemoryView(
        asked=asked,
        lines=tuple(line for line in found if _is_wanted(line.remembered, asked)),
        total=len(whole),
        services=_sorted(name for each in whole for name in each.services),
        families=_sorted(name for each in whole for name in each.families),
        recurring=tuple(views.recurring_causes(mode=mode)),
        links=links,
        numbers=numbers | {str(each.id): each.number for each in views.correctives(mode=mode)},
    )


def memory_columns() -> tuple[Column[MemoryLine], ...]:
    return (
        Column("number", N_("No."), lambda row, _now: row.remembered.incident.number, width=76, whole=True),
        Column(
            "began", N_("Began"), lambda row, _now: phrases.date(row.remembered.incident.began_at),
            order=lambda row: row.remembered.incident.began_at, width=104, whole=True,
        ),
        Column("title", N_("Title"), lambda row, _now: row.remembered.incident.title, bold=True),
        Column(
            "services", N_("Services"), lambda row, _now: ", ".join(row.remembered.services), width=120, can_go=True
        ),
        Column(
            "causes", N_("Causes"), lambda row, _now: ", ".join(row.remembered.families), width=120, can_go=True
        ),
        Column(
            "lessons", N_("Lessons"), lambda row, _now: str(len(row.remembered.lessons) or ""),
            order=lambda row: -len(row.remembered.lessons), width=128,
        ),
        Column("review", N_("Review (REX)"), lambda row, _now: _reviewed(row.remembered), width=84, can_go=True),
    )  # fmt: skip


def memory_model(look: Look, now: Callable[[], int], parent: QObject) -> TableModel[MemoryLine]:
    return TableModel(
        memory_columns(), ident=lambda row: RecordId(row.remembered.incident.id), look=look, now=now, parent=parent
    )


def _reviewed(remembered: Remembered) -> str:
    return ", ".join(each.number for each in remembered.reviews)


def _is_wanted(remembered: Remembered, asked: Asked) -> bool:
    if asked.service and folded(asked.service) not in {folded(name) for name in remembered.services}:
        return False
    if asked.family and folded(asked.family) not in {folded(name) for name in remembered.families}:
        return False
    return not asked.learnt or bool(remembered.reviews or remembered.causes or remembered.lessons)


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(folded(name), name)
    return tuple(found[key] for key in sorted(found))
