"""Import: choose files, map the columns of tables, see what would happen, then let it happen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.parts.attachments import dropped_files
from ui.tasks import Cancelled, Job
from ui.widgets.alerts_page import AlertsPage
from ui.widgets.file_dialog import file_dialog
from ui.widgets.mapping_page import MappingPage, signature
from ui.widgets.outcome_page import OutcomePage, Sum
from ui.widgets.people_mapping_page import PeopleMappingPage
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.domain.incidents import Incident
from warroom.doors.alerts import Preview as AlertsPreview
from warroom.errors import WarroomError
from warroom.imports import TablePreview
from warroom.room import preview_import
from warroom.words import _

if TYPE_CHECKING:
    from warroom.doors.roster_in import PeoplePreview
    from warroom.formats import Mapping as ImportMapping
    from warroom.formats.people_columns import PeopleMapping
    from warroom.imports import ImportOutcome

    Seen = TablePreview | PeoplePreview | AlertsPreview

Tables = list[tuple[Path, "Seen"]]


class ImportDialog(Spoken, QDialog):
    """Four pages: files, columns, what will happen, what happened."""

    imported = Signal(object)  # a Sum

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, *, into: Incident | None = None, files: Sequence[str] = ()
    ) -> None:
        super().__init__(parent)
        self._desk, self._into = desk, into
        self._files: list[Path] = []
        self._tables: Tables = []
        self._mappings: dict[Path, ImportMapping | PeopleMapping] = {}
        self._about: dict[Path, str] = {}  # the incident that a file of alerts is about, "" for none yet
        self._unread: list[tuple[Path, str]] = []
        self._step = 0  # which table is being mapped
        self._job: Job | None = None
        self._run: Callable[[], None] = self.choose_files
        self._said: Callable[[], str] = lambda: _("Choose files")
        self.setModal(True)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(desk.look.px(880), desk.look.px(560))
        self._build()
        self._say()
        if files:
            self.take_files(files)

    # The way through

    def choose_files(self) -> None:
        dialog = file_dialog(self, _("Import files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.take_files)
        dialog.open()

    def take_files(self, files: Sequence[str]) -> None:
        """Look into these files: tables ask for their columns, the others speak for themselves."""
        self._files = [Path(file) for file in files]
        self._mappings, self._about, self._unread, self._step = {}, {}, [], 0
        self._work(lambda _job: self._look_into(self._files), self._map_next_first)

    def rehearse(self) -> None:
        """Say what would happen, keeping nothing."""
        self._work(lambda job: self._import_all(job, dry_run=True), self._show_rehearsal)

    def import_now(self) -> None:
        """What is good comes in; the rest is listed."""
        self._work(lambda job: self._import_all(job, dry_run=False), self._show_result)

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self._heading = QLabel(self)
        self._heading.setProperty("role", "title")
        self._drop = ToneLabel(look, "muted", px=15, wrap=True, parent=self)
        self._drop.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._mapping, self._outcome = MappingPage(look, self), OutcomePage(self._desk, self)
        self._people, self._alerts = PeopleMappingPage(look, self), AlertsPage(self._desk, self)
        self._pages = QStackedWidget(self)
        for page in (self._drop, self._mapping, self._people, self._alerts, self._outcome):
            self._pages.addWidget(page)
        self._trouble = ToneLabel(look, "late", wrap=True, parent=self)
        self._trouble.hide()
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.hide()
        self._next, self._cancel = QPushButton(self), QPushButton(self)
        self._next.setProperty("primary", True)
        self._next.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._progress, 1)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._next)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(self._heading)
        whole.addWidget(self._pages, 1)
        whole.addWidget(self._trouble)
        whole.addLayout(buttons)
        self._next.clicked.connect(lambda _checked=False: self._run())
        self._cancel.clicked.connect(self.reject)
        for page in (self._mapping, self._people):
            page.sheet_chosen.connect(self._read_sheet)
        self._alerts.incident_chosen.connect(self._read_for)

    def _offer(self, words: Callable[[], str], run: Callable[[], None]) -> None:
        """What the primary button does now."""
        self._said, self._run = words, run
        self._say()
        self._next.setFocus()

    # Reading

    def _look_into(self, files: Sequence[Path]) -> Tables:
        tables: Tables = []
        for file in files:
            try:
                preview = self._preview(file)
            except WarroomError as error:
                self._unread.append((file, str(error)))
                continue
            if preview is not None:
                tables.append((file, preview))
        return tables

    def _preview(self, file: Path, *, sheet: str | None = None) -> Seen | None:
        """People are for the roster, unless one imports into a log."""
        if self._desk.room.alerts.takes(file):
            into = str(self._into.id) if self._into else None
            return self._desk.room.alerts.preview(file, into=self._about.get(file, into))
        people = None if self._into else self._desk.room.roster_in.preview(file, sheet=sheet)
        return people or preview_import(file, sheet=sheet)

    def _map_next_first(self, tables: Tables) -> None:
        self._tables, self._step = tables, 0
        self._map_next()

    def _map_next(self) -> None:
        if self._step >= len(self._tables):
            self.rehearse()
            return
        file, preview = self._tables[self._step]
        if isinstance(preview, AlertsPreview):
            self._alerts.show_alerts(file.name, preview, into=self._into)
            self._pages.setCurrentWidget(self._alerts)
            self._offer(lambda: _("Next"), self._keep_incident)
            return
        if not isinstance(preview, TablePreview):
            self._people.show_people(file.name, preview)
            self._pages.setCurrentWidget(self._people)
            self._offer(lambda: _("Next"), self._keep_people)
            return
        remembered = self._desk.room.views.local(f"mapping.{signature(preview.columns)}")
        today = phrases.local(self._desk.room.clock.now_ms()).date()
        self._mapping.show_table(file.name, preview, remembered=remembered, today=today)
        self._pages.setCurrentWidget(self._mapping)
        self._offer(lambda: _("Next"), self._keep_mapping)

    def _keep_incident(self) -> None:
        self._about[self._tables[self._step][0]] = self._alerts.incident()
        self._step += 1
        self._map_next()

    def _read_for(self, incident: str) -> None:
        """What becomes of alerts depends on the incident: real and exercise never mix."""
        file, _before = self._tables[self._step]
        self._about[file] = incident

        def show(preview: Seen | None) -> None:
            if preview is not None:
                self._tables[self._step] = (file, preview)
            self._map_next()

        self._work(lambda _job: self._preview(file), show)

    def _keep_people(self) -> None:
        self._mappings[self._tables[self._step][0]] = self._people.mapping()
        self._step += 1
        self._map_next()

    def _keep_mapping(self) -> None:
        self._mappings[self._tables[self._step][0]] = self._mapping.mapping()
        name, kept = self._mapping.to_remember()
        self._step += 1
        room = self._desk.room
        self._work(lambda _job: room.keep_local(f"mapping.{name}", kept), lambda _none: self._map_next())

    def _read_sheet(self, sheet: str) -> None:
        """Another sheet of the same workbook has other columns."""
        file, before = self._tables[self._step]

        def show(preview: Seen | None) -> None:
            self._tables[self._step] = (file, preview or before)
            self._map_next()
            for page in (self._mapping, self._people):
                page.choose_sheet(sheet)

        self._work(lambda _job: self._preview(file, sheet=sheet), show)

    def _import_all(self, job: Job, *, dry_run: bool) -> Sum:
        total, room = Sum(), self._desk.room
        into = self._into.id if self._into else None
        for file, why in self._unread:
            total.remark(is_refused=True, source=file.name, where=_("whole file"), reason=why)
        unread = {file for file, _why in self._unread}
        for file in self._files:
            if file in unread:
                continue
            try:
                outcome: ImportOutcome = room.import_file(
                    file,
                    into=self._about.get(file, into),
                    mapping=self._mappings.get(file),
                    dry_run=dry_run,
                    step=job.step,
                )
            except WarroomError as error:
                total.remark(is_refused=True, source=file.name, where=_("whole file"), reason=str(error))
            else:
                total.take(outcome)
        return total

    # Showing

    def _show_rehearsal(self, total: Sum) -> None:
        self._outcome.show_sum(total, rehearsed=True)
        self._pages.setCurrentWidget(self._outcome)
        if total.changes_something:
            self._offer(lambda: _("Import"), self.import_now)
        else:
            self._offer(lambda: _("Choose other files"), self.choose_files)

    def _show_result(self, total: Sum) -> None:
        self._outcome.show_sum(total, rehearsed=False)
        self._pages.setCurrentWidget(self._outcome)
        self._cancel.hide()
        self._offer(lambda: _("Close"), self.accept)
        self.imported.emit(total)

    def _work(self, work: Callable[[Job], object], done: Callable[..., None]) -> None:
        self._trouble.hide()
        self._set_working(True)

        def end(result: object) -> None:
            self._set_working(False)
            done(result)

        self._job = self._desk.tasks.run(work, owner=self, done=end, failed=self._stop, progress=self._show_step)

    def _stop(self, error: Exception) -> None:
        self._set_working(False)
        if isinstance(error, Cancelled):
            self._trouble.say(_("Stopped. What came in before stays; importing again adds only the rest."), "due")
        elif isinstance(error, WarroomError):
            self._trouble.say(str(error), "late")
        else:
            self._desk.notices.show(error, parent=self)
            return
        self._trouble.show()

    def _show_step(self, done: int, total: int) -> None:
        self._progress.setRange(0, 1000)
        self._progress.setValue(done * 1000 // max(1, total))

    def _set_working(self, working: bool) -> None:
        self._progress.setRange(0, 0)
        self._progress.setVisible(working)
        self._next.setEnabled(not working)
        if not working:
            self._job = None

    def _say(self) -> None:
        if self._into is not None:
            self._heading.setText(_("Import into the log of {number}").format(number=self._into.number))
        else:
            self._heading.setText(_("Import"))
        self.setWindowTitle(self._heading.text())
        self._drop.say(
            _("Drop files here: CSV or Excel logs, status page histories (GitHub JSON lines, cState),")
            + " "
            + _("contacts (vCard, CSV or Excel directories), alerts (CAP).")
            + "\n"
            + _("The same file twice adds nothing.")
        )
        self._next.setText(self._said())
        self._cancel.setText(_("Cancel"))

    # What Qt asks

    def reject(self) -> None:
        """Cancel stops what runs; pressed again it leaves."""
        if self._job is not None:
            self._job.cancel()
            return
        super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._job is None and dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take_files(dropped_files(event.mimeData()))
