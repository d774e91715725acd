"""Every section of the review, found by walking the package of sections; a section added there is in every report."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from importlib import import_module

from warroom.domain.rex import OWN, Reader, RexSection, Step
from warroom.domain.rex_state import RexFacts
from warroom.reports.rex import sections as package
from warroom.reports.rex.section import EVERYBODY, Blocks, ReviewSection
from warroom.reports.subject import Subject
from warroom.words import _

OWN_ORDER = 1650  # a section of a review's own stands before the action plan


def review_sections() -> tuple[ReviewSection, ...]:
    """The sections that every review has, in the order of the report. Raises ValueError where two have one code."""
    found: dict[str, ReviewSection] = {}
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        one = getattr(import_module(module.name), "SECTION", None)
        if not isinstance(one, ReviewSection):
            continue
        if one.code in found:
            raise ValueError(f"two sections of the review are called {one.code}")
        found[one.code] = one
    return _in_order(found.values())


def sections_for(facts: RexFacts | None) -> tuple[ReviewSection, ...]:
    """The same with the sections that one review added for itself."""
    own = [_own(one) for one in facts.sections if one.code.startswith(OWN)] if facts else []
    return _in_order([*review_sections(), *own])


def section_of(code: str, facts: RexFacts | None = None) -> ReviewSection | None:
    """The section of this code, None for one that nobody knows."""
    return next((one for one in sections_for(facts) if one.code == code), None)


def sections_of_step(step: Step, facts: RexFacts | None = None) -> tuple[ReviewSection, ...]:
    """What is written in one step of the wizard; a section of a review's own is written with the lessons."""
    return tuple(one for one in sections_for(facts) if one.step is step)


def _own(kept: RexSection) -> ReviewSection:
    return ReviewSection(
        code=kept.code,
        order=OWN_ORDER,
        step=Step.LESSONS,
        title=lambda: kept.title or kept.code,
        hint=lambda: _("A section of this review’s own."),
        nouns=("rex_section",),
        blocks=_nothing,
        readers=EVERYBODY - {Reader.PUBLIC, Reader.AUTHORITY, Reader.INSURER},
    )


def _nothing(subject: Subject, rex: RexFacts | None) -> Blocks:
    return ()


def _in_order(found: Iterable[ReviewSection]) -> tuple[ReviewSection, ...]:
    return tuple(sorted(found, key=lambda one: (one.order, one.code)))
