"""Evidence: what was sealed, whether the room is whole, and what its audit noted."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.panels.evidence_audit import AuditSection
from ui.panels.evidence_match import MatchSection
from ui.panels.evidence_seals import SealsSection
from ui.panels.evidence_verify import VerifySection
from ui.panels.section_page import SectionPage
from warroom.words import pgettext


class EvidencePanel(SectionPage):
    """One column: seals, verification, what came back on paper or on a stick, the audit."""

    seal_asked = Signal()
    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.seals, self.verify = SealsSection(desk, self.page), VerifySection(desk, self.page)
        self.match, self.audit = MatchSection(desk, self.page), AuditSection(desk, self.page)
        self.seals.seal_asked.connect(self.seal_asked)
        self.verify.record_chosen.connect(self.record_chosen)
        self.verify.ended.connect(self.audit.refresh)
        for section in (self.seals, self.verify, self.match, self.audit):
            self.add_section(section)
        self._say()

    def title(self) -> str:
        return pgettext("page", "Evidence")
