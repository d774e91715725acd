"""A corrective action: what is put right, of which sort, by whom, until when, who verifies it, how it will be seen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.choice import Choice, Way
from ui.widgets.day_field import DayField
from ui.widgets.fields import TextBox
from ui.widgets.person_choice import PersonChoice
from ui.widgets.told_choice import ToldChoice
from ui.widgets.tone import ToneLabel
from warroom.commands import AddCorrective, AmendCorrective
from warroom.commands.corrective_words import blocker_said, corrective_kind_word
from warroom.domain.conflicts import Place
from warroom.domain.corrective_quality import Blocker, is_awareness
from warroom.domain.corrective_state import PRIORITIES, PROPOSED_DAYS, proposed_due
from warroom.domain.correctives import Corrective, CorrectiveKind
from warroom.domain.incidents import Incident, Mode
from warroom.words import _

INCIDENTS_MOST = 60  # offered, the newest first


class CorrectiveDialog(Form):
    """A new action of a crisis or of its review (`rex`), or one that is there already."""

    def __init__(
        self,
        desk: Desk,
        corrective: Corrective | None = None,
        parent: QWidget | None = None,
        *,
        incident: str = "",
        rex: str = "",
        cause: str = "",
        finding: str = "",
    ) -> None:
        super().__init__(desk, parent, width=660)
        self._seen: Mapping[str, Place] | None = None
        if corrective is not None:
            found, self._seen = as_loaded(desk.room.views, "corrective", corrective.id, desk.room.views.corrective)
            corrective = found or corrective
        self._corrective, self._rex, self._proposed = corrective, rex, ""
        self._of = corrective.incident if corrective is not None else incident
        self._build()
        if corrective is not None:
            self._load(corrective)
        else:
            self.incident.choose(incident)
            self.finding.setPlainText(finding)
            self._of = self.incident.value()
            self._offer_causes()
            self.cause.choose(cause)
            self.kind.choose(CorrectiveKind.PREVENT)
            self.priority.choose(2)
            self._propose()
            self.priority.chosen.connect(self._propose)
        self.text.textChanged.connect(self._hint)
        self.more.toggled.connect(self._show_more)
        self._show_more(self.more.isChecked())
        self._hint()
        self.text.setFocus()

    def title(self) -> str:
        if self._corrective is not None:
            return _("Corrective action {number}").format(number=self._corrective.number)
        return _("Add a corrective action")

    def verb(self) -> str:
        return _("Save") if self._corrective is not None else _("Add")

    def command(self) -> AddCorrective | AmendCorrective:
        names = tuple(name.strip() for name in self.contributors.text().split(",") if name.strip())
        due_at = self.due.moment()
        if self._corrective is None:
            return AddCorrective(
                incident=self.incident.value(),
                rex=self._rex,
                text=self.text.toPlainText(),
                finding=self.finding.toPlainText(),
                cause=self.cause.value(),
                kind=self.kind.value() or CorrectiveKind.PREVENT,
                priority=self.priority.value() or 2,
                pilot=self.pilot.text(),
                contributors=names,
                due_at=due_at,
                effort=self.effort.text(),
                cost=self.cost.text(),
                indicator=self.indicator.text(),
                ticket=self.ticket.text(),
                verifier=self.verifier.text(),
            )
        return AmendCorrective(
            corrective=self._corrective.id,
            text=self.text.toPlainText(),
            finding=self.finding.toPlainText(),
            cause=self.cause.value(),
            kind=self.kind.value(),
            priority=self.priority.value(),
            pilot=self.pilot.text(),
            contributors=names,
            due_at=due_at,
            no_due=due_at is None,
            effort=self.effort.text(),
            cost=self.cost.text(),
            indicator=self.indicator.text(),
            ticket=self.ticket.text(),
            verifier=self.verifier.text(),
            reason=self.reason.text(),
            seen=self._seen,
        )

    # Building

    def _build(self) -> None:
        desk, is_new = self.desk, self._corrective is None
        self.incident = ToldChoice(partial(incidents_offered, desk, self._of), self)
        self.text, self._weak = TextBox(lines=2, parent=self), ToneLabel(desk.look, "due", wrap=True, parent=self)
        self.kind: Choice[CorrectiveKind] = Choice(desk.look, kind_ways(), self, in_a_row=True)
        self.priority: Choice[int] = Choice(desk.look, priority_ways(), self, in_a_row=True)
        self.pilot, self.verifier = PersonChoice(desk, self), PersonChoice(desk, self)
        self.due, self.reason = DayField(desk, at_end=True, parent=self), QLineEdit(self)
        self.indicator, self.finding = QLineEdit(self), TextBox(lines=2, parent=self)
        self.cause = ToldChoice(lambda: causes_offered(desk, self._of), self)
        self.more = QCheckBox(self)
        self.contributors, self.effort, self.cost, self.ticket = (QLineEdit(self) for _at in range(4))
        if is_new:
            self.add(lambda: _("Crisis"), self.incident)
            self.incident.currentIndexChanged.connect(lambda _at: self._of_another())
        else:
            self.incident.hide()
        self.add(lambda: _("What is put right"), self.text)
        self._weak.hide()
        self.add_wide(self._weak)
        self.add(lambda: _("Sort of action"), self.kind)
        self.add(lambda: _("Priority"), self.priority, hint=_weeks_said if is_new else None)
        self.add(lambda: _("Pilot"), self.pilot)
        self.add(lambda: _("Due"), self.due)
        self.spoken(lambda _words: self.due.say(), lambda: "")
        if is_new:
            self.reason.hide()
        else:
            self.add(lambda: _("Why it moves away"), self.reason)
        self.add(
            lambda: _("Verifier"), self.verifier, hint=lambda: _("Somebody else than the pilot looks at the proof.")
        )
        self.add(lambda: _("Indicator of success"), self.indicator)
        self.add(lambda: _("Finding"), self.finding)
        self.add(lambda: _("Cause that it treats"), self.cause)
        self.add_wide(self.more)
        self.spoken(self.more.setText, lambda: _("Contributors, effort, cost, ticket"))
        self.add(lambda: _("Contributors"), self.contributors)
        self.contributors.setPlaceholderText("Ana Costa, Marc Petit")
        self.add(lambda: _("Effort"), self.effort)
        self.add(lambda: _("Cost"), self.cost)
        self.add(lambda: _("Ticket"), self.ticket)
        for say in (self.kind.say, self.priority.say, self.incident.say, self.cause.say):
            self.spoken(lambda _words, say=say: say(), lambda: "")  # type: ignore[misc]

    def _load(self, corrective: Corrective) -> None:
        self.text.setPlainText(corrective.text)
        self.kind.choose(corrective.kind)
        self.priority.choose(corrective.priority)
        self.due.set_moment(corrective.due_at)
        self.finding.setPlainText(corrective.finding)
        self.contributors.setText(", ".join(corrective.contributors))
        for name in ("pilot", "verifier", "indicator", "effort", "cost", "ticket"):
            getattr(self, name).setText(getattr(corrective, name))
        self._offer_causes()
        self.cause.choose(corrective.cause)
        self.more.setChecked(bool(corrective.contributors or corrective.effort or corrective.cost or corrective.ticket))

    # Following what is typed

    def _of_another(self) -> None:
        self._of = self.incident.value()
        self._offer_causes()

    def _offer_causes(self) -> None:
        self.cause.say()
        self.show_line(self.cause, self.cause.count() > 1)

    def _propose(self) -> None:
        """A date by the priority, as long as nobody typed another one."""
        if self.due.line.text() in ("", self._proposed):
            at = proposed_due(self.priority.value() or 2, self.desk.room.clock.now_ms())
            self.due.set_moment(at)
            self._proposed = self.due.line.text()

    def _hint(self) -> None:
        is_weak = is_awareness(self.text.toPlainText())
        self._weak.say(blocker_said(Blocker.AWARENESS_ONLY) if is_weak else "", "due")
        self._weak.setVisible(is_weak)
        if is_weak and self.isVisible():
            self._grow()

    def _show_more(self, is_shown: bool) -> None:
        for field in (self.contributors, self.effort, self.cost, self.ticket):
            self.show_line(field, is_shown)
        if self.isVisible():
            self._grow()


def kind_ways() -> list[Way[CorrectiveKind]]:
    return [
        Way(kind, words=partial(corrective_kind_word, kind), key=str(at)) for at, kind in enumerate(CorrectiveKind, 1)
    ]


def priority_ways() -> list[Way[int]]:
    return [Way(n, words=partial(str, n), key=str(n)) for n in PRIORITIES]


def incidents_offered(desk: Desk, current: str) -> list[tuple[str, str]]:
    """Crises to choose from, the newest first; the current one is always among them."""
    found: list[Incident] = sorted(desk.room.views.incidents(mode=Mode.BOTH), key=lambda each: -each.declared_at)
    kept = found[:INCIDENTS_MOST] + [each for each in found[INCIDENTS_MOST:] if each.id == current]
    return [(each.id, f"{each.number} · {each.title}") for each in kept]


def causes_offered(desk: Desk, incident: str) -> list[tuple[str, str]]:
    """The causes of a crisis, after “none”."""
    found = desk.room.views.causes(incident, mode=Mode.BOTH) if incident else []
    return [("", _("None named")), *((each.id, f"{each.number} · {each.text}") for each in found)]


def _weeks_said() -> str:
    """What the date proposed for each priority is."""
    weeks = ", ".join(f"P{n} {PROPOSED_DAYS[n] // 7}" for n in PRIORITIES)
    return _("Proposed due date, in weeks: {weeks}.").format(weeks=weeks)
