"""One shift: who holds a function from when to when; rules of rest that it passes stand under it and refuse nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.fields import TimeField
from ui.widgets.person_choice import PersonChoice
from ui.widgets.tone import ToneLabel
from warroom.commands import AmendShift, DropShift, PlanShift
from warroom.commands.cell_words import seat_word
from warroom.commands.duty_words import finding_said
from warroom.domain.cells import Seat
from warroom.domain.conflicts import Place
from warroom.domain.duty import SHIFT_MIN
from warroom.domain.duty_board import Board, PlannedShift
from warroom.errors import Refusal
from warroom.words import _

MINUTE = 60_000


class ShiftDialog(Form):
    """A new shift of a cell, or one that is planned."""

    def __init__(
        self,
        desk: Desk,
        board: Board,
        shift: PlannedShift | None = None,
        parent: QWidget | None = None,
        *,
        code: str = "",
    ) -> None:
        super().__init__(desk, parent)
        self._cell, self._planned = board.cell, shift
        self._seen: Mapping[str, Place] | None = None
        self._labels = board.labels
        codes = list(dict.fromkeys([*board.codes, *(seat.value for seat in Seat)]))
        self.code = QComboBox(self)
        self._codes = codes
        self.code.addItems([""] * len(codes))
        self.person = PersonChoice(desk, self)
        self.start, self.end = TimeField(desk, ahead=True), TimeField(desk, ahead=True)
        self.remark = QLineEdit(self)
        self._warned = ToneLabel(desk.look, "due", wrap=True, parent=self)
        if shift is not None:
            self._load(shift)
        self.add(lambda: _("Function"), self.code)
        self.add(lambda: _("Name"), self.person)
        self.add(lambda: _("On duty from"), self.start)
        self.add(
            lambda: _("On duty until"), self.end,
            hint=lambda: _("Empty: {n} hours after the beginning.").format(n=SHIFT_MIN // 60),
        )  # fmt: skip
        self.add(lambda: _("Remark"), self.remark)
        self.add_wide(self._warned)
        self.person.setFocus()

    def title(self) -> str:
        return _("Change a shift") if self._planned else _("Plan a shift")

    def verb(self) -> str:
        return _("Save") if self._planned else _("Plan")

    def command(self) -> PlanShift | AmendShift:
        start = self.start.moment()
        if start is None:
            raise Refusal(
                "shift-open",
                _("When does the shift begin?"),
                safe=_("Nothing was changed."),
                todo=_("Type a time, e.g. 14:00."),
            )
        end = self.end.moment()
        said = {
            "person": self.person.text(),
            "code": self._codes[self.code.currentIndex()],
            "from_at": start,
            "until_at": start + SHIFT_MIN * MINUTE if end is None else end,
            "remark": self.remark.text(),
        }
        if self._planned is not None:
            return AmendShift(shift=self._planned.shift.id, seen=self._seen, **said)  # type: ignore[arg-type]
        return PlanShift(cell=self._cell, **said)  # type: ignore[arg-type]

    def _load(self, planned: PlannedShift) -> None:
        read = lambda record: {one.id: one for one in self.desk.room.views.shifts()}.get(record)  # noqa: E731
        found, self._seen = as_loaded(self.desk.room.views, "shift", planned.shift.id, read)
        shift = found or planned.shift
        if shift.code in self._codes:
            self.code.setCurrentIndex(self._codes.index(shift.code))
        self.person.put_person(shift.person)
        self.start.set_moment(shift.from_at)
        self.end.set_moment(shift.until_at)
        self.remark.setText(shift.remark)
        drop = QPushButton(self)
        drop.setProperty("quiet", True)
        drop.clicked.connect(lambda _checked=False: self._drop(shift.id))
        self.buttons.insertWidget(0, drop)
        self.spoken(drop.setText, lambda: _("Drop this shift"))

    def _drop(self, shift: str) -> None:
        room = self.desk.room
        self.desk.tasks.follow(room.do(DropShift(shift=shift)), owner=self, done=self._end, failed=self._stay)

    def _say(self) -> None:
        super()._say()
        for at, code in enumerate(self._codes):
            self.code.setItemText(at, f"{code}  {seat_word(code, self._labels.get(code, ''))}")
        now = self.desk.room.clock.now_ms()
        found = self._planned.findings if self._planned else ()
        self._warned.say("\n".join(finding_said(one, now) for one in found), "due")
        self._warned.setVisible(bool(found))
