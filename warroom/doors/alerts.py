"""Alerts of CAP: seen before they come in, and brought in (`room.alerts`)."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from warroom.commands.alerts_in import AlertTally, ImportAlerts
from warroom.commands.base import Command
from warroom.domain import cap
from warroom.domain.cap import Alert
from warroom.domain.incidents import Incident, Mode
from warroom.errors import Refusal
from warroom.storage.views import Views
from warroom.words import _

if TYPE_CHECKING:
    from warroom.formats.cap import Outcome
    from warroom.imports import ImportOutcome

KIND = "cap"
HEAD = 64 * 1024  # bytes that tell an alert
BATCH = 25
Step = Callable[[int, int], None]


class Fate(enum.StrEnum):
    """What the room will do with an alert."""

    NEW = "new"
    SAME = "same"
    ATTACHED = "attached"  # it is here, and gets its incident now
    DIFFERS = "differs"  # it is here with other words
    OUT = "out"  # refused


@dataclass(frozen=True, slots=True)
class Line:
    """One alert of a file, what came of it, and what the room will do with it."""

    outcome: Outcome
    fate: Fate
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Preview:
    """What would come in."""

    source: str
    wrapped: str
    incident: str  # id, "" for none
    lines: list[Line] = field(default_factory=list)

    def counted(self) -> Counter[str]:
        """How many alerts became what."""
        return Counter(line.outcome.became.value for line in self.lines)

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """Those that would come in, or are here already."""
        lines = (line for line in self.lines if line.fate is not Fate.OUT)
        return tuple(line.outcome.alert for line in lines if line.outcome.alert is not None)


class Room(Protocol):
    """What alerts need of their room."""

    views: Views

    def do(self, command: Command[Any]) -> Future[Any]: ...


class Alerts:
    """Reads files of alerts into one room. Slow: for a task, not for the screen's thread."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def takes(self, path: Path, *, kind: str | None = None) -> bool:
        """Whether a file holds alerts, by what it is called to be or by how it begins."""
        from warroom.formats.detect import kind_of

        if kind is not None:
            return kind == KIND
        try:
            with path.open("rb") as file:
                return kind_of(path.name, file.read(HEAD)) == KIND
        except (OSError, Refusal):  # whoever reads it whole says what is wrong with it
            return False

    def preview(self, path: Path, *, into: str | None = None) -> Preview:
        """What a file would bring. Raises Refusal for what is no alert or hostile, Trouble when the disk cannot."""
        from warroom.imports import bytes_of

        return self.preview_bytes(bytes_of(path), path.name, into=into)

    def preview_bytes(self, data: bytes, name: str, *, into: str | None = None) -> Preview:
        """The same for the bytes of a file of this name.

        `into` is an incident by id or reference, "" for none yet; None takes the only one at work, of the same mode.
        """
        from warroom.formats.cap import read_alerts

        reading = read_alerts(data)
        views = self._room.views
        chosen = self._only_one(reading.outcomes) if into is None else None
        incident = views.incident(into) if into else chosen
        preview = Preview(name, reading.wrapped, incident.id if incident is not None else "")
        known = {each.alert.key: each for each in self._room.views.alerts(mode=Mode.BOTH)}
        met: dict[str, Alert] = {}
        for outcome in reading.outcomes:
            preview.lines.append(self._line(outcome, incident, known, met))
        return preview

    def bring_in(self, preview: Preview, *, step: Step = lambda done, total: None) -> AlertTally:
        """Make it so, a few at a time."""
        told, alerts = AlertTally(), preview.alerts
        for start in range(0, len(alerts), BATCH):
            batch = alerts[start : start + BATCH]
            made: AlertTally = self._room.do(ImportAlerts(alerts=batch, incident=preview.incident)).result()
            told.fates += made.fates
            told.ids += made.ids
            step(start + len(batch), len(alerts))
        return told

    def bring(
        self,
        path: Path,
        *,
        into: str | None = None,
        dry_run: bool = False,
        step: Step = lambda done, total: None,
    ) -> ImportOutcome:
        """Bring a file in like any other. Raises as `preview`."""
        from warroom.imports import ImportOutcome, ImportProblem

        preview = self.preview(path, into=into)
        outcome = ImportOutcome(kind=KIND, dry_run=dry_run)
        for line in preview.lines:
            said = ImportProblem(path.name, _("line {number}").format(number=line.outcome.line), " ".join(line.reasons))
            if line.fate is Fate.OUT:
                outcome.refused.append(said)
            elif line.reasons:
                outcome.flagged.append(said)
            outcome.codes.update(line.outcome.codes)
        if dry_run:
            fates: list[Fate] = [line.fate for line in preview.lines if line.fate is not Fate.OUT]
        else:
            words = {"added": Fate.NEW, "attached": Fate.ATTACHED}
            fates = [words.get(fate, Fate.SAME) for fate in self.bring_in(preview, step=step).fates]
        for fate in fates:
            counts = {Fate.NEW: outcome.added, Fate.ATTACHED: outcome.changed}.get(fate, outcome.unchanged)
            counts["alerts"] += 1
        return outcome

    def _line(self, outcome: Outcome, incident: Incident | None, known: dict[str, Any], met: dict[str, Alert]) -> Line:
        from warroom.formats.problems import Flag, Problem

        alert, reasons = outcome.alert, list(outcome.reasons)
        if alert is None or outcome.refusal is not None:
            return Line(outcome, Fate.OUT, tuple(reasons))
        if problem := _mixed(alert, incident):
            return Line(outcome, Fate.OUT, (Flag(problem).reason, *reasons))
        here = known.get(alert.key)
        former = here.alert if here is not None else met.get(alert.key)
        met.setdefault(alert.key, alert)
        if former is None:
            return Line(outcome, Fate.NEW, tuple(reasons))
        if cap.digest(former) != cap.digest(alert):
            return Line(outcome, Fate.DIFFERS, (Flag(Problem.ALERT_DIFFERS).reason, *reasons))
        is_loose = here is not None and not here.inbound.incident and incident is not None
        return Line(outcome, Fate.ATTACHED if is_loose else Fate.SAME, tuple(reasons))

    def _only_one(self, outcomes: Iterable[Outcome]) -> Incident | None:
        """The incident that alerts go to when nobody names one: the only one at work, of their mode."""
        is_exercise = any(each.alert is not None and each.alert.is_exercise for each in outcomes)
        mode = Mode.EXERCISE if is_exercise else Mode.REAL
        open_ones = [each for each in self._room.views.incidents(mode=mode) if not each.status.is_over]
        return open_ones[0] if len(open_ones) == 1 else None


def _mixed(alert: Alert, incident: Incident | None) -> Any:
    """Why an alert cannot go there: real and exercise never mix."""
    from warroom.formats.problems import Problem

    in_exercise = incident is not None and incident.exercise
    if alert.is_exercise and not in_exercise:
        return Problem.ALERT_EXERCISE_IN_REAL
    if in_exercise and alert.status == cap.AlertStatus.ACTUAL:
        return Problem.ALERT_REAL_IN_EXERCISE
    return None
