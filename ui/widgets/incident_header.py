"""The head of an incident: its number and title, how grave, how far, who leads; an exercise says so first."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ui.models.incidents import gravity_said
from ui.theme import Look
from ui.widgets.elided import ElidedLabel
from ui.widgets.pill import Pill
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom.commands.conflict_words import field_word
from warroom.commands.said import status_word
from warroom.domain.incidents import Incident
from warroom.words import _


class IncidentHeader(Spoken, QWidget):
    """The pills change what they show; the button changes the rest."""

    severity_asked = Signal()
    status_asked = Signal()
    words_asked = Signal()
    cell_asked = Signal()  # a crisis cell is to be activated
    review_asked = Signal()  # it is over, and is to be gone through again
    conflicts_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._incident: Incident | None = None
        self._disputed: Collection[str] = ()
        self._exercise = ToneLabel(look, "exercise", bold=True, parent=self)
        self._number = ToneLabel(look, "muted", parent=self)
        self._title = ElidedLabel(parent=self)
        self._title.setProperty("role", "page")
        self.severity, self.status = Pill(look, leads=True, parent=self), Pill(look, leads=True, parent=self)
        self._owner = QPushButton(self)
        self._owner.setProperty("quiet", True)
        self.disputed = QPushButton(self)
        self.disputed.setProperty("link", True)
        self.disputed.hide()
        self.disputed.clicked.connect(lambda _checked=False: self.conflicts_asked.emit())
        self.cell, self._offers_cell = QPushButton(self), False
        self.cell.setProperty("quiet", True)
        self.cell.clicked.connect(lambda _checked=False: self.cell_asked.emit())
        self.review, self._offers_review, self._reviewed = QPushButton(self), False, ""
        self.review.setProperty("quiet", True)
        self.review.clicked.connect(lambda _checked=False: self.review_asked.emit())
        self._row = row = QHBoxLayout(self)
        row.setSpacing(10)
        row.addWidget(self._exercise)
        row.addWidget(self._number)
        row.addWidget(self._title, 1)
        for widget in (self.disputed, self.cell, self.review, self.severity, self.status, self._owner):
            row.addWidget(widget)
        self.severity.clicked.connect(lambda _checked=False: self.severity_asked.emit())
        self.status.clicked.connect(lambda _checked=False: self.status_asked.emit())
        self._owner.clicked.connect(lambda _checked=False: self.words_asked.emit())

    def show_incident(
        self,
        incident: Incident,
        disputed: Collection[str] = (),
        *,
        offers_cell: bool = False,
        offers_review: bool = False,
        reviewed: str = "",
    ) -> None:
        """Show this incident; `disputed` are its fields that are to be settled, a cell is offered where none is.

        A review is offered once the incident is over.
        """
        self._incident, self._disputed = incident, disputed
        self._offers_cell = offers_cell and not incident.status.is_over
        self._offers_review = bool(reviewed) or (offers_review and incident.status.is_over)
        self._reviewed = reviewed
        self._say()

    def _say(self) -> None:
        incident = self._incident
        if incident is None:
            return
        self._exercise.say(_("EXERCISE"))
        self._exercise.setVisible(incident.exercise)
        side = 12 if incident.exercise else 2
        self._row.setContentsMargins(side, 6, side, 6)
        self._number.say(incident.number)
        fields = ", ".join(field_word("incident", name) for name in sorted(self._disputed))
        self.disputed.setText(_("To settle: {fields}").format(fields=fields).replace("&", "&&"))
        self.disputed.setToolTip(_("Two stations wrote different things; both are kept."))
        self.disputed.setVisible(bool(self._disputed))
        self._title.setText(incident.title)
        self.severity.say(*gravity_said(incident))
        self.severity.setToolTip(_("Change the severity; if in doubt, take the higher"))
        self.status.say(status_word(incident.status), "muted" if incident.status.is_over else "")
        self.status.setToolTip(_("Change the status, with the reason"))
        led = _("led by {name}").format(name=incident.owner) if incident.owner else _("nobody leads it yet")
        self._owner.setText(led.replace("&", "&&"))
        self._owner.setToolTip(_("Change the title, who leads, the users touched"))
        self.cell.setText(_("Activate a cell…"))
        self.cell.setVisible(self._offers_cell)
        there = _("Review {number}").format(number=self._reviewed)
        self.review.setText(there if self._reviewed else _("Start a review…"))
        self.review.setVisible(self._offers_review)
        self.update()

    # What Qt asks

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._incident is None or not self._incident.exercise:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.color("exercise"), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
