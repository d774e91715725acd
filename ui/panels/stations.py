"""Stations: the strip of laptops, the round of the stick, what was set aside; in front of it a merge or its news."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from ui.desk import Desk
from ui.outside import Outside
from ui.panels.merge import MergePanel
from ui.panels.missed import MissedPanel
from ui.panels.people_stations import StationsList
from ui.panels.section_page import SectionPage
from ui.panels.stations_aside import AsidesSection
from ui.panels.stations_courier import CourierSection
from ui.panels.stations_network import NetworkSection
from ui.panels.stations_remotes import RemotesSection
from ui.panels.stations_stick import StickSection
from warroom.domain.exchange import Outcome
from warroom.domain.sticks import Looked
from warroom.words import _


class StripPage(SectionPage):
    """Who has what, and what is to be done about it."""

    missed_asked = Signal()

    def __init__(self, desk: Desk, outside: Outside, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.strip, self.courier = StationsList(desk, self.page), CourierSection(desk, self.page)
        self.asides, self.stick = AsidesSection(desk, self.page), StickSection(desk, self.page)
        self.remotes, self.network = RemotesSection(desk, outside, self.page), NetworkSection(desk, outside, self.page)
        self.missed, self.paper = QPushButton(self.page), QPushButton(self.page)
        self.missed.clicked.connect(lambda _checked=False: self.missed_asked.emit())
        self.paper.clicked.connect(lambda _checked=False: self.courier.print_round())
        self.head.addWidget(self.missed)
        self.courier.head.addWidget(self.paper)
        for section in (self.strip, self.asides, self.courier, self.stick, self.remotes, self.network):
            self.add_section(section)
        self.strip.read_anew.connect(self.courier.name_stations)
        self.asides.admit_asked.connect(lambda station, _letter: self.strip.admit_station(station))
        self.asides.admits = True
        self.setFocusProxy(self.strip.table)
        self._say()

    def title(self) -> str:
        return _("Stations")

    def _say(self) -> None:
        super()._say()
        self.missed.setText(_("What you missed"))
        self.paper.setText(_("Print"))


class StationsPanel(QStackedWidget):
    """The page of the rail; a merge and its news stand in its place while they are looked at."""

    record_chosen = Signal(str, str, str)  # incident, noun, id
    conflicts_asked = Signal()
    read_asked = Signal()
    write_asked = Signal()

    def __init__(self, desk: Desk, outside: Outside, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = StripPage(desk, outside, self)
        outside.network_changed.connect(self._follow_network)
        self.merge, self.missed = MergePanel(desk, self), MissedPanel(desk, self)
        for each in (self.page, self.merge, self.missed):
            self.addWidget(each)
        self.page.missed_asked.connect(self.show_missed)
        self.page.stick.read_asked.connect(self.read_asked)
        self.page.stick.write_asked.connect(self.write_asked)
        self.merge.left.connect(self.show_strip)
        self.merge.merged.connect(self._show_news)
        self.missed.left.connect(self.show_strip)
        self.missed.record_chosen.connect(self.record_chosen)
        self.missed.conflicts_asked.connect(self.conflicts_asked)
        self.missed.next_asked.connect(self.merge.go_on)

    def show_strip(self) -> None:
        """Back to the stations."""
        self._bring(self.page)

    def show_missed(self) -> None:
        """What came in since it was last read."""
        self._bring(self.missed)
        self.missed.read()

    def show_merge(self, looked: Looked) -> None:
        """What a stick brings, before it is merged; a merge under way goes on undisturbed."""
        if not self.merge.is_working:
            self.merge.show_stick(looked)
        self._bring(self.merge)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """The part in front."""
        if (front := self.currentWidget()) is not None:
            front.setFocus(reason)

    def print_(self) -> None:
        """Ctrl+P: the round, for whoever carries the stick."""
        self.page.courier.print_round()

    @Slot()
    def _follow_network(self) -> None:
        """Who is connected is said in the strip too."""
        if self.page.isVisible():
            self.page.strip.refresh()

    @Slot(object, int)
    def _show_news(self, outcome: Outcome, left: int) -> None:
        if self.currentWidget() is not self.merge:
            return  # whoever went on elsewhere finds it in the foot
        self._bring(self.missed)
        self.missed.read(outcome, left=left)

    def _bring(self, page: QWidget) -> None:
        self.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
