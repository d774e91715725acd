"""Views of the cell at work."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from warroom.domain.alarms import AlarmAnswer
from warroom.domain.anticipation import Scenario
from warroom.domain.cells import Cell, Freeze, FreezeException, Function, Objective
from warroom.domain.entries import Entry
from warroom.domain.hypotheses import Backing, Hypothesis
from warroom.domain.incidents import Incident, Mode
from warroom.domain.paper import CameBack, Overtaken, Printout, Sheet
from warroom.domain.readiness import Readiness
from warroom.domain.regimes import ChangedRule, ClockEvent, NoticeSection, Regime, Submission
from warroom.storage.queries import at_work, paper
from warroom.storage.views_of_rhythm import ViewsOfRhythm

if TYPE_CHECKING:
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store


class ViewsAtWork(ViewsOfRhythm):
    """What `Views` answers of cells, points, situation, anticipation, hypotheses, legal clocks, alarms and paper."""

    _store: Store

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...
        def _incident(self, reference: str) -> bytes: ...

    # The cell

    def cells(self, *, mode: Mode, live_only: bool = False) -> list[Cell]:
        """Cells, those at work first."""
        return at_work.cells(self._store.reader(), self._sight(), mode=mode, live_only=live_only)

    def cell(self, record: str) -> Cell | None:
        return at_work.cell(self._store.reader(), self._sight(), bytes.fromhex(record))

    def cell_of(self, incident: str) -> Cell | None:
        """The cell that covers an incident: the one at work, else the last that was; None if there never was one."""
        return at_work.cell_of(self._store.reader(), self._sight(), self._incident(incident))

    def cells_of(self, incident: str) -> list[Cell]:
        """Every cell that covers an incident, the one that leads first; two at work were activated apart."""
        return at_work.cells_of(self._store.reader(), self._sight(), self._incident(incident))

    def told_by_cell(self, cell: str) -> list[Entry]:
        """What the log tells of a cell's level, from its activation to its stand-down, oldest first."""
        return at_work.told_by_cell(self._store.reader(), self._sight(), bytes.fromhex(cell))

    def covered(self, cell: str) -> list[Incident]:
        """The incidents a cell covers, the one that leads it first."""
        return at_work.covered(self._store.reader(), self._sight(), bytes.fromhex(cell))

    def objectives(self, cell: str) -> list[Objective]:
        return at_work.objectives(self._store.reader(), self._sight(), bytes.fromhex(cell))

    def functions(self, cell: str) -> list[Function]:
        return at_work.functions(self._store.reader(), self._sight(), bytes.fromhex(cell))

    def freezes(self, cell: str) -> list[Freeze]:
        return at_work.freezes(self._store.reader(), self._sight(), bytes.fromhex(cell))

    def exceptions(self, freeze: str) -> list[FreezeException]:
        return at_work.exceptions(self._store.reader(), self._sight(), bytes.fromhex(freeze))

    # What it knows and expects

    def can_reports(self, incident: str) -> list[Entry]:
        """Conditions, actions and needs that technical leads reported, newest first: entries with code `can`."""
        return at_work.can_reports(self._store.reader(), self._sight(), self._incident(incident))

    def scenarios(self, incident: str) -> list[Scenario]:
        return at_work.scenarios(self._store.reader(), self._sight(), self._incident(incident))

    def hypotheses(self, incident: str) -> list[Hypothesis]:
        return at_work.hypotheses(self._store.reader(), self._sight(), self._incident(incident))

    def hypothesis(self, record: str) -> Hypothesis | None:
        return at_work.hypothesis(self._store.reader(), self._sight(), bytes.fromhex(record))

    def backings(self, hypothesis: str) -> list[Backing]:
        return at_work.backings(self._store.reader(), self._sight(), bytes.fromhex(hypothesis))

    def weighed(self, incident: str) -> dict[str, tuple[int, int]]:
        """How many entries speak for and against each hypothesis of an incident, by its id."""
        return at_work.weighed(self._store.reader(), self._incident(incident))

    # Its legal clocks

    def regimes(self, incident: str) -> list[Regime]:
        return at_work.regimes(self._store.reader(), self._sight(), self._incident(incident))

    def clock_events(self, incident: str) -> list[ClockEvent]:
        """Every moment that starts a clock, corrected ones among them, in the order of setting."""
        return at_work.clock_events(self._store.reader(), self._sight(), self._incident(incident))

    def submissions(self, incident: str) -> list[Submission]:
        return at_work.submissions(self._store.reader(), self._sight(), self._incident(incident))

    def notices(self, incident: str) -> list[NoticeSection]:
        """The sections of all notifications' drafts."""
        return at_work.notices(self._store.reader(), self._sight(), self._incident(incident))

    def changed_rules(self) -> list[ChangedRule]:
        """What this room changed of the rules that came with the program."""
        return at_work.changed_rules(self._store.reader(), self._sight())

    def alarm_answers(self) -> dict[str, AlarmAnswer]:
        """What was answered to alarms, by what they are about."""
        return at_work.alarm_answers(self._store.reader(), self._sight())

    # Its paper and its laptops

    def printouts(self, incident: str | None = None) -> list[Printout]:
        """Printed copies that are about, newest first, then the withdrawn; of one incident or of all."""
        record = self._incident(incident) if incident else None
        return at_work.printouts(self._store.reader(), self._sight(), record)

    def sheets(self, incident: str | None = None) -> list[Sheet]:
        """Numbered sheets, blank ones first; of one incident or of all."""
        return paper.sheets(self._store.reader(), self._sight(), self._incident(incident) if incident else None)

    def printout(self, record: str) -> Printout | None:
        return paper.printout(self._store.reader(), self._sight(), bytes.fromhex(record))

    def sheet(self, number: str) -> Sheet | None:
        """The sheet of this printed number."""
        return paper.sheet(self._store.reader(), self._sight(), number)

    def overtaken(self, printout: Printout) -> Overtaken:
        """What the room knows by now that a printed copy does not show."""
        return paper.overtaken(self._store.reader(), printout)

    def came_back(self, numbers: Collection[str]) -> dict[str, list[CameBack]]:
        """Who brought these sheets into the log, and when; two where two stations did it apart."""
        return paper.came_back(self._store.reader(), numbers)

    def readiness(self) -> list[Readiness]:
        """What each laptop has proved of itself."""
        return at_work.readiness(self._store.reader(), self._sight())
