"""Words of messages on screen: what keeps a message from going on, what is to be done next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from warroom.commands.message_words import blocker_said as said
from warroom.domain.message_state import Blocker, Blocking, NextStep
from warroom.domain.template_book import TemplateBook
from warroom.words import _

STEPS: dict[NextStep, Callable[[], str]] = {
    NextStep.SETTLE: lambda: _("Settle…"),
    NextStep.WRITE: lambda: _("Write the text"),
    NextStep.FILL: lambda: _("Fill in what is missing"),
    NextStep.CLAIMS: lambda: _("Look at the facts"),
    NextStep.REWRITE: lambda: _("Take the text up again"),
    NextStep.ASK: lambda: _("Ask for a check…"),
    NextStep.AWAIT: lambda: _("Answer the check…"),
    NextStep.APPROVE: lambda: _("Approve…"),
    NextStep.RELEASE: lambda: _("Release…"),
    NextStep.NONE: lambda: _("Write the next one…"),
}


def step_word(step: NextStep) -> str:
    """The words of the button that takes the next step."""
    return STEPS[step]()


def blocker_said(blocker: Blocker, book: TemplateBook, language: str) -> str:
    """Why it cannot be approved yet, in a few words; `language` is that of the reader."""
    if blocker.kind is Blocking.MISSING:
        blocker = replace(blocker, names=tuple(book.label(name, language) for name in blocker.names))
    return said(blocker)


def blockers_said(blockers: Sequence[Blocker], book: TemplateBook, language: str) -> str:
    """All of them in one line."""
    return " · ".join(blocker_said(blocker, book, language) for blocker in blockers)
