"""Standing a cell down: the criteria as a list to tick, what remains with an owner for each, who decided and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QLineEdit, QScrollArea, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.cell import CellFacts, remaining
from ui.widgets.elided import ElidedLabel
from ui.widgets.fields import TextBox
from ui.widgets.person_choice import PersonChoice
from ui.widgets.side_column import Flowing
from warroom.commands import StandDown
from warroom.commands.cell_words import criterion_word
from warroom.domain.cells import Criterion, Judged, Remaining
from warroom.words import _

SHOWN = 4  # lines of what remains before it scrolls


class StandDownDialog(Form):
    """Everything open remains, with an owner; the room refuses what has none, and says which."""

    def __init__(self, desk: Desk, facts: CellFacts, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=820)
        self._cell = facts.cell
        self.criteria = Criteria(desk, self)
        self.remains = Remains(desk, remaining(desk.room.views, facts), self)
        self.by, self.reason = PersonChoice(desk, self), TextBox(lines=2, parent=self)
        self.add(lambda: _("Criteria"), self.criteria)
        self.add(lambda: _("What remains"), self.remains)
        self.add(lambda: _("Stood down by"), self.by)
        self.add(lambda: _("Reason"), self.reason)
        self.criteria.setFocus()

    def title(self) -> str:
        return _("Stand {number} down").format(number=self._cell.number)

    def verb(self) -> str:
        return _("Stand down")

    def command(self) -> StandDown:
        return StandDown(
            cell=self._cell.id,
            by=self.by.text(),
            reason=self.reason.toPlainText(),
            criteria=self.criteria.judged(),
            remains=self.remains.owned(),
        )

    def _say(self) -> None:
        super()._say()
        self.criteria.say()
        self.remains.say()


class Criteria(QWidget):
    """One line for each criterion of the doctrine: met or not, and a remark."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(1, desk.look.px(200))
        grid.setColumnStretch(1, 1)
        self.boxes = {each: QCheckBox(self) for each in Criterion}
        self.remarks = {each: QLineEdit(self) for each in Criterion}
        for at, each in enumerate(Criterion):
            grid.addWidget(self.boxes[each], at, 0)
            grid.addWidget(self.remarks[each], at, 1)
        self.setFocusProxy(self.boxes[Criterion.STABLE])
        self.say()

    def judged(self) -> tuple[Judged, ...]:
        return tuple(
            Judged(each.value, met=box.isChecked(), remark=self.remarks[each].text().strip())
            for each, box in self.boxes.items()
        )

    def say(self) -> None:
        for each, box in self.boxes.items():
            box.setText(criterion_word(each))
            self.remarks[each].setPlaceholderText(_("why, if not met"))
            self.remarks[each].setAccessibleName(_("Remark on: {criterion}").format(criterion=criterion_word(each)))


class Remains(QScrollArea):
    """What is open, each with its owner; one more line for what the room does not know."""

    def __init__(self, desk: Desk, found: Sequence[Remaining], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found = list(found)
        self.owners = [PersonChoice(desk, self) for _each in range(len(self._found) + 1)]
        self.more = QLineEdit(self)
        inside = Flowing()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for at, (item, owner) in enumerate(zip(self._found, self.owners, strict=False)):
            text = ElidedLabel(parent=self)
            text.setText(item.text)
            owner.setText(item.owner)
            grid.addWidget(text, at, 0)
            grid.addWidget(owner, at, 1)
        grid.addWidget(self.more, len(self._found), 0)
        grid.addWidget(self.owners[-1], len(self._found), 1)
        for owner in self.owners:
            owner.setFixedWidth(desk.look.px(200))
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        lines = min(len(self._found) + 1, SHOWN)
        self.setFixedHeight(lines * (self.more.sizeHint().height() + 4) + 4)
        self.say()

    def owned(self) -> tuple[Remaining, ...]:
        """What remains as it is told, each with the owner typed beside it."""
        said = [
            Remaining(item.text, owner.text(), item.noun, item.record)
            for item, owner in zip(self._found, self.owners, strict=False)
        ]
        more = Remaining(self.more.text(), self.owners[-1].text())
        return (*said, more) if more.text.strip() else tuple(said)

    def say(self) -> None:
        self.more.setPlaceholderText(_("something else that remains"))
        self.more.setAccessibleName(_("Something else that remains"))
        for item, owner in zip(self._found, self.owners, strict=False):
            owner.setPlaceholderText(_("owner"))
            owner.setAccessibleName(_("Owner of: {what}").format(what=item.text))
        self.owners[-1].setPlaceholderText(_("owner"))
        self.owners[-1].setAccessibleName(_("Owner of what else remains"))
