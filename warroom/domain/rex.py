"""The review of an incident (« REX »): who conducts it, what its sections say, who approved and published it.

Hot, within 48 hours of the end of the cell, and cold, a few weeks later (doctrine §10.1). Times are milliseconds UTC.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from warroom.domain.ids import IncidentId, RecordId

HOT_WITHIN_MS = 48 * 3_600_000  # of the end of the cell or of the incident (doctrine §10.1)
COLD_WITHIN_MS = 30 * 86_400_000  # "a few weeks later" (doctrine §10.1)


class Heat(enum.StrEnum):
    HOT = "hot"  # « à chaud »
    COLD = "cold"  # « à froid »


class Step(enum.StrEnum):
    """What a review is written in, in this order; each section belongs to one (warroom/reports/rex)."""

    SCOPE = "scope"  # and the rules: no search for individual fault
    TIMELINE = "timeline"
    IMPACT = "impact"
    METRICS = "metrics"  # of detection, response and recovery
    CAUSES = "causes"
    GOOD_BAD_LUCK = "good_bad_luck"
    COMMUNICATION = "communication"
    PLAN = "plan"
    LESSONS = "lessons"
    APPROVAL = "approval"
    PUBLICATION = "publication"


class NoteKind(enum.StrEnum):
    """What a statement of a review is."""

    WELL = "well"
    BADLY = "badly"
    LUCK = "luck"
    FEELING = "feeling"
    QUESTION = "question"
    EXPLAINED = "explained"  # a gap or a contradiction of the timeline, answered


# Sections that no review does without: data collected, impact complete, causes deep enough, a plan, lessons shared
# (review criteria of doctrine §10.1); hot, feelings and raw facts are enough.
NEEDED = {
    Heat.HOT: ("summary", "timeline", "good_bad_luck"),
    Heat.COLD: ("summary", "timeline", "impact", "causes", "good_bad_luck", "plan", "lessons"),
}
OWN = "own_"  # how the code of a section that a review added for itself begins


class Reader(enum.StrEnum):
    """For whom a version of the review is written."""

    INTERNAL = "internal"
    EXECUTIVE = "executive"
    PUBLIC = "public"  # customers and the public
    AUTHORITY = "authority"
    INSURER = "insurer"

    @property
    def leaves(self) -> bool:
        """Read outside the organisation: what leaves is redacted and let out by whoever may (decision 15)."""
        return self in (Reader.PUBLIC, Reader.AUTHORITY, Reader.INSURER)


class ReviewVerdict(enum.StrEnum):
    SENT_BACK = "sent_back"  # first: what a newer version calls otherwise is never taken for an approval
    APPROVED = "approved"


class CommentKind(enum.StrEnum):
    COMMENT = "comment"
    INSERTION = "insertion"
    DELETION = "deletion"
    REWRITING = "rewriting"  # a paragraph that came back otherwise without tracked changes


class CommentAnswer(enum.StrEnum):
    NONE = ""
    TAKEN = "taken"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Rex:
    """One review as it is kept; where it stands is computed (domain/rex_state.py)."""

    id: RecordId
    number: str
    incident: IncidentId
    others: tuple[str, ...]
    heat: Heat
    title: str
    lead: str
    participants: tuple[str, ...]
    scope: str
    privileged: bool
    due_at: int | None
    held_at: int | None
    opened_at: int
    opened_by: str
    rules_by: str
    rules_at: int | None
    asked_of: tuple[str, ...]
    asked_at: int | None
    asked_by: str
    asked_digest: str
    dropped_because: str
    dropped_at: int | None
    dropped_by: str


@dataclass(frozen=True, slots=True)
class RexSection:
    """What people wrote in one section."""

    id: RecordId
    rex: RecordId
    incident: IncidentId
    code: str
    title: str
    text: str
    given_to: str
    nothing: bool
    done: bool
    done_by: str
    done_at: int | None
    by: str
    at: int | None


@dataclass(frozen=True, slots=True)
class RexNote:
    """One statement, with what it rests on."""

    id: RecordId
    rex: RecordId
    incident: IncidentId
    section: str
    kind: NoteKind
    text: str
    about: str
    evidence: tuple[str, ...]
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class RexApproval:
    id: RecordId
    rex: RecordId
    incident: IncidentId
    digest: str
    verdict: ReviewVerdict
    by: str
    typed_by: str
    remark: str
    exception: str
    at: int


@dataclass(frozen=True, slots=True)
class RexPublication:
    id: RecordId
    rex: RecordId
    incident: IncidentId
    version: int
    reader: Reader
    languages: tuple[str, ...]
    digest: str
    approved: bool
    left_out: int
    by: str
    at: int
    remark: str


@dataclass(frozen=True, slots=True)
class RexComment:
    """What somebody said in an edited DOCX, beside the section it is about."""

    id: RecordId
    rex: RecordId
    incident: IncidentId
    section: str
    kind: CommentKind
    author: str
    text: str
    quoted: str
    written_at: int | None
    source: str
    source_sha256: str
    taken_in_at: int | None
    answer: CommentAnswer
    answer_text: str
    answered_by: str
    answered_at: int | None
