"""Set aside: what came and did not join the journal; why, what is safe, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.models.deliveries import done_said
from ui.models.stations import WHY_SAID, Pile, pile_name, pile_note, piles_of
from ui.panels.security_section import Row, Section
from ui.tasks import Job
from warroom.domain.exchange import Outcome, Why
from warroom.room import Change
from warroom.words import _

SHOWN_MOST = 30


class AsidesSection(Section):
    """One line a reason, a station and a source; it hides nothing and keeps nothing else from joining."""

    counted = Signal(int)
    admit_asked = Signal(str, str)  # station id, the letter it gives itself

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.piles: list[Pile] = []
        self.lines: list[Row] = []
        self.admits = False  # whether somebody listens who can admit a station
        self.none = self.add_row()
        self._say()
        desk.changes.changed.connect(self._follow)

    def refresh(self) -> None:
        self.desk.tasks.run(self._read, owner=self, done=self._show)

    def look_again(self, *, agree_to_deletes: bool = False) -> None:
        """Try again what waits; what joined is said in the foot."""
        exchange = self.desk.room.exchange
        self.desk.tasks.run(
            lambda _job: exchange.look_again(agree_to_deletes=agree_to_deletes), owner=self, done=self._looked
        )

    def forget(self, pile: Pile) -> None:
        """Let go of it; whoever wrote it still has it."""
        exchange, ids = self.desk.room.exchange, [each.id for each in pile.asides]

        def work(_job: Job) -> None:
            for each in ids:
                exchange.forget(each)

        self.desk.tasks.run(work, owner=self, done=lambda _nothing: self.refresh())

    def _looked(self, outcome: Outcome) -> None:
        self.desk.notices.say(done_said(outcome))
        self.refresh()

    def _read(self, _job: Job) -> list[Pile]:
        return piles_of(self.desk.room.exchange.asides())

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and change.touches("station", "trust", "enrolment"):
            self.refresh()

    def _show(self, piles: list[Pile]) -> None:
        self.counted.emit(len(piles))
        if piles == self.piles and self.lines:
            return
        self.piles = piles
        for row in self.lines:
            self.drop_row(row)
        self.lines = [self._line(pile) for pile in piles[:SHOWN_MOST]]
        self.none.setVisible(not piles)
        self._say()

    def _line(self, pile: Pile) -> Row:
        row = self.add_row(before=self.none)
        if not self.can_change:
            return row
        if pile.why is Why.UNKNOWN and self.admits:
            row.add_button(lambda: _("Admit…"), lambda: self.admit_asked.emit(pile.station, pile.letter))
        if pile.why is Why.DELETES:
            row.add_button(lambda: _("Delete them here too"), lambda: self.look_again(agree_to_deletes=True))
        if pile.why in (Why.UNKNOWN, Why.NEWER):
            row.add_button(lambda: _("Look again"), self.look_again)
        row.add_button(lambda: _("Forget"), lambda: self.forget(pile))
        return row

    def _say(self) -> None:
        now = self.desk.room.clock.now_ms()
        self.set_title(_("Set aside"))
        self.set_note(_("it keeps nothing else from joining"))
        self.none.name.setText(_("Nothing"))
        self.none.say(_("All that came joined the journal."), "muted")
        for row, pile in zip(self.lines, self.piles, strict=False):
            row.name.setText(pile_name(pile))
            row.say(_(WHY_SAID[pile.why]), "due", note=pile_note(pile, now))
        super()._say()
