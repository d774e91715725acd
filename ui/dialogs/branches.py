"""The branches of the Ishikawa drawing: renamed, put in another order, put aside, or added by this room."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.plain import Fields, PlainDialog
from ui.widgets.tone import ToneLabel
from warroom import words
from warroom.commands import EditBranch
from warroom.domain.ishikawa import Branch
from warroom.words import _, pgettext

ROWS, ROW = 10, 28
CODE = Qt.ItemDataRole.UserRole


class BranchesDialog(PlainDialog):
    """What is changed is kept at once; Enter in a name keeps it, a tick says whether a branch is in use."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=640)
        self._desk = desk
        self._branches: tuple[Branch, ...] = ()
        self.list = QListWidget(self)
        self.list.setObjectName("names")
        self.list.setFixedHeight(ROWS * desk.look.px(ROW) + 10)
        self.english, self.french = QLineEdit(self), QLineEdit(self)
        self._labels = {self.english: QLabel(self), self.french: QLabel(self)}
        self.up, self.down, self.add, self.keep = (QPushButton(self) for _n in range(4))
        for button in (self.up, self.down, self.add, self.keep):
            button.setAutoDefault(False)
        self._asks = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        moves = QHBoxLayout()
        moves.setSpacing(8)
        for button in (self.up, self.down, self.add):
            moves.addWidget(button)
        moves.addStretch(1)
        names = QHBoxLayout()
        names.setSpacing(8)
        for field, label in self._labels.items():
            column = Fields()
            column.add(label, field)
            names.addLayout(column, 1)
        names.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addWidget(self.list)
        self.body.addLayout(moves)
        self.body.addLayout(names)
        self.body.addWidget(self._asks)
        self.primary.clicked.connect(lambda _checked=False: self._done())
        self.leave.hide()
        self.list.currentItemChanged.connect(lambda _now, _before: self._show_current())
        self.list.itemChanged.connect(self._tick)
        self.up.clicked.connect(lambda _checked=False: self._move(-1))
        self.down.clicked.connect(lambda _checked=False: self._move(1))
        self.add.clicked.connect(lambda _checked=False: self._begin())
        self.keep.clicked.connect(lambda _checked=False: self._keep())
        for field in self._labels:
            field.returnPressed.connect(self._keep)
        self._is_new = False
        self._say()
        self._read()
        self.list.setFocus()

    def current(self) -> Branch | None:
        """The branch that is marked; None while a new one is typed."""
        item = self.list.currentItem()
        if self._is_new or not self.list.count():
            return None
        return next((each for each in self._branches if each.code == item.data(CODE)), None)

    def _read(self, code: str = "") -> None:
        self._branches = self._desk.room.views.branches()
        self.list.blockSignals(True)
        self.list.clear()
        for branch in self._branches:
            classic = branch.classic_said(words.language())
            item = QListWidgetItem(" · ".join(filter(None, (branch.said(words.language()), classic))))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if branch.retired else Qt.CheckState.Checked)
            item.setData(CODE, branch.code)
            self.list.addItem(item)
        at = next((n for n, each in enumerate(self._branches) if each.code == code), 0)
        self.list.setCurrentRow(at)
        self.list.blockSignals(False)
        self._show_current()

    def _show_current(self) -> None:
        self._is_new = False
        branch = self.current()
        if branch is None:
            return
        self.english.setText(branch.names.get("en", ""))
        self.french.setText(branch.names.get("fr", ""))
        self._asks.say("\n".join(branch.asked(words.language())))
        at = self.list.currentRow()
        self.up.setEnabled(at > 0)
        self.down.setEnabled(at < self.list.count() - 1)
        self.complain("")
        self.grow()

    def _begin(self) -> None:
        """A new one: its names are typed, Enter keeps it."""
        self._is_new = True
        for field in self._labels:
            field.clear()
        self._asks.say("")
        (self.french if words.language() == "fr" else self.english).setFocus()

    def _keep(self) -> None:
        branch = self.current()
        names = {"en": self.english.text(), "fr": self.french.text()}
        self._do(EditBranch(code=branch.code if branch is not None else "", names=names))

    @Slot(QListWidgetItem)
    def _tick(self, item: QListWidgetItem) -> None:
        self._do(EditBranch(code=str(item.data(CODE)), retired=item.checkState() is not Qt.CheckState.Checked))

    def _move(self, step: int) -> None:
        """Change places with a neighbour."""
        at = self.list.currentRow()
        if not 0 <= at + step < len(self._branches):
            return
        one, other = self._branches[at], self._branches[at + step]
        places = sorted((one.order, other.order))
        first, second = places if places[0] != places[1] else (places[0], places[0] + 1)
        before, after = (one, other) if step < 0 else (other, one)
        self._do(EditBranch(code=before.code, order=first), then=one.code)
        self._do(EditBranch(code=after.code, order=second), then=one.code)

    def _do(self, command: EditBranch, then: str = "") -> None:
        future = self._desk.room.do(command)
        self._desk.tasks.follow(
            future,
            owner=self,
            done=lambda code: self._read(then or str(code)),
            failed=lambda error: self.complain(str(error)),
        )

    def _done(self) -> None:
        self.accept()

    def _say(self) -> None:
        self.heading.setText(_("Branches of the Ishikawa drawing"))
        self.intro.setText(_("A tick says that a branch is in use. Causes stay on one that is put aside."))
        self.primary.setText(_("Close"))
        self.up.setText(pgettext("order", "Up"))
        self.down.setText(pgettext("order", "Down"))
        self.add.setText(_("Add a branch"))
        self.keep.setText(_("Keep the name"))
        self.list.setAccessibleName(_("Branches"))
        for field, said in ((self.english, _("Name in English")), (self.french, _("Name in French"))):
            self._labels[field].setText(said)
            field.setAccessibleName(said)
        super()._say()
