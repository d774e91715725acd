"""Evidence of a hypothesis: which entry, for or against which hypothesis, and why."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.choice import Choice, Way
from ui.widgets.entry_picker import EntryPicker
from ui.widgets.tone import ToneLabel
from warroom.commands import BackHypothesis
from warroom.commands.said_ahead import hypothesis_word, weight_word
from warroom.domain.entries import Entry
from warroom.domain.hypotheses import Hypothesis, Weight
from warroom.domain.incidents import Incident
from warroom.errors import Refusal
from warroom.words import _


class EvidenceDialog(Form):
    """From a hypothesis an entry is chosen, from an entry of the log a hypothesis."""

    def __init__(
        self,
        desk: Desk,
        incident: Incident,
        *,
        hypothesis: Hypothesis | None = None,
        entry: Entry | None = None,
        weight: Weight = Weight.FOR,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, parent, width=680)
        self._hypothesis, self._entry = hypothesis, entry
        self._found = [] if hypothesis else desk.room.views.hypotheses(incident.id)
        about = ToneLabel(desk.look, px=15, wrap=True, parent=self)
        about.say(f"{hypothesis.number} · {hypothesis.text}" if hypothesis else self._entry_said())
        self.add_wide(about)
        self._which, self._picker = QComboBox(self), EntryPicker(desk, incident.id, self)
        self._which.setMinimumContentsLength(20)
        self._which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._which.setVisible(hypothesis is None)
        self._picker.setVisible(entry is None)
        ways = [Way(each, words=partial(weight_word, each), key=str(at)) for at, each in enumerate(Weight, start=1)]
        self._weight = Choice(desk.look, ways, self, in_a_row=True)
        self._weight.choose(weight)
        self._remark = QLineEdit(self)
        if hypothesis is None:
            self.add(lambda: _("Hypothesis"), self._which)
        if entry is None:
            self.add(lambda: _("Entry"), self._picker)
        self.add(lambda: _("The entry"), self._weight)
        self.add(lambda: _("Remark"), self._remark)
        (self._picker if entry is None else self._which).setFocus()

    def title(self) -> str:
        return _("What speaks for or against it?")

    def verb(self) -> str:
        return _("Save")

    def command(self) -> BackHypothesis:
        entry = self._entry or self._picker.value()
        if entry is None:
            raise Refusal("entry-missing", _("Which entry?"), safe=_("Nothing was changed."))
        hypothesis = self._hypothesis or self._chosen()
        weight = self._weight.value() or Weight.FOR
        return BackHypothesis(hypothesis=hypothesis.id, entry=entry.id, weight=weight, remark=self._remark.text())

    def _chosen(self) -> Hypothesis:
        if not self._found:
            raise Refusal(
                "hypothesis-missing",
                _("No hypothesis is open on this incident."),
                safe=_("Nothing was changed."),
                todo=_("Open one first: F5 in the log, or the page “Outlook”."),
            )
        return self._found[max(0, self._which.currentIndex())]

    def _entry_said(self) -> str:
        return f"{self._entry.number} · {self._entry.text}" if self._entry else ""

    def _say(self) -> None:
        super()._say()
        self._weight.say()
        at = max(0, self._which.currentIndex())
        self._which.clear()
        self._which.addItems([f"{each.number} · {hypothesis_word(each.state)} · {each.text}" for each in self._found])
        self._which.setCurrentIndex(min(at, self._which.count() - 1))
