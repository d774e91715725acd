"""A handover sheet as it was frozen: read by both, signed by both, printed."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.dialogs.handover import WIDTH
from ui.widgets.fields import TextBox
from ui.widgets.sheet_view import SheetView
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands import SignHandover, WithdrawHandover
from warroom.commands.cell_words import seat_word
from warroom.domain.handovers import Handover, Side
from warroom.errors import Refusal
from warroom.reports.handover import signed
from warroom.words import _


class HandoverSheetDialog(Form):
    """Whoever arrives signs with the main button; who has not signed yet is said in words."""

    def __init__(self, desk: Desk, handover: Handover, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=WIDTH)
        self._handover = handover
        functions = desk.room.views.functions(handover.cell)
        self._label = next((item.label for item in functions if item.code == handover.code), "")
        self._who = ToneLabel(desk.look, wrap=True, parent=self)
        self.sheet = SheetView(desk.look, self)
        self.sheet.show_parts(handover.parts)
        self._added = ToneLabel(desk.look, wrap=True, parent=self)
        self.both = TextBox(lines=2, parent=self)
        self.add_wide(self._who)
        self.add_wide(self.sheet)
        self.fields.setRowStretch(self.fields.rowCount() - 1, 1)
        self.add_wide(self._added)
        self.add(lambda: _("Why one person does both"), self.both)
        self.show_line(self.both, False)
        self._add_buttons()
        self.sheet.setFocus()

    @property
    def side(self) -> Side | None:
        """Whose signature the main button is: whoever arrives first, for the function is theirs then."""
        waits = self._handover.awaits()
        return Side.ARRIVING if Side.ARRIVING in waits else next(iter(waits), None)

    def title(self) -> str:
        name = seat_word(self._handover.code, self._label)
        return _("Handover {number}: {function}").format(number=self._handover.number, function=name)

    def verb(self) -> str:
        handover = self._handover
        if self.side is Side.ARRIVING:
            return _("{name} signs and takes it over").format(name=handover.arriving)
        if self.side is Side.LEAVING:
            return _("{name} signs the sheet").format(name=handover.leaving)
        return _("Print")

    def command(self) -> SignHandover:
        assert self.side is not None
        return SignHandover(handover=self._handover.id, side=self.side, both_reason=self.both.toPlainText())

    def send(self) -> None:
        if self.side is None or self.desk.room.read_only:
            self.print_()
        else:
            super().send()

    def print_(self) -> None:
        from ui.panels.seat_deeds import SeatDeeds

        SeatDeeds(self.desk, self).print_handover(self._handover)

    def _add_buttons(self) -> None:
        if self.side is not None:
            self._add_button(lambda: _("Print"), self.print_)
        waits = self._handover.awaits()
        if self.desk.room.read_only:
            return
        if len(waits) == 2:
            name = self._handover.leaving
            leaves = SignHandover(handover=self._handover.id, side=Side.LEAVING)
            self._add_button(lambda: _("{name} signs the sheet").format(name=name), lambda: self._do(leaves))
        if Side.ARRIVING in waits and (len(waits) == 2 or not self._handover.leaving):
            withdraw = WithdrawHandover(handover=self._handover.id)
            self._add_button(lambda: _("Take the sheet back"), lambda: self._do(withdraw))

    def _add_button(self, words: object, run: object) -> None:
        button = QPushButton(self)
        button.setProperty("quiet", True)
        button.clicked.connect(lambda _checked=False: run())  # type: ignore[operator]
        self.buttons.insertWidget(0, button)
        self.spoken(button.setText, words)  # type: ignore[arg-type]

    def _do(self, command: SignHandover | WithdrawHandover) -> None:
        self.desk.tasks.follow(self.desk.room.do(command), owner=self, done=self._end, failed=self._stay)

    def _stay(self, error: Exception) -> None:
        super()._stay(error)
        if isinstance(error, Refusal) and error.code == "resolver-reason":
            self.show_line(self.both, True)
            self.both.setFocus()
            self._grow()

    def _say(self) -> None:
        super()._say()
        self._leave.setText(_("Close"))
        self.sheet.say()
        self._who.say("\n".join(self._signatures()))
        added = []
        if self._handover.promised:
            added.append(phrases.labelled(_("Promised by whoever leaves"), self._handover.promised))
        if self._handover.watch:
            added.append(phrases.labelled(_("What I would watch"), self._handover.watch))
        self._added.say("\n".join(added))
        self._added.setVisible(bool(added))

    def _signatures(self) -> list[str]:
        now = self.desk.room.clock.now_ms()
        names = (_("Who leaves"), _("Who arrives"))
        lines = []
        for label, (name, at, by) in zip(names, signed(self._handover), strict=True):
            if not name:
                continue
            said = _("{name}, not signed yet").format(name=name)
            if at is not None:
                said = _("{name}, signed {time}").format(name=name, time=phrases.moment(at, now))
                if by and by != name:
                    said = _("{signed}, {writer} at the keyboard").format(signed=said, writer=by)
            lines.append(phrases.labelled(label, said))
        return lines
