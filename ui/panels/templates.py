"""Templates of messages: those that ship, as this room changed them, and its own; beside them the chosen one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.latest import Latest
from ui.leaflets import LeafletPrinter
from ui.models.table import TableModel
from ui.models.templates import (
    TemplateShown,
    TemplatesView,
    matches,
    read_template,
    read_templates,
    template_columns,
)
from ui.panels.template_card import TemplateCard
from ui.tasks import Job
from ui.widgets.file_dialog import file_dialog
from ui.widgets.framed import framed
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom.commands import RetireTemplate
from warroom.domain.audience_book import AudienceBook
from warroom.domain.template_book import Template, TemplateBook
from warroom.doors.templates import TemplatesFile
from warroom.room import Change
from warroom.words import _, ngettext

NOUNS = ("template", "wording", "audience", "lesson", "lesson_link")
FILLING = ("incident", "impact", "service", "action", "decision", "message", "release", "sentence", "entry_mark")
LIST, BESIDE, SHORT = 430, 860, 210  # the list beside the card, or above it and not so tall
REST_MS = 60


class TemplatesPanel(Spoken, QWidget):
    """Type to find one; its texts stand beside the list, with their variables or filled for the current incident."""

    lesson_chosen = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.view = TemplatesView(TemplateBook(), AudienceBook())
        self._incident, self._wanted = "", ""
        self._latest: Latest[TemplatesView] = Latest(desk, owner=self, read=self._read, show=self._take)
        self._one: Latest[tuple[str, TemplateShown | None]] = Latest(
            desk, owner=self, read=self._read_one, show=self._take_one
        )
        self._code = ""
        self._build()
        self._say()
        self._rest = QTimer(self, interval=REST_MS)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._choose)
        self.table.selected.connect(self._rest.start)
        self.table.chosen.connect(lambda _row: self.change_text("fr"))
        self.search.textChanged.connect(self._list)
        self.filled.toggled.connect(lambda _on: self._one.ask())
        desk.changes.changed.connect(self._follow)

    # What can be asked of it

    def show_incident(self, incident: str | None) -> None:
        """Fill them for this incident, where they are shown filled."""
        self._incident = incident or ""
        self.filled.setEnabled(bool(self._incident))
        self._one.ask()

    def reveal(self, code: str) -> None:
        """Show this one, whatever was looked for."""
        self._wanted = code
        self.search.clear()
        self._list()

    def find_here(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def print_(self) -> None:
        """The chosen template on paper (Ctrl+P), filled where it is shown filled."""
        if self.current() is not None:
            self._print([self._code])

    def current(self) -> Template | None:
        row: Template | None = self.table.current()
        return row

    def add(self) -> None:
        from ui.dialogs.template_about import AddTemplateDialog

        dialog = AddTemplateDialog(self.desk, self.current(), self.window())
        dialog.succeeded.connect(lambda _record: self._latest.ask())
        dialog.added.connect(self.reveal)
        dialog.open()

    def change(self) -> None:
        from ui.dialogs.template_about import AmendTemplateDialog

        if (row := self.current()) is not None:
            AmendTemplateDialog(self.desk, row, self.window()).open()

    def change_text(self, language: str) -> None:
        from ui.dialogs.template_wording import WordingDialog

        row = self.current()
        if row is not None and not self.desk.room.read_only:
            WordingDialog(self.desk, row, language, incident=self._incident, parent=self.window()).open()

    def open_versions(self, language: str) -> None:
        from ui.dialogs.template_versions import VersionsDialog

        if (row := self.current()) is not None:
            VersionsDialog(self.desk, row, language, self.window()).open()

    def put_aside(self) -> None:
        """Put it aside, or take it up again; Ctrl+Z takes it back."""
        if (row := self.current()) is not None:
            command = RetireTemplate(template=row.code, retired=not row.retired)
            self.desk.tasks.follow(self.desk.room.do(command), owner=self)

    # Files and paper

    def export(self, *, everything: bool) -> None:
        dialog = file_dialog(self, _("Write templates into a file"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(_("warroom-templates.yaml"))
        codes = () if everything else (self._code,)
        dialog.fileSelected.connect(lambda file: self.write(Path(file), codes))
        dialog.open()

    def write(self, path: Path, codes: tuple[str, ...]) -> None:
        """The dialog asked whether to overwrite."""
        templates = self.desk.room.templates
        self.desk.tasks.run(
            lambda _job: templates.export(path, codes, force=True),
            owner=self,
            done=lambda file: self.desk.notices.say(_("Templates written to {file}.").format(file=str(file))),
        )

    def bring(self) -> None:
        dialog = file_dialog(self, _("Bring templates in from a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda file: self.read_file(Path(file)))
        dialog.open()

    def read_file(self, path: Path) -> None:
        """Read it, and show what it would change before anything is."""
        from ui.dialogs.template_import import ImportTemplatesDialog

        def ask(file: TemplatesFile) -> None:
            ImportTemplatesDialog(self.desk, file, self.window()).open()

        self.desk.tasks.run(lambda _job: self.desk.room.templates.read(path), owner=self, done=ask)

    def _print(self, codes: list[str]) -> None:
        incident = self._incident if self.filled.isChecked() else ""
        templates, exercise = self.desk.room.templates, False
        if incident:
            exercise = self.desk.room.views.incident(incident).exercise
        LeafletPrinter(self.desk, self).print_(
            lambda _made: templates.sheet(codes, incident=incident), exercise=exercise
        )

    # Building

    def _build(self) -> None:
        desk = self.desk
        self.model: TableModel[Template] = TableModel(
            template_columns(),
            ident=lambda row: row.code,
            look=desk.look,
            now=desk.room.clock.now_ms,
            parent=self,
        )
        self.table = Table(self.model, desk.look, parent=self)
        self.card = TemplateCard(desk, self)
        self.card.text_asked.connect(self.change_text)
        self.card.versions_asked.connect(self.open_versions)
        self.card.change_asked.connect(self.change)
        self.card.aside_asked.connect(self.put_aside)
        self.card.lesson_chosen.connect(self.lesson_chosen)
        self._heading, self._count = QLabel(self), ToneLabel(desk.look, "muted", parent=self)
        self._heading.setProperty("role", "page")
        self.filled, self.search = QCheckBox(self), QLineEdit(self)
        self.filled.setEnabled(False)
        self.search.setClearButtonEnabled(True)
        self.files, self.new = QPushButton(self), QPushButton(self)
        self._menu = QMenu(self.files)
        self.files.setMenu(self._menu)
        self.new.setProperty("primary", True)
        self.new.setEnabled(not desk.room.read_only)
        self.new.clicked.connect(lambda _checked=False: self.add())
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self._heading, self._count):
            head.addWidget(widget)
        head.addStretch(1)
        for hand in (self.files, self.new):
            head.addWidget(hand)
        self._left = QWidget(self)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addWidget(self.filled)
        left.addWidget(framed(self.table, self._left), 1)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(14)
        self._sides.addWidget(self._left)
        self._sides.addWidget(self.card, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 12, 12)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addLayout(self._sides, 1)

    def _say(self) -> None:
        self._heading.setText(_("Message templates"))
        self.setAccessibleName(self._heading.text())
        self.search.setPlaceholderText(_("Find a template"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.filled.setText(_("Filled for the current incident"))
        self.filled.setToolTip(_("Opens with an incident; what is missing is shown in red"))
        self.files.setText(_("Files and paper"))
        self.new.setText(_("Add a template…"))
        self.table.setAccessibleName(self._heading.text())
        self.table.say_empty(_("No template says that: empty the search, or add one."))
        self._say_menu()
        self._say_count()
        self.model.retranslate()

    def _say_menu(self) -> None:
        self._menu.clear()
        may = not self.desk.room.read_only
        lines = (
            (_("Bring templates in from a file…"), self.bring, may),
            (_("Write all into a file…"), lambda: self.export(everything=True), True),
            (_("Write this one into a file…"), lambda: self.export(everything=False), True),
            (_("Print this one"), self.print_, True),
            (_("Print all of them"), lambda: self._print([]), True),
        )
        for words, run, can in lines:
            action = self._menu.addAction(words)
            action.setEnabled(can)
            action.triggered.connect(lambda _checked=False, run=run: run())

    def _say_count(self) -> None:
        own = sum(1 for item in self.view.book.templates.values() if item.changed or not item.ships)
        said = ngettext("{n} changed or ours", "{n} changed or ours", own).format(n=own)
        self._count.setText(said if own else "")

    # Reading

    def _read(self, _job: Job) -> TemplatesView:
        return read_templates(self.desk.room)

    def _take(self, view: TemplatesView) -> None:
        self.view = view
        self._say_count()
        self._list()
        self._one.ask()

    @Slot()
    def _list(self) -> None:
        sought = self.search.text()
        rows = [row for row in self.view.book.listed(retired=True) if matches(row, sought, self.view.audiences)]
        self.model.replace(sorted(rows, key=lambda row: (row.retired, not row.ships, row.code)))
        if self._wanted and self.table.select(self._wanted):
            self._wanted = ""
        if self.table.current() is None and rows:
            self.table.selectRow(0)
        self._choose()

    @Slot()
    def _choose(self) -> None:
        row = self.current()
        code = row.code if row is not None else ""
        if code != self._code:
            self._code = code
            self._one.ask()

    def _read_one(self, _job: Job) -> tuple[str, TemplateShown | None]:
        code = self._code
        incident = self._incident if self.filled.isChecked() else ""
        return code, read_template(self.desk.room, code, incident) if code else None

    def _take_one(self, answer: tuple[str, TemplateShown | None]) -> None:
        code, shown = answer
        if code == self._code:
            self.card.show_template(shown, self.view)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if not self.isVisible():
            return
        if change.touches(*NOUNS):
            self._latest.ask()
        elif self.filled.isChecked() and change.touches(*FILLING):
            self._one.ask()

    # What Qt asks

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.table.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._latest.ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        look = self.desk.look
        beside = self.width() >= look.px(BESIDE)
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._left.setFixedWidth(min(look.px(LIST), self.width() * 2 // 5)) if beside else None
        if not beside:
            self._left.setMinimumWidth(0)
            self._left.setMaximumWidth(16_777_215)
        self._left.setMaximumHeight(16_777_215 if beside else look.px(SHORT))
