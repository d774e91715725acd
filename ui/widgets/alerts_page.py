"""Alerts before they come in: what each says, what becomes of it and why, and which incident they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QListWidget, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.widgets.framed import framed
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands.alert_words import alert_title, certainty_word, gravity_word, sender_of, urgency_word
from warroom.domain.incidents import Incident, Mode
from warroom.phrases import labelled
from warroom.words import _, language, pgettext

if TYPE_CHECKING:
    from warroom.doors.alerts import Line, Preview

PLACES_MOST = 200  # characters of where an alert is about


class AlertsPage(QWidget):
    """One line an alert; the incident is chosen above, as the room proposes it."""

    incident_chosen = Signal(str)  # id, "" for none yet

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._name = ToneLabel(desk.look, bold=True, parent=self)
        self._label, self.incidents = QLabel(self), QComboBox(self)
        self._label.setBuddy(self.incidents)
        self.lines = QListWidget(self)
        self.lines.setWordWrap(True)
        self.lines.setSpacing(desk.look.px(5))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._label)
        row.addWidget(self.incidents, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self._name)
        whole.addLayout(row)
        whole.addWidget(framed(self.lines, self), 1)
        self.incidents.activated.connect(lambda _at: self.incident_chosen.emit(self.incident()))

    def incident(self) -> str:
        """The id of the incident they are about, "" when it is not known yet."""
        return str(self.incidents.currentData() or "")

    def show_alerts(self, name: str, preview: Preview, *, into: Incident | None) -> None:
        """What a file holds; `into` leaves no choice."""
        self._name.say(name)
        self._label.setText(_("Incident"))
        self.incidents.setAccessibleName(_("Incident"))
        self.incidents.clear()
        found = [into] if into is not None else self._desk.room.views.incidents(mode=Mode.BOTH)
        if into is None:
            self.incidents.addItem(_("Not known yet: they wait"), "")
        for each in found:
            if into is not None or not each.status.is_over:
                mark = f"{_('EXERCISE')} · " if each.exercise else ""
                self.incidents.addItem(f"{mark}{each.number} · {each.title}", str(each.id))
        self.incidents.setCurrentIndex(max(0, self.incidents.findData(preview.incident)))
        self.lines.clear()
        self.lines.addItems([self._said(line) for line in preview.lines])
        self.lines.setAccessibleName(_("Alerts"))

    def _said(self, line: Line) -> str:
        alert = line.outcome.alert
        fate = fate_word(line.fate.value)
        if alert is None:
            return "\n".join([" · ".join(part for part in (fate, line.outcome.title) if part), *line.reasons])
        now = self._desk.room.clock.now_ms()
        told = [alert_title(alert, language()), sender_of(alert), phrases.moment(alert.sent, now)]
        lines = [" · ".join([fate, *told])]
        for info in alert.told_in(language())[:1]:
            words = (
                labelled(_("Severity"), gravity_word(info.severity)),
                labelled(_("Urgency"), urgency_word(info.urgency)),
                labelled(_("Certainty"), certainty_word(info.certainty)),
            )
            lines.append(" · ".join(words))
            where = "; ".join(area.desc for area in info.areas if area.desc)
            lines += [where[:PLACES_MOST]] if where else []
        if len(alert.languages) > 1:
            lines.append(labelled(_("Languages"), ", ".join(alert.languages)))
        return "\n".join([*lines, *line.reasons])


def fate_word(fate: str) -> str:
    """What the room will do with an alert."""
    return {
        "new": pgettext("alert", "New"),
        "same": pgettext("alert", "Here already"),
        "attached": pgettext("alert", "Here already, gets its incident"),
        "differs": pgettext("alert", "Here with other words"),
        "out": pgettext("alert", "Refused"),
    }[fate]
