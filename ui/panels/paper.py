"""Paper: go on without laptops, which copies are about, and sheets that come back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.panels.paper_copies import CopiesList
from ui.panels.paper_sheets import SheetsList
from ui.panels.paper_switch import SwitchSection
from ui.panels.paper_transcribe import TranscribeSection
from ui.panels.section_page import SectionPage
from warroom.words import pgettext


class PaperPanel(SectionPage):
    """One column: the switch, printed copies, sheets, and the form that takes sheets back."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.switch, self.copies = SwitchSection(desk, self.page), CopiesList(desk, self.page)
        self.sheets, self.transcribe = SheetsList(desk, self.page), TranscribeSection(desk, self.page)
        for section in (self.switch, self.copies, self.sheets, self.transcribe):
            self.add_section(section)
        self.sheets.sheet_chosen.connect(self._begin)
        self.sheets.shown.connect(self._show_blank)
        self._say()

    def settle(self) -> None:
        """Keep what is half typed of a sheet."""
        self.transcribe.keep_draft()

    def _begin(self, number: str) -> None:
        self.transcribe.begin(number)
        self.ensureWidgetVisible(self.transcribe)

    def _show_blank(self) -> None:
        self.transcribe.show_blank([row.sheet for row in self.sheets.out])

    def title(self) -> str:
        return pgettext("page", "Paper")
