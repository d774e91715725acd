"""Ask somebody to check a message: which check, whom, and who answers when they do not."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.message_view import MessageView
from ui.widgets.choice import Choice, Way
from ui.widgets.person_choice import PersonChoice
from ui.widgets.tone import ToneLabel
from warroom.commands import AskReview
from warroom.commands.message_words import review_word
from warroom.domain.message_state import CHECKS
from warroom.domain.messages import REVIEW_MIN, ReviewKind
from warroom.words import _, ngettext

# Who checks what, by function (doctrine §7.4): the titular is asked, the deputy steps in.
FUNCTIONS = {ReviewKind.TECHNICAL: "TECH", ReviewKind.LEGAL: "JUR", ReviewKind.TRANSLATION: "COM"}


class AskCheckDialog(Form):
    """The holder of the function that fits is proposed; anybody can be named."""

    def __init__(self, desk: Desk, shown: MessageView, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._shown = shown
        views = desk.room.views
        cell = views.cell_of(shown.facts.message.incident)
        self._holders = {each.code: each for each in views.functions(cell.id)} if cell is not None else {}
        ways = [Way(kind, words=partial(_kind, kind), key=str(at)) for at, kind in enumerate(CHECKS, start=1)]
        self._kind = Choice(desk.look, ways, self)
        self._who, self._deputy = PersonChoice(desk, self), PersonChoice(desk, self)
        self._about = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.add(lambda: _("Check"), self._kind)
        self.add(lambda: _("Asked of"), self._who)
        self.add(lambda: _("Deputy"), self._deputy)
        self.add_wide(self._about)
        self.spoken(self._about.say, _after)
        self._kind.chosen.connect(self._propose)
        self._kind.choose(self._first())
        self._propose()
        self._kind.setFocus()

    def title(self) -> str:
        return _("Who checks message {number}?").format(number=self._shown.facts.message.number)

    def verb(self) -> str:
        return _("Ask for the check")

    def command(self) -> AskReview:
        return AskReview(
            message=self._shown.id,
            kind=self._kind.value() or ReviewKind.TECHNICAL,
            asked_of=self._who.text(),
            deputy=self._deputy.text(),
        )

    def _first(self) -> ReviewKind:
        """The check that is missing first."""
        missing = [blocker.review for blocker in self._shown.blockers if blocker.review in CHECKS]
        return missing[0] if missing and missing[0] is not None else ReviewKind.TECHNICAL

    def _propose(self) -> None:
        """Whoever holds the function that makes this check."""
        holder = self._holders.get(FUNCTIONS[self._kind.value() or ReviewKind.TECHNICAL])
        self._who.setText(holder.holder if holder is not None else "")
        self._deputy.setText(holder.deputy if holder is not None else "")

    def _say(self) -> None:
        super()._say()
        self._kind.say()


def _kind(kind: ReviewKind) -> str:
    said = review_word(kind)
    return said[:1].upper() + said[1:]


def _after() -> str:
    said = ngettext(
        "Without an answer in {n} minute it goes to the deputy.",
        "Without an answer in {n} minutes it goes to the deputy.",
        REVIEW_MIN,
    )
    return said.format(n=REVIEW_MIN)
