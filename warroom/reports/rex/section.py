"""A section of the review: what it is called, what it asks, which records it is made of, and what it says.

A module of `warroom.reports.rex.sections` defines one as SECTION. The wizard asks the same registry for its steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from warroom.domain.rex import Reader, Step
from warroom.domain.rex_state import RexFacts
from warroom.reports.document import Block, Section
from warroom.reports.subject import Subject

Blocks = tuple[Block | Section, ...]  # a Section among them is a part of this one, under a heading of its own
EVERYBODY = frozenset(Reader)
INSIDE = frozenset({Reader.INTERNAL})
NOT_PUBLIC = EVERYBODY - {Reader.PUBLIC}


def _never(subject: Subject) -> bool:
    return False


def _no_questions() -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class ReviewSection:
    """One section. What people wrote in it comes first, then `blocks`: tables, facts and pictures of the room.

    `holds` says whether the room has something for it; one that holds nothing and in which nobody wrote is left out.
    `blocks` gets None where no review was begun. Texts of people pass `said.text`, names `said.person`.
    """

    code: str
    order: int  # where it stands in the report; steps of 100, so that others come between
    step: Step | None  # of the wizard in which it is written; None where nothing is to be written
    title: Callable[[], str]
    hint: Callable[[], str]  # one sentence: what belongs here
    nouns: tuple[str, ...]  # what it is made of: a change of these makes it anew
    blocks: Callable[[Subject, RexFacts | None], Blocks]
    holds: Callable[[Subject], bool] = _never
    asks: Callable[[], tuple[str, ...]] = _no_questions  # to be answered together, with room on paper while nobody did
    readers: frozenset[Reader] = EVERYBODY
