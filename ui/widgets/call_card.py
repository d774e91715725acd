"""Whom to call now: function, ways to reach them, the one to try next, and one key for what the call came to."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.widgets.fields import TimeField
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands.callout_words import reach_word, reasons_of, reasons_said, result_word
from warroom.commands.cell_words import seat_word
from warroom.commands.need_words import broken_said
from warroom.domain.answers import ANSWERED, CalleeLine, Way, counting, next_way
from warroom.domain.mobilisation import CalleeState, CallResult
from warroom.errors import Refusal
from warroom.phrases import labelled
from warroom.words import _, pgettext

RESULT_KEYS = {
    CallResult.REACHED: "R",
    CallResult.NO_ANSWER: "N",
    CallResult.MESSAGE_LEFT: "L",
    CallResult.REFUSED: "X",
    CallResult.WRONG_NUMBER: "W",
}
TRIES_SHOWN = 4


class CallCard(Spoken, QFrame):
    """One person called out. Keys work wherever the focus is on the page, but for fields that are typed in."""

    logged = Signal(str, object, str, object)  # callee, result, reach ("" for none), expected at (ms or None)
    arrived = Signal(str)
    escalated = Signal(str)
    stood_down = Signal(str)
    taken_back = Signal(str)  # the call
    promised = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.line: CalleeLine | None = None
        self._is_due, self._is_over = False, False
        self._ways = QButtonGroup(self)
        self._rows: list[QRadioButton] = []
        self._lacks: list[ToneLabel] = []  # under each, why it is greyed out
        self.setProperty("panel", True)
        self._build()
        self._say()

    def show_line(self, line: CalleeLine | None, *, is_due: bool, is_over: bool) -> None:
        """Somebody, whether their deputy is to be called by now, and whether the mobilisation has ended."""
        is_other = line is None or self.line is None or line.callee.id != self.line.callee.id
        self.line, self._is_due, self._is_over = line, is_due, is_over
        if is_other:
            with QSignalBlocker(self.eta.line):
                self.eta.line.clear()
            self._trouble.hide()
        self._show_ways()
        self._say()

    @property
    def reach(self) -> str:
        """The way that is called, "" for none."""
        at = self._ways.checkedId()
        ways = self._usable()
        return ways[at].reach.id if 0 <= at < len(ways) else ""

    def choose_way(self, place: int) -> bool:
        """The way of this number, counted from one as the keys are."""
        for at, row in enumerate(self._rows, start=1):
            if at == place and row.isEnabled():
                row.setChecked(True)
                return True
        return False

    def log(self, result: CallResult) -> None:
        """What the call came to."""
        if self.line is None or not self._can_act():
            return
        try:
            eta = self.eta.moment() if result is CallResult.REACHED else None
        except Refusal as refusal:
            self._trouble.say(str(refusal))
            self._trouble.show()
            return
        self._trouble.hide()
        self.logged.emit(self.line.callee.id, result, self.reach, eta)

    @Slot()
    def arrive(self) -> None:
        if self.line is not None and self._can_act():
            self.arrived.emit(self.line.callee.id)

    @Slot()
    def escalate(self) -> None:
        if self.line is not None and self._can_act():
            self.escalated.emit(self.line.callee.id)

    @Slot()
    def stand_down(self) -> None:
        if self.line is not None and self._can_act():
            self.stood_down.emit(self.line.callee.id)

    @Slot()
    def take_back(self) -> None:
        """The last call was logged by mistake."""
        tries = counting(self.line.tries) if self.line is not None else []
        if tries and self._can_act():
            self.taken_back.emit(tries[-1].id)

    @Slot()
    def promise(self) -> None:
        """Something was promised on the telephone."""
        if self.line is not None and self.vow.isEnabled():
            self.promised.emit(self.line.callee.id)

    def key(self, text: str) -> bool:
        """One key of the call log; says whether it meant anything."""
        wanted = text.upper()
        result = next((item for item, letter in RESULT_KEYS.items() if letter == wanted), None)
        if result is not None:
            self.log(result)
            return True
        acts = {"A": self.arrive, "E": self.escalate, "T": self.take_back, "P": self.promise}
        if wanted in acts:
            acts[wanted]()
            return True
        return wanted.isdecimal() and wanted.isascii() and self.choose_way(int(wanted))

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self._name = ToneLabel(look, px=18, bold=True, wrap=True, parent=self)
        self._about = ToneLabel(look, wrap=True, parent=self)
        self._why = ToneLabel(look, "muted", wrap=True, parent=self)
        self._none = ToneLabel(look, "late", wrap=True, parent=self)
        self._place = QVBoxLayout()
        self._place.setSpacing(4)
        self.eta = TimeField(self._desk, ahead=True, parent=self)
        self.eta.line.returnPressed.connect(lambda: self.log(CallResult.REACHED))
        self._expected = ToneLabel(look, "muted", parent=self)
        self._expected.setBuddy(self.eta)
        self.results = {result: QPushButton(self) for result in RESULT_KEYS}
        self.results[CallResult.REACHED].setProperty("primary", True)
        for result, button in self.results.items():
            button.clicked.connect(lambda _checked=False, result=result: self.log(result))
        self.here, self.deputy, self.back, self.off, self.vow = (QPushButton(self) for _at in range(5))
        for button, act in (
            (self.here, self.arrive), (self.deputy, self.escalate), (self.back, self.take_back),
            (self.off, self.stand_down), (self.vow, self.promise),
        ):  # fmt: skip
            button.clicked.connect(lambda _checked=False, act=act: act())
        self._trouble = ToneLabel(look, "late", wrap=True, parent=self)
        self._trouble.hide()
        self._tries = ToneLabel(look, "muted", wrap=True, parent=self)
        self._lay_out()

    def _lay_out(self) -> None:
        results = QGridLayout()
        results.setSpacing(8)
        for at, button in enumerate(self.results.values()):
            results.addWidget(button, at // 2, at % 2)
        more = QGridLayout()
        more.setSpacing(8)
        for at, button in enumerate((self.here, self.deputy, self.back, self.vow, self.off)):
            more.addWidget(button, at // 2, at % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        for label in (self._name, self._about, self._why, self._none):
            column.addWidget(label)
        column.addLayout(self._place)
        column.addWidget(self._expected)
        column.addWidget(self.eta)
        column.addLayout(results)
        column.addWidget(self._trouble)
        column.addLayout(more)
        column.addWidget(self._tries)
        column.addStretch(1)

    def _usable(self) -> tuple[Way, ...]:
        return self.line.ways if self.line is not None else ()

    def _show_ways(self) -> None:
        """One row for each way; what the outage breaks is greyed out with the reason."""
        ways = self._usable()
        while len(self._rows) < len(ways):
            row = QRadioButton(self)
            self._ways.addButton(row, len(self._rows))
            self._rows.append(row)
            lack = ToneLabel(self._desk.look, "late", wrap=True, parent=self)
            lack.setIndent(self._desk.look.px(22))
            self._lacks.append(lack)
            self._place.addWidget(row)
            self._place.addWidget(lack)
        following = next_way(ways)
        for at, row in enumerate(self._rows):
            way = ways[at] if at < len(ways) else None
            row.setVisible(way is not None)
            if way is not None:
                row.setEnabled(way.is_usable)
                row.setChecked(way is following)
            self._lacks[at].setVisible(way is not None and not way.is_usable)
        self._none.setVisible(self.line is not None and following is None)

    def _can_act(self) -> bool:
        return self.line is not None and not self._is_over and not self._desk.room.read_only

    # Saying

    def _say(self) -> None:
        self.setAccessibleName(_("Who is called now"))
        self._say_person()
        for at, (row, way) in enumerate(zip(self._rows, self._usable(), strict=False), start=1):
            row.setText(_way_said(at, way))
            self._lacks[at - 1].setText(_lack_said(way))
        self._none.setText(_("No way to reach them works: go on to the next person, or call the deputy."))
        self._expected.setText(_("Expected at"))
        self.eta.setAccessibleName(_("Expected at"))
        self.eta.say()
        self._say_buttons()

    def _say_person(self) -> None:
        line = self.line
        self._name.setText(line.name if line is not None else "")
        if line is None:
            for label in (self._about, self._why, self._tries):
                label.setText("")
            return
        callee = line.callee
        about = [seat_word(callee.code)] if callee.code else []
        about += [line.card.job] if line.card is not None and line.card.job else []
        about += [labelled(_("called by"), line.caller)] if line.caller else []
        self._about.setText(" · ".join(about))
        why = reasons_said(reasons_of(callee.why))
        if line.instead_of:
            why = " · ".join(part for part in (why, _("instead of {name}").format(name=line.instead_of)) if part)
        if line.deputy:
            why = " · ".join(part for part in (why, labelled(_("deputy"), line.deputy)) if part)
        self._why.setText(why)
        now = self._desk.room.clock.now_ms()
        tries = [
            f"{phrases.moment(call.at, now)} · {result_word(call.result)} · {call.by}"
            for call in reversed(counting(line.tries)[-TRIES_SHOWN:])
        ]
        self._tries.setText("\n".join(tries))

    def _say_buttons(self) -> None:
        can_act, line = self._can_act(), self.line
        state = line.callee.state if line is not None else CalleeState.TO_CALL
        for result, button in self.results.items():
            button.setText(_keyed(_button_word(result), RESULT_KEYS[result]))
            button.setEnabled(can_act and state is not CalleeState.IN_FUNCTION)
        self.here.setText(_keyed(_("Arrived"), "A"))
        self.here.setEnabled(can_act and state is not CalleeState.IN_FUNCTION)
        self.deputy.setText(_keyed(pgettext("call", "Call deputy"), "E"))
        self.deputy.setEnabled(can_act and line is not None and line.callee.escalated_at is None)
        self.deputy.setProperty("role", "late" if self._is_due else "")
        self.back.setText(_keyed(_("Take back"), "T"))
        self.back.setToolTip(_("The last call was logged by mistake"))
        self.back.setEnabled(can_act and line is not None and bool(counting(line.tries)))
        self.off.setText(pgettext("callee", "No longer needed"))
        self.off.setEnabled(can_act and state not in (CalleeState.STOOD_DOWN, CalleeState.IN_FUNCTION))
        self.vow.setText(_keyed(_("Promise…"), "P"))
        self.vow.setToolTip(_("Note what was promised on the telephone, with its clock"))
        self.vow.setEnabled(not self._desk.room.read_only and line is not None and bool(counting(line.tries)))
        is_waiting = line is not None and state not in ANSWERED
        self.eta.setEnabled(can_act and (is_waiting or state in (CalleeState.ACKNOWLEDGED, CalleeState.ON_THE_WAY)))


def _keyed(words: str, letter: str) -> str:
    """What a button does, with its key."""
    return f"{words} ({letter})"


def _button_word(result: CallResult) -> str:
    said = result_word(result)
    return said[:1].upper() + said[1:]


def _way_said(at: int, way: Way) -> str:
    """`1 · 06 39 98 00 01 · mobile`."""
    return " · ".join((str(at), way.reach.value, way.reach.label or reach_word(way.reach.kind)))


def _lack_said(way: Way) -> str:
    """Why a way is greyed out, "" for one that works."""
    if way.unmet:
        return broken_said(way.unmet[0])
    return "" if way.is_usable else _("does not work")
