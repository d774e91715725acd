"""The strip at the top: where we are, what time it is, what is due, and three buttons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ui.clocks import NOT_SET, Facts, Reading, State, facts_of, readings
from ui.desk import Desk
from ui.icons import icon
from ui.latest import Latest
from ui.tasks import Job
from ui.theme import set_property
from ui.widgets.clock_face import ClockFace
from ui.widgets.elided import ElidedLabel
from ui.widgets.spoken import Spoken
from warroom.commands.said import severity_word
from warroom.room import Change
from warroom.words import _

PLACE, TIGHT_PLACE, GAP, END = 176, 120, 8, 12
NOUNS = (
    "incident", "decision", "due", "point", "crisis_cell", "coverage", "impact", "service", "regime",
    "clock_event", "submission", "clock_rule", "function", "shift",
)  # fmt: skip
CLOCKS = 6
Asked = tuple[str | None, Facts | None, str]  # the incident asked about, what its clocks rest on, the room's name
LEAST_QUESTION = 200  # pixels: of a question cut shorter than this nothing is understood


class Place(QFrame):
    """Which room and which incident the clocks belong to; a click goes there or offers the others."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("place")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._title = ElidedLabel(parent=self)
        self._title.setProperty("role", "title")
        self._under = ElidedLabel(parent=self)
        self._under.setProperty("role", "muted")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(16, 6, 12, 7)
        lines.setSpacing(0)
        lines.addWidget(self._title)
        lines.addWidget(self._under)

    def show_place(self, title: str, under: str, *, role: str = "muted") -> None:
        self._title.setText(title)
        self._under.setText(under)
        set_property(self._under, "role", role)
        self.setAccessibleName(f"{title}, {under}")

    # What Qt asks

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit()


class ClockStrip(Spoken, QFrame):
    """The strip of one window; it follows the incident it is given."""

    clock_chosen = Signal(str, str)  # noun, id: what is behind a clock
    place_chosen = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._desk = desk
        self._incident: str | None = None
        self._facts: Facts | None = None
        self._said: list[Reading] = []
        self._latest = Latest(desk, owner=self, read=self._ask, show=self._take)
        self._fitted: tuple[int, ...] = ()  # lengths of the words for which there is room now
        self._build()
        self._size()
        self._say()
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self.refresh)
        desk.changes.changed.connect(self._follow)
        desk.look.changed.connect(self._size)

    @property
    def facts(self) -> Facts | None:
        """What the clocks rest on now; None without an incident."""
        return self._facts

    @property
    def readings(self) -> list[Reading]:
        """What the clocks say now, from left to right."""
        return [face.reading for face in self.faces if face.reading is not None and not face.isHidden()]

    def show_incident(self, incident: str | None) -> None:
        """The clocks of this incident from now on."""
        self._incident = incident
        self._read()

    @Slot()
    def refresh(self) -> None:
        """Say the time; nothing is read from the room."""
        self._said = readings(self._facts, self._desk.room.clock.now_ms())
        for face, reading in zip(self.faces, self._said, strict=False):
            face.show_reading(reading)
        lengths = tuple(length for said in self._said for length in (len(said.figure), len(said.caption)))
        if lengths != self._fitted:
            self._fitted = lengths
            self._fit()

    def _fit(self) -> None:
        """Give way step by step: words of the buttons, captions, air, then the clocks that matter least now."""
        shown = self.faces[: len(self._said)]
        for face in self.faces:
            face.setVisible(face in shown)
        for tightness in range(2):
            self._tighten(tightness)
            if self._share(shown):
                return
        for tightness in range(3):
            self._tighten(tightness)
            if self._needed(shown) <= self.width():
                self._share(shown)
                return
        for face in sorted(shown[1:], key=_importance):
            face.setVisible(False)
            shown.remove(face)
            if self._needed(shown) <= self.width():
                break
        self._share(shown)

    def _tighten(self, tightness: int) -> None:
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if tightness else Qt.ToolButtonStyle.ToolButtonTextOnly
        for button in (self.search, self.stick):
            button.setToolButtonStyle(style)
        for face in self.faces:
            face.set_tight(tight=tightness == 2)
        self._place.setFixedWidth(self._desk.look.px(PLACE if tightness < 2 else TIGHT_PLACE))

    def _share(self, shown: list[ClockFace]) -> bool:
        """Whole captions, the shortest first; true when none but the longest had to be cut, and that not to a stump."""
        room = self.width() - self._around
        left = sorted(shown, key=lambda face: face.wanted)
        while left:
            share = room // len(left)
            face = left.pop(0)
            face.ration(share)
            if face.wanted > share and (left or share < self._desk.look.px(LEAST_QUESTION)):
                for other in left:
                    other.ration(share)
                return False
            room -= min(face.wanted, share)
        return True

    def _needed(self, shown: list[ClockFace]) -> int:
        return self._around + sum(face.needed for face in shown)

    @property
    def _around(self) -> int:
        """What the place and the buttons take."""
        buttons = sum(button.sizeHint().width() + GAP for button in (self.search, self.stick, self.menu))
        return self._place.width() + buttons + END

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if change.touches("room") or (self._incident is not None and change.touches(*NOUNS)):
            self._latest.ask()

    def _read(self) -> None:
        """At once: clocks of another incident must not stand under the name of this one."""
        self._take(self._ask())

    def _ask(self, _job: Job | None = None) -> Asked:
        room, incident = self._desk.room, self._incident
        facts = facts_of(room.views, incident, now_ms=room.clock.now_ms()) if incident else None
        return incident, facts, room.views.name()

    def _take(self, asked: Asked) -> None:
        incident, facts, name = asked
        if incident != self._incident:  # the window went elsewhere meanwhile
            return
        self._facts = facts
        if facts is None:
            self._place.show_place(name, _("no open incident"))
        else:
            shown = facts.incident
            known = [shown.number, severity_word(shown.gravity)]
            if shown.exercise:
                known.insert(0, _("EXERCISE"))
            self._place.show_place(shown.title, " · ".join(known), role="exercise" if shown.exercise else "muted")
        self.refresh()

    def _build(self) -> None:
        self._place = Place(self)
        self._place.chosen.connect(self.place_chosen)
        self.faces = [ClockFace(self) for _each in range(CLOCKS)]
        for face in self.faces:
            face.chosen.connect(self.clock_chosen)
        self.search, self.stick, self.menu = QToolButton(self), QToolButton(self), QToolButton(self)
        for button in (self.stick, self.menu):
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, END, 0)
        row.setSpacing(0)
        row.addWidget(self._place)
        for face in self.faces:
            row.addWidget(face)
        row.addStretch(1)
        for button in (self.search, self.stick, self.menu):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addSpacing(GAP)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def _say(self) -> None:
        self.search.setText(_("Search"))
        self.search.setToolTip(_("Search here: Ctrl+F · everywhere: Ctrl+Shift+F"))
        self.stick.setText(_("USB stick"))
        self.stick.setToolTip(_("Read a bundle, write one, export a report"))
        self.menu.setText(_("Menu"))
        self.menu.setToolTip(_("Everything you can do: Ctrl+K"))
        for button in (self.search, self.stick, self.menu):
            button.setAccessibleName(button.text())
        self._read()
        self._fit()

    @Slot()
    def _size(self) -> None:
        look = self._desk.look
        self.setFixedHeight(look.px(52))
        for button, name in ((self.search, "search"), (self.stick, "stick"), (self.menu, "menu")):
            button.setIcon(icon(name, look))
            button.setIconSize(QSize(look.px(16), look.px(16)))
        self._fit()

    # What Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QEvent) -> None:
        self._tick.stop()
        super().hideEvent(event)  # type: ignore[arg-type]


def _importance(face: ClockFace) -> tuple[bool, bool]:
    """A clock that is not set goes first, one that is amber or red last."""
    reading = face.reading
    return reading is not None and reading.state is not State.PLAIN, reading is not None and reading.figure != NOT_SET
