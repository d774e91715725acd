"""Sealing the log: why, who stands beside, their PIN; then the fingerprint, large, to be copied on paper."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from ui import pins
from ui.desk import Desk
from ui.dialogs.plain import Fields, PlainDialog
from ui.panels.evidence_seals import in_groups
from ui.widgets.fields import NameField
from ui.widgets.tone import ToneLabel
from warroom.commands.seals import Sealed
from warroom.domain.incidents import Incident
from warroom.errors import WarroomError
from warroom.words import _

LARGE = 32  # pixels of the fingerprint: read aloud, and copied by hand


class SealDialog(PlainDialog):
    """Two people; one alone may, and the log then says so."""

    sealed = Signal(object)  # a Sealed

    def __init__(self, desk: Desk, incident: Incident, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=520)
        self._desk, self._incident = desk, incident
        self._done: Sealed | None = None
        people, room = desk.room.views.people(), desk.room
        self._known = {said.casefold(): each for each in people for said in (each.name, each.initials) if said}
        self._with_pin = pins.who_has_one(room)
        self.reason, self.pin = QLineEdit(self), QLineEdit(self)
        self.witness = NameField([person.name for person in people if person.name != room.member], self)
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(pins.LONGEST)
        self.pin.setFixedWidth(desk.look.px(160))
        self._labels = (QLabel(self), QLabel(self), QLabel(self))
        self.alone = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        fields = Fields()
        for label, field in zip(self._labels, (self.reason, self.witness, self.pin), strict=True):
            fields.add(label, field)
        fields.addWidget(self.alone)
        self.body.addLayout(fields)
        self._build_result()
        self._say()
        self.witness.textChanged.connect(self._follow)
        self.primary.clicked.connect(self.seal)
        self._follow()
        self.reason.setFocus()

    @Slot()
    def seal(self) -> None:
        """Seal; once sealed, the same button closes."""
        if self._done is not None:
            self.accept()
            return
        if not self.reason.text().strip():
            self.complain_at(self.reason, _("Why is the log sealed now?"))
            return
        if self.pin.isVisibleTo(self) and not self.pin.text():
            self.complain_at(self.pin, _("The second person types their own PIN."))
            return
        self.complain("")
        self.set_busy(True)
        evidence, incident, reason = self._desk.room.evidence, self._incident.id, self.reason.text()
        witness, pin = self.witness.text(), self.pin.text() or None
        self._desk.tasks.run(
            lambda _job: evidence.seal(incident, reason=reason, witness=witness, witness_pin=pin),
            owner=self,
            done=self._end,
            failed=self._stay,
        )

    def _end(self, sealed: Sealed) -> None:
        self.set_busy(False)
        self._done = sealed
        self.pin.clear()
        self._say()
        self._follow()
        self.resize(self.width(), 0)  # as low as the result allows
        self.grow()
        self.primary.setFocus()
        self.sealed.emit(sealed)

    def _stay(self, error: Exception) -> None:
        self.set_busy(False)
        if not isinstance(error, WarroomError):
            raise error
        self.complain(str(error))
        if self.pin.isVisibleTo(self):
            self.pin.selectAll()
            self.pin.setFocus()

    @Slot()
    def _follow(self) -> None:
        """The PIN only for a witness who has one; and the fields give way to the result."""
        is_asking = self._done is None
        meant = self._known.get(" ".join(self.witness.text().split()).casefold())
        wants_pin = is_asking and meant is not None and meant.id in self._with_pin
        for widget in (*self._labels[:2], self.reason, self.witness):
            widget.setVisible(is_asking)
        self._labels[2].setVisible(wants_pin)
        self.pin.setVisible(wants_pin)
        if not wants_pin:
            self.pin.clear()
        self.alone.setVisible(is_asking and not self.witness.text().strip())
        for part in (self.large, self.whole, self.copy):
            part.setVisible(not is_asking)
        self.leave.setVisible(is_asking)
        self.grow()

    def _build_result(self) -> None:
        look = self._desk.look
        self.large = ToneLabel(look, px=LARGE, bold=True, parent=self)
        self.whole = ToneLabel(look, "muted", wrap=True, parent=self)
        for label in (self.large, self.whole):
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            self.body.addWidget(label)
        self.large.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.copy = QPushButton(self)
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(self._copy)
        self.buttons.insertWidget(0, self.copy)

    def _copy(self) -> None:
        if self._done is not None:
            QGuiApplication.clipboard().setText(self._done.digest)
            said = _("The whole fingerprint of {number} is copied.").format(number=self._done.number)
            self.complain(said, role="good")

    def _say(self) -> None:
        sealed = self._done
        words = (_("Reason"), _("Second person"), _("PIN of the second person"))
        for label, field, said in zip(self._labels, (self.reason, self.witness, self.pin), words, strict=True):
            label.setText(said)
            field.setAccessibleName(said)
        self.reason.setPlaceholderText(_("Handover, end of the crisis, request of a judge…"))
        self.alone.setText(_("Without a second person the log will say: sealed by one person."))
        self.copy.setText(_("Copy the whole fingerprint"))
        if sealed is None:
            self.heading.setText(_("Seal the log of {number}").format(number=self._incident.number))
            what = _("A seal fixes where the log stands now. Nothing stops: writing goes on after it.")
            proves = _(
                "Its fingerprint, copied on paper by two people, proves later that nothing before it was changed."
            )
            self.intro.setText(f"{what} {proves}")
            self.primary.setText(_("Seal"))
        else:
            self._say_result(sealed)
        super()._say()

    def _say_result(self, sealed: Sealed) -> None:
        self.heading.setText(_("Sealed under {number}").format(number=sealed.number))
        if sealed.witness:
            who = _("{name} and {witness}").format(name=sealed.by, witness=sealed.witness)
            self.intro.setText(
                _("Copy these eight characters on paper, with the time, and both sign: {who}.").format(who=who)
            )
        else:
            self.intro.setText(
                _(
                    "Copy these eight characters on paper, with the time, and sign. "
                    "One person sealed, and the log says so."
                )
            )
        self.large.setText(in_groups(sealed.fingerprint))
        self.large.setAccessibleName(sealed.fingerprint)
        self.whole.setText(in_groups(sealed.digest))
        self.primary.setText(_("Close"))
