"""What is done on the page of on-call: each deed is one command, or one dialog."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.desk import Desk
from ui.tasks import Job
from ui.widgets.file_dialog import file_dialog
from ui.widgets.week_grid import Item
from warroom import phrases
from warroom.commands import DropOverride, TakeShift
from warroom.domain.audit import Event
from warroom.domain.on_call import Rotation
from warroom.domain.turns import Gap, OnCall, Source, Stretch, Watch
from warroom.doors.calendars import BroughtIn
from warroom.words import _, ngettext

HOURS_ALONE = 8  # a turn without an end in sight, or a gap, is taken for so long at once (doctrine §2.4)
HOUR_MS = 3_600_000


class OnCallDeeds(QObject):
    """Asks, does, and says what came of it."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page

    # One click

    def take(self, item: Item) -> None:
        """Whoever sits here takes over, from now on if it has begun."""
        now = self._desk.room.clock.now_ms()
        start = max(item.from_at, now) if item.until_at > now else item.from_at
        instead = (item.person or item.name) if isinstance(item, Stretch) else ""
        self._take(item.rotation, start, item.until_at, instead)

    def take_now(self, on: OnCall) -> None:
        """Take over what is on now, until it ends."""
        now = self._desk.room.clock.now_ms()
        until = on.until_at if on.until_at is not None else now + HOURS_ALONE * HOUR_MS
        self._take(on.rotation.id, now, until, on.person or on.name)

    def take_back(self, item: Item) -> None:
        """A change does not hold any more; of a swap both halves go."""
        if isinstance(item, Stretch) and item.record:
            done = self._desk.room.do(DropOverride(override=item.record))
            self._desk.tasks.follow(done, owner=self._page, done=lambda _none: self._say(_("Taken back. Undo: Ctrl+Z")))

    def _take(self, rotation: str, start: int, end: int, instead: str) -> None:
        room = self._desk.room
        if not room.member:
            self._desk.verbs.use("person")
            return
        done = room.do(TakeShift(rotation=rotation, from_at=start, until_at=end, instead=instead))
        until = phrases.moment(end, room.clock.now_ms())
        said = _("{name} is on call until {time}. Undo: Ctrl+Z").format(name=room.member, time=until)
        self._desk.tasks.follow(done, owner=self._page, done=lambda _made: self._say(said))

    # Dialogs

    def replace(self, item: Item) -> None:
        """Somebody else stands in."""
        from ui.dialogs.oncall import StandInDialog

        rotation = self._rotation(item.rotation)
        if rotation is not None and not self._desk.room.read_only:
            StandInDialog(self._desk, rotation, item, self._page).open()

    def replace_now(self, on: OnCall) -> None:
        """Somebody else stands in for who is on now."""
        now = self._desk.room.clock.now_ms()
        until = on.until_at if on.until_at is not None else now + HOURS_ALONE * HOUR_MS
        if on.state is Watch.ON:
            self.replace(Stretch(on.rotation.id, on.person, on.name, now, until, Source(on.source)))
        else:
            self.replace(Gap(on.rotation.id, now, until))

    def swap(self, item: Item) -> None:
        """Two take each other's turn."""
        from ui.dialogs.oncall import SwapDialog

        rotation = self._rotation(item.rotation)
        if rotation is not None and isinstance(item, Stretch):
            SwapDialog(self._desk, rotation, item, self._page).open()

    def match(self, names: tuple[tuple[str, int], ...]) -> None:
        """Say who of the roster a name is."""
        from ui.dialogs.oncall import MatchDialog

        MatchDialog(self._desk, names, self._page).open()

    def add_rotation(self) -> None:
        """Make a rotation."""
        from ui.dialogs.rotation import RotationDialog

        RotationDialog(self._desk, None, self._page).open()

    def amend_rotation(self, rotation: Rotation) -> None:
        """Change who takes turns, and when."""
        from ui.dialogs.rotation import RotationDialog

        RotationDialog(self._desk, rotation, self._page).open()

    def import_calendar(self) -> None:
        """Bring a calendar in."""
        from ui.dialogs.import_calendar import ImportCalendarDialog

        dialog = ImportCalendarDialog(self._desk, self._page)
        dialog.imported.connect(self._say_import)
        dialog.open()

    def export_week(self, at_ms: int, kind: str) -> None:
        """Write the week of an instant: iCalendar, CSV, or one page."""
        dialog = file_dialog(self._page, _("Export the week"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind)
        dialog.selectFile(f"on-call.{kind}")
        dialog.fileSelected.connect(lambda file: self._write(at_ms, kind, Path(file)))
        dialog.open()

    def print_week(self, at_ms: int) -> None:
        """The week on one page, to the printer of this laptop; without one, into a file."""
        from ui.models.oncall import days_of
        from ui.panels.point_print import default_printer
        from ui.printing import print_pages

        printer, room, days = default_printer(), self._desk.room, days_of(at_ms)
        if not printer:
            self.export_week(at_ms, "pdf")
            return

        def work(_job: Job) -> str:
            leaflet = room.calendars.leaflet(from_ms=days[0], until_ms=days[-1])
            pages = leaflet.pictures()
            print_pages(pages, printer=printer, title=leaflet.title)
            room.audit.note(Event.PRINTED, {"title": leaflet.title, "pages": len(pages)})
            return leaflet.title

        said = _("{title}: sent to {printer}.")
        self._desk.tasks.run(
            work, owner=self._page, done=lambda title: self._say(said.format(title=title, printer=printer))
        )

    def _write(self, at_ms: int, kind: str, file: Path) -> None:
        from ui.models.oncall import days_of

        days, room = days_of(at_ms), self._desk.room

        def write(_job: Job) -> Path:
            path = room.calendars.export(file, kind, from_ms=days[0], until_ms=days[-1])
            room.audit.note(Event.EXPORTED, {"file": path.name, "kind": "on-call"})
            room.erasure.note_copy("export", path)
            return path

        self._desk.tasks.run(
            write, owner=self._page, done=lambda path: self._say(_("Written: {name}").format(name=path.name))
        )

    def _say_import(self, outcome: BroughtIn) -> None:
        many = outcome.added
        told = ngettext("{n} time on call added", "{n} times on call added", many).format(n=many)
        more = _("{changed} moved, {unchanged} known, {gone} gone").format(
            changed=outcome.changed, unchanged=outcome.unchanged, gone=outcome.gone
        )
        self._say(f"{told}; {more}")

    def _say(self, text: str) -> None:
        self._desk.notices.say(text)

    def _rotation(self, record: str) -> Rotation | None:
        return next((each for each in self._desk.room.views.rotations() if each.id == record), None)
