"""The verbs of a window: what can be done anywhere in it, with their keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from ui.alarm_verbs import add_alarm_verbs
from ui.clock_verbs import add_clock_verbs
from ui.exchange_verbs import add_exchange_verbs
from ui.field_verbs import add_field_verbs
from ui.incident_verbs import add_incident_verbs
from ui.incoming_verbs import add_incoming_verbs
from ui.learning_verbs import add_learning_verbs
from ui.message_verbs import add_message_verbs
from ui.pages import Prints
from ui.paper_verbs import add_paper_verbs
from ui.pins import can_be_set
from ui.point_verbs import add_point_verbs
from ui.press_verbs import add_press_verbs
from ui.publicity_verbs import add_publicity_verbs
from ui.relief_verbs import add_relief_verbs
from ui.team_verbs import add_team_verbs
from ui.theme import STEP
from ui.window import MainWindow
from warroom import words
from warroom.words import _


@dataclass(frozen=True, slots=True)
class Around:
    """What a window asks of the program around it."""

    switch_language: Callable[[], None]
    switch_colors: Callable[[], None]
    set_scale: Callable[[float], None]
    leave_room: Callable[[], None]
    lock: Callable[[], None]


def add_window_verbs(window: MainWindow, around: Around) -> None:
    """Register what can be done anywhere in this window; the registered verbs keep the object alive."""
    WindowVerbs(window, around)


class WindowVerbs:
    """The verbs of one window; each is one short method."""

    def __init__(self, window: MainWindow, around: Around) -> None:
        self._window, self._desk, self._around = window, window.desk, around
        self._add_incident_verbs()
        self._add_going_verbs()
        self._add_file_verbs()
        self._add_room_verbs()
        self._add_view_verbs()
        add_incident_verbs(window)
        add_exchange_verbs(window)
        add_paper_verbs(window)
        add_alarm_verbs(window)
        add_point_verbs(window)
        add_relief_verbs(window)
        add_publicity_verbs(window)
        add_clock_verbs(window)
        add_field_verbs(window)
        add_team_verbs(window)
        add_message_verbs(window)
        add_incoming_verbs(window)
        add_press_verbs(window)
        add_learning_verbs(window)
        window.foot.copy_wanted.connect(self._choose_mirror)

    def _add_incident_verbs(self) -> None:
        add, window = self._desk.verbs.add, self._window
        add(
            "declare", lambda: _("Declare an incident…"), window.declare,
            shortcut="Ctrl+N", group="incident", enabled=self._can_write,
        )  # fmt: skip
        add(
            "seal", lambda: _("Seal the log…"), self._seal, shortcut="Ctrl+Shift+S", group="incident",
            enabled=lambda: self._can_write() and self._window.incident is not None,
        )  # fmt: skip
        add(
            "undo", lambda: _("Undo the last change"), self._undo,
            shortcut="Ctrl+Z", group="incident", enabled=lambda: self._can_write() and bool(self._desk.room.can_undo),
        )  # fmt: skip
        add(
            "activate-cell", lambda: _("Activate the crisis cell…"), self._activate_cell,
            shortcut="Ctrl+Shift+C", group="incident",
            enabled=lambda: self._can_write() and self._window.incident is not None,
        )  # fmt: skip

    def _add_going_verbs(self) -> None:
        add, window = self._desk.verbs.add, self._window
        pages = (
            ("board", lambda: _("Go to the board")),
            ("incident", lambda: _("Go to the log")),
            ("actions", lambda: _("Go to the actions")),
            ("decisions", lambda: _("Go to the decisions")),
        )
        for place, (page, said) in enumerate(pages, start=1):
            add(
                f"go-{page}", said, lambda page=page: window.open_page(page),  # type: ignore[misc]
                shortcut=f"Alt+{place}", group="go",
            )  # fmt: skip
        add(
            "settle", lambda: _("Go to the points to settle"), lambda: window.open_page("conflicts"),
            shortcut="Alt+5", group="go",
        )  # fmt: skip
        add(
            "go-outlook", lambda: _("Go to the outlook: hypotheses, cases, leads"), lambda: window.open_page("outlook"),
            shortcut="Alt+9", group="go",
        )  # fmt: skip
        add("go-cell", lambda: _("Go to the cell"), lambda: window.open_page("cell"), shortcut="Alt+7", group="go")
        add("find-here", lambda: _("Search here"), window.find_here, shortcut="Ctrl+F", group="go")
        add(
            "find-everywhere", lambda: _("Search everywhere"), window.find_everywhere,
            shortcut="Ctrl+Shift+F", group="go",
        )  # fmt: skip
        add("palette", lambda: _("Everything you can do"), window.palette_box.open, shortcut="Ctrl+K", group="help")
        add("keys", lambda: _("Keys"), self._show_keys, shortcut="F1", group="help")
        add("about", lambda: _("About Warroom"), self._show_about, group="help")

    def _add_file_verbs(self) -> None:
        add = self._desk.verbs.add
        add(
            "export", lambda: _("Export a report to a stick…"), self._export,
            shortcut="Ctrl+E", group="files", enabled=lambda: self._window.incident is not None,
        )  # fmt: skip
        add(
            "import", lambda: _("Import a file…"), self._import,
            shortcut="Ctrl+I", group="files", enabled=self._can_write,
        )  # fmt: skip
        add(
            "print", lambda: _("Print this page…"), self._print,
            shortcut="Ctrl+P", group="files", enabled=lambda: isinstance(self._page(), Prints),
        )  # fmt: skip

    def _add_room_verbs(self) -> None:
        add, window = self._desk.verbs.add, self._window
        add(
            "person", lambda: _("Change who types…"), window.ask_person,
            shortcut="F12", group="room", enabled=self._can_write,
        )  # fmt: skip
        add("pin", lambda: _("Set my PIN…"), window.set_pin, group="room", enabled=lambda: can_be_set(self._desk.room))
        add("members", lambda: _("People of the room"), lambda: window.open_page("members"), group="room")
        add("security", lambda: _("Security of the room"), lambda: window.open_page("security"), group="room")
        add("laptop", lambda: _("Prove what this laptop can do alone"), self._open_laptop, group="room")
        add("evidence", lambda: _("Evidence: seals, verification, audit"), self._open_evidence, group="room")
        add("lock", lambda: _("Lock the screen"), self._around.lock, shortcut="Ctrl+L", group="room")
        add("mirror", lambda: _("Keep a second copy…"), self._choose_mirror, group="room", enabled=self._can_write)
        add("leave-room", lambda: _("Close this room"), self._around.leave_room, shortcut="Ctrl+W", group="room")
        add("quit", lambda: _("Quit"), window.close, shortcut="Ctrl+Q", group="room")

    def _add_view_verbs(self) -> None:
        add, around, look = self._desk.verbs.add, self._around, self._desk.look
        add("language", self._language_words, around.switch_language, shortcut="Ctrl+Shift+L", group="view")
        add("colors", self._color_words, around.switch_colors, shortcut="Ctrl+Shift+D", group="view")
        add(
            "larger", lambda: _("Larger text"), lambda: around.set_scale(look.scale + STEP),
            shortcut="Ctrl++", group="view",
        )  # fmt: skip
        # On most keyboards + needs Shift; = is the same key without it.
        self._desk.verbs["larger"].action.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        add(
            "smaller", lambda: _("Smaller text"), lambda: around.set_scale(look.scale - STEP),
            shortcut="Ctrl+-", group="view",
        )  # fmt: skip
        add("usual-size", lambda: _("Usual size"), lambda: around.set_scale(1.0), shortcut="Ctrl+0", group="view")

    # What they do

    def _can_write(self) -> bool:
        return not self._desk.room.read_only

    def _page(self) -> object:
        return self._window.pages.front

    def _undo(self) -> None:
        desk = self._desk
        desk.tasks.follow(
            desk.room.undo(),
            owner=self._window,
            done=desk.notices.say,
        )

    def _seal(self) -> None:
        from ui.dialogs.seal import SealDialog

        incident = self._window.current_incident()
        if incident is not None:
            SealDialog(self._desk, incident, self._window).open()

    def _activate_cell(self) -> None:
        self._window.open_page("cell")
        self._window.pages.cell().activate()

    def _export(self) -> None:
        from ui.dialogs.export_report import ExportDialog

        incident = self._window.current_incident()
        if incident is not None:
            ExportDialog(self._desk, incident, self._window).open()

    def _open_laptop(self) -> None:
        from ui.panels.security import SecurityPanel

        self._window.open_page("security")
        page = self._window.pages.page("security")
        assert isinstance(page, SecurityPanel)
        page.show_laptop()

    def _open_evidence(self) -> None:
        self._window.open_page("evidence")

    def _import(self) -> None:
        from ui.dialogs.import_file import ImportDialog

        ImportDialog(self._desk, self._window).open()

    def _print(self) -> None:
        page = self._page()
        if isinstance(page, Prints):
            page.print_()

    def _choose_mirror(self) -> None:
        """A folder on another disk or a stick; the room copies itself there from now on."""
        from ui.dialogs.mirror import MirrorDialog

        dialog = MirrorDialog(self._desk, self._window)
        dialog.kept.connect(self._window.foot.refresh)
        dialog.open()

    def _show_keys(self) -> None:
        from ui.dialogs.keys import KeysDialog

        KeysDialog(self._desk, self._window).open()

    def _show_about(self) -> None:
        from ui.dialogs.about import AboutDialog

        AboutDialog(self._desk.room, self._window).open()

    def _language_words(self) -> str:
        # In the other language: whoever needs it can read it.
        return "Switch to English" if words.language() == "fr" else "Passer en français"

    def _color_words(self) -> str:
        return _("Light colours") if self._desk.look.dark else _("Dark colours")


def connect_strip(window: MainWindow) -> None:
    """The three buttons of the strip do verbs like any other; two of them offer a menu."""
    from ui.widgets.verb_menu import StickMenu, VerbMenu

    verbs = window.desk.verbs
    window.strip.search.clicked.connect(lambda _checked=False: verbs.use("find-everywhere"))
    window.strip.stick.setMenu(StickMenu(verbs, window))
    window.strip.menu.setMenu(VerbMenu(verbs, window))
