"""Calendars of on-call: seen before they come in, brought in, and taken out again (`room.calendars`)."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from warroom.clock import Clock, named_zone
from warroom.commands.base import Command
from warroom.commands.duties import DutyIn, ImportDuties
from warroom.domain.on_call import Duty
from warroom.domain.turn_times import DAY_MS
from warroom.errors import Refusal, Trouble
from warroom.storage.books import named_by
from warroom.storage.naming import folded_name
from warroom.storage.views import Views
from warroom.words import _

if TYPE_CHECKING:
    from warroom.formats.calendar_names import Who
    from warroom.formats.icalendar import CalendarReading, Outcome
    from warroom.imports import ImportOutcome
    from warroom.reports.leaflet import Leaflet

BACK_DAYS, AHEAD_DAYS = 62, 400  # what is read of a calendar, from today
BATCH = 250
HEAD = 4_096  # bytes that tell a calendar
Step = Callable[[int, int], None]


class Room(Protocol):
    """What calendars need of their room."""

    clock: Clock
    views: Views
    id: str

    @property
    def member(self) -> str: ...

    def do(self, command: Command[Any]) -> Future[Any]: ...


class Fate(enum.StrEnum):
    """What the room will do with an event: known from before, moved, or new."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    OUT = "out"  # refused


@dataclass(frozen=True, slots=True)
class Line:
    """One event of a calendar, what came of it, and whom it puts on call."""

    outcome: Outcome
    rotation: str
    names: tuple[str, ...]
    unmatched: tuple[str, ...]
    duties: tuple[DutyIn, ...]
    fate: Fate


@dataclass(slots=True)
class Preview:
    """What would come in."""

    source: str
    zone: str
    lines: list[Line] = field(default_factory=list)
    gone: list[Duty] = field(default_factory=list)  # said before by this calendar, and not any more

    def counted(self) -> Counter[str]:
        """How many events became what."""
        return Counter(line.outcome.became.value for line in self.lines)

    def rotations(self) -> list[str]:
        return list(dict.fromkeys(line.rotation for line in self.lines if line.duties))

    def unmatched(self) -> list[str]:
        """Names that nobody of the roster has, as the calendar writes them."""
        return sorted({name for line in self.lines for name in line.unmatched}, key=folded_name)


@dataclass(slots=True)
class BroughtIn:
    """What came in, counted in times on call."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    rotations: list[str] = field(default_factory=list)  # ids


class Calendars:
    """Reads calendars into the rotations of one room. Slow: for a task, not for the screen's thread."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def preview(
        self,
        path: Path,
        *,
        rotation: str = "",
        who: Who | str | None = None,
        zone: str = "",
        from_ms: int | None = None,
        until_ms: int | None = None,
    ) -> Preview:
        """What a file would bring. `rotation` is the name of where it goes: as the calendar calls itself by default.

        Raises Refusal for what is no calendar, Trouble when the disk cannot give it.
        """
        from warroom.imports import bytes_of

        return self.preview_bytes(
            bytes_of(path), path.name, rotation=rotation, who=who, zone=zone, from_ms=from_ms, until_ms=until_ms
        )

    def preview_bytes(
        self,
        data: bytes,
        name: str,
        *,
        rotation: str = "",
        who: Who | str | None = None,
        zone: str = "",
        from_ms: int | None = None,
        until_ms: int | None = None,
    ) -> Preview:
        """The same for the bytes of a file of this name."""
        from warroom.formats.calendar_names import Who
        from warroom.formats.icalendar import read_calendar

        now = self._room.clock.now_ms()
        reading = read_calendar(
            data,
            zone=zone or self.zone(),
            from_ms=now - BACK_DAYS * DAY_MS if from_ms is None else from_ms,
            until_ms=now + AHEAD_DAYS * DAY_MS if until_ms is None else until_ms,
        )
        default = " ".join(rotation.split()) or reading.name or Path(name).stem
        preview = Preview(reading.name or name, reading.zone)
        preview.lines = list(self._lines(reading, default, Who(who or "auto")))
        preview.gone = self._gone(preview)
        return preview

    def bring_in(self, preview: Preview, *, step: Step = lambda done, total: None) -> BroughtIn:
        """Make it so, a few at a time, so that nobody waits behind a long calendar."""
        outcome = BroughtIn()
        total = sum(len(line.duties) for line in preview.lines)
        done = 0
        for rotation in preview.rotations():
            duties = [duty for line in preview.lines if line.rotation == rotation for duty in line.duties]
            gone = [duty.id for duty in preview.gone if duty.rotation == self._rotation_id(rotation)]
            batches = [duties[start : start + BATCH] for start in range(0, len(duties), BATCH)]
            for place, batch in enumerate(batches):
                is_last = place == len(batches) - 1
                told = self._room.do(
                    ImportDuties(
                        rotation=rotation,
                        source=preview.source,
                        duties=tuple(batch),
                        gone=tuple(gone) if is_last else (),
                    )
                ).result()
                outcome.added += told.added
                outcome.changed += told.changed
                outcome.unchanged += told.unchanged
                outcome.gone += told.gone
                done += len(batch)
                step(done, total)
            outcome.rotations.append(told.rotation)
        return outcome

    def takes(self, path: Path, *, kind: str | None = None) -> bool:
        """Whether a file is a calendar, by what it is called to be or by how it begins."""
        from warroom.formats.detect import CALENDAR, kind_of

        if kind is not None:
            return kind == CALENDAR
        try:
            with path.open("rb") as file:
                return kind_of(path.name, file.read(HEAD)) == CALENDAR
        except (OSError, Refusal):  # whoever reads it whole says what is wrong with it
            return False

    def bring(self, path: Path, *, dry_run: bool = False, step: Step = lambda done, total: None) -> ImportOutcome:
        """Bring a calendar in like any other file: into the rotation it is called like. Raises as `preview`."""
        from warroom.imports import ImportOutcome, ImportProblem

        preview = self.preview(path)
        outcome = ImportOutcome(kind="icalendar", dry_run=dry_run)
        for line in preview.lines:
            said = " ".join(remark.reason for remark in line.outcome.remarks)
            problem = ImportProblem(path.name, _("line {n}").format(n=line.outcome.line), said)
            if line.outcome.became.value == "refused":
                outcome.refused.append(problem)
            elif line.outcome.became.value == "repaired":
                outcome.flagged.append(problem)
        if dry_run:
            for line in preview.lines:
                counts = {Fate.NEW: outcome.added, Fate.CHANGED: outcome.changed, Fate.SAME: outcome.unchanged}
                if line.fate in counts:
                    counts[line.fate]["duties"] += len(line.duties)
            return outcome
        done = self.bring_in(preview, step=step)
        for counter, many in (
            (outcome.added, done.added),
            (outcome.changed, done.changed + done.gone),
            (outcome.unchanged, done.unchanged),
        ):
            if many:
                counter["duties"] = many
        return outcome

    def export(self, path: Path, kind: str, *, from_ms: int, until_ms: int) -> Path:
        """Write who is on call from one instant to another: `ics`, `csv`, `pdf` or `html`. Raises Trouble."""
        data = self.exported(kind, from_ms=from_ms, until_ms=until_ms)
        try:
            path.write_bytes(data)
        except OSError as error:
            raise Trouble(
                "page-not-written",
                _("{file} could not be written: {reason}.").format(file=path.name, reason=error.strerror or "?"),
                safe=_("The room is untouched."),
                todo=_("Choose another folder, or print it."),
            ) from error
        return path

    def exported(self, kind: str, *, from_ms: int, until_ms: int) -> bytes:
        """The same as bytes."""
        views, now = self._room.views, self._room.clock.now_ms()
        rotations, held = views.rotations(), views.on_call_between(from_ms, until_ms)
        if kind in ("ics", "csv"):
            from warroom.reports.on_call_files import as_csv, as_icalendar

            return (
                as_csv(rotations, held)
                if kind == "csv"
                else as_icalendar(rotations, held, room=views.name(), now_ms=now)
            )
        leaflet = self.leaflet(from_ms=from_ms, until_ms=until_ms)
        return leaflet.pdf if kind == "pdf" else leaflet.html

    def leaflet(self, *, from_ms: int, until_ms: int) -> Leaflet:
        """The week on one page. Raises Trouble."""
        from warroom.reports.leaflet import Made
        from warroom.reports.on_call import week_leaflet

        room = self._room
        made = Made(room.views.within(()), room.member, room.clock.now_ms(), named_zone(room.clock.moment()))
        return week_leaflet(made, from_ms, until_ms)

    def zone(self) -> str:
        """The zone of times that name none: that of this laptop."""
        moment = self._room.clock.moment()
        known = named_zone(moment)
        return known.key if known is not None else "Europe/Paris"

    def _lines(self, reading: CalendarReading, default: str, who: Who) -> Iterator[Line]:
        from warroom.formats.calendar_names import on_call

        roster = self._roster()
        known: dict[str, dict[str, Duty]] = {}
        for outcome in reading.outcomes:
            rotation = outcome.rotation or default
            if rotation not in known:
                known[rotation] = self._known(rotation)
            duties: list[DutyIn] = []
            names: dict[str, bool] = {}
            for held in outcome.occurrences:
                named = on_call(held, roster, who)
                for each in named:
                    key = held.mark if len(named) == 1 else f"{held.mark}|{folded_name(each.name)}"
                    duties.append(
                        DutyIn(each.name, held.from_at, held.until_at, outcome.uid, key, each.person, flags_of(outcome))
                    )
                    names[each.name] = bool(each.person)
                if not named:
                    _nameless(outcome)
                    duties.append(DutyIn(default, held.from_at, held.until_at, outcome.uid, held.mark, ""))
                    names[default] = False
            unmatched = tuple(name for name, is_known in names.items() if not is_known)
            yield Line(
                outcome, rotation, tuple(names), unmatched, tuple(duties), self._fate(rotation, duties, known[rotation])
            )

    def _roster(self) -> dict[str, str]:
        """Everybody by their name and their addresses; a name that two people have is nobody's."""
        from warroom.formats.calendar_names import key_of

        views = self._room.views
        found: dict[str, set[str]] = {}
        cards = {card.id: card.name for card in views.roster()} | {each.id: each.name for each in views.people()}
        for person, name in cards.items():
            found.setdefault(key_of(name), set()).add(str(person))
        for reach in views.reaches():
            if "@" in reach.value and reach.person in cards:
                found.setdefault(key_of(reach.value), set()).add(str(reach.person))
        return {key: next(iter(people)) for key, people in found.items() if key and len(people) == 1}

    def _rotation_id(self, name: str) -> str:
        known = next((each.id for each in self._room.views.rotations() if each.name == name), None)
        return known or named_by(self._room.id, "rotation", name)

    def _known(self, rotation: str) -> dict[str, Duty]:
        return {duty.id: duty for duty in self._room.views.duties_of(self._rotation_id(rotation))}

    def _fate(self, rotation: str, duties: Sequence[DutyIn], known: Mapping[str, Duty]) -> Fate:
        if not duties:
            return Fate.OUT
        record = self._rotation_id(rotation)
        former = [
            known.get(named_by(self._room.id, "duty", f"{record} {each.uid} {each.occurrence}")) for each in duties
        ]
        if not any(former):
            return Fate.NEW
        same = all(
            held is not None and (held.from_at, held.until_at, held.name) == (each.from_at, each.until_at, each.name)
            for held, each in zip(former, duties, strict=True)
        )
        return Fate.SAME if same else Fate.CHANGED

    def _gone(self, preview: Preview) -> list[Duty]:
        """What this calendar said before of the time that the file is about, and does not say any more."""
        found: list[Duty] = []
        for rotation in preview.rotations():
            record = self._rotation_id(rotation)
            said = [duty for line in preview.lines if line.rotation == rotation for duty in line.duties]
            kept = {named_by(self._room.id, "duty", f"{record} {each.uid} {each.occurrence}") for each in said}
            begins, ends = min(each.from_at for each in said), max(each.until_at for each in said)
            found += [
                duty
                for duty in self._known(rotation).values()
                if duty.source == preview.source and duty.id not in kept and begins <= duty.from_at < ends
            ]
        return found


def flags_of(outcome: Outcome) -> tuple[str, ...]:
    """What was mended in an event, as a duty keeps it."""
    return tuple(dict.fromkeys(remark.said.value for remark in outcome.remarks))


def _nameless(outcome: Outcome) -> None:
    from warroom.formats.calendar_problems import Remark, Said
    from warroom.formats.icalendar import Became

    remark = Remark(Said.NAME_MISSING)
    if remark not in outcome.remarks:
        outcome.remarks.append(remark)
        outcome.became = Became.REPAIRED


def reasons(lines: Iterable[Line]) -> Counter[str]:
    """How often each reason was given, by code."""
    return Counter(remark.said.value for line in lines for remark in line.outcome.remarks)
