"""What something rests on, in words: `log entry A-0042, decision A-D03, file journal.txt`."""

from __future__ import annotations

from collections.abc import Iterable

from warroom.domain.evidence_refs import Evidence
from warroom.reports.cell import text
from warroom.reports.subject import Subject
from warroom.storage.naming import noun_word
from warroom.storage.views import Views
from warroom.words import _


def says(subject: Subject, evidence: Iterable[str]) -> str:
    """References as a reader of this report may see them; "" for none."""
    said = ", ".join(evidence_said(one) for one in subject.views.evidence(tuple(evidence)))
    return text(subject, said)


def evidence_words(views: Views, evidence: Iterable[str]) -> list[str]:
    """The same one by one, as whoever sits here may see them: for the screen and the command line."""
    return [evidence_said(one) for one in views.evidence(tuple(evidence))]


def evidence_said(one: Evidence) -> str:
    """`log entry A-0042`; that it is not here, where it is not."""
    called = one.number or one.name
    said = f"{noun_word(one.noun)} {called}".strip() if called else noun_word(one.noun)
    return said if one.is_here else _("{thing} (not here)").format(thing=noun_word(one.noun))
