"""What moves a corrective action: a proof, somebody else's verdict, another date with its reason."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.evidence_pick import EvidenceField
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.choice import Choice, Way
from ui.widgets.day_field import DayField
from ui.widgets.fields import TextBox
from ui.widgets.person_choice import PersonChoice
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands import PostponeCorrective, ProveCorrective, VerifyCorrective
from warroom.domain.corrective_quality import is_same_person
from warroom.domain.correctives import Corrective
from warroom.errors import Refusal
from warroom.phrases import labelled
from warroom.reports.rex.evidence import evidence_words
from warroom.words import _, pgettext


class ProveDialog(Form):
    """What proves that it is done: words, and numbers of what the room holds."""

    def __init__(self, desk: Desk, corrective: Corrective, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=560)
        found, self._seen = as_loaded(desk.room.views, "corrective", corrective.id, desk.room.views.corrective)
        self._corrective = corrective = found or corrective
        self.proof, self.by = TextBox(lines=3, parent=self), PersonChoice(desk, self)
        self.evidence = EvidenceField(desk, (corrective.incident,), self)
        self.add(lambda: _("Proof of closing"), self.proof, hint=lambda: _("What somebody else can look at and see."))
        self.add(lambda: _("Records that prove it"), self.evidence)
        self.add(lambda: _("Said by"), self.by)
        self.proof.setPlainText(corrective.proof)
        self.evidence.set_value(corrective.proof_evidence)
        self.by.setText(corrective.done_by or corrective.pilot)
        self.proof.setFocus()

    def title(self) -> str:
        return _("{number} is done").format(number=self._corrective.number)

    def verb(self) -> str:
        return pgettext("corrective", "Done")

    def command(self) -> ProveCorrective:
        return ProveCorrective(
            corrective=self._corrective.id,
            proof=self.proof.toPlainText(),
            evidence=self.evidence.value(),
            by=self.by.text(),
            seen=self._seen,
        )


class VerifyDialog(Form):
    """The proof, and whether it holds; whoever carried it out has to say why nobody else can."""

    def __init__(self, desk: Desk, corrective: Corrective, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=560)
        found, self._seen = as_loaded(desk.room.views, "corrective", corrective.id, desk.room.views.corrective)
        self._corrective = corrective = found or corrective
        self.shown = ToneLabel(desk.look, "", wrap=True, parent=self)
        self.verdict: Choice[bool] = Choice(
            desk.look,
            [
                Way(True, words=lambda: _("The proof holds"), key="1"),
                Way(False, words=lambda: _("It goes back to its pilot"), key="2"),
            ],
            self,
        )
        self.remark, self.exception = TextBox(lines=2, parent=self), TextBox(lines=2, parent=self)
        self.by = PersonChoice(desk, self)
        self.add_wide(self.shown)
        self.spoken(self.shown.setText, self._proof)
        self.add(lambda: _("Verdict"), self.verdict)
        self.spoken(lambda _words: self.verdict.say(), lambda: "")
        self.add(lambda: _("Remark"), self.remark)
        self.add(lambda: _("Verified by"), self.by)
        hint = lambda: _("Whoever carried it out verifies it: this is told in the log.")  # noqa: E731
        self.add(lambda: _("Why nobody else can"), self.exception, hint=hint)
        self.verdict.choose(True)
        self.by.setText(corrective.verifier)
        self.by.textChanged.connect(lambda _text: self._follow())
        self.verdict.chosen.connect(self._follow)
        self._follow()
        self.remark.setFocus()

    def title(self) -> str:
        return _("Verify {number}").format(number=self._corrective.number)

    def verb(self) -> str:
        return pgettext("corrective", "Verified") if self.verdict.value() else pgettext("corrective", "Send back")

    def command(self) -> VerifyCorrective:
        return VerifyCorrective(
            corrective=self._corrective.id,
            accepted=bool(self.verdict.value()),
            remark=self.remark.toPlainText(),
            exception=self.exception.toPlainText(),
            by=self.by.text(),
            seen=self._seen,
        )

    def _proof(self) -> str:
        each = self._corrective
        known = evidence_words(self.desk.room.views, each.proof_evidence)
        lines = [each.text, *([labelled(_("Proof of closing"), each.proof)] if each.proof else []), ", ".join(known)]
        return "\n".join(line for line in lines if line)

    def _follow(self) -> None:
        """The line for an exception, where the name is that of whoever carried it out."""
        who = self.by.text() or self.desk.room.member
        is_own = any(is_same_person(who, name) for name in (self._corrective.pilot, self._corrective.done_by))
        self.show_line(self.exception, is_own and bool(self.verdict.value()))
        self._send.setText(self.verb())
        if self.isVisible():
            self._grow()


class PostponeDialog(Form):
    """Another date, and why: what moved before stays in view."""

    def __init__(self, desk: Desk, corrective: Corrective, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=520)
        found, self._seen = as_loaded(desk.room.views, "corrective", corrective.id, desk.room.views.corrective)
        self._corrective = corrective = found or corrective
        self.former = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.due, self.reason = DayField(desk, at_end=True, parent=self), TextBox(lines=2, parent=self)
        self.add_wide(self.former)
        self.spoken(self.former.setText, self._moved)
        self.add(lambda: _("New due date"), self.due, hint=lambda: _("Emptied: no date any more."))
        self.spoken(lambda _words: self.due.say(), lambda: "")
        self.add(lambda: _("Why it moves"), self.reason)
        self.due.set_moment(corrective.due_at)
        self.due.setFocus()
        self.due.line.selectAll()

    def title(self) -> str:
        return _("Postpone {number}").format(number=self._corrective.number)

    def verb(self) -> str:
        return pgettext("corrective", "Postpone")

    def command(self) -> PostponeCorrective:
        to_at = self.due.moment()
        if to_at == self._corrective.due_at:
            raise Refusal(
                "same-day",
                _("This is the date that it has."),
                safe=_("Nothing was changed."),
                todo=_("Type another day."),
            )
        return PostponeCorrective(
            corrective=self._corrective.id, to_at=to_at, reason=self.reason.toPlainText(), seen=self._seen
        )

    def _moved(self) -> str:
        from ui.parts.plan_detail import move_said

        due_at = self._corrective.due_at
        now = labelled(_("Due"), phrases.date(due_at) if due_at is not None else _("no date"))
        moves = self.desk.room.views.postponements(self._corrective.id)
        return "\n".join([now, *(move_said(move) for move in moves)])
