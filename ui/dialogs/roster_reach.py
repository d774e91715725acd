"""A way to reach somebody: its number in a form that can be dialled, and what it needs to work."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.tone import ToneLabel
from warroom.commands import AddReach, AmendReach, DropReach
from warroom.commands.need_words import need_word
from warroom.commands.roster_numbers import normalised, region_of
from warroom.commands.roster_words import reach_word
from warroom.domain.needs import Need
from warroom.domain.roster import NEEDED, PersonCard, Reach, ReachKind
from warroom.words import _

ACROSS = 2  # needs beside each other
LAST = 40  # as many as a person may have


class ReachDialog(Form):
    """The kind says what it needs until somebody says otherwise: a box of fibre at home is no landline."""

    def __init__(self, desk: Desk, card: PersonCard, reach: Reach | None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=740)
        self._card, self._seen = card, None
        if reach is not None:
            ways = lambda record: {item.id: item for item in desk.room.views.reaches(card.id)}.get(record)  # noqa: E731
            found, self._seen = as_loaded(desk.room.views, "reach", reach.id, ways)
            reach = found or reach
        self._reach = reach
        self.kind, self.value, self.label, self.remark = (
            QComboBox(self),
            QLineEdit(self),
            QLineEdit(self),
            QLineEdit(self),
        )
        self.kind.addItems([""] * len(ReachKind))
        self.rank = QComboBox(self)
        self.rank.addItems([str(at) for at in range(1, LAST + 1)])
        self.rank.setMaximumWidth(desk.look.px(88))
        self._form = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self._needs = {need: QCheckBox(self) for need in Need}
        self._build()
        self._fill()
        self.kind.currentIndexChanged.connect(self._follow_kind)
        self.value.textChanged.connect(self._say_form)
        self._say_form()
        self.value.setFocus()

    def title(self) -> str:
        return _("How is {name} reached?").format(name=self._card.name)

    def verb(self) -> str:
        return _("Save")

    def command(self) -> AddReach | AmendReach:
        needs = tuple(need.value for need, box in self._needs.items() if box.isChecked())
        if self._reach is None:
            return AddReach(
                person=self._card.id, kind=self._kind(), value=self.value.text(), label=self.label.text(),
                needs=needs, rank=self.rank.currentIndex() + 1, remark=self.remark.text(),
            )  # fmt: skip
        return AmendReach(
            reach=self._reach.id, kind=self._kind(), value=self.value.text(), label=self.label.text(),
            needs=needs, rank=self.rank.currentIndex() + 1, remark=self.remark.text(), seen=self._seen,
        )  # fmt: skip

    def _build(self) -> None:
        self.add(lambda: _("Kind"), self.kind)
        self.add(lambda: _("Number or address"), self.value)
        self.fields.addWidget(self._form, self.fields.rowCount(), 1)
        self.add(lambda: _("Label"), self.label)
        self.spoken(self.label.setPlaceholderText, lambda: _("on-call phone, private, control room"))
        box = QWidget(self)
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        for at, (need, check) in enumerate(self._needs.items()):
            grid.addWidget(check, at // ACROSS, at % ACROSS)
            self.spoken(check.setText, lambda need=need: need_word(need))  # type: ignore[misc]
        self.add(lambda: _("Needs to work"), box)
        self.add(lambda: _("Tried as number"), self.rank)
        self.add(lambda: _("Remark"), self.remark)
        if self._reach is not None:
            drop = QPushButton(self)
            drop.setProperty("quiet", True)
            drop.setAutoDefault(False)
            drop.clicked.connect(lambda _checked=False: self._drop())
            self.buttons.insertWidget(0, drop)
            self.spoken(drop.setText, lambda: _("No longer theirs"))

    def _fill(self) -> None:
        reach = self._reach
        kind = reach.kind if reach is not None else ReachKind.MOBILE
        self.kind.setCurrentIndex(list(ReachKind).index(kind))
        needs = reach.needs if reach is not None else NEEDED.get(kind, ())
        for need, box in self._needs.items():
            box.setChecked(need in needs)
        if reach is None:
            self.rank.setCurrentIndex(min(len(self.desk.room.views.reaches(self._card.id)), LAST - 1))
            return
        self.value.setText(reach.value)
        self.label.setText(reach.label)
        self.rank.setCurrentIndex(min(max(reach.rank or 1, 1), LAST) - 1)
        self.remark.setText(reach.remark)

    def _kind(self) -> ReachKind:
        return list(ReachKind)[self.kind.currentIndex()]

    @Slot()
    def _follow_kind(self) -> None:
        needs = NEEDED.get(self._kind(), ())
        for need, box in self._needs.items():
            box.setChecked(need in needs)
        self._say_form()

    @Slot()
    def _say_form(self) -> None:
        """How it was understood, while one types."""
        if not self.value.text().strip():
            self._form.say("", "muted")
            return
        zone = self._card.zone or self.desk.room.clock.moment().zone
        form = normalised(self._kind(), self.value.text(), region_of(zone))
        self._form.say(form.trouble or form.normal, "due" if form.trouble else "muted")
        self._grow()

    def _drop(self) -> None:
        if self._reach is not None:
            command = DropReach(reach=self._reach.id)
            self.desk.tasks.follow(self.desk.room.do(command), owner=self, done=self._end, failed=self._stay)

    def _say(self) -> None:
        super()._say()
        for at, kind in enumerate(ReachKind):
            self.kind.setItemText(at, reach_word(kind))
