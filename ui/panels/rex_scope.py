"""Scope and rules of a review: what it is about, who takes part, until when, and the rules that are read out first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.dialogs.moved import MovedDialog
from ui.models.rex_wizard import RexView
from ui.panels.rex_typing import KeptText
from ui.widgets.fields import TimeField
from ui.widgets.growing_box import GrowingBox
from ui.widgets.panel import PanelFrame
from ui.widgets.person_choice import PersonChoice
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands import AmendRex, ReadRules
from warroom.commands.seen import MovedMeanwhile
from warroom.errors import Refusal
from warroom.words import _


class ScopePart(QWidget):
    """Every field is kept when the keyboard leaves it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rules, self.frame = RulesCard(desk, self), FrameCard(desk, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.rules)
        column.addWidget(self.frame)
        self._is_read = False

    def show_view(self, view: RexView) -> None:
        self.rules.show_view(view)
        self.frame.show_view(view)
        self._is_read = view.rex.rules_at is not None

    def settle(self) -> None:
        self.frame.settle()

    # What Qt asks

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        (self.frame.title_line if self._is_read else self.rules.read_out).setFocus()


class RulesCard(Spoken, PanelFrame):
    """What is said before anything else, and who said it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: RexView | None = None
        self._rules = [ToneLabel(desk.look, px=15, wrap=True, parent=self) for _rule in rules()]
        self._said = ToneLabel(desk.look, "due", wrap=True, parent=self)
        self.by, self.read_out = PersonChoice(desk, self), QPushButton(self)
        self.by.setFixedWidth(desk.look.px(230))
        self.read_out.clicked.connect(lambda _checked=False: self._read_out())
        self.by.returnPressed.connect(self._read_out)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._said, 1)
        foot.addWidget(self.by)
        foot.addWidget(self.read_out)
        inside = QVBoxLayout()
        inside.setContentsMargins(14, 10, 14, 12)
        inside.setSpacing(6)
        for label in self._rules:
            inside.addWidget(label)
        inside.addLayout(foot)
        self.body.addLayout(inside)
        self._say()

    def show_view(self, view: RexView) -> None:
        self._view = view
        self._say()

    def _read_out(self) -> None:
        if self._view is not None:
            done = self._desk.room.do(ReadRules(rex=self._view.rex.id, by=self.by.text()))
            self._desk.tasks.follow(done, owner=self, done=lambda _none: self.by.clear())

    def _say(self) -> None:
        self.set_title(_("Rules, read out before anything else"))
        for label, rule in zip(self._rules, rules(), strict=True):
            label.say(f"· {rule}")
        self.by.setPlaceholderText(_("by whom (you, if empty)"))
        self.by.setAccessibleName(_("Rules read out by"))
        rex = self._view.rex if self._view is not None else None
        is_read = rex is not None and rex.rules_at is not None
        self.read_out.setText(_("Read out again") if is_read else _("They were read out"))
        self.set_note("")
        if rex is not None and rex.rules_at is not None:
            when = phrases.moment(rex.rules_at, self._desk.room.clock.now_ms())
            self._said.say(_("Read out by {who}, {when}.").format(who=rex.rules_by, when=when), "good")
        else:
            self._said.say(_("Nobody has read them out yet."), "due")
        for widget in (self.by, self.read_out):
            widget.setEnabled(not self._desk.room.read_only)


class FrameCard(Spoken, PanelFrame):
    """Title, who conducts it, who takes part, with which other incidents, when."""

    amended = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: RexView | None = None
        self._labels: list[tuple[QLabel, Callable[[], str]]] = []
        self.scope: KeptText | None = None
        self._grid = QGridLayout()
        self._grid.setContentsMargins(14, 10, 14, 12)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, desk.look.px(150))
        self._grid.setColumnStretch(1, 1)
        self.title_line, self.lead = QLineEdit(self), PersonChoice(desk, self)
        self.people, self.others = QLineEdit(self), QLineEdit(self)
        self.held, self.due = TimeField(desk, parent=self), TimeField(desk, ahead=True, parent=self)
        self.box = GrowingBox(least=2, parent=self)
        self.privileged = QCheckBox(self)
        self._add(lambda: _("Title"), self.title_line)
        self._add(lambda: _("Conducted by"), self.lead)
        self._add(lambda: _("Participants"), self.people)
        self._add(lambda: _("Reviewed together with"), self.others)
        self._add(lambda: _("Meeting held at"), self.held)
        self._add(lambda: _("To be published by"), self.due)
        self._add(lambda: _("What it is about, and what not"), self.box)
        self._add(lambda: _("Legal privilege"), self.privileged)
        self.body.addLayout(self._grid)
        self._connect()
        self._say()

    def show_view(self, view: RexView) -> None:
        """What the room has now; a field with the keyboard in it stays as it is typed."""
        is_other = self._view is None or self._view.rex.id != view.rex.id
        self._view, rex = view, view.rex
        if is_other:
            self._begin(rex.id)
        assert self.scope is not None
        self.scope.load(rex.scope, {name: place for name, place in view.seen.items() if name == "scope"})
        for line, text in (
            (self.title_line, rex.title),
            (self.lead, rex.lead),
            (self.people, ", ".join(rex.participants)),
            (self.others, ", ".join(view.others)),
        ):
            if is_other or not line.hasFocus():
                line.setText(text)
        for field, at in ((self.held, rex.held_at), (self.due, rex.due_at)):
            if is_other or not field.line.hasFocus():
                field.line.clear()
                field.set_moment(at)
        with QSignalBlocker(self.privileged):
            self.privileged.setChecked(rex.privileged)
        self._say()

    def settle(self) -> None:
        """Write what is typed."""
        if self.scope is not None:
            self.scope.settle()
            self.scope.keep()
        for line in (self.title_line, self.lead, self.people, self.others, self.held.line, self.due.line):
            if line.hasFocus():
                line.editingFinished.emit()

    # Building

    def _add(self, words: Callable[[], str], field: QWidget) -> None:
        row, label = self._grid.rowCount(), QLabel(self)
        label.setProperty("role", "muted")
        label.setWordWrap(True)
        label.setBuddy(field)
        if field is self.title_line:  # a title is long: it has the whole width, below its word
            self._grid.addWidget(label, row, 0, 1, 2)
            self._grid.addWidget(field, row + 1, 0, 1, 2)
        else:
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(field, row, 1)
        self._labels.append((label, words))

    def _connect(self) -> None:
        self.title_line.editingFinished.connect(lambda: self._keep("title", self.title_line.text().strip()))
        self.lead.editingFinished.connect(lambda: self._keep("lead", self.lead.text().strip()))
        self.people.editingFinished.connect(lambda: self._keep("participants", _names(self.people.text())))
        self.others.editingFinished.connect(lambda: self._keep("others", _names(self.others.text())))
        self.held.line.editingFinished.connect(lambda: self._keep_time("held_at", self.held))
        self.due.line.editingFinished.connect(lambda: self._keep_time("due_at", self.due))
        self.privileged.toggled.connect(lambda on: self._keep("privileged", on))
        self.box.textChanged.connect(self._type)
        self.box.left.connect(lambda: self.scope.settle() if self.scope is not None else None)

    def _begin(self, rex: str) -> None:
        """Another review: what is typed of the former one is written."""
        if self.scope is not None:
            self.scope.settle()
            self.scope.keep()
        self.scope = KeptText(
            self._desk, self, f"rex:{rex}:about", lambda text, seen: AmendRex(rex=rex, scope=text, seen=seen)
        )
        self.scope.changed.connect(self._show_scope)
        self.scope.moved.connect(self._compare)

    # Keeping

    @Slot()
    def _type(self) -> None:
        if self.scope is not None:
            self.scope.type(self.box.toPlainText())

    @Slot()
    def _show_scope(self) -> None:
        if self.scope is not None and self.box.toPlainText() != self.scope.value:
            self.box.setPlainText(self.scope.value)

    def _keep_time(self, name: str, field: TimeField) -> None:
        try:
            at = field.moment()
        except Refusal as refusal:
            self._desk.notices.show(refusal, parent=self)
            return
        if at is None:
            self._keep("no_date", (name,), was=() if self._now(name) is not None else (name,))
        else:
            self._keep(name, at)

    def _keep(self, name: str, value: object, *, was: object = None) -> None:
        """Write one field, when it says something else than the room."""
        if self._view is None or self._desk.room.read_only or self._desk.room.is_closed:
            return
        if value == (self._now(name) if was is None else was):
            return
        command = AmendRex(rex=self._view.rex.id, seen=self._view.seen, **{name: value})  # type: ignore[arg-type]
        self._desk.tasks.follow(
            self._desk.room.do(command), owner=self, failed=lambda error: self._refused(command, error)
        )

    def _now(self, name: str) -> object:
        """What the room says of this field."""
        if self._view is None:
            return None
        return self._view.others if name == "others" else getattr(self._view.rex, name, None)

    def _refused(self, command: AmendRex, error: Exception) -> None:
        if isinstance(error, MovedMeanwhile):
            self._compare(command, error)
            return
        self._desk.notices.show(error, parent=self)
        if self._view is not None:
            self.show_view(self._view)

    @Slot(object, object)
    def _compare(self, command: AmendRex, moved: MovedMeanwhile) -> None:
        dialog = MovedDialog(self._desk, command, moved, self)
        dialog.succeeded.connect(self._compared)
        dialog.open()

    @Slot(object)
    def _compared(self, _made: Any) -> None:
        if self.scope is not None:
            self.scope.give_up()

    # Words

    def _say(self) -> None:
        self.set_title(_("What is reviewed, and by whom"))
        for label, words in self._labels:
            label.setText(words())
            buddy = label.buddy()
            if buddy is not None:
                buddy.setAccessibleName(words())
        self.people.setPlaceholderText(_("names with commas between them"))
        self.others.setPlaceholderText(_("numbers of incidents, e.g. A-003, A-007"))
        self.privileged.setText(_("never in a version that leaves"))
        for field in (self.held, self.due):
            field.say()
        can_write = not self._desk.room.read_only
        for widget in (self.title_line, self.lead, self.people, self.others, self.held, self.due, self.privileged):
            widget.setEnabled(can_write)
        self.box.setReadOnly(not can_write)


def rules() -> tuple[str, ...]:
    """What is read out at the beginning (doctrine §10.2): causes in how work is organised, never somebody to blame."""
    return (
        _("We look for causes in how work is organised, never for individual fault."),
        _("Everybody acted with what they knew then; we say what we knew, and when."),
        _("Facts first, each with its source; a guess is called a guess."),
        _("Everybody speaks; nobody is interrupted; what worked is said too."),
        _("What is decided has a pilot and a date, or it is not decided."),
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for part in text.split(",") if (name := " ".join(part.split())))
