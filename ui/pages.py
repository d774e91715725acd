"""The pages of a window: each built when first opened, all told which incident is the current one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.desk import Desk
from ui.incoming_pages import incoming_pages, reveal_of_incoming
from ui.learning_pages import learning_pages, reveal_of_learning
from ui.message_pages import message_pages, open_message, reveal_of_messages
from ui.outside import Outside
from ui.team_pages import reveal_of_team, team_pages
from warroom.words import _

if TYPE_CHECKING:
    from ui.panels.cell import CellPanel
    from ui.panels.deadlines import DeadlinesPanel
    from ui.panels.incident import IncidentPanel
    from ui.panels.outlook import OutlookPanel
    from ui.panels.point import PointPanel
    from ui.panels.stations import StationsPanel


@runtime_checkable
class FindsHere(Protocol):
    """A page that looks for words in what it shows (Ctrl+F)."""

    def find_here(self) -> None: ...


@runtime_checkable
class Prints(Protocol):
    """A page that prints what it shows (Ctrl+P)."""

    def print_(self) -> None: ...


@runtime_checkable
class ShowsIncident(Protocol):
    """A page about the current incident."""

    def show_incident(self, incident: str | None) -> None: ...


@runtime_checkable
class Settles(Protocol):
    """A page that keeps what is half typed before the window closes."""

    def settle(self) -> None: ...


class Pages(QStackedWidget):
    """Board, incident room, actions, decisions, cell, search, stations, people, security, evidence."""

    moved = Signal(str)  # the page now open
    incident_chosen = Signal(str)
    record_chosen = Signal(str, str, str)  # incident, noun, id
    declare_asked = Signal()
    key_change_asked = Signal(str)  # the passphrase, proved
    idle_changed = Signal()
    lock_asked = Signal()
    read_asked = Signal()  # a bundle
    write_asked = Signal()
    point_asked = Signal()  # the point of the situation
    incident_left = Signal()  # an undo took the current incident away

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.outside = Outside(desk, self)
        self._incident: str | None = None
        self._built: dict[str, QWidget] = {}
        self._builders: dict[str, Callable[[], QWidget]] = {
            "board": self._board,
            "incident": self._incident_room,
            "actions": self._actions,
            "decisions": self._decisions,
            "outlook": self._outlook,
            "search": self._search,
            "stations": self._stations,
            "members": self._members,
            "security": self._security,
            "evidence": self._evidence,
            "paper": self._paper,
            "conflicts": self._conflicts,
            "cell": self._cell,
            "point": self._point,
            "alarms": self._alarms,
            "deadlines": self._deadlines,
            "draft": self._draft,
            **team_pages(self, desk),
            **message_pages(self, desk),
            **incoming_pages(self, desk),
            **learning_pages(self, desk),
        }
        self._open = ""

    @property
    def open_page(self) -> str:
        """The id of the page in front."""
        return self._open

    @property
    def incident(self) -> str | None:
        """The current incident."""
        return self._incident

    def page(self, name: str) -> QWidget:
        """A page, built if this is the first time. Raises KeyError for an unknown one."""
        if name not in self._built:
            made = self._builders[name]()
            self._built[name] = made
            self.addWidget(made)
        return self._built[name]

    def open(self, name: str) -> None:
        """Bring a page to the front; it knows the current incident."""
        page = self.page(name)
        self._tell(name)
        self.setCurrentWidget(page)
        self._open = name
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.moved.emit(name)

    def show_incident(self, incident: str | None) -> None:
        """Make this the current incident; only the page in front is told now, the others when they open."""
        self._incident = incident
        if self._open:
            self._tell(self._open)

    @property
    def front(self) -> QWidget | None:
        """What searches and prints: the page in front, or the log in the middle of the incident room."""
        return self.incident_room().log if self._open == "incident" else self.currentWidget()

    def settle(self) -> None:
        """Have every page keep what is half typed."""
        pages = list(self._built.values())
        if "incident" in self._built:
            pages.append(self.incident_room().log)
        for page in pages:
            if isinstance(page, Settles):
                page.settle()

    def _tell(self, name: str) -> None:
        """The incident room shows one incident; the lists show all of them, as the rail counts them."""
        if name == "incident" and self._incident is not None:
            self.incident_room().show(self._incident)
        elif name == "outlook":
            self.outlook().show(self._incident)
        elif name in ("actions", "decisions"):
            self._show_list(name, None)
        elif isinstance(page := self._built.get(name), ShowsIncident):
            page.show_incident(self._incident)

    # Each page, imported when first needed: the window opens before the last of them is read

    def _board(self) -> QWidget:
        from ui.panels.board import BoardPanel

        panel = BoardPanel(self._desk)
        panel.incident_chosen.connect(self.incident_chosen)
        panel.pending_chosen.connect(self.record_chosen)
        panel.declare_asked.connect(self.declare_asked)
        return panel

    def _incident_room(self) -> QWidget:
        from ui.panels.incident import IncidentPanel

        panel = IncidentPanel(self._desk)
        panel.actions_asked.connect(self._open_actions_of)
        panel.record_chosen.connect(self.record_chosen)
        panel.message_asked.connect(lambda message: open_message(self, message))
        panel.left.connect(self.incident_left)
        return panel

    def _actions(self) -> QWidget:
        from ui.panels.actions import ActionsPanel

        panel = ActionsPanel(self._desk)
        panel.incident_chosen.connect(self.incident_chosen)
        return panel

    def _decisions(self) -> QWidget:
        from ui.panels.decisions import DecisionsPanel

        panel = DecisionsPanel(self._desk)
        panel.incident_chosen.connect(self.incident_chosen)
        return panel

    def _outlook(self) -> QWidget:
        from ui.panels.outlook import OutlookPanel

        panel = OutlookPanel(self._desk)
        panel.record_chosen.connect(self.record_chosen)
        return panel

    def _search(self) -> QWidget:
        from ui.panels.search import SearchPanel

        panel = SearchPanel(self._desk)
        panel.chosen.connect(lambda noun, record, incident: self.record_chosen.emit(incident, noun, record))
        return panel

    def _stations(self) -> QWidget:
        from ui.panels.stations import StationsPanel

        panel = StationsPanel(self._desk, self.outside)
        panel.record_chosen.connect(self.record_chosen)
        panel.conflicts_asked.connect(self._open_conflicts)
        panel.read_asked.connect(self.read_asked)
        panel.write_asked.connect(self.write_asked)
        return panel

    @Slot()
    def _open_conflicts(self) -> None:
        if "conflicts" in self._builders:
            self.open("conflicts")

    def _members(self) -> QWidget:
        from ui.panels.people import PeoplePanel

        panel = PeoplePanel(self._desk)
        panel.record_chosen.connect(self.record_chosen)
        return panel

    def _security(self) -> QWidget:
        from ui.panels.security import SecurityPanel

        panel = SecurityPanel(self._desk)
        panel.key_change_asked.connect(self.key_change_asked)
        panel.idle_changed.connect(self.idle_changed)
        panel.lock_asked.connect(self.lock_asked)
        return panel

    def _evidence(self) -> QWidget:
        from ui.panels.evidence import EvidencePanel

        panel = EvidencePanel(self._desk)
        panel.record_chosen.connect(self.record_chosen)
        panel.seal_asked.connect(self._seal)
        return panel

    def _paper(self) -> QWidget:
        from ui.panels.paper import PaperPanel

        return PaperPanel(self._desk)

    def _conflicts(self) -> QWidget:
        from ui.panels.conflicts import ConflictsPanel

        panel = ConflictsPanel(self._desk)
        panel.record_chosen.connect(self.record_chosen)
        return panel

    def _cell(self) -> QWidget:
        from ui.panels.cell import CellPanel

        panel = CellPanel(self._desk)
        panel.incident_chosen.connect(self.incident_chosen)
        panel.record_chosen.connect(self.record_chosen)
        panel.point_asked.connect(self.point_asked)
        return panel

    def _alarms(self) -> QWidget:
        from ui.panels.alarms import AlarmsPanel

        panel = AlarmsPanel(self._desk)
        panel.record_chosen.connect(self.record_chosen)
        panel.incident_chosen.connect(self.incident_chosen)
        return panel

    def _deadlines(self) -> QWidget:
        from ui.panels.deadlines import DeadlinesPanel

        panel = DeadlinesPanel(self._desk)
        panel.record_chosen.connect(self.record_chosen)
        panel.draft_asked.connect(self.open_draft)
        return panel

    def _draft(self) -> QWidget:
        from ui.panels.draft import DraftPanel

        panel = DraftPanel(self._desk)
        panel.left.connect(lambda: self.open("deadlines"))
        return panel

    @Slot()
    def _seal(self) -> None:
        if not self._desk.verbs.use("seal"):
            self._desk.notices.say(_("Declare an incident first: Ctrl+N."))

    # Pages with something to say

    def incident_room(self) -> IncidentPanel:
        """The incident room, built if this is the first time."""
        from ui.panels.incident import IncidentPanel

        page = self.page("incident")
        assert isinstance(page, IncidentPanel)
        return page

    def _point(self) -> QWidget:
        from ui.panels.point import PointPanel

        panel = PointPanel(self._desk)
        panel.record_chosen.connect(self.record_chosen)
        panel.cell_asked.connect(lambda: self.open("cell"))
        return panel

    def point(self) -> PointPanel:
        """The page of the situation point, built if this is the first time."""
        from ui.panels.point import PointPanel

        page = self.page("point")
        assert isinstance(page, PointPanel)
        return page

    def outlook(self) -> OutlookPanel:
        """The outlook, built if this is the first time."""
        from ui.panels.outlook import OutlookPanel

        page = self.page("outlook")
        assert isinstance(page, OutlookPanel)
        return page

    def cell(self) -> CellPanel:
        """The page of the cell, built if this is the first time."""
        from ui.panels.cell import CellPanel

        page = self.page("cell")
        assert isinstance(page, CellPanel)
        return page

    def stations(self) -> StationsPanel:
        """The page of stations, built if this is the first time."""
        from ui.panels.stations import StationsPanel

        page = self.page("stations")
        assert isinstance(page, StationsPanel)
        return page

    def deadlines(self) -> DeadlinesPanel:
        """The page of deadlines, built if this is the first time."""
        from ui.panels.deadlines import DeadlinesPanel

        page = self.page("deadlines")
        assert isinstance(page, DeadlinesPanel)
        return page

    def reveals(self, noun: str, record: str) -> bool:
        """Bring a record to the front that has a page beside its incident's; False for any other."""
        if noun in ("legal", "impact"):
            self.open_clock(record if noun == "legal" else f"rto:{record}")
            return True
        elsewhere = (reveal_of_team, reveal_of_messages, reveal_of_incoming, reveal_of_learning)
        return any(reveal(self, noun, record) for reveal in elsewhere)

    def open_clock(self, key: str) -> None:
        """The page of deadlines, at this clock."""
        self.open("deadlines")
        self.deadlines().reveal(key)

    @Slot(str, str)
    def open_draft(self, incident: str, rule: str) -> None:
        """The draft of the notification under a rule."""
        from ui.panels.draft import DraftPanel

        page = self.page("draft")
        assert isinstance(page, DraftPanel)
        page.show_draft(incident, rule)
        self.open("draft")

    def look_for(self, words: str = "", *, incident: str | None = None) -> None:
        """Open the search, everywhere or in one incident, ready to type."""
        from ui.panels.search import SearchPanel

        self.open("search")
        page = self.page("search")
        assert isinstance(page, SearchPanel)
        page.search(words, incident)
        page.focus_words()

    @Slot(str)
    def _open_actions_of(self, incident: str) -> None:
        self.open("actions")
        self._show_list("actions", incident)

    def _show_list(self, name: str, incident: str | None) -> None:
        """The actions or decisions of one incident, or of all."""
        from ui.panels.actions import ActionsPanel
        from ui.panels.decisions import DecisionsPanel

        page = self.page(name)
        if isinstance(page, ActionsPanel | DecisionsPanel):
            page.show(incident)
