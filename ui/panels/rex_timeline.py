"""The timeline of a review: key events first, and the gaps and contradictions that somebody has to explain."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.models.rex_timeline import Finding, findings, is_late_said, timeline_model
from ui.models.rex_wizard import RexView
from ui.widgets.framed import framed
from ui.widgets.panel import PanelFrame
from ui.widgets.refill import refill
from ui.widgets.spoken import Spoken
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom.commands.rex_words import without_hour_said
from warroom.domain.rex_timeline import Moment
from warroom.words import _, ngettext

ROWS, LEAST = 14, 260  # lines of the table before it scrolls; pixels of it
SHOWN = 12  # findings before the rest is asked for


class TimelinePart(Spoken, QWidget):
    """Enter in the table opens the entry in the log."""

    record_chosen = Signal(str, str, str)  # incident, noun, id

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: RexView | None = None
        self.findings = FindingsCard(desk, self)
        self.only_key = QCheckBox(self)
        self.only_key.setChecked(True)
        self._count = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.model = timeline_model(desk.look, desk.room.clock.now_ms, self)
        self.table = Table(self.model, desk.look, sortable=False, hugs=ROWS, parent=self)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.only_key)
        head.addWidget(self._count, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.findings)
        column.addLayout(head)
        column.addWidget(framed(self.table, self))
        self.only_key.toggled.connect(lambda _on: self._fill())
        self.table.chosen.connect(self._open)
        self.findings.entry_chosen.connect(self._open_entry)
        self._say()

    def show_view(self, view: RexView) -> None:
        self._view = view
        self.findings.show_view(view)
        self._fill()

    def _fill(self) -> None:
        if self._view is None:
            return
        timeline = self._view.timeline
        rows = timeline.key_events if self.only_key.isChecked() else timeline.moments
        self.model.replace(list(rows))
        self.table.hide_columns(*(() if any(is_late_said(row) for row in rows) else ("written",)))
        self._say()

    def _open(self, row: object) -> None:
        if isinstance(row, Moment) and row.id:
            self.record_chosen.emit(row.incident, "entry", row.id)

    @Slot(str)
    def _open_entry(self, entry: str) -> None:
        found = next((one for one in self._view.timeline.moments if one.id == entry), None) if self._view else None
        if found is not None:
            self._open(found)

    def _say(self) -> None:
        self.only_key.setText(_("Key events only"))
        self.table.setAccessibleName(_("Timeline"))
        self.table.say_empty(
            _("No key event is marked: mark them in the log (Ctrl+Shift+K), or show every entry.")
            if self.only_key.isChecked()
            else _("Nothing was written in the log.")
        )
        every = len(self._view.timeline.moments) if self._view is not None else 0
        key = len(self._view.timeline.key_events) if self._view is not None else 0
        counted = _("{key} of {all}").format(key=key, all=ngettext("{n} line", "{n} lines", every).format(n=every))
        apart = without_hour_said(self._view.timeline) if self._view is not None else ""
        self._count.say(f"{counted} · {apart}" if apart else counted)
        self.model.retranslate()

    # What Qt asks

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.table.setFocus()


class FindingsCard(Spoken, PanelFrame):
    """Each with its sentence, and the explanation or the button that asks for it."""

    entry_chosen = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: RexView | None = None
        self.found: list[Finding] = []
        self._shows_all = False
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(14, 8, 14, 10)
        self._lines.setSpacing(8)
        self.body.addLayout(self._lines)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._say()

    def show_view(self, view: RexView) -> None:
        is_other = self._view is None or self._view.rex.id != view.rex.id
        self._view = view
        if is_other:
            self._shows_all = False
        now = findings(view.timeline, view.facts.notes, self._desk.room.clock.now_ms())
        if now != self.found or is_other:
            self.found = now
            self._say()

    def explain(self, finding: Finding) -> None:
        """Why it was so: a note of the review that answers it."""
        from ui.dialogs.rex_note import ExplainDialog

        if self._view is not None:
            ExplainDialog(self._desk, self._view.rex, finding, self).open()

    def buttons(self) -> list[QPushButton]:
        return [button for button in self.findChildren(QPushButton) if not button.isHidden()]

    def _show_all(self) -> None:
        self._shows_all = True
        self._say()

    def _say(self) -> None:
        left = sum(one.note is None and one.needs_answer for one in self.found)
        self.set_title(_("To explain"))
        self.set_note(
            ngettext("{n} contradiction is open", "{n} contradictions are open", left).format(n=left) if left else "",
            role="due" if left else "muted",
        )
        lines: list[QWidget] = []
        if not self.found:
            label = ToneLabel(self._desk.look, "muted", wrap=True, parent=self)
            label.say(_("No gap and no contradiction was found in the log."))
            lines.append(label)
        shown = self.found if self._shows_all else self.found[:SHOWN]
        lines += [self._line(finding) for finding in shown]
        if len(shown) < len(self.found):
            more, left_out = QPushButton(self), len(self.found) - len(shown)
            more.setProperty("link", True)
            more.setText(ngettext("Show {n} more", "Show {n} more", left_out).format(n=left_out))
            more.clicked.connect(lambda _checked=False: self._show_all())
            lines.append(more)
        refill(self._lines, lines)

    def _line(self, finding: Finding) -> QWidget:
        look, line = self._desk.look, QFrame(self)
        column, row = QVBoxLayout(line), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row.setSpacing(10)
        tone = "muted" if finding.note is not None else "late" if finding.needs_answer else "due"
        kind = _("Gap") if finding.is_gap else _("Contradiction")
        said = ToneLabel(look, tone if finding.note is None else "", wrap=True, parent=line)
        said.say(f"{kind} · {finding.said}")
        row.addWidget(said, 1)
        if finding.entry:
            row.addWidget(self._button(line, _("See it"), lambda: self.entry_chosen.emit(finding.entry), finding))
        if not self._desk.room.read_only:
            words = _("Explain…") if finding.note is None else _("Change…")
            row.addWidget(self._button(line, words, lambda: self.explain(finding), finding))
        column.addLayout(row)
        if finding.note is not None:
            answer = QLabel(line)
            answer.setWordWrap(True)
            answer.setProperty("role", "muted")
            answer.setText(_("Explained by {who}: {text}").format(who=finding.note.by, text=finding.note.text))
            column.addWidget(answer)
        return line

    def _button(self, line: QWidget, words: str, run: Callable[[], object], finding: Finding) -> QPushButton:
        button = QPushButton(words, line)
        button.setProperty("link", True)
        button.setAccessibleName(f"{words} {finding.said}")
        button.clicked.connect(lambda _checked=False: run())
        return button
