"""What few reports need: an evidence pack, what is left out of a report, what of a circle goes with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.tasks import Job
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.domain.circles import Circle
from warroom.domain.evidence import Named
from warroom.reports.redaction import CONTACTS, MARKINGS, PEOPLE, UP_TO, Redaction
from warroom.words import _, ngettext

MARKS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
LINES = 4  # of the list of texts that name somebody


class ExportMore(Spoken, QWidget):
    """Boxes, each with a line of what it means; the texts that name somebody are listed once people are left out."""

    changed = Signal()

    def __init__(self, desk: Desk, incident: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._incident = desk, incident
        self._named: list[Named] | None = None
        self._is_looking = False
        self._circles: list[Circle] = []
        self._meanings: list[tuple[QWidget, ToneLabel, Callable[[], str], Callable[[], str]]] = []
        self.evidence, self.people, self.contacts, self.markings = (QCheckBox(self) for _each in range(4))
        self.up_to, self.circle, self._circle_label = QComboBox(self), QComboBox(self), QLabel(self)
        self.up_to.addItems(MARKS)
        self.up_to.setCurrentText(UP_TO)
        self.circle.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.circle.setMinimumContentsLength(14)
        self._build()
        self._say()
        self._follow()
        for box in (self.evidence, self.people, self.contacts, self.markings):
            box.toggled.connect(self._follow)
        room = desk.room
        desk.tasks.run(
            lambda _job: [each for each in room.circles.all() if each.is_member and each.is_made],
            owner=self,
            done=self._show_circles,
        )

    # What was chosen

    @property
    def is_evidence(self) -> bool:
        return self.evidence.isChecked()

    def redaction(self) -> Redaction | None:
        """What is left out, None for nothing."""
        boxes = ((PEOPLE, self.people), (CONTACTS, self.contacts), (MARKINGS, self.markings))
        what = frozenset(name for name, box in boxes if box.isChecked())
        if not what:
            return None
        return Redaction(what, up_to=self.up_to.currentText(), withhold=self._withheld())

    def circle_name(self) -> str | None:
        """The circle whose content goes with it, None for none."""
        return self.circle.currentData() or None

    def _withheld(self) -> frozenset[str]:
        if not self.people.isChecked():
            return frozenset()
        items = (self.texts.item(at) for at in range(self.texts.count()))
        checked = [item for item in items if item.checkState() is Qt.CheckState.Checked]
        return frozenset(str(item.data(Qt.ItemDataRole.UserRole)).upper() for item in checked)

    # Building

    def _build(self) -> None:
        look = self._desk.look
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        marks, circles = QWidget(self), QWidget(self)
        for holder, parts in ((marks, (self.markings, self.up_to)), (circles, (self._circle_label, self.circle))):
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
        for at, (shown, owner, words, meaning) in enumerate((
            (self.evidence, self.evidence, lambda: _("Evidence pack"),
             lambda: _("journal, seals and signatures, and a program that checks them alone")),
            (self.people, self.people, lambda: _("Leave out people"),
             lambda: _("names become numbers; files stay behind, running text is not rewritten")),
            (self.contacts, self.contacts, lambda: _("Leave out contacts"),
             lambda: _("telephone numbers and addresses of people are withheld")),
            (marks, self.markings, lambda: _("Only up to"),
             lambda: _("entries marked higher are withheld whole")),
            (circles, self.circle, lambda: _("With the circle"),
             lambda: _("what is restricted to it goes along, and every page says so")),
        )):  # fmt: skip
            said = ToneLabel(look, "muted", wrap=True, parent=self)
            grid.addWidget(shown, at, 0)
            grid.addWidget(said, at, 1)
            self._meanings.append((owner, said, words, meaning))
        self._circle_rows = (circles, self._meanings[-1][1])
        self.about_texts = ToneLabel(look, "due", wrap=True, parent=self)
        self.texts = QListWidget(self)
        self.texts.setObjectName("names")
        self.texts.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.texts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.all_texts = QPushButton(self)
        self.all_texts.setAutoDefault(False)
        self.all_texts.clicked.connect(self._withhold_all)
        head = QHBoxLayout()
        head.addWidget(self.about_texts, 1)
        head.addWidget(self.all_texts, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.texts)
        grid.addLayout(column, len(self._meanings), 0, 1, 2)

    def _show_circles(self, circles: list[Circle]) -> None:
        self._circles = circles
        self._fill_circles()
        self._follow()

    def _fill_circles(self) -> None:
        chosen = self.circle.currentData()
        self.circle.clear()
        self.circle.addItem(_("none"), "")
        for circle in self._circles:
            self.circle.addItem(phrases.circle_word(circle.name), circle.id)
        self.circle.setCurrentIndex(max(0, self.circle.findData(chosen)))

    def _follow(self) -> None:
        """Show what the boxes ask for; the texts are read once, when people are first left out."""
        self.up_to.setEnabled(self.markings.isChecked())
        for widget in self._circle_rows:
            widget.setVisible(bool(self._circles))
        if self.people.isChecked() and not self._is_looking:
            self._is_looking = True
            room, incident = self._desk.room, self._incident

            def read(job: Job) -> list[Named]:
                return room.evidence.named_in(incident, step=job.step)

            self._desk.tasks.run(read, owner=self, done=self._show_texts)
        self._say_texts()
        self.changed.emit()

    def _show_texts(self, named: list[Named]) -> None:
        self._named = named
        for each in named:
            item = QListWidgetItem(f"{each.number}  {each.text}", self.texts)
            item.setData(Qt.ItemDataRole.UserRole, each.number)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setToolTip(each.text)
        lines = min(LINES, max(1, len(named)))
        self.texts.setFixedHeight(lines * self._desk.look.px(28) + self._desk.look.px(12))
        self._say_texts()
        self.changed.emit()

    def _withhold_all(self) -> None:
        items = [self.texts.item(at) for at in range(self.texts.count())]
        is_all = all(item.checkState() is Qt.CheckState.Checked for item in items)
        for item in items:
            item.setCheckState(Qt.CheckState.Unchecked if is_all else Qt.CheckState.Checked)

    # Words

    def _say_texts(self) -> None:
        count = len(self._named or ())
        is_asked = self.people.isChecked()
        self.about_texts.setVisible(is_asked)
        self.texts.setVisible(is_asked and bool(count))
        self.all_texts.setVisible(is_asked and bool(count))
        if self._named is None:
            self.about_texts.say(_("Looking for names in the texts…"), "muted")
        elif not count:
            self.about_texts.say(_("No text names anybody of this room."), "muted")
        else:
            said = ngettext(
                "{n} text names somebody. Check it to withhold it whole; unchecked, it stays as typed.",
                "{n} texts name somebody. Check those to withhold whole; the others stay as typed.",
                count,
            )
            self.about_texts.say(said.format(n=count), "due")

    def _say(self) -> None:
        for owner, said, words, meaning in self._meanings:
            if isinstance(owner, QCheckBox):
                owner.setText(words())
            owner.setAccessibleName(words())
            owner.setAccessibleDescription(meaning())
            said.setText(meaning())
        self._circle_label.setText(_("With the circle"))
        self.up_to.setAccessibleName(_("Highest marking that stays"))
        self.all_texts.setText(_("All or none"))
        self.texts.setAccessibleName(_("Texts that name somebody"))
        self._fill_circles()
        self._say_texts()
