"""Reviews in words: heat, state, statements, what stands in the way, contradictions of the timeline."""

from __future__ import annotations

from datetime import tzinfo

from warroom import phrases
from warroom.commands.figure_words import figure_word
from warroom.commands.metric_words import number_said
from warroom.commands.said import milestone_word
from warroom.domain.impact_figures import FigureKind
from warroom.domain.rex import CommentAnswer, CommentKind, Heat, NoteKind, Reader, ReviewVerdict, Step
from warroom.domain.rex_state import KIND_OF, USERS_OF, RexBlocker, RexBlocking, RexState
from warroom.domain.rex_timeline import Contradiction, ContradictionKind, Gap, RexTimeline
from warroom.phrases import labelled
from warroom.storage.naming import section_word
from warroom.words import _, ngettext, pgettext


def heat_word(heat: Heat) -> str:
    """Hot or cold, as people say it of a review."""
    return pgettext("review", "hot") if heat is Heat.HOT else pgettext("review", "cold")


def rex_state_word(state: RexState) -> str:
    return {
        RexState.DRAFT: pgettext("review", "draft"),
        RexState.IN_REVIEW: pgettext("review", "approval asked"),
        RexState.SENT_BACK: pgettext("review", "sent back"),
        RexState.APPROVED: pgettext("review", "approved"),
        RexState.PUBLISHED: pgettext("review", "published"),
        RexState.DROPPED: pgettext("review", "dropped"),
    }[state]


def step_word(step: Step) -> str:
    """The name of a step of the wizard."""
    return {
        Step.SCOPE: _("Scope and rules"),
        Step.TIMELINE: _("Timeline"),
        Step.IMPACT: _("Impact"),
        Step.METRICS: _("Detection and response"),
        Step.CAUSES: _("Causes"),
        Step.GOOD_BAD_LUCK: _("Well, badly, by luck"),
        Step.COMMUNICATION: _("Communication"),
        Step.PLAN: _("Action plan"),
        Step.LESSONS: _("Lessons"),
        Step.APPROVAL: _("Review and approval"),
        Step.PUBLICATION: _("Publication"),
    }[step]


def note_kind_word(kind: NoteKind) -> str:
    return {
        NoteKind.WELL: _("went well"),
        NoteKind.BADLY: _("went badly"),
        NoteKind.LUCK: _("by luck"),
        NoteKind.FEELING: _("felt"),
        NoteKind.QUESTION: pgettext("review", "question"),
        NoteKind.EXPLAINED: _("explanation"),
    }[kind]


def comment_kind_word(kind: CommentKind) -> str:
    """What a remark of an edited copy is."""
    return {
        CommentKind.COMMENT: pgettext("review", "comment"),
        CommentKind.INSERTION: pgettext("review", "added"),
        CommentKind.DELETION: pgettext("review", "struck out"),
        CommentKind.REWRITING: pgettext("review", "rewritten"),
    }[kind]


def comment_answer_word(answer: CommentAnswer) -> str:
    return {
        CommentAnswer.NONE: pgettext("remark", "no answer yet"),
        CommentAnswer.TAKEN: pgettext("remark", "agreed"),
        CommentAnswer.DECLINED: pgettext("remark", "left as it is"),
    }[answer]


def reader_word(reader: Reader) -> str:
    """For whom a version is written."""
    return {
        Reader.INTERNAL: _("internal version"),
        Reader.EXECUTIVE: _("executive version"),
        Reader.PUBLIC: _("customer and public version"),
        Reader.AUTHORITY: _("version for the authority"),
        Reader.INSURER: _("file for the insurer"),
    }[reader]


def review_verdict_word(verdict: ReviewVerdict) -> str:
    return pgettext("review", "approved") if verdict is ReviewVerdict.APPROVED else pgettext("review", "sent back")


def blocker_said(blocker: RexBlocker) -> str:
    """What keeps a review from being approved, in one phrase."""
    names = blocker.names
    if blocker.kind is RexBlocking.SECTION:
        listed = ", ".join(section_word(code) for code in names)
        return labelled(ngettext("section still open", "sections still open", len(names)), listed)
    said = {
        RexBlocking.DISPUTED: ngettext("{n} value to settle", "{n} values to settle", len(names)).format(n=len(names)),
        RexBlocking.RULES: _("nobody has read out the rules"),
        RexBlocking.CONTRADICTION: ngettext("contradiction not explained", "contradictions not explained", len(names)),
        RexBlocking.FIGURE_SOURCE: _("figure without a source"),
        RexBlocking.NO_ROOT: _("no root cause"),
        RexBlocking.HUMAN_ERROR: _("human error as the only root cause"),
        RexBlocking.CAUSE_EVIDENCE: _("cause confirmed without evidence"),
        RexBlocking.NO_ACTION: _("no corrective action"),
        RexBlocking.ACTION_PILOT: _("action without a pilot"),
        RexBlocking.ACTION_DATE: _("action without a due date"),
        RexBlocking.AWARENESS: _("awareness is all that is done about a cause"),
        RexBlocking.OWN_WORK: _("whoever conducts the review does not approve it"),
    }[blocker.kind]
    is_listed = blocker.kind not in (RexBlocking.DISPUTED, RexBlocking.RULES, RexBlocking.OWN_WORK)
    return labelled(said, ", ".join(_name_said(name) for name in names)) if names and is_listed else said


def _name_said(name: str) -> str:
    """A figure that has no label is called by what it counts."""
    if name.startswith(KIND_OF) and name.removeprefix(KIND_OF) in list(FigureKind):
        return figure_word(FigureKind(name.removeprefix(KIND_OF)))
    if name.startswith(USERS_OF) and name.removeprefix(USERS_OF).isdecimal():
        many = int(name.removeprefix(USERS_OF))
        return ngettext("{n} user affected", "{n} users affected", many).format(n=number_said(many))
    return name


def contradiction_said(one: Contradiction, now_ms: int, zone: tzinfo | None = None) -> str:
    """What cannot be true, in one sentence; `zone` None is this computer's."""
    times = [phrases.moment(at, now_ms, zone) for at in one.times]
    number = one.numbers[0] if one.numbers else ""
    if one.kind is ContradictionKind.TWO_HOURS and one.milestone is not None:
        said = " · ".join(f"{time} ({name})" for name, time in zip(one.numbers, times, strict=False))
        return _("“{milestone}” was given several times: {times}").format(
            milestone=milestone_word(one.milestone), times=said
        )
    if one.kind is ContradictionKind.ORDER and one.milestone is not None and one.other is not None:
        return _("{number}: “{later}” ({time}) lies before “{sooner}” ({other})").format(
            number=number, later=milestone_word(one.milestone), time=times[0],
            sooner=milestone_word(one.other), other=times[1],
        )  # fmt: skip
    return {
        ContradictionKind.BEFORE_IMPACT: _("{number} answers an impact that had not begun ({time})"),
        ContradictionKind.AHEAD: _("{number} was written before it happened ({time})"),
        ContradictionKind.REFUTED: _("{number} was refuted, and is still relied on ({time})"),
        ContradictionKind.LATE: _("{number} was written long after it happened ({time})"),
    }[one.kind].format(number=number, time=times[0])


def gap_said(gap: Gap, now_ms: int, zone: tzinfo | None = None) -> str:
    """Where nothing was written, and for how long."""
    return _("Nothing was written for {duration}: from {start} to {end}").format(
        duration=phrases.duration(gap.minutes * 60_000),
        start=phrases.moment(gap.after.event_at, now_ms, zone),
        end=phrases.moment(gap.before.event_at, now_ms, zone),
    )


def without_hour_said(timeline: RexTimeline) -> str:
    """How many lines of imports stand apart; "" where each gave its hour."""
    count = len(timeline.without_hour)
    if not count:
        return ""
    return ngettext(
        "{n} imported line gives no hour of its own: it stands apart and no gap is counted to it.",
        "{n} imported lines give no hour of their own: they stand apart and no gap is counted to them.",
        count,
    ).format(n=count)


def rex_fields() -> dict[tuple[str, str], str]:
    """What the fields of a review and of its parts are called."""
    return {
        ("rex", "lead"): _("Conducted by"),
        ("rex", "participants"): _("Participants"),
        ("rex", "scope"): _("Scope"),
        ("rex", "others"): _("Reviewed together with"),
        ("rex", "heat"): _("Hot or cold"),
        ("rex", "privileged"): _("Under legal privilege"),
        ("rex", "held_at"): _("Meeting held at"),
        ("rex", "rules_by"): _("Rules read out by"),
        ("rex", "asked_of"): _("Approval asked of"),
        ("rex", "dropped_because"): _("Why it was dropped"),
        ("rex_section", "text"): _("Text of the section"),
        ("rex_section", "given_to"): _("Written by"),
        ("rex_section", "nothing"): _("Nothing to say"),
        ("rex_section", "done"): pgettext("section", "Done"),
        ("rex_note", "text"): _("Statement"),
        ("rex_note", "kind"): _("Kind of statement"),
        ("rex_note", "evidence"): _("Evidence"),
        ("rex_comment", "answer"): _("Answer to the remark"),
        ("rex_comment", "answer_text"): _("Why"),
    }
