"""One statement of a review, with what it rests on; and the explanation of a gap or a contradiction."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.evidence_pick import EvidenceField
from ui.dialogs.form import Form
from ui.models.rex_timeline import Finding
from ui.widgets.choice import Choice, Way
from ui.widgets.fields import TextBox
from ui.widgets.tone import ToneLabel
from warroom.commands import AddNote, AmendNote, RemoveNote
from warroom.commands.rex_words import note_kind_word
from warroom.domain.rex import NoteKind, Rex, RexNote
from warroom.words import _

KINDS = (NoteKind.WELL, NoteKind.BADLY, NoteKind.LUCK, NoteKind.FEELING, NoteKind.QUESTION)


class NoteDialog(Form):
    """A new statement, or one that is changed or taken away."""

    def __init__(
        self, desk: Desk, rex: Rex, note: RexNote | None = None, parent: QWidget | None = None, *,
        kind: NoteKind = NoteKind.WELL, section: str = "good_bad_luck",
    ) -> None:  # fmt: skip
        super().__init__(desk, parent, width=720)
        self._rex, self._note, self._section = rex, note, note.section if note is not None else section
        self._seen = desk.room.views.sources("rex_note", note.id) if note is not None else None
        ways = [Way(each, partial(note_kind_word, each), key=str(at)) for at, each in enumerate(KINDS, start=1)]
        self.kind: Choice[NoteKind] = Choice(desk.look, ways, self, in_a_row=True)
        self.kind.choose(note.kind if note is not None else kind)
        self.text = TextBox(lines=4, parent=self)
        self.evidence = EvidenceField(desk, (rex.incident, *rex.others), self)
        if note is None or note.kind in KINDS:
            self.add(lambda: _("Kind"), self.kind)
        else:
            self.kind.hide()
        self.add(lambda: _("Statement"), self.text)
        self.add(lambda: _("It rests on"), self.evidence)
        self.gone = QPushButton(self)
        self.gone.setAutoDefault(False)
        self.gone.setVisible(note is not None)
        self.gone.clicked.connect(lambda _checked=False: self._remove())
        self.spoken(self.gone.setText, lambda: _("Take away"))
        self.buttons.insertWidget(0, self.gone)
        if note is not None:
            self.text.setPlainText(note.text)
            self.evidence.set_value(note.evidence)
        self.text.setFocus()

    def title(self) -> str:
        return _("A statement") if self._note is None else _("Change this statement")

    def verb(self) -> str:
        return _("Save")

    def command(self) -> AddNote | AmendNote:
        text, evidence = self.text.toPlainText(), self.evidence.value()
        kind = self.kind.value() or NoteKind.WELL
        if self._note is None:
            return AddNote(rex=self._rex.id, section=self._section, kind=kind, text=text, evidence=evidence)
        kept = kind if self._note.kind in KINDS else None
        return AmendNote(note=self._note.id, kind=kept, text=text, evidence=evidence, seen=self._seen)

    def _remove(self) -> None:
        if self._note is not None:
            future = self.desk.room.do(RemoveNote(note=self._note.id))
            self.desk.tasks.follow(future, owner=self, done=self._end, failed=self._stay)

    def _say(self) -> None:
        super()._say()
        self.kind.say()


class ExplainDialog(Form):
    """Why it was so: kept as a note that answers this very gap or contradiction."""

    def __init__(self, desk: Desk, rex: Rex, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=640)
        self._rex, self._finding, self._note = rex, finding, finding.note
        self._seen = desk.room.views.sources("rex_note", finding.note.id) if finding.note is not None else None
        about = ToneLabel(desk.look, px=15, wrap=True, parent=self)
        about.say(finding.said)
        self.add_wide(about)
        self.text = TextBox(lines=3, parent=self)
        self.evidence = EvidenceField(desk, (rex.incident, *rex.others), self)
        self.add(lambda: _("Explanation"), self.text)
        self.add(lambda: _("It rests on"), self.evidence)
        if finding.note is not None:
            self.text.setPlainText(finding.note.text)
            self.evidence.set_value(finding.note.evidence)
        self.text.setFocus()

    def title(self) -> str:
        return _("Explain this gap") if self._finding.is_gap else _("Explain this contradiction")

    def verb(self) -> str:
        return _("Save")

    def command(self) -> AddNote | AmendNote:
        text, evidence = self.text.toPlainText(), self.evidence.value()
        if self._note is not None:
            return AmendNote(note=self._note.id, text=text, evidence=evidence, seen=self._seen)
        return AddNote(
            rex=self._rex.id, section="timeline", kind=NoteKind.EXPLAINED, text=text,
            evidence=evidence, about=self._finding.key,
        )  # fmt: skip
