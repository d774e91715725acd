"""Switch to paper: one set of papers to a printer or a stick, with its progress and Cancel; no dialog on the way."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QProgressBar, QPushButton, QWidget

from ui.desk import Desk
from ui.latest import Latest
from ui.panels.security_section import Section
from ui.tasks import Cancelled, Job
from ui.widgets.file_dialog import file_dialog
from ui.widgets.paper_place import FOLDER, PRINTER, PaperPlace, place_of, places
from ui.widgets.tone import ToneLabel
from warroom.domain.paper import SHEETS
from warroom.doors.paper import SetOfPapers
from warroom.errors import WarroomError
from warroom.room import Room
from warroom.words import _


class SwitchSection(Section):
    """Remembers where papers went last, so that next time one key is enough."""

    switched = Signal(str)  # the number of the set

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._places: list[PaperPlace] = []
        self._job: Job | None = None
        self._is_wanted = False
        self._incident = ""
        self._latest = Latest(desk, owner=self, read=lambda _job: places(), show=self._show_places)
        self._build()
        self._say()

    def switch(self, incident: str = "") -> None:
        """Begin as soon as it is known where to; ask for a place only where none is remembered or there any more.

        `incident` is one whose papers are wanted; without, all that are live.
        """
        self._incident = incident
        if self._job is None:
            self._is_wanted = True
            self.refresh()

    def refresh(self) -> None:
        self._latest.ask()

    @property
    def is_working(self) -> bool:
        return self._job is not None

    def use_folder(self, folder: str) -> None:
        """One more place, chosen at once."""
        place = PaperPlace(FOLDER, folder)
        if place not in self._places:
            self._places.append(place)
        self._fill(place)
        self.go.setFocus()

    # Working

    def _begin(self) -> None:
        place = self._chosen()
        if place is None:
            self._tell(_("This laptop has no printer. Plug in a stick, or choose a folder."), "due")
            self.folder.setFocus()
            return
        settings = self.desk.settings
        if settings.paper_place != place.kept:
            settings.paper_place = place.kept
            settings.save()
        room, incident = self.desk.room, self._incident
        self._tell(_("Taking numbers and laying the pages out…"), "muted")
        self._job = self.desk.tasks.run(
            lambda job: _put_on_paper(room, place, incident, job),
            owner=self,
            done=lambda papers: self._end(papers, place),
            failed=self._stop,
            progress=self._show_step,
        )
        self._set_working()

    def _end(self, papers: SetOfPapers, place: PaperPlace) -> None:
        self._job = None
        said = (
            _("Set {number} is on paper: {place}.") if place.kind == PRINTER else _("Set {number} is written: {place}.")
        )
        parts = [said.format(number=papers.number, place=place.name)]
        if papers.sheets:
            parts.append(_("Blank sheets {first} to {last}.").format(first=papers.sheets[0], last=papers.sheets[-1]))
        self._tell(" ".join(parts), "good")
        self._set_working()
        self.switched.emit(papers.number)

    def _stop(self, error: Exception) -> None:
        self._job = None
        self._set_working()
        if isinstance(error, Cancelled):
            self._tell(_("Cancelled. The numbers that had been taken are void."), "muted")
        elif isinstance(error, WarroomError):
            self._tell(str(error), "late")
        else:
            self.desk.notices.show(error, parent=self)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _show_step(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _set_working(self) -> None:
        self.bar.setVisible(self.is_working)
        self.cancel.setVisible(self.is_working)
        self.bar.setRange(0, 0)
        for widget in (self.place, self.folder, self.go):
            widget.setEnabled(not self.is_working and self.can_change)

    def _tell(self, text: str, tone: str) -> None:
        self.result.say(text, tone)
        self.result.setVisible(bool(text))

    # Places

    def _show_places(self, found: list[PaperPlace]) -> None:
        """What is there now; folders chosen before stay."""
        kept, chosen = place_of(self.desk.settings.paper_place), self._chosen()
        mine = [each for each in self._places if each.kind == FOLDER and each not in found and each.is_there]
        if kept is not None and kept.kind == FOLDER and kept.is_there and kept not in (*found, *mine):
            mine.insert(0, kept)
        self._places = [*found, *mine]
        self._fill(chosen if chosen in self._places else kept)
        if self._is_wanted:
            self._is_wanted = False
            if kept is not None and kept in self._places:
                self._begin()
            elif self._places:
                self._tell(_("Choose where the papers go, then press Enter. It is remembered."), "due")
                self.go.setFocus()
            else:
                self._begin()

    def _fill(self, wanted: PaperPlace | None) -> None:
        self.place.clear()
        self.place.addItems([place.said for place in self._places])
        if wanted in self._places:
            self.place.setCurrentIndex(self._places.index(wanted))
        self.place.setVisible(bool(self._places))

    def _chosen(self) -> PaperPlace | None:
        at = self.place.currentIndex()
        return self._places[at] if 0 <= at < len(self._places) else None

    def _ask_folder(self) -> None:
        dialog = file_dialog(self.window(), _("Folder for the papers"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.use_folder)
        dialog.open()

    # Building and words

    def _build(self) -> None:
        self.about = ToneLabel(self.desk.look, "muted", wrap=True, parent=self)
        self.place, self.bar = QComboBox(self), QProgressBar(self)
        self.place.hide()
        self.folder, self.go, self.cancel = QPushButton(self), QPushButton(self), QPushButton(self)
        self.go.setProperty("primary", True)
        self.go.setAutoDefault(True)
        self.bar.setTextVisible(False)
        self.result = ToneLabel(self.desk.look, wrap=True, parent=self)
        self.result.hide()
        self.folder.clicked.connect(lambda _checked=False: self._ask_folder())
        self.go.clicked.connect(lambda _checked=False: self._begin())
        self.cancel.clicked.connect(lambda _checked=False: self._cancel())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.place, 1)
        row.addWidget(self.folder)
        row.addStretch(1)
        row.addWidget(self.go)
        under = QHBoxLayout()
        under.setSpacing(8)
        under.addWidget(self.bar, 1)
        under.addWidget(self.cancel)
        self.body.setContentsMargins(14, 10, 14, 12)
        self.body.setSpacing(8)
        self.body.addWidget(self.about)
        self.body.addLayout(row)
        self.body.addLayout(under)
        self.body.addWidget(self.result)
        self._set_working()

    def _say(self) -> None:
        self.set_title(_("Switch to paper"))
        self.set_note(_("everything needed to go on without laptops"))
        self.about.say(
            _(
                "One PDF: situation, intent, decisions and actions, all clocks as times of day, telephones, the last "
                "entries, and {count} numbered blank sheets. Nothing restricted is in it."
            ).format(count=SHEETS)
        )
        self.folder.setText(_("Folder…"))
        self.go.setText(_("Switch to paper"))
        self.cancel.setText(_("Cancel"))
        self.place.setAccessibleName(_("Where the papers go"))
        self.bar.setAccessibleName(_("Progress"))
        at = self.place.currentIndex()
        for row, place in enumerate(self._places):
            self.place.setItemText(row, place.said)
        self.place.setCurrentIndex(at)
        super()._say()


def _put_on_paper(room: Room, place: PaperPlace, incident: str, job: Job) -> SetOfPapers:
    """Numbers, pages, and out; what does not reach paper takes its numbers along."""
    if place.kind == FOLDER:
        papers, _path = room.paper.switch(Path(place.name), incident, step=job.step)
        return papers
    from ui.printing import print_pages

    job.step(0, 3)
    papers = room.paper.take(incident, place="")
    try:
        pages = room.paper.pages(papers, step=lambda _done, _total: job.step(1, 3))
        job.step(2, 3)
        print_pages(pages, printer=place.name, title=papers.number)
    except BaseException as error:
        said = error.message if isinstance(error, WarroomError) else _("cancelled before it was printed")
        room.paper.spoil(papers, said)
        raise
    room.paper.printed(papers, pages=len(pages))
    job.step(3, 3)
    return papers
