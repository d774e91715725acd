"""The questions of a mobilisation: somebody else to call, a deputy, another place to go, its end, its sheets."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.models.mobilisation import MobilisationPage
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.person_choice import PersonChoice
from ui.widgets.tone import ToneLabel
from warroom.commands import AddCallee, AmendMobilisation, CloseMobilisation, Escalate
from warroom.commands.callout_words import callee_word, times_said
from warroom.commands.cell_words import seat_word
from warroom.domain.answers import COMES, CalleeLine
from warroom.domain.cells import Seat
from warroom.domain.mobilisation import CalleeState, Mobilisation
from warroom.errors import Refusal
from warroom.phrases import labelled
from warroom.words import _


class AddCalleeDialog(Form):
    """Somebody else to call, for which function."""

    def __init__(self, desk: Desk, mobilisation: Mobilisation, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._mobilisation = mobilisation
        self.name, self.code, self.deputy = PersonChoice(desk, self), QComboBox(self), PersonChoice(desk, self)
        self.code.addItems([""] * (len(Seat) + 1))
        self.add(lambda: _("Name"), self.name)
        self.add(lambda: _("Function"), self.code)
        self.add(lambda: _("Who is called instead"), self.deputy)

    def title(self) -> str:
        return _("Who else is called out?")

    def verb(self) -> str:
        return _("Call out")

    def command(self) -> AddCallee:
        seats = ["", *(seat.value for seat in Seat)]
        code = seats[self.code.currentIndex()]
        return AddCallee(
            mobilisation=self._mobilisation.id, person=self.name.text(), code=code, deputy=self.deputy.text()
        )

    def _say(self) -> None:
        super()._say()
        self.code.setItemText(0, _("Without a function"))
        for at, seat in enumerate(Seat, start=1):
            self.code.setItemText(at, seat_word(seat.value))


class DeputyDialog(Form):
    """Who is called instead of somebody, where nobody is named."""

    def __init__(self, desk: Desk, line: CalleeLine, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._line = line
        self.name = PersonChoice(desk, self)
        self.add(lambda: _("Who is called instead"), self.name)

    def title(self) -> str:
        return _("Nobody is named who would be called instead of {name}.").format(name=self._line.name)

    def verb(self) -> str:
        return _("Call the deputy")

    def command(self) -> Escalate:
        if not self.name.text().strip():
            raise Refusal("deputy-missing", _("Choose who is called instead."), safe=_("Nothing was changed."))
        return Escalate(callee=self._line.callee.id, deputy=self.name.text())


class AmendMobilisationDialog(Form):
    """Where people go, until when they acknowledge, and the text that is read out."""

    def __init__(self, desk: Desk, mobilisation: Mobilisation, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=640)
        views = desk.room.views
        found, self._seen = as_loaded(views, "mobilisation", mobilisation.id, views.mobilisation)
        self._loaded = found
        self.muster, self.backup, self.escalate = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.ack_by, self.text = TimeField(desk, ahead=True), TextBox(lines=7, enter_sends=False)
        self.add(lambda: _("Where to go"), self.muster)
        self.add(lambda: _("If that cannot be reached"), self.backup)
        self.add(lambda: _("Acknowledge by"), self.ack_by)
        self.add(lambda: _("Deputy after (min)"), self.escalate)
        self.add(lambda: _("Text to read out"), self.text, hint=lambda: _("Change the place in the text as well."))
        self.muster.setText(self._loaded.muster)
        self.backup.setText(self._loaded.backup)
        self.escalate.setText(str(self._loaded.escalate_min))
        self.ack_by.set_moment(self._loaded.ack_by)
        self.text.setPlainText(self._loaded.text)

    def title(self) -> str:
        return _("Where do they go, and until when do they acknowledge?")

    def verb(self) -> str:
        return _("Save")

    def command(self) -> AmendMobilisation:
        minutes = self.escalate.text().strip()
        return AmendMobilisation(
            mobilisation=self._loaded.id,
            text=self.text.toPlainText(),
            muster=self.muster.text(),
            backup=self.backup.text(),
            ack_by=self.ack_by.moment(),
            escalate_min=int(minutes) if minutes.isdecimal() and len(minutes) < 6 else 0,
            seen=self._seen,
        )


class CloseMobilisationDialog(Form):
    """What it took, who is still missing, and the end."""

    def __init__(self, desk: Desk, page: MobilisationPage, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        assert page.shown is not None
        self._page, self._mobilisation = page, page.shown
        self._took = ToneLabel(desk.look, wrap=True, parent=self)
        self._missing = ToneLabel(desk.look, "late", wrap=True, parent=self)
        self.reason = TextBox(lines=2)
        self.add_wide(self._took)
        self.add_wide(self._missing)
        self.add(lambda: _("Remark"), self.reason)

    def title(self) -> str:
        return _("End mobilisation {number}?").format(number=self._mobilisation.number)

    def verb(self) -> str:
        return _("End it")

    def command(self) -> CloseMobilisation:
        return CloseMobilisation(mobilisation=self._mobilisation.id, reason=self.reason.toPlainText())

    def _say(self) -> None:
        super()._say()
        took = self._page.times
        self._took.setText("\n".join(labelled(label, value) for label, value in (times_said(took) if took else ())))
        missing = [
            f"{line.name} ({callee_word(line.callee.state)})"
            for line in self._page.lines
            if line.callee.state not in COMES | {CalleeState.STOOD_DOWN} and line.callee.escalated_at is None
        ]
        if missing:
            self._missing.say(labelled(_("Still missing"), ", ".join(missing)), "late")
        else:
            self._missing.say(_("Everybody who is needed has answered."), "good")


def print_sheets(desk: Desk, mobilisation: Mobilisation, parent: QWidget) -> None:
    """The call sheets on paper; without a printer, ask for a folder."""
    from ui.leaflets import LeafletPrinter
    from warroom.reports.callout import call_sheets

    LeafletPrinter(desk, parent).print_(lambda made: call_sheets(made, mobilisation.id))
