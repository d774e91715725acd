"""The board of a call-out: who is missing first, the text to read, and the card of whom to call now."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.models.mobilisation import BoardLine, MobilisationPage, board_columns, on_board
from ui.models.table import TableModel
from ui.widgets.call_card import CallCard
from ui.widgets.side_column import SideColumn
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom.commands import Arrive, Escalate, LogCall, StandDownCallee, TakeBackCall
from warroom.commands.base import Command
from warroom.commands.callout_words import callee_word, times_said
from warroom.domain.answers import counting, counts, is_escalation_due, next_to_call
from warroom.domain.mobilisation import CalleeState, CallResult
from warroom.errors import Refusal
from warroom.phrases import labelled
from warroom.words import _, ngettext

CARD, CARD_LEAST = 380, 320  # of the drawings' pixels
NARROW = 1000  # below, the card is as narrow as its buttons let it
MODIFIED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class BoardPart(Spoken, QWidget):
    """One mobilisation. A letter logs the call of whoever is selected, and the next one comes up by itself."""

    add_asked = Signal()
    change_asked = Signal()
    print_asked = Signal()
    broken_asked = Signal()
    deputy_asked = Signal(str)  # the callee whose deputy nobody knows

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.page: MobilisationPage | None = None
        self._goes_on = False  # the next one is chosen when what was logged is read back
        self._build()
        self._say()

    def show_page(self, page: MobilisationPage) -> None:
        before, now = (each.shown.id if each and each.shown else "" for each in (self.page, page))
        is_other = before != now
        self.page = page
        self.model.replace(on_board(page))
        following = next_to_call(page.lines)
        if (is_other or self._goes_on) and following is not None:
            self.table.select(following.callee.id)
        elif self.table.current() is None and page.lines:
            self.table.selectRow(0)
        self._goes_on = False
        self._show_card()
        self._say()

    def focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # What can be done

    @Slot(str, object, str, object)
    def _log(self, callee: str, result: CallResult, reach: str, eta: int | None) -> None:
        self._goes_on = result is not CallResult.NO_ANSWER or self._was_last_way()
        self._do(LogCall(callee=callee, result=result, reach=reach, eta_at=eta))

    def _was_last_way(self) -> bool:
        """Whether every way of the person that works was tried now: then it is another one's turn."""
        line = self.card.line
        ways = [way for way in line.ways if way.is_usable] if line is not None else []
        return sum(1 for way in ways if way.tries == 0) <= 1

    @Slot(str)
    def _arrive(self, callee: str) -> None:
        place = self.page.shown.muster if self.page is not None and self.page.shown is not None else ""
        self._do(Arrive(callee=callee, place=place))

    @Slot(str)
    def _escalate(self, callee: str) -> None:
        def stay(error: Exception) -> None:
            if isinstance(error, Refusal) and error.code == "deputy-missing":
                self.deputy_asked.emit(callee)
            else:
                self._desk.notices.show(error, parent=self)

        self._goes_on = True
        self._desk.tasks.follow(self._desk.room.do(Escalate(callee=callee)), owner=self, failed=stay)

    @Slot(str)
    def _promise(self, callee: str) -> None:
        """Note what was promised to somebody in the last call with them."""
        from ui.dialogs.promise import PromiseDialog

        line, page = self.card.line, self.page
        if line is None or page is None or page.incident is None or not (tries := counting(line.tries)):
            return
        PromiseDialog(self._desk, page.incident, to_whom=line.name, call=tries[-1].id, parent=self).open()

    def _do(self, command: Command[Any]) -> None:
        self._desk.tasks.follow(self._desk.room.do(command), owner=self)

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self._counts = ToneLabel(look, bold=True, wrap=True, parent=self)
        self._times = ToneLabel(look, "muted", wrap=True, parent=self)
        self.broken = QPushButton(self)
        self.broken.setProperty("link", True)
        self._text = ToneLabel(look, px=15, wrap=True, parent=self)
        self._read_out = ToneLabel(look, "muted", parent=self)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.model: TableModel[BoardLine] = TableModel(
            board_columns(), ident=lambda row: row.id, look=look, now=self._desk.room.clock.now_ms, parent=self
        )
        self.table = Table(self.model, look, sortable=False, parent=self)
        self.table.selected.connect(self._show_card)
        self.card = CallCard(self._desk, self)
        self.card.logged.connect(self._log)
        self.card.arrived.connect(self._arrive)
        self.card.escalated.connect(self._escalate)
        self.card.stood_down.connect(lambda callee: self._do(StandDownCallee(callee=callee)))
        self.card.promised.connect(self._promise)
        self.card.taken_back.connect(lambda call: self._do(TakeBackCall(call=call)))
        self.add, self.change = QPushButton(self), QPushButton(self)
        for button, signal in (
            (self.add, self.add_asked), (self.change, self.change_asked),
            (self.broken, self.broken_asked),
        ):  # fmt: skip
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
        self._script = QFrame(self)
        self._script.setProperty("panel", True)
        read = QVBoxLayout(self._script)
        read.setContentsMargins(14, 12, 14, 12)
        read.addWidget(self._read_out)
        read.addWidget(self._text)
        self._side = SideColumn((self.card, self._script), before=12, parent=self)
        self._side.set_width(look.px(CARD))
        self.table.installEventFilter(self)
        self.card.installEventFilter(self)
        self._lay_out()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self._counts)
        left.addWidget(self._times)
        left.addWidget(self.broken, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.add)
        foot.addWidget(self.change)
        foot.addStretch(1)
        left.addLayout(foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self._side)

    # Saying

    @Slot()
    def _show_card(self) -> None:
        chosen: BoardLine | None = self.table.current()
        shown = self.page.shown if self.page is not None else None
        if chosen is None or shown is None:
            self.card.show_line(None, is_due=False, is_over=True)
            return
        now = self._desk.room.clock.now_ms()
        is_due = is_escalation_due(chosen.line, shown.escalate_min, now)
        self.card.show_line(chosen.line, is_due=is_due, is_over=shown.closed_at is not None)

    def refresh(self) -> None:
        """Time went on."""
        self.model.refresh()
        self._show_card()
        self._say()

    def _say(self) -> None:
        self.add.setText(_("Call somebody else…"))
        self.change.setText(_("Change where to go…"))
        self.table.setAccessibleName(_("Who is called out, who is missing first"))
        self.model.retranslate()
        page = self.page
        shown = page.shown if page is not None else None
        if page is None or shown is None:
            return
        can_write = shown.closed_at is None and not self._desk.room.read_only
        for button in (self.add, self.change):
            button.setVisible(can_write)
        self._read_out.setText(_("Text to read out"))
        self._text.setText(shown.text)
        self._counts.setText(_counts_said(page))
        took = [(label, value) for label, value in (times_said(page.times) if page.times else []) if value != "—"]
        self._times.setText(" · ".join(labelled(label, value) for label, value in took))
        self._say_broken(page)

    def _say_broken(self, page: MobilisationPage) -> None:
        n = len(page.broken)
        said = ngettext("{n} network or tool is down or degraded…", "{n} networks or tools are down or degraded…", n)
        self.broken.setText(said.format(n=n) if n else _("What the outage breaks…"))
        self.broken.setProperty("role", "late" if n else "")
        self.broken.style().polish(self.broken)

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        look = self._desk.look
        narrow = max(look.px(CARD_LEAST), self.card.minimumSizeHint().width())
        self._side.set_width(look.px(CARD) if self.width() >= look.px(NARROW) else narrow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A letter of the call log, wherever the focus is but where people type."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            typing = isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit | QComboBox)
            plain = not event.modifiers() & MODIFIED
            if plain and not typing and event.text() and self.card.key(event.text()):
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.modifiers() & MODIFIED and event.text() and self.card.key(event.text()):
            return
        super().keyPressEvent(event)


def _counts_said(page: MobilisationPage) -> str:
    """`12 people · 3 no answer · 2 on the way · 7 in function`."""
    found = counts(line.callee for line in page.lines)
    order = (
        CalleeState.TO_CALL, CalleeState.UNREACHED, CalleeState.ALERTED, CalleeState.REFUSED,
        CalleeState.ACKNOWLEDGED, CalleeState.ON_THE_WAY, CalleeState.IN_FUNCTION, CalleeState.STOOD_DOWN,
    )  # fmt: skip
    total = ngettext("{n} person", "{n} people", len(page.lines)).format(n=len(page.lines))
    said = [total, *(f"{found[state]} {callee_word(state)}" for state in order if found[state])]
    return " · ".join(said)
