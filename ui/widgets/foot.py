"""The foot: what is saved and where, who types at which station, and whether there is a network."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ui.desk import Desk
from ui.network import has_network
from ui.theme import set_property
from ui.widgets.elided import ElidedLabel
from ui.widgets.foot_stations import WIDE, FootStations
from ui.widgets.spoken import Spoken
from warroom import phrases
from warroom.domain.rights import Right
from warroom.room import Change, Protection
from warroom.words import _, ngettext

SAID_FOR_MS = 6_000
LOOK_AGAIN_MS = 30_000
FIRST_LOOK_MS = 1_500


class Dot(QLabel):
    """A small round mark; always beside a word that says the same."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(8, 8))

    def set_color(self, name: str) -> None:
        set_property(self, "dot", name)


class Foot(Spoken, QFrame):
    """One line under everything."""

    person_wanted = Signal()
    copy_wanted = Signal()  # where the second copy is kept

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self._desk = desk
        self._network: bool | None = None
        self._network_since = desk.room.clock.now_ms()
        self._build()
        self._say()
        self._size()
        self._quiet = QTimer(self, singleShot=True, interval=SAID_FOR_MS)
        self._quiet.timeout.connect(self._said.clear)
        self._again = QTimer(self, interval=LOOK_AGAIN_MS)
        self._again.timeout.connect(self.refresh)
        self._again.start()
        desk.notices.said.connect(self._show_said)
        desk.changes.changed.connect(self._follow)
        desk.look.changed.connect(self._size)
        # Asking the system about its network loads a library: the window comes first.
        QTimer.singleShot(FIRST_LOOK_MS, self, self.refresh)
        self._show_saved()

    @Slot()
    def refresh(self) -> None:
        """Look at the copies and the network again."""
        self._show_saved()
        self._desk.tasks.run(lambda _job: has_network(), owner=self, done=self._show_network)

    @property
    def saved_text(self) -> str:
        return f"{self._saved.text()} · {self._copy.text()}"

    @Slot(object)
    def _follow(self, change: Change) -> None:
        self._show_saved()
        if change.touches("grant", "person"):
            self._show_delegation()

    def _show_delegation(self) -> None:
        """Whether what is written here is by delegation; in words beside the name, never in the way."""
        room = self._desk.room
        is_shown = bool(room.member) and not room.read_only and room.rights.needs_delegation(Right.LOG)
        self._delegation.setText(" · " + _("by delegation"))
        self._give_reason.setText(_("change the reason") if room.rights.standing_reason else _("give the reason"))
        self._delegation.setVisible(is_shown)
        self._give_reason.setVisible(is_shown)
        self._give_reason.setToolTip(room.rights.standing_reason)

    @Slot()
    def ask_reason(self) -> None:
        """Why whoever types does what they have no right to."""
        from ui.dialogs.delegation_reason import DelegationReasonDialog

        dialog = DelegationReasonDialog(self._desk, self.window())
        dialog.given.connect(self._show_delegation)
        dialog.open()

    def _show_saved(self) -> None:
        room = self._desk.room
        if room.read_only:
            self._saved.setText(_("Read-only"))
            self._dot.set_color("due")
            self._copy.setText(_("nothing can be changed here"))
            self._copy.setEnabled(False)
            return
        kept = room.protection
        saved = (
            _("Saved {time}").format(time=phrases.seconds_of_day(kept.saved_at))
            if kept.saved_at is not None
            else _("All saved")
        )
        owed = room.audit.trouble  # notes of the audit that the disk did not take; they are tried again with the next
        self._saved.setText(saved if owed is None else _("{saved}, audit not yet").format(saved=saved))
        self._saved.setToolTip("" if owed is None else str(owed))
        trouble = kept.mirror_trouble or kept.paper_trouble
        self._dot.set_color("due" if trouble or owed is not None else "good")
        self._copy.setText(copy_words(kept, now_ms=room.clock.now_ms()))
        self._copy.setToolTip(trouble or _("A copy on a second disk or stick protects the room if this laptop fails."))
        set_property(self._copy, "role", "due" if trouble else "")
        if kept.mirror and kept.mirror_at is None and not kept.mirror_trouble:
            QTimer.singleShot(FIRST_LOOK_MS, self, self._show_saved)  # whoever just chose the folder waits for it

    @Slot(str)
    def _show_said(self, text: str) -> None:
        self._said.setText(text)
        self._said.setAccessibleName(text)
        self._quiet.start()

    def _show_network(self, is_there: bool) -> None:
        if self._network is not None and is_there is not self._network:
            self._network_since = self._desk.room.clock.now_ms()
        self._network = is_there
        self._say_network()

    @Slot()
    def follow_network(self) -> None:
        """Somebody came or went on the room's own network."""
        self._say_network()
        self.stations.refresh()

    def _say_network(self) -> None:
        if self._network is None:
            self._net.setText("")
            self._net_dot.set_color("")
            return
        links = len(self._desk.room.network.links())
        if links:
            connected = ngettext("Room’s network: {n} connected", "Room’s network: {n} connected", links)
            self._net.setText(connected.format(n=links))
            self._net_dot.set_color("good")
            return
        self._net.setText(_("Network present") if self._network else _("No network: everything works"))
        self._net_dot.set_color("good" if self._network else "none")

    def _say(self) -> None:
        room = self._desk.room
        portable = [_("Portable room")] if room.is_portable else []
        self._station.setText(" · ".join([*portable, _("Station {letter}").format(letter=room.station), ""]))
        self._person.setText(room.member or _("nobody at the keyboard"))
        self._change.setText(_("change"))
        self._change.setToolTip(_("Say who types now: F12"))
        self._change.setVisible(not room.read_only)
        self._show_delegation()
        self._said.clear()  # it was said in the language of a moment ago
        self._said.setAccessibleName("")
        self._show_saved()
        self._say_network()

    def say_person(self) -> None:
        """Somebody else sat down."""
        self._say()

    def _build(self) -> None:
        self._dot, self._net_dot = Dot(self), Dot(self)
        self.stations = FootStations(self._desk, self)
        self._saved, self._station = QLabel(self), QLabel(self)
        between = QLabel("·", self)
        self._person, self._net = ElidedLabel(parent=self), ElidedLabel(parent=self)
        for gives_way in (self._person, self._net):  # "Saved" never does
            gives_way.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._said = ElidedLabel(parent=self)
        self._said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._said.setProperty("role", "accent")
        self._copy, self._change, self._give_reason = (QPushButton(self) for _each in range(3))
        self._delegation = QLabel(self)
        for button, wanted in (
            (self._copy, self.copy_wanted),
            (self._change, self.person_wanted),
            (self._give_reason, self.ask_reason),
        ):
            button.setProperty("link", True)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(wanted)
        self._saved.setProperty("role", "title")
        self._person.setProperty("role", "title")
        for label in (between, self._station, self._net, self._delegation):
            label.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(0)
        left = (self._dot, self._saved, between, self._copy, self._station, self._person)
        for widget, gap in zip(left, (6, 6, 4, 20, 0, 0), strict=True):
            row.addWidget(widget)
            row.addSpacing(gap)
        for widget in (self._delegation, self._give_reason, self._change):
            widget.setContentsMargins(0, 0, 6, 0)
            row.addWidget(widget)
            row.addSpacing(6)
        row.addSpacing(14)
        self._said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row.addWidget(self._said, 1)
        row.addSpacing(14)
        row.addWidget(self.stations)
        row.addSpacing(14)
        row.addWidget(self._net_dot)
        row.addSpacing(6)
        row.addWidget(self._net)

    @Slot()
    def _size(self) -> None:
        self.setFixedHeight(self._desk.look.px(28))
        self._fold()

    def _fold(self) -> None:
        self.stations.fold(is_narrow=self.width() < self._desk.look.px(WIDE))

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()


def copy_words(kept: Protection, *, now_ms: int) -> str:
    """What to say of the second copy; its absence is a calm hint, never an alarm."""
    if kept.mirror_trouble:
        return _("2nd copy ({folder}) behind").format(folder=kept.mirror) if kept.mirror else _("2nd copy missing")
    if not kept.mirror:
        return _("no second copy")
    if kept.mirror_at is None:
        return _("2nd copy ({folder}) not written yet").format(folder=kept.mirror)
    if kept.paper_trouble:
        return _("papers in {folder} behind").format(folder=kept.mirror)
    moment = phrases.moment(kept.mirror_at, now_ms)
    return _("2nd copy ({folder}) up to date {moment}").format(folder=kept.mirror, moment=moment)
