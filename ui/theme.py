"""The look: colours, fonts and sizes, light and dark; the only place where a colour is written down."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QWidget

from ui.resources import resource
from ui.stylesheet import stylesheet
from warroom.domain.incidents import Severity

FAMILY = "Inter"
FONTS = ("inter-latin-400-normal.woff2", "inter-latin-600-normal.woff2")
SMALLEST, LARGEST, STEP = 0.8, 2.0, 0.1

LIGHT: Final = {
    "background": "#F5F6F8",
    "panel": "#FFFFFF",
    "rail": "#EBEEF2",
    "line": "#DCE0E6",
    "ink": "#14181F",
    "muted": "#5B6573",
    "accent": "#1F5FBF",
    "accent_wash": "#E4EDFA",
    "on_accent": "#FFFFFF",
    "sev1": "#B42318",
    "sev2": "#C4500A",
    "sev3": "#8F6400",
    "sev4": "#1F5FBF",
    "done": "#1E7A46",
    "exercise": "#6B3FA0",
    "late_wash": "#FDE7E4",
    "due_wash": "#FFF3D6",
    "good_wash": "#E2F4E9",
}
DARK: Final = {
    "background": "#12161C",
    "panel": "#1A2028",
    "rail": "#0D1116",
    "line": "#2C3541",
    "ink": "#E8ECF1",
    "muted": "#97A3B3",
    "accent": "#7DB0FF",
    "accent_wash": "#1C2C45",
    "on_accent": "#0D1116",
    "sev1": "#FF7A6E",
    "sev2": "#FFA15C",
    "sev3": "#F0C454",
    "sev4": "#7DB0FF",
    "done": "#6FD39A",
    "exercise": "#C3A2F5",
    "late_wash": "#421D1A",
    "due_wash": "#3A2E12",
    "good_wash": "#15301F",
}
WALL_BACKGROUND: Final = "#0B0E13"  # darker than the window: a projector has no black
SEVERITIES: Final = {
    Severity.UNDETERMINED: "muted",
    Severity.CRITICAL: "sev1",
    Severity.MAJOR: "sev2",
    Severity.SIGNIFICANT: "sev3",
    Severity.MINOR: "sev4",
}


class Look(QObject):
    """The tokens in force; `changed` after every switch of theme or scale."""

    changed = Signal()

    def __init__(self, *, dark: bool | None = False, scale: float = 1.0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = dark
        self._scale = _bounded(scale)
        self._is_applied = False
        self._made: dict[tuple[int, int], QFont] = {}
        self._colors: dict[str, QColor] = {}
        self._take_colors()

    @property
    def dark(self) -> bool:
        """Whether dark colours are in force."""
        return _system_is_dark() if self._wanted is None else self._wanted

    @property
    def follows_system(self) -> bool:
        return self._wanted is None

    @property
    def scale(self) -> float:
        """1.0 is the size of the drawings; 0.8 to 2.0."""
        return self._scale

    def color(self, name: str) -> QColor:
        """The colour of a token. Raises KeyError for an unknown name."""
        return self._colors[name]

    def severity(self, severity: Severity) -> QColor:
        return self._colors[SEVERITIES[severity]]

    def font(self, px: int = 13, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """Inter with tabular figures, at this many pixels before scaling."""
        key = (px, int(weight))
        if key not in self._made:
            font = QFont(FAMILY)
            font.setPixelSize(self.px(px))
            font.setWeight(weight)
            font.setFeature(QFont.Tag("tnum"), 1)
            self._made[key] = font
        return QFont(self._made[key])

    def px(self, size: int) -> int:
        """A size of the drawings at the scale in force."""
        return max(1, round(size * self._scale))

    def set_dark(self, dark: bool | None) -> None:
        """Dark, light, or None to follow the system."""
        self._wanted = dark
        self._take_colors()
        self._renew()

    def set_scale(self, scale: float) -> None:
        self._scale = _bounded(scale)
        self._made.clear()
        self._renew()

    def apply(self) -> None:
        """Dress the whole application; once, before the first window."""
        load_fonts()
        app = _application()
        app.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._is_applied = True
        self._dress()

    def palette(self) -> QPalette:
        """The tokens as Qt's roles."""
        color, role = self._colors, QPalette.ColorRole
        palette = QPalette()
        for name, roles in {
            "background": (role.Window, role.AlternateBase),
            "panel": (role.Base, role.Button, role.ToolTipBase, role.Light, role.Midlight),
            "line": (role.Mid, role.Dark),
            "ink": (role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText),
            "accent": (role.Highlight, role.Link, role.LinkVisited, role.Accent),
            "on_accent": (role.HighlightedText,),
            "muted": (role.PlaceholderText,),
            "rail": (role.Shadow,),
        }.items():
            for each in roles:
                palette.setColor(each, color[name])
        for each in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, each, color["muted"])
        return palette

    def _take_colors(self) -> None:
        self._colors = {name: QColor(value) for name, value in (DARK if self.dark else LIGHT).items()}

    @Slot()
    def _follow_system(self) -> None:
        if self._wanted is None:
            self._take_colors()
            self._renew()

    def _renew(self) -> None:
        if self._is_applied:
            self._dress()
        self.changed.emit()

    def _dress(self) -> None:
        app = _application()
        app.setFont(self.font())
        app.setPalette(self.palette())
        arrow = resource("icons", "arrows", "dark.svg" if self.dark else "light.svg").as_posix()
        app.setStyleSheet(stylesheet(DARK if self.dark else LIGHT, self.px, arrow=arrow))


def load_fonts() -> None:
    """Make our fonts known to Qt; a system without any font still shows every letter."""
    if FAMILY in QFontDatabase.families() and QFontDatabase.styles(FAMILY):
        return
    for name in FONTS:
        QFontDatabase.addApplicationFont(str(resource("fonts", name)))


def restyle(widget: QWidget) -> None:
    """Have the style sheet read again after a dynamic property changed."""
    style: QStyle = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Change a dynamic property the style sheet reads; nothing happens when it is the same."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        restyle(widget)


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication), "the look dresses an application that exists"
    return app


def _bounded(scale: float) -> float:
    return round(min(max(scale, SMALLEST), LARGEST), 2)


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
