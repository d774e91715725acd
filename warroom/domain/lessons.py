"""Lessons, and what each of them changed."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from warroom.domain.ids import IncidentId, RecordId


class LinkedNoun(enum.StrEnum):
    """What a lesson may have changed."""

    TEMPLATE = "template"  # by its code
    ROLE_CARD = "role_card"  # by the code of the function
    CORRECTIVE = "corrective"  # by id


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson. Times are milliseconds UTC."""

    id: RecordId
    number: str
    incident: IncidentId
    rex: RecordId
    text: str
    applies_when: str
    services: tuple[str, ...]
    cause: RecordId
    shared_with: tuple[str, ...]
    shared_at: int | None
    retired: bool
    by: str
    at: int | None


@dataclass(frozen=True, slots=True)
class LessonLink:
    """What a lesson changed: `target` is the code of a template, or the id of a record of `noun`."""

    id: RecordId
    lesson: RecordId
    incident: IncidentId
    noun: str
    target: str
    version: str
    what: str
    by: str
    at: int | None
