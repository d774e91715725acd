"""The start screen: resume the last room with one key, or make one, open one, look at the demonstration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ui.opening import Opening, demo_folder, under_new_key, unless_left
from ui.settings import RecentRoom, Settings
from ui.tasks import Job, Tasks
from ui.theme import Look, set_property
from ui.trouble import Notices, notice_of
from ui.widgets.message_bar import MessageBar
from ui.widgets.spoken import Spoken
from warroom import phrases, words
from warroom.clock import Clock
from warroom.errors import Trouble, WarroomError
from warroom.room import Room
from warroom.words import _

WIDTH, OTHERS = 560, 4


@dataclass(frozen=True, slots=True)
class StartTools:
    """What the start screen needs before any room is open."""

    tasks: Tasks
    notices: Notices
    look: Look
    settings: Settings
    clock: Clock
    make_demo: Callable[[Path, str], Room]


class StartPanel(Spoken, QWidget):
    """A window of its own; `room_ready` hands over the open room and it can go."""

    room_ready = Signal(object)
    language_wanted = Signal()
    dark_wanted = Signal()

    def __init__(self, tools: StartTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._opening: Opening | None = None
        self.was_recovered = False  # the room handed over was opened by its recovery sheet
        self._others: list[tuple[QPushButton, RecentRoom]] = []
        self._build()
        self._say()
        self.resume.clicked.connect(self._resume)
        self.new.clicked.connect(self.make_room)
        self.open.clicked.connect(self.choose_room)
        self.join.clicked.connect(self.join_room)
        self.demo.clicked.connect(self.open_demo)
        self.read_only.clicked.connect(self._read)
        self._language.clicked.connect(self.language_wanted)
        self._dark.clicked.connect(self.dark_wanted)
        tools.look.changed.connect(self._say)
        (self.resume if self.resume.isVisibleTo(self) else self.new).setFocus()

    @property
    def recent(self) -> list[RecentRoom]:
        """Rooms that were open here and whose file is still there, the last first."""
        return [room for room in self._tools.settings.rooms if room.is_there]

    @property
    def trouble(self) -> str:
        """What is said in place, "" when all is well."""
        return self._messages.text if not self._messages.isHidden() else ""

    # What can be done

    def refresh(self) -> None:
        """Say anew when each room was last written."""
        self._say()

    def open_path(self, path: Path) -> None:
        """Open a room file: the keyring is asked first, then the person."""
        self._messages.hide()
        self.read_only.hide()
        self._set_busy(_("Opening {room}…").format(room=self._name_of(path)))
        opening = Opening(path, self._tools.tasks, self)
        self._opening = opening
        opening.opened.connect(lambda room: self._hand_over_opened(room, by_code=opening.by_code))
        opening.refused.connect(self._show_refusal)
        opening.only_readable.connect(self._offer_reading)
        opening.key_wanted.connect(self._ask_key, Qt.ConnectionType.SingleShotConnection)
        opening.start()

    def change_key(self, path: Path, passphrase: str) -> None:
        """Give a room just closed a new key, open it again and show its new sheet."""
        self._messages.hide()
        self._set_busy(_("Changing the key of {room}…").format(room=self._name_of(path)))
        self._tools.tasks.run(
            lambda job: unless_left(job, under_new_key(path, passphrase)),
            owner=self,
            done=self._show_renewed,
            failed=self._fail,
        )

    @Slot()
    def choose_room(self) -> None:
        """Let the person find a room file."""
        from ui.dialogs.new_room import documents

        start = self.recent[0].path if self.recent else str(documents())
        kinds = ";;".join((_("Warroom rooms (*{suffix})").format(suffix=".warroom"), _("All files (*)")))
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Open a room"), start, kinds)
        if chosen:
            self.open_path(Path(chosen))

    @Slot()
    def make_room(self) -> None:
        """Ask what a new room needs, then show its recovery sheet."""
        from ui.dialogs.new_room import NewRoomDialog

        dialog = NewRoomDialog(self._tools.tasks, parent=self)
        dialog.created.connect(self.show_sheet)
        dialog.open()

    @Slot()
    def join_room(self) -> None:
        """Ask for an invitation and its code, then show the recovery sheet of the room that it makes."""
        from ui.dialogs.join_room import JoinRoomDialog

        dialog = JoinRoomDialog(self._tools.tasks, parent=self)
        dialog.joined.connect(self.show_sheet)
        dialog.open()

    @Slot()
    def open_demo(self) -> None:
        """Make the demonstration anew and open it."""
        self._messages.hide()
        self._set_busy(_("Preparing the demonstration…"))
        language, make = words.language(), self._tools.make_demo

        def work(job: Job) -> Room:
            folder = demo_folder()
            try:
                folder.mkdir(parents=True, exist_ok=True)
                return unless_left(job, make(_fresh(folder), language))
            except OSError as error:
                raise Trouble(
                    "demo-unwritable",
                    _("The demonstration cannot be written to {path}.").format(path=folder),
                    safe=_("Your rooms were not touched."),
                ) from error

        self._tools.tasks.run(work, owner=self, done=self._hand_over, failed=self._fail)

    # How it goes on

    @Slot()
    def _resume(self) -> None:
        if self.recent:
            self.open_path(Path(self.recent[0].path))

    @Slot()
    def _read(self) -> None:
        if self._opening is not None:
            self._messages.hide()
            self.read_only.hide()
            self._set_busy(_("Opening {room}…").format(room=self._name_of(self._opening.path)))
            self._opening.read()

    @Slot(object)
    def _hand_over(self, room: Room) -> None:
        self._set_busy("")
        self.room_ready.emit(room)

    def _hand_over_opened(self, room: Room, *, by_code: bool) -> None:
        self.was_recovered = by_code
        self._hand_over(room)

    def _show_renewed(self, room: Room) -> None:
        if room.recovery_code:
            self.show_sheet(room)
        else:
            self._hand_over(room)

    @Slot(object)
    def show_sheet(self, room: Room) -> None:
        """The recovery sheet of a room just made; the room opens once the person has it on paper."""
        from ui.dialogs.recovery_sheet import RecoverySheetDialog

        dialog = RecoverySheetDialog(room, self._tools.look, self)
        dialog.confirmed.connect(lambda: self._note_sheet(room))
        dialog.open()

    def _note_sheet(self, room: Room) -> None:
        """The sheet is on paper: that is remembered, and the room opens."""
        at = room.clock.now_ms()
        self._tools.tasks.run(
            lambda _job: room.lock.note_sheet(at),
            owner=self,
            done=lambda _nothing: self._hand_over(room),
            failed=lambda error: self._open_undated(room, error),
        )

    def _open_undated(self, room: Room, error: Exception) -> None:
        self._tools.notices.show(error, parent=self)
        self._hand_over(room)

    @Slot(object)
    def _ask_key(self, _why: object) -> None:
        from ui.dialogs.open_room import OpenRoomDialog

        self._set_busy("")
        assert self._opening is not None
        OpenRoomDialog(self._opening, name=self._name_of(self._opening.path), parent=self).open()

    @Slot(object)
    def _show_refusal(self, error: WarroomError) -> None:
        self._set_busy("")
        self._messages.show_notice(notice_of(error))

    @Slot(object)
    def _offer_reading(self, error: Trouble) -> None:
        self._show_refusal(error)
        self.read_only.show()
        self.read_only.setFocus()

    def _fail(self, error: Exception) -> None:
        self._set_busy("")
        self._tools.notices.show(error, parent=self)

    def _set_busy(self, text: str) -> None:
        """Say what is being done; the buttons wait."""
        self._state.setText(text)
        self._busy.setVisible(bool(text))
        for button in (self.resume, self.new, self.open, self.join, self.demo, *(each for each, _room in self._others)):
            button.setEnabled(not text)

    def _name_of(self, path: Path) -> str:
        known = str(path.resolve())
        return next((room.name for room in self._tools.settings.rooms if room.path == known), path.stem)

    # Building

    def _build(self) -> None:
        look, tools = self._tools.look, self._tools
        self._title, self._intro, self._state, self._others_title = (QLabel(self) for _each in range(4))
        self._title.setProperty("role", "page")
        for label in (self._intro, self._state, self._others_title):
            label.setProperty("role", "muted")
            label.setWordWrap(True)
        self._messages = MessageBar(tools.notices, look, self)
        self._busy = QProgressBar(self)
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.hide()
        buttons = [QPushButton(self) for _each in range(8)]
        self.resume, self.new, self.open, self.join, self.demo, self.read_only, self._language, self._dark = buttons
        for quiet in (self._language, self._dark):
            quiet.setProperty("quiet", True)
        for button in buttons:
            button.setAutoDefault(True)
        self.resume.setProperty("large", True)
        self.read_only.hide()
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        for button in (self.new, self.open, self.join, self.demo):
            verbs.addWidget(button, 1)
        column = QVBoxLayout()
        column.setSpacing(12)
        for part in (self._title, self._intro):
            column.addWidget(part)
        column.addSpacing(8)
        column.addWidget(self._messages)
        column.addWidget(self.read_only)
        column.addWidget(self.resume)
        column.addLayout(verbs)
        column.addWidget(self._busy)
        column.addWidget(self._state)
        column.addSpacing(8)
        column.addWidget(self._others_title)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        column.addLayout(self._list)
        for room in self.recent[1 : 1 + OTHERS]:
            self._add_other(room)
        self._arrange(column)

    def _arrange(self, column: QVBoxLayout) -> None:
        """The column in the middle, language and colours in the corner."""
        middle = QWidget(self)
        middle.setLayout(column)
        middle.setFixedWidth(self._tools.look.px(WIDTH))
        corner = QHBoxLayout()
        corner.addStretch(1)
        corner.addWidget(self._language)
        corner.addWidget(self._dark)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.addLayout(corner)
        whole.addStretch(2)
        whole.addWidget(middle, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(3)
        self.resize(self._tools.look.px(960), self._tools.look.px(640))

    def _add_other(self, room: RecentRoom) -> None:
        button = QPushButton(self)
        button.setProperty("quiet", True)
        button.setAutoDefault(True)
        button.setStyleSheet("text-align: left")
        button.clicked.connect(lambda _checked=False: self.open_path(Path(room.path)))
        self._others.append((button, room))
        self._list.addWidget(button)

    @Slot()
    def _say(self) -> None:
        recent, look = self.recent, self._tools.look
        self.setWindowTitle("Warroom")
        self._title.setText("Warroom")
        self._intro.setText(_("Keep the log, decide and act, with no network."))
        self.resume.setVisible(bool(recent))
        if recent:
            self.resume.setText(_("Resume {room}").format(room=self._said(recent[0])))
        for button, room in self._others:
            button.setText(self._said(room))
            button.setToolTip(room.path)
        self._others_title.setText(_("Other rooms on this laptop"))
        self._others_title.setVisible(bool(self._others))
        self.new.setText(_("New room…"))
        self.open.setText(_("Open…"))
        self.join.setText(_("Join a room…"))
        self.join.setToolTip(_("With an invitation that another laptop wrote, and its code"))
        self.demo.setText(_("Demonstration"))
        self.demo.setToolTip(_("A crisis at its worst moment, made of real public outages. It is made anew each time."))
        self.read_only.setText(_("Open to read only"))
        self._language.setText("English" if words.language() == "fr" else "Français")
        self._dark.setText(_("Light colours") if look.dark else _("Dark colours"))
        for button in (self.resume, self.new):
            set_property(button, "primary", button is (self.resume if recent else self.new))

    def _said(self, room: RecentRoom) -> str:
        if room.last_entry_at is None:
            return room.name
        moment = phrases.moment(room.last_entry_at, self._tools.clock.now_ms())
        return _("{room} (last entry {moment})").format(room=room.name, moment=moment)


def _fresh(folder: Path) -> Path:
    """A file name that is free: an earlier demonstration may still be open in another window."""
    count = 1
    while (path := folder / f"demo{count}.warroom").exists():
        count += 1
    return path
