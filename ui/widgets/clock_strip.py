"""The strip at the top: where we are, what time it is, what is due, and three buttons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui.clocks import Facts, Reading, facts_of, readings
from ui.desk import Desk
from ui.icons import icon
from ui.theme import set_property
from ui.widgets.elided import ElidedLabel
from ui.widgets.spoken import Spoken
from warroom.commands.said import severity_word
from warroom.room import Change
from warroom.words import _

NARROWEST, WIDEST = 128, 230
NOUNS = ("incident", "decision", "due", "entry")
CLOCKS = 5


class ClockFace(QFrame):
    """One clock: a figure, a caption, and a click that tells what is behind it."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clock")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._figure = QLabel(self)
        self._figure.setProperty("role", "clock")
        self._figure.setTextFormat(Qt.TextFormat.PlainText)
        self._caption = ElidedLabel(parent=self)
        self._caption.setProperty("role", "muted")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(14, 4, 14, 5)
        lines.setSpacing(0)
        lines.addWidget(self._figure)
        lines.addWidget(self._caption)
        self._reading: Reading | None = None

    @property
    def reading(self) -> Reading | None:
        return self._reading

    def show_reading(self, reading: Reading) -> None:
        """Draw only what is new: this is called every second."""
        if reading == self._reading:
            return
        self._reading = reading
        self.updateGeometry()
        self._figure.setText(reading.figure)
        self._caption.setText(reading.caption)
        leads = bool(reading.noun)
        set_property(self, "wash", reading.state.value)
        set_property(self._figure, "state", reading.state.value)
        set_property(self, "leads", leads)
        self.setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if leads else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(f"{reading.figure}, {reading.caption}")
        self.setToolTip("\n".join(part for part in (reading.caption, reading.rule) if part))

    def _choose(self) -> None:
        if self._reading is not None and self._reading.noun:
            self.chosen.emit(self._reading.noun, self._reading.target)

    # What Qt asks

    def sizeHint(self) -> QSize:
        figure = self._figure.sizeHint().width()
        caption = self._caption.fontMetrics().horizontalAdvance(self._caption.text())
        width = max(figure, min(caption, WIDEST), NARROWEST) + 30
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The date and the offset are whole, since nothing leads further there; elsewhere the tip has the rest."""
        leads = self._reading is not None and bool(self._reading.noun)
        caption = 0 if leads else self._caption.fontMetrics().horizontalAdvance(self._caption.text())
        return QSize(max(self._figure.sizeHint().width(), caption) + 30, super().minimumSizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose()
            return
        super().keyPressEvent(event)


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
        now = self._desk.room.clock.now_ms()
        said = readings(self._facts, now)
        for face, reading in zip(self.faces, said, strict=False):
            face.show_reading(reading)
            face.setVisible(True)
        for face in self.faces[len(said) :]:
            face.setVisible(False)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if change.touches("room") or (self._incident is not None and change.touches(*NOUNS)):
            self._read()

    def _read(self) -> None:
        room = self._desk.room
        self._facts = facts_of(room.views, self._incident, now_ms=room.clock.now_ms()) if self._incident else None
        if self._facts is None:
            self._place.show_place(room.views.name(), _("no open incident"))
        else:
            incident = self._facts.incident
            known = [incident.number, severity_word(incident.gravity)]
            if incident.exercise:
                known.insert(0, _("EXERCISE"))
            self._place.show_place(incident.title, " · ".join(known), role="exercise" if incident.exercise else "muted")
        self.refresh()

    def _build(self) -> None:
        self._place = Place(self)
        self._place.chosen.connect(self.place_chosen)
        self.faces = [ClockFace(self) for _each in range(CLOCKS)]
        for face in self.faces:
            face.chosen.connect(self.clock_chosen)
        self.search, self.stick, self.menu = QToolButton(self), QToolButton(self), QToolButton(self)
        self.menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(0)
        row.addWidget(self._place)
        for face in self.faces:
            row.addWidget(face)
        row.addStretch(1)
        for button in (self.search, self.stick, self.menu):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addSpacing(8)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def _say(self) -> None:
        self.search.setText(_("Search"))
        self.search.setToolTip(_("Search here: Ctrl+F · everywhere: Ctrl+Shift+F"))
        self.stick.setText(_("USB stick"))
        self.stick.setToolTip(_("Export a report to a stick: Ctrl+E"))
        self.menu.setText(_("Menu"))
        self.menu.setToolTip(_("Everything you can do: Ctrl+K"))
        self._read()

    @Slot()
    def _size(self) -> None:
        look = self._desk.look
        self.setFixedHeight(look.px(52))
        self._place.setFixedWidth(look.px(176))
        self.menu.setIcon(icon("menu", look))
        self.menu.setIconSize(QSize(look.px(16), look.px(16)))

    # What Qt asks

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QEvent) -> None:
        self._tick.stop()
        super().hideEvent(event)  # type: ignore[arg-type]
