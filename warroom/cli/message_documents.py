"""A message as the command line prints it: one line, all of it, or JSON."""

from __future__ import annotations

from warroom import phrases
from warroom.cli.documents import Document, iso
from warroom.commands.alarm_words import message_call_said
from warroom.commands.cadence_words import audiences_said
from warroom.commands.message_words import blocker_said, message_state_word, review_word, verdict_word
from warroom.domain.audience_book import AudienceBook
from warroom.domain.message_approvers import Approver, approvers_said
from warroom.domain.message_lines import MessageLine, calls_of
from warroom.domain.message_releases import Doubled
from warroom.domain.message_state import awaited_of
from warroom.domain.messages import PARTS, MessageState, Release, Review
from warroom.phrases import labelled
from warroom.words import _


def line_of(line: MessageLine, now_ms: int, book: AudienceBook) -> str:
    """`A-MS01  approved  Customers  T03  due in 12 min`."""
    message = line.message
    when = phrases.due(line.due_at, now_ms) if line.due_at is not None else ""
    if line.out_at is not None:
        when = phrases.moment(line.out_at, now_ms)
    parts = (
        message.number,
        message_state_word(line.state),
        audiences_said(book, message.audiences) or "—",
        message.template,
        when,
        _("EXERCISE") if line.exercise else "",
        "!" if line.calls else "",
    )
    return "  ".join(part for part in parts if part)


def lines_of(line: MessageLine, now_ms: int, book: AudienceBook, approvers: tuple[Approver, ...] = ()) -> list[str]:
    """Where it stands, why, its words, its checks, and what went out."""
    found = [line_of(line, now_ms, book)]
    found += [f"! {message_call_said(each)}" for each in calls_of([line])]
    if line.is_to_come:
        found += [f"- {blocker_said(each)}" for each in line.blockers]
        if approvers and line.state is not MessageState.APPROVED:
            found.append(_("to be approved by: {who}").format(who=approvers_said(approvers)))
    found += [_review_line(each, now_ms) for each in line.facts.reviews]
    found += [_release_line(each, now_ms) for each in line.facts.releases]
    for text in line.facts.said:
        note = _(" (translation to be checked)") if text.translated else ""
        found.append(f"[{text.language.upper()}]{note}")
        found += [said for part in ("title", "body") if (said := getattr(text, part))]
    return found


def document_of(line: MessageLine) -> Document:
    """A message as --json prints it."""
    message, facts = line.message, line.facts
    return {
        "id": message.id,
        "number": message.number,
        "incident": line.incident_number,
        "exercise": line.exercise,
        "state": line.state.value,
        "next_step": line.next_step.value,
        "template": message.template,
        "audiences": list(message.audiences),
        "channels": list(message.channels),
        "languages": list(message.languages),
        "status": message.status,
        "due_at": iso(message.due_at),
        "next_at": iso(message.next_at),
        "corrects": message.corrects,
        "corrected_by": list(line.corrected_by),
        "digest": facts.digest,
        "blockers": [
            {
                "kind": each.kind.value,
                "language": each.language,
                "names": list(each.names),
                "review": each.review.value if each.review else "",
            }
            for each in line.blockers
        ],
        "texts": {
            text.language: {part: getattr(text, part) for part in PARTS} | {"translated": text.translated}
            for text in facts.texts
        },
        "reviews": [_review_document(each) for each in facts.reviews],
        "releases": [_release_document(each) for each in facts.releases],
        "doubled": [{"with": _other(line, pair), "releases": pair.key.split()} for pair in line.doubled],
        "refuted": [
            {"entry": each.number, "how": each.how.value, "reason": each.reason, "correction": each.correction}
            for each in line.refuted
        ],
        "doubts": {release.id: [each.value for each in doubts] for release, doubts in line.doubts},
        "moved_since": line.is_moved,
        "withdrawn_because": message.withdrawn_because,
    }


def _other(line: MessageLine, pair: Doubled) -> str:
    return pair.other.number if pair.one.message == line.id else pair.one.number


def _review_line(review: Review, now_ms: int) -> str:
    who = review.by or awaited_of(review, now_ms)
    said = labelled(review_word(review.kind), f"{verdict_word(review.verdict)}, {who or '—'}")
    more = review.exception or review.remark
    return f"- {said} ({more})" if more else f"- {said}"


def _release_line(release: Release, now_ms: int) -> str:
    said = _("let out {time} by {who}, approved by {approver}, fingerprint {digest}")
    return "- " + said.format(
        time=phrases.moment(release.at, now_ms),
        who=release.by or "—",
        approver=release.approved_by or "—",
        digest=release.digest[:12],
    )


def _review_document(review: Review) -> Document:
    return {
        "id": review.id,
        "kind": review.kind.value,
        "asked_of": review.asked_of,
        "deputy": review.deputy,
        "due_at": iso(review.due_at),
        "escalated_at": iso(review.escalated_at),
        "verdict": review.verdict.value,
        "by": review.by,
        "at": iso(review.at),
        "remark": review.remark,
        "exception": review.exception,
    }


def _release_document(release: Release) -> Document:
    return {
        "id": release.id,
        "at": iso(release.at),
        "by": release.by,
        "approved_by": release.approved_by,
        "exception": release.exception,
        "audiences": list(release.audiences),
        "channels": list(release.channels),
        "digest": release.digest,
        "texts": release.texts,
        "again": release.again,
        "reason": release.reason,
    }
