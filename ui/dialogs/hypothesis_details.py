"""A hypothesis with what speaks for and against it, and what can be done with it next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.dialogs.evidence import EvidenceDialog
from ui.dialogs.form import Form
from ui.dialogs.hypothesis import HypothesisDialog
from ui.dialogs.hypothesis_move import MoveHypothesisDialog
from ui.dialogs.reason import ReasonDialog
from ui.widgets.tone import ToneLabel, due_tone
from warroom import phrases
from warroom.commands import UnbackHypothesis
from warroom.commands.said_ahead import hypothesis_word
from warroom.domain.entries import Entry
from warroom.domain.hypotheses import Backing, Hypothesis, HypothesisState, Weight
from warroom.words import _

SHOWN = 6  # entries of a side that are listed, the last ones
LONGEST = 46  # letters of an entry


class HypothesisDetails(Form):
    """Nothing is typed here; the primary button is what comes next for this hypothesis."""

    entry_chosen = Signal(str)  # the id of an entry that backs it

    def __init__(self, desk: Desk, hypothesis: Hypothesis, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=720)
        views = desk.room.views
        self._hypothesis = hypothesis
        self._incident = views.incident(hypothesis.incident)
        backings = views.backings(hypothesis.id)
        self._entries = views.cited([hypothesis.entry, *(each.entry for each in backings)])
        text = ToneLabel(desk.look, px=15, bold=True, wrap=True, parent=self)
        text.say(hypothesis.text)
        self.add_wide(text)
        now = desk.room.clock.now_ms()
        ends = phrases.due(hypothesis.timebox_at, now) if hypothesis.timebox_at is not None else ""
        tone = due_tone(hypothesis.timebox_at, now)
        self._line(lambda: _("Tested by"), hypothesis.owner)
        self._line(lambda: _("How it is tested"), hypothesis.test)
        self._line(lambda: _("Until when"), "" if hypothesis.state.is_over else ends, tone)
        self._line(lambda: _("Why"), hypothesis.reason)
        source = self._entries.get(hypothesis.entry)
        if source is not None:
            self.add(lambda: _("Brought up by"), self._row(self._link(source, "")))
        self._side(lambda: _("Speaks for it"), [each for each in backings if each.weight is Weight.FOR])
        self._side(lambda: _("Speaks against it"), [each for each in backings if each.weight is Weight.AGAINST])
        if not desk.room.read_only:
            self._verb(lambda: _("Change its words…"), self._amend)
            self._verb(lambda: _("Add evidence…"), self._back)

    def title(self) -> str:
        return _("Hypothesis {number}: {state}").format(
            number=self._hypothesis.number, state=hypothesis_word(self._hypothesis.state)
        )

    def verb(self) -> str:
        if self.desk.room.read_only:
            return _("Close")
        return _("Look at it again…") if self._hypothesis.state.is_over else _("Move it on…")

    def send(self) -> None:
        """Ask how it stands now; nothing is sent from here."""
        if self.desk.room.read_only:
            self.accept()
            return
        state = HypothesisState.OPEN if self._hypothesis.state.is_over else None
        self._then(MoveHypothesisDialog(self.desk, self._hypothesis, self, state=state))

    def _say(self) -> None:
        super()._say()
        self._leave.setText(_("Close"))

    # Building

    def _line(self, words: Callable[[], str], text: str, tone: str = "") -> None:
        if text:
            label = ToneLabel(self.desk.look, tone, wrap=True, parent=self)
            label.say(text)
            self.add(words, label)

    def _side(self, words: Callable[[], str], backings: list[Backing]) -> None:
        """The entries of one side, each leading to the log; nothing yet is said, since it is half of the question."""
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for backing in backings[-SHOWN:]:
            entry = self._entries.get(backing.entry)
            if entry is not None:
                verbs = [] if self.desk.room.read_only else [self._drop(entry)]
                column.addWidget(self._row(self._link(entry, backing.remark), *verbs))
        if not backings:
            label = ToneLabel(self.desk.look, "muted", parent=side)
            self.spoken(label.setText, lambda: _("nothing yet"))
            column.addWidget(label)
        self.add(words, side)

    def _row(self, *buttons: QPushButton) -> QWidget:
        """Links from the left, none wider than its words."""
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        return line

    def _link(self, entry: Entry, remark: str) -> QPushButton:
        text = " ".join(entry.text.split())
        said = f"{entry.number} · {text if len(text) <= LONGEST else text[:LONGEST] + '…'}"
        link = QPushButton(f"{said} ({remark})" if remark else said, self)
        link.setProperty("link", True)
        link.setAutoDefault(False)
        link.setToolTip(entry.text)
        link.clicked.connect(partial(self._lead, entry.id))
        return link

    def _drop(self, entry: Entry) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("link", True)
        button.setAutoDefault(False)
        self.spoken(button.setText, lambda: _("It says nothing about it…"))
        button.setAccessibleDescription(entry.number)
        button.clicked.connect(partial(self._unback, entry))
        return button

    def _verb(self, words: Callable[[], str], run: Callable[[], None]) -> None:
        button = QPushButton(self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: run())
        self.buttons.insertWidget(0, button)
        self.spoken(button.setText, words)

    # Doing

    def _lead(self, entry: str, _checked: bool = False) -> None:
        self.entry_chosen.emit(entry)
        self.accept()

    def _amend(self) -> None:
        self._then(HypothesisDialog(self.desk, self._incident, self._hypothesis, self))

    def _back(self) -> None:
        self._then(EvidenceDialog(self.desk, self._incident, hypothesis=self._hypothesis, parent=self))

    def _unback(self, entry: Entry, _checked: bool = False) -> None:
        number, hypothesis = entry.number, self._hypothesis
        self._then(
            ReasonDialog(
                self.desk,
                title=lambda: _("Why does {number} say nothing about it?").format(number=number),
                verb=lambda: _("Take it away"),
                build=lambda said: UnbackHypothesis(hypothesis=hypothesis.id, entry=entry.id, reason=said),
                parent=self,
            )
        )

    def _then(self, dialog: Form) -> None:
        dialog.succeeded.connect(lambda _result: self.accept())
        dialog.open()
