"""A barrier: what should have stopped it, what it was for, and whether it held, failed, was missing or held by luck."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from ui.desk import Desk
from ui.dialogs.evidence_pick import EvidenceField
from ui.dialogs.form import Form
from ui.loaded import as_loaded
from ui.widgets.choice import Choice, Way
from ui.widgets.fields import TextBox
from ui.widgets.told_choice import ToldChoice
from warroom.commands import AddBarrier, AmendBarrier, RemoveBarrier
from warroom.commands.cause_words import barrier_kind_said, barrier_kind_word, barrier_state_said, barrier_state_word
from warroom.domain.causes import Barrier, BarrierKind, BarrierState
from warroom.words import _, pgettext


class BarrierDialog(Form):
    """A new one, or one that is there."""

    def __init__(
        self,
        desk: Desk,
        incidents: tuple[str, ...],
        barrier: Barrier | None = None,
        parent: QWidget | None = None,
        *,
        rex: str = "",
        state: BarrierState = BarrierState.HELD,
    ) -> None:
        super().__init__(desk, parent, width=640)
        self._incidents, self._rex, self._seen = incidents, rex, None
        if barrier is not None:
            found, self._seen = as_loaded(desk.room.views, "barrier", barrier.id, self._read)
            barrier = found or barrier
        self._barrier = barrier
        look = desk.look
        self.text, self.remark = TextBox(lines=2, parent=self), TextBox(lines=2, parent=self)
        states = [
            Way(each, lambda each=each: barrier_state_word(each), lambda each=each: barrier_state_said(each))  # type: ignore[misc]
            for each in BarrierState
        ]
        self.state: Choice[BarrierState] = Choice(look, states, self)
        kinds = [
            Way(each, lambda each=each: barrier_kind_word(each), lambda each=each: barrier_kind_said(each))  # type: ignore[misc]
            for each in BarrierKind
        ]
        self.kind: Choice[BarrierKind] = Choice(look, kinds, self)
        self.cause = ToldChoice(self._offered_causes, self)
        self.evidence = EvidenceField(desk, incidents, self)
        self.add(lambda: pgettext("field", "Barrier"), self.text)
        self.add(lambda: pgettext("field", "How the barrier stood"), self.state)
        self.add(lambda: pgettext("field", "What the barrier is for"), self.kind)
        self.add(lambda: pgettext("field", "Cause that it faced"), self.cause)
        self.add(lambda: pgettext("field", "Evidence"), self.evidence)
        self.add(lambda: pgettext("field", "Remark on the barrier"), self.remark)
        self.gone = QPushButton(self)
        self.gone.setAutoDefault(False)
        self.gone.setVisible(barrier is not None)
        self.gone.clicked.connect(lambda _checked=False: self._remove())
        self.spoken(self.gone.setText, lambda: _("Take away"))
        self.buttons.insertWidget(0, self.gone)
        self.state.choose(barrier.state if barrier is not None else state)
        self.kind.choose(barrier.kind if barrier is not None else BarrierKind.PREVENT)
        if barrier is not None:
            self.text.setPlainText(barrier.text)
            self.remark.setPlainText(barrier.remark)
            self.cause.choose(barrier.cause)
            self.evidence.set_value(barrier.evidence)
        self.text.setFocus()

    def title(self) -> str:
        return _("Barrier") if self._barrier is not None else _("Note a barrier")

    def verb(self) -> str:
        return _("Save") if self._barrier is not None else pgettext("cause", "Note it")

    def command(self) -> AddBarrier | AmendBarrier:
        text, remark = self.text.toPlainText(), self.remark.toPlainText()
        kind, state = self.kind.value() or BarrierKind.PREVENT, self.state.value() or BarrierState.HELD
        cause, evidence = self.cause.value(), self.evidence.value()
        if self._barrier is None:
            return AddBarrier(
                text=text, incident=self._incidents[0], rex=self._rex, kind=kind, state=state, cause=cause,
                evidence=evidence, remark=remark,
            )  # fmt: skip
        return AmendBarrier(
            barrier=self._barrier.id, text=text, kind=kind, state=state, cause=cause, evidence=evidence, remark=remark,
            seen=self._seen,
        )  # fmt: skip

    def _read(self, record: str) -> Barrier | None:
        return next((each for each in self.desk.room.views.barriers(*self._incidents) if each.id == record), None)

    def _offered_causes(self) -> list[tuple[str, str]]:
        found = self.desk.room.views.cause_tree(*self._incidents).placed
        said = (
            (each.cause.id, f"{each.path} {each.cause.number} {' '.join(each.cause.text.split())[:40]}")
            for each in found
        )
        return [("", pgettext("cause", "none")), *said]

    def _remove(self) -> None:
        if self._barrier is not None:
            future = self.desk.room.do(RemoveBarrier(barrier=self._barrier.id))
            self.desk.tasks.follow(future, owner=self, done=self._end, failed=self._stay)

    def _say(self) -> None:
        super()._say()
        self.state.say()
        self.kind.say()
        self.cause.say()
