"""Until when to decide: the end of a recovery time, less the failover as it was measured, less a margin."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from ui.desk import Desk
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel, due_tone
from warroom.commands.said_ahead import window_said
from warroom.domain.decisions import MARGIN_MIN, Window
from warroom.domain.incidents import Incident
from warroom.domain.services import AffectedService, Continuity
from warroom.words import _

LONGEST = 60 * 24 * 31  # minutes


class Minutes(QLineEdit):
    """A length in whole minutes."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setValidator(QIntValidator(0, LONGEST, self))
        self.setFixedWidth(desk.look.px(64))

    def value(self) -> int:
        """0 while nothing, or nothing that fits, is typed."""
        return int(self.text()) if self.hasAcceptableInput() else 0

    def set_value(self, minutes: int) -> None:
        self.setText(str(minutes) if minutes else "")


class WindowPart(Spoken, QWidget):
    """Part of a form: a service, the lengths it brings or that are typed, and the computation in words."""

    changed = Signal()

    def __init__(self, desk: Desk, incident: Incident, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        views = desk.room.views
        self._services: list[AffectedService] = [each for each in views.services(incident.id) if _since(each)]
        self._known: dict[str, Continuity] = {each.service: each for each in views.continuity()}
        self.service = QComboBox(self)
        self.service.addItems(["", *(each.name for each in self._services)])
        self.rto, self.failover, self.margin = (Minutes(desk, self) for _at in range(3))
        self._names = [QLabel(self) for _at in range(3)]
        self._said = ToneLabel(desk.look, wrap=True, parent=self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.service, 0, 0, 1, 7)
        for at, (name, box) in enumerate(zip(self._names, self._boxes(), strict=True)):
            name.setProperty("role", "muted")
            name.setBuddy(box)
            box.textChanged.connect(self._show)
            grid.addWidget(name, 1, 2 * at)
            grid.addWidget(box, 1, 2 * at + 1)
        grid.setColumnStretch(6, 1)
        grid.addWidget(self._said, 2, 0, 1, 7)
        self.service.currentIndexChanged.connect(self._take_service)
        self._say()
        self._show()

    @property
    def is_useful(self) -> bool:
        """Whether any service is known to be touched since some time."""
        return bool(self._services)

    def value(self) -> Window | None:
        """The window, None while no service is chosen or it has no recovery time."""
        chosen = self._chosen()
        since = _since(chosen) if chosen else None
        if chosen is None or since is None or not self.rto.value():
            return None
        known = self._known.get(chosen.service)
        is_measured = known is not None and known.failover_min == self.failover.value()
        return Window(
            down_since=since,
            rto_min=self.rto.value(),
            failover_min=self.failover.value(),
            margin_min=self.margin.value(),
            tested_at=known.failover_tested if known and is_measured else None,
            service=chosen.name,
        )

    def _chosen(self) -> AffectedService | None:
        at = self.service.currentIndex()
        return self._services[at - 1] if at > 0 else None

    def _boxes(self) -> tuple[Minutes, Minutes, Minutes]:
        return self.rto, self.failover, self.margin

    @Slot(int)
    def _take_service(self, _at: int) -> None:
        """The lengths that are known of the service chosen; the others are typed."""
        chosen = self._chosen()
        known = self._known.get(chosen.service) if chosen else None
        lengths = (known.rto_min or 0, known.failover_min or 0) if known else (0, 0)
        for box, value in zip(self._boxes(), (*lengths, MARGIN_MIN), strict=True):
            with QSignalBlocker(box):
                box.set_value(value)
        self._show()

    @Slot()
    def _show(self) -> None:
        is_chosen, window = self._chosen() is not None, self.value()
        for widget in (*self._names, *self._boxes(), self._said):
            widget.setVisible(is_chosen)
        now = self._desk.room.clock.now_ms()
        if window is None:
            self._said.say(_("Type the recovery time of the service."), "muted")
        else:
            self._said.say(window_said(window, now), due_tone(window.decide_before, now))
        self.changed.emit()

    def _say(self) -> None:
        self.service.setItemText(0, _("not computed: the time typed above"))
        self.service.setAccessibleName(_("Computed from"))
        for name, box, words in zip(self._names, self._boxes(), (_("RTO"), _("Failover"), _("Margin")), strict=True):
            name.setText(words)
            box.setAccessibleName(_("{what}, min").format(what=words))
            box.setPlaceholderText(_("min"))
        self._show()


def _since(service: AffectedService) -> int | None:
    return service.down_since if service.down_since is not None else service.since
