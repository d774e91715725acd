"""The room's own network: on or off, who is connected, and addresses for networks where nobody finds anybody."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ui.desk import Desk
from ui.models.remotes import link_said, network_said
from ui.models.stations import called
from ui.outside import Outside
from ui.panels.security_section import Row, Section
from ui.tasks import Job
from warroom.domain.exchange import Link, NetworkState
from warroom.words import _

SAY_AGAIN_MS = 20_000
Standing = tuple[NetworkState, list[Link], list[str], bool, int | None, str]


class NetworkSection(Section):
    """One choice, one line a link, one line an address."""

    def __init__(self, desk: Desk, outside: Outside, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.links: list[Link] = []
        self.state = NetworkState.OFF
        self.lines: list[Row] = []
        self.places: list[Row] = []
        self._addresses: list[str] = []
        self._port: int | None = None
        self._trouble = ""
        self.switch, self.by_hand = self.add_row(), self.add_row()
        self.on = QCheckBox(self)
        self.switch.add_field(self.on)
        self.address = QLineEdit(self)
        self.address.setFixedWidth(desk.look.px(180))
        self.by_hand.add_field(self.address)
        self.call = self.by_hand.add_button(lambda: _("Call"), self.add_address)
        self.address.returnPressed.connect(self.add_address)
        self.on.clicked.connect(self._want)
        self._say()
        outside.network_changed.connect(self._follow)
        self._again = QTimer(self, interval=SAY_AGAIN_MS)
        self._again.timeout.connect(self._say_lines)
        self._again.start()

    def refresh(self) -> None:
        self.desk.tasks.run(self._read, owner=self, done=self._show)

    def add_address(self) -> None:
        """Call another laptop by its address."""
        network, typed = self.desk.room.network, self.address.text().strip()
        if typed:
            self.desk.tasks.run(lambda _job: network.add_address(typed), owner=self, done=lambda _none: self._added())

    def _added(self) -> None:
        self.address.clear()
        self.refresh()

    def _forget(self, address: str) -> None:
        network = self.desk.room.network
        self.desk.tasks.run(lambda _job: network.remove_address(address), owner=self, done=lambda _none: self.refresh())

    def _want(self, wanted: bool) -> None:
        network = self.desk.room.network
        self.on.setEnabled(False)
        self.desk.tasks.run(
            lambda _job: network.want(wanted), owner=self, done=lambda _n: self.refresh(), failed=self._fail
        )

    def _fail(self, error: Exception) -> None:
        self.desk.notices.show(error, parent=self)
        self.refresh()

    def _read(self, _job: Job) -> Standing:
        network = self.desk.room.network
        trouble = network.trouble
        is_on = network.state is not NetworkState.OFF
        return network.state, network.links(), network.addresses(), is_on, network.port, str(trouble or "")

    @Slot()
    def _follow(self) -> None:
        if self.isVisible():
            self.refresh()

    def _show(self, standing: Standing) -> None:
        self.state, self.links, addresses, is_on, self._port, self._trouble = standing
        self.on.setEnabled(self.can_change)
        self.on.setChecked(is_on)
        while len(self.lines) > len(self.links):
            self.drop_row(self.lines.pop())
        while len(self.lines) < len(self.links):
            self.lines.append(self.add_row(before=self.by_hand))
        if addresses != self._addresses:
            self._addresses = addresses
            for row in self.places:
                self.drop_row(row)
            self.places = [self._place(each) for each in addresses]
        self._say()

    def _place(self, address: str) -> Row:
        row = self.add_row()
        row.name.setText(address)
        if self.can_change:
            row.add_button(lambda: _("Remove"), lambda: self._forget(address))
        return row

    @Slot()
    def _say_lines(self) -> None:
        now = self.desk.room.clock.now_ms()
        for row, link in zip(self.lines, self.links, strict=False):
            row.name.setText(_("Station {letter}").format(letter=called(link.letter, link.name)))
            row.say(link_said(link, now), "good", note=link.address)

    def _say(self) -> None:
        self.set_title(_("The room’s own network"))
        self.set_note(_("between laptops on one cable, switch or hotspot; without internet"))
        self.switch.name.setText(_("Live exchange"))
        said, tone = network_said(self.state, len(self.links))
        note = self._trouble or _("Whoever is not a member learns nothing but that there is a room.")
        self.switch.say(said, tone, note=note)
        self.on.setText(_("On"))
        self.on.setAccessibleName(_("Live exchange"))
        self.by_hand.name.setText(_("By address"))
        port = _("Others reach this laptop at port {port}.").format(port=self._port) if self._port else ""
        self.by_hand.say(_("For networks where stations do not find each other."), "muted", note=port)
        self.address.setPlaceholderText("192.168.1.20:40123")
        self.address.setAccessibleName(_("Address of another laptop"))
        for widget in (self.address, self.call):
            widget.setEnabled(self.can_change)
        for row in self.places:
            row.say(_("called by itself while the network is on"), "muted")
        self._say_lines()
        super()._say()
