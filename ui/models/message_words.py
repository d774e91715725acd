"""Words of messages on screen: kinds of checks, what keeps a message from going on, what is to be done next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from warroom.domain.message_state import Blocker, Blocking, NextStep
from warroom.domain.messages import ReviewKind
from warroom.domain.template_book import TemplateBook
from warroom.words import _, ngettext

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


REVIEWS: dict[ReviewKind, Callable[[], str]] = {
    ReviewKind.TECHNICAL: lambda: _("Technical check"),
    ReviewKind.LEGAL: lambda: _("Legal check"),
    ReviewKind.TRANSLATION: lambda: _("Check of the translation"),
    ReviewKind.APPROVAL: lambda: _("Approval"),
}


def review_word(kind: ReviewKind) -> str:
    """What kind of check it is."""
    return REVIEWS[kind]()


def step_word(step: NextStep) -> str:
    """The words of the button that takes the next step."""
    return STEPS[step]()


def blocker_said(blocker: Blocker, book: TemplateBook, language: str) -> str:
    """Why it cannot be approved yet, in a few words; `language` is that of the reader."""
    of = blocker.language.upper()
    names = ", ".join(blocker.names)
    if blocker.kind is Blocking.MISSING:
        labels = ", ".join(book.label(name, language) for name in blocker.names)
        count = len(blocker.names)
        return ngettext("{of}: {what} is missing", "{of}: {what} are missing", count).format(of=of, what=labels)
    check = review_word(blocker.review) if blocker.review else ""
    return {
        Blocking.DISPUTED: lambda: _("two stations wrote different words: settle them"),
        Blocking.NO_TEXT: lambda: _("{of}: no text").format(of=of),
        Blocking.REFUTED: lambda: _("it rests on {number}, which no longer holds").format(number=names),
        Blocking.SENT_BACK: lambda: _("{check} sent back by {name}").format(check=check, name=names),
        Blocking.PENDING: lambda: _("{check} awaited from {name}").format(check=check, name=names),
        Blocking.UNCHECKED: lambda: _("{check} to ask for").format(check=check),
        Blocking.TRANSLATION: lambda: _("{of}: translation to be checked").format(of=of),
        Blocking.OWN_WORDS: lambda: _("whoever wrote it does not approve it"),
    }[blocker.kind]()


def blockers_said(blockers: Sequence[Blocker], book: TemplateBook, language: str) -> str:
    """All of them in one line."""
    return " · ".join(blocker_said(blocker, book, language) for blocker in blockers)
