"""Deadlines: every running clock of the room, soonest first, and beside it how the selected one is counted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QMenu, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.reason import ReasonDialog
from ui.laid_out import laid_out
from ui.models.clocks import ListedClock, clock_columns
from ui.panels.register import TICK_MS, Register
from ui.parts.clock_detail import ClockDetail, offers
from ui.tasks import Job
from ui.widgets.side_column import SideColumn
from ui.widgets.table import Table
from warroom import words
from warroom.commands import FinishDue, QualifyRegime
from warroom.domain.clock_engine import standing
from warroom.domain.clocks import CLOCK_NOUNS, ClockState
from warroom.domain.incidents import Mode
from warroom.domain.regimes import RegimeState
from warroom.errors import Refusal
from warroom.words import _, ngettext

BESIDE, NARROW = 400, 1000  # pixels: the width of the detail; below this width of the page it goes under the list
READS = ("open", "proof", "draft")  # what may be asked of a room that cannot be written
NOUNS = (*CLOCK_NOUNS, "notice")


class DeadlinesPanel(Register[ListedClock]):
    """Enter opens what is behind a clock, or begins what a legal one waits for; the detail has the buttons."""

    nouns = NOUNS
    record_chosen = Signal(str, str, str)  # incident, noun, id
    draft_asked = Signal(str, str)  # incident, rule

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._current: str | None = None
        super().__init__(desk, parent)
        self._table.chosen.connect(lambda _row: self.act("open"))
        self.detail.asked.connect(self.act)
        self.everything.clicked.connect(lambda _checked=False: self._latest.ask())
        self._qualify.clicked.connect(lambda _checked=False: self.qualify())
        self._rules.clicked.connect(lambda _checked=False: self.open_rules())
        reads = QTimer(self, interval=TICK_MS)  # something becomes late without anybody writing
        reads.timeout.connect(self._latest.ask)
        reads.start()

    def show_incident(self, incident: str | None) -> None:
        """Which incident's regimes “Qualify” is about when nothing is selected."""
        self._current = incident
        self._latest.ask()

    def current(self) -> ListedClock | None:
        row = self._table.current()
        return row if isinstance(row, ListedClock) else None

    # What the buttons do

    @Slot(str)
    def act(self, what: str) -> None:
        """Do what a button of the detail asks for the selected clock."""
        row = self.current()
        if row is None:
            return
        clock = row.clock
        does: dict[str, Callable[[], None]] = {
            "open": self._open,
            "done": self._finish,
            "proof": self._show_proof,
            "qualify": self.qualify,
            "start": lambda: self._set_start(row, is_correction=False),
            "correct-start": lambda: self._set_start(row, is_correction=True),
            "draft": lambda: self.draft_asked.emit(clock.incident, clock.rule),
            "submit": lambda: self._submit(row, clock.rule, is_correction=False),
            "progress": lambda: self._submit(row, _progress_of(row), is_correction=False),
            "correct-sent": lambda: self._submit(row, clock.rule, is_correction=True),
            "not-applicable": lambda: self._refuse_rule(row),
        }
        does[what]()

    def qualify(self) -> None:
        """The questionnaire of the selected clock's regime; of one to choose for the current incident otherwise."""
        row = self.current()
        if row is not None and row.clock.regime:
            self._ask_regime(row.clock.incident, row.clock.regime)
        elif self._current is not None:
            self._offer_regimes(self._current)

    def _offer_regimes(self, incident: str) -> None:
        book, menu = self._desk.room.views.rulebook(), QMenu(self)
        for code in book.codes():
            said = book.regime_label(code, words.language())
            menu.addAction(said).triggered.connect(lambda _checked=False, code=code: self._ask_regime(incident, code))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._qualify.mapToGlobal(self._qualify.rect().bottomLeft()))

    def _ask_regime(self, incident: str, code: str) -> None:
        from ui.dialogs.qualify import QualifyDialog

        dialog = QualifyDialog(self._desk, incident, code, self)
        dialog.succeeded.connect(lambda _made: self._show_first(incident, code))
        dialog.open()

    def _show_first(self, incident: str, code: str) -> None:
        """Choose the first deadline of a regime that applies from now on: its start is what is asked next."""
        views = self._desk.room.views
        regime = views.clock_facts(incident).regimes.get(code)
        rules = views.rulebook().of_regime(code)
        if regime is not None and regime.state is RegimeState.APPLICABLE and rules:
            self.reveal(f"legal:{incident}:{rules[0].id}")

    def open_rules(self) -> None:
        from ui.dialogs.clock_rules import ClockRulesDialog

        ClockRulesDialog(self._desk, self).open()

    def _open(self) -> None:
        row = self.current()
        if row is None:
            return
        if row.clock.noun != "legal":
            self.record_chosen.emit(row.clock.incident, row.clock.noun, row.clock.record)
        elif row.clock.start_entry:
            self._show_proof()
        else:
            comes_next = offers(row.clock, row.book.rules.get(row.clock.rule))[0][0]
            if comes_next in READS or not self._desk.room.read_only:
                self.act(comes_next)

    def _show_proof(self) -> None:
        row = self.current()
        proof = self._desk.room.views.entry_by_number(row.clock.start_entry) if row and row.clock.start_entry else None
        if row is not None and proof is not None:
            self.record_chosen.emit(row.clock.incident, "entry", proof.id)

    def _finish(self) -> None:
        row = self.current()
        if row is not None:
            desk = self._desk
            desk.tasks.follow(desk.room.do(FinishDue(due=row.clock.record)), owner=self)

    def _set_start(self, row: ListedClock, *, is_correction: bool) -> None:
        from ui.dialogs.clock_start import ClockStartDialog

        rule = row.book.rules[row.clock.rule]
        waits_for_end = rule.ongoing is not None and rule.chained_to is not None
        event = rule.ongoing.event if waits_for_end and rule.ongoing else rule.start
        event = row.clock.start_event if is_correction else event
        known = standing(self._desk.room.views.clock_events(row.clock.incident), event)
        former = known[0] if is_correction and known else None
        ClockStartDialog(self._desk, row.clock.incident, event, former=former, parent=self).open()

    def _submit(self, row: ListedClock, rule: str, *, is_correction: bool) -> None:
        from ui.dialogs.submit_notice import SubmitDialog

        incident = row.clock.incident
        known = standing(self._desk.room.views.submissions(incident), rule)
        former = known[-1] if is_correction and known else None
        SubmitDialog(self._desk, incident, rule, former=former, due_at=row.clock.due_at, parent=self).open()

    def _refuse_rule(self, row: ListedClock) -> None:
        clock = row.clock
        ReasonDialog(
            self._desk,
            title=lambda: _("Why does “{what}” not apply?").format(what=clock.label),
            verb=lambda: _("Does not apply"),
            build=lambda reason: QualifyRegime(
                incident=clock.incident, code=clock.rule, state=RegimeState.NOT_APPLICABLE, reason=reason
            ),
            parent=self,
        ).open()

    # What the register asks

    def _record(self, row: ListedClock) -> ListedClock:
        return row

    def _build(self) -> None:
        self._qualify, self._rules = QPushButton(self), QPushButton(self)
        self._qualify.setProperty("primary", True)
        self.everything = QCheckBox(self)
        self.detail = ClockDetail(self._desk)
        self._beside = SideColumn([self.detail], parent=self)
        table = Table(self._new_model(clock_columns()), self._desk.look, parent=self)
        self._lay_out(table, (self._rules, self._qualify))
        self._turn()

    def _lay_out(self, table: Table, buttons: tuple[QPushButton, ...], foot: object = None) -> None:  # type: ignore[override]
        super()._lay_out(table, buttons)
        whole = self.layout()
        assert isinstance(whole, QBoxLayout)
        head = laid_out(whole)[0]
        assert isinstance(head, QBoxLayout)
        head.insertWidget(head.count() - len(buttons), self.everything)
        frame = table.parentWidget()
        assert frame is not None
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(12)
        whole.removeWidget(frame)
        self._both.addWidget(frame, 3)
        self._both.addWidget(self._beside, 2)
        whole.addLayout(self._both, 1)

    def _read(self, _job: Job) -> list[ListedClock]:
        views = self._desk.room.views
        book = views.rulebook()
        found = views.clocks(mode=Mode.BOTH, everything=self.everything.isChecked())
        return [ListedClock(clock, book) for clock in found]

    def _in_order(self, rows: list[ListedClock]) -> list[ListedClock]:
        return rows

    def _enable(self) -> None:
        row = self.current()
        self._qualify.setEnabled((row is not None and bool(row.clock.regime)) or self._current is not None)
        try:
            facts = self._desk.room.views.clock_facts(row.clock.incident) if row is not None else None
        except Refusal:  # an undo took the incident away a moment ago
            row, facts = None, None
        self.detail.show_clock(row, facts)
        for button in self.detail.buttons():
            button.setEnabled(not self._desk.room.read_only or button.property("what") in READS)

    def _say(self) -> None:
        running = [row for row in self._rows if row.clock.state.is_running]
        late = sum(1 for row in running if row.clock.state is ClockState.LATE)
        self._title.setText(_("Deadlines"))
        self._say_count(ngettext("{n} running", "{n} running", len(running)).format(n=len(running)), late=late)
        self.everything.setText(_("Also what is over"))
        self._qualify.setText(_("Qualify a regime…"))
        self._rules.setText(_("Rules…"))
        self._table.setAccessibleName(_("Deadlines"))
        self._table.say_empty(
            _("Nothing is due. Updates and deadlines are set beside the log, regimes such as NIS2 qualified here.")
        )
        self._model.retranslate()
        if self._table.current() is not None:
            self._enable()

    # Room

    def _turn(self) -> None:
        """The detail beside the list, or under it where there is little room."""
        is_narrow = self.width() < self._desk.look.px(NARROW)
        direction = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._both.setDirection(direction)
        if is_narrow:
            self._beside.setMinimumWidth(0)
            self._beside.setMaximumWidth(16_777_215)
        else:
            self._beside.set_width(self._desk.look.px(BESIDE))

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._turn()
        super().resizeEvent(event)


def _progress_of(row: ListedClock) -> str:
    """The rule of the progress report that takes the place of a final one."""
    ongoing = row.book.rules[row.clock.rule].ongoing
    return ongoing.progress if ongoing is not None else row.clock.rule
