"""A hypothesis put into words: what might be the cause, who tests it, how, and until when."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.fields import TextBox, TimeField
from ui.widgets.person_choice import PersonChoice
from ui.widgets.tone import ToneLabel
from warroom.commands import AmendHypothesis, OpenHypothesis
from warroom.domain.entries import Entry
from warroom.domain.hypotheses import Hypothesis
from warroom.domain.incidents import Incident
from warroom.words import _


class HypothesisDialog(Form):
    """A new one, one made of an entry (`about`), or other words for one that is there."""

    def __init__(
        self,
        desk: Desk,
        incident: Incident,
        hypothesis: Hypothesis | None = None,
        parent: QWidget | None = None,
        *,
        about: Entry | None = None,
    ) -> None:
        super().__init__(desk, parent, width=640)
        self._incident, self._about = incident, about
        self._seen = None
        if hypothesis is not None:
            views = desk.room.views
            found, self._seen = as_loaded(views, "hypothesis", hypothesis.id, views.hypothesis)
            hypothesis = found or hypothesis
        self._hypothesis = hypothesis
        self._text, self._test = TextBox(lines=2, parent=self), TextBox(lines=2, parent=self)
        self._owner, self._until = PersonChoice(desk, self), TimeField(desk, ahead=True)
        if about is not None:
            self._text.setPlainText(about.text)
            source = ToneLabel(desk.look, "muted", wrap=True, parent=self)
            source.say(_("Made of entry {number}.").format(number=about.number))
            self.add_wide(source)
        self.add(lambda: _("What might be the cause"), self._text)
        self.add(lambda: _("Tested by"), self._owner)
        self.add(lambda: _("How it is tested"), self._test)
        self.add(lambda: _("Until when"), self._until, hint=lambda: _("Ten minutes is a usual time: +10."))
        if hypothesis is not None:
            self._text.setPlainText(hypothesis.text)
            self._owner.setText(hypothesis.owner)
            self._test.setPlainText(hypothesis.test)
            self._until.set_moment(hypothesis.timebox_at)
        self._text.setFocus()

    def title(self) -> str:
        if self._hypothesis is not None:
            return _("Hypothesis {number}").format(number=self._hypothesis.number)
        return _("Open a hypothesis on {number}").format(number=self._incident.number)

    def verb(self) -> str:
        return _("Save") if self._hypothesis is not None else _("Open the hypothesis")

    def command(self) -> OpenHypothesis | AmendHypothesis:
        text, owner, test = self._text.toPlainText(), self._owner.text(), self._test.toPlainText()
        until = self._until.moment()
        if self._hypothesis is None:
            entry = self._about.id if self._about else ""
            return OpenHypothesis(
                incident=self._incident.id, text=text, owner=owner, test=test, timebox_at=until, entry=entry
            )
        return AmendHypothesis(
            hypothesis=self._hypothesis.id,
            text=text,
            owner=owner,
            test=test,
            timebox_at=until,
            no_timebox=until is None,
            seen=self._seen,
        )
