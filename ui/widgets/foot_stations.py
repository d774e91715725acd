"""Other stations in the foot: how old what we know of each is, and what came from them that nobody has read yet."""

from __future__ import annotations

import time

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.models.stations import age_dot, age_said, ago_said
from ui.tasks import Job
from ui.theme import set_property
from ui.widgets.spoken import Spoken
from warroom.domain.exchange import Peer, Trust
from warroom.domain.missed import News
from warroom.room import Change
from warroom.words import _, ngettext

NAMED_MOST = 3  # more are folded into one
WIDE = 1366  # a narrower window folds them
SAY_AGAIN_MS = 30_000
CALM_MS = 1_500  # what comes in one burst is read once
REST = 20  # times as long as the last reading took: a large room is not read all the time


class FootStations(Spoken, QWidget):
    """Dots and links; nothing at all while this is the only station."""

    stations_wanted = Signal()
    missed_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.peers: list[Peer] = []
        self.news: list[News] = []
        self._is_narrow = False
        self._took_ms = 0
        self.unread = self._link(self.missed_wanted)
        self.unread.hide()
        self.links: list[tuple[QLabel, QPushButton]] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addWidget(self.unread)
        self._latest: Latest[tuple[list[Peer], list[News]]] = Latest(desk, owner=self, read=self._read, show=self._show)
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(self._latest.ask)
        self._calm.start()
        self._again = QTimer(self, interval=SAY_AGAIN_MS)
        self._again.timeout.connect(self._say)
        self._again.start()
        desk.changes.changed.connect(self._follow)
        self._say()

    def fold(self, *, is_narrow: bool) -> None:
        """One word for all of them where there is no room."""
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._say()

    def refresh(self) -> None:
        self._latest.ask()

    def _read(self, _job: Job) -> tuple[list[Peer], list[News]]:
        began, room = time.monotonic(), self._desk.room
        room.exchange.begin_reading()
        found = room.network.peers(), room.exchange.news()
        self._took_ms = int((time.monotonic() - began) * 1000)
        return found

    def _show(self, found: tuple[list[Peer], list[News]]) -> None:
        peers, self.news = found
        self.peers = [peer for peer in peers if not peer.is_ours and peer.trust is Trust.VERIFIED]
        self._say()

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if change.touches("station", "writer", "cut", "entry") and not self._calm.isActive():
            self._calm.start(max(CALM_MS, REST * self._took_ms))

    def _link(self, wanted: object) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("link", True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(wanted)
        return button

    def _words(self) -> list[tuple[str, str]]:
        """The colour and the words of each link."""
        now = self._desk.room.clock.now_ms()
        if len(self.peers) <= NAMED_MOST and not self._is_narrow:
            return [(age_dot(peer, now), age_said(peer, now)) for peer in self.peers]
        if not self.peers:
            return []
        heard = [peer.heard_at for peer in self.peers if peer.heard_at is not None and not peer.is_live]
        said = ngettext("{n} other station", "{n} other stations", len(self.peers)).format(n=len(self.peers))
        never = sum(1 for peer in self.peers if peer.heard_at is None and not peer.is_live)
        if self._is_narrow and self.news:
            pass  # what came is said beside it, and there is no room for both
        elif never:
            said += ngettext(", {n} never heard", ", {n} never heard", never).format(n=never)
        elif heard:
            said += ", " + _("oldest {ago}").format(ago=ago_said(min(heard), now))
        dots = {age_dot(peer, now) for peer in self.peers}
        return [("due" if dots & {"due", "none"} else "good", said)]

    def _say(self) -> None:
        wanted = self._words()
        while len(self.links) > len(wanted):
            for widget in self.links.pop():
                widget.hide()
                widget.deleteLater()
        while len(self.links) < len(wanted):
            dot, link = QLabel(self), self._link(self.stations_wanted)
            dot.setFixedSize(QSize(8, 8))
            self.links.append((dot, link))
            self._row.addWidget(dot)
            self._row.addWidget(link)
            dot.show()
            link.show()
        for (dot, link), (color, said) in zip(self.links, wanted, strict=True):
            set_property(dot, "dot", color)
            link.setText(said)
        self._say_news()
        self.setVisible(bool(wanted) or bool(self.news))

    def _say_news(self) -> None:
        self.unread.setVisible(bool(self.news))
        if not self.news:
            return
        count = sum(each.entries for each in self.news)
        letters = ", ".join(each.letter for each in self.news)
        said = ngettext("{n} new entry", "{n} new entries", count).format(n=count)
        self.unread.setText(_("{letters}: {entries} · read").format(letters=letters, entries=said))
        self.unread.setToolTip(_("What came in from other stations since you last read it"))
