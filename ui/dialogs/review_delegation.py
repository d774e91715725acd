"""The review of something done by delegation: confirmed or overruled, with a remark."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.people import Act, delegation_about
from ui.widgets.fields import TextBox
from ui.widgets.tone import ToneLabel
from warroom.commands import ReviewDelegation
from warroom.domain.members import Verdict
from warroom.words import _


class ReviewDelegationDialog(Form):
    """What was done stays in either case; the core refuses a review of one's own."""

    def __init__(self, desk: Desk, act: Act, verdict: Verdict, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=560)
        self._act, self._verdict = act, verdict
        about = ToneLabel(desk.look, wrap=True, parent=self)
        self.add_wide(about)
        self.spoken(about.setText, lambda: delegation_about(act.delegation, desk.room.clock.now_ms()))
        self.remark = TextBox(lines=2, parent=self)
        self.add(
            lambda: _("Remark"),
            self.remark,
            hint=lambda: _("What was done stays in the log; the review stands beside it."),
        )
        self.remark.setFocus()

    def title(self) -> str:
        said = _("Confirm what {name} did") if self._is_confirming else _("Overrule what {name} did")
        return said.format(name=self._act.delegation.name)

    def verb(self) -> str:
        return _("Confirm") if self._is_confirming else _("Overrule")

    def command(self) -> ReviewDelegation:
        return ReviewDelegation(
            delegation=self._act.delegation.id, verdict=self._verdict, remark=self.remark.toPlainText()
        )

    @property
    def _is_confirming(self) -> bool:
        return self._verdict is Verdict.CONFIRMED
