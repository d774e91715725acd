"""Clocks, rules and drafts as documents and lines of the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from warroom import words
from warroom.commands.clock_words import (
    clock_kind_word,
    disclaimer,
    due_said,
    length_said,
    rule_status_word,
    start_said,
    step_said,
)
from warroom.domain.clock_rules import Rule, Unit
from warroom.domain.clocks import Clock, ClockKind, consumed
from warroom.domain.regimes import ChangedRule
from warroom.domain.rulebook import Rulebook
from warroom.phrases import labelled
from warroom.words import _

if TYPE_CHECKING:
    from warroom.reports.notice import Notice


def clock_document(clock: Clock, book: Rulebook, now_ms: int) -> dict[str, Any]:
    """One clock; times are milliseconds UTC."""
    return {
        "kind": clock.kind.value,
        "state": clock.state.value,
        "label": clock.label,
        "incident": clock.incident_number,
        "exercise": clock.exercise,
        "number": clock.number,
        "owner": clock.owner,
        "started_at": clock.started_at,
        "start_event": clock.start_event,
        "start_entry": clock.start_entry,
        "due_at": clock.due_at,
        "done_at": clock.done_at,
        "rule": clock.rule,
        "regime": clock.regime,
        "legal_ref": clock.legal_ref,
        "internal": clock.is_internal,
        "consumed": consumed(clock, now_ms),
        "steps": [
            {
                "kind": step.kind.value,
                "at": step.at,
                "n": step.n,
                "unit": step.unit,
                "ref": step.ref,
                "said": step_said(step, book, now_ms)[0],
            }
            for step in clock.steps
        ],
    }


def clock_lines(clocks: list[Clock], book: Rulebook, now_ms: int) -> Iterator[str]:
    """What is due, soonest first; legal clocks with where they come from and the disclaimer."""
    for clock in clocks:
        parts = [
            due_said(clock, now_ms),
            clock.number,
            clock.label,
            clock_kind_word(clock.kind),
            clock.incident_number,
            clock.owner,
        ]
        yield " · ".join(part for part in parts if part)
        if clock.kind is ClockKind.LEGAL and (clock.start_event or clock.legal_ref):
            start = start_said(clock.start_event, book) if clock.start_event else ""
            proof = _("proved by {number}").format(number=clock.start_entry) if clock.start_entry else ""
            yield "    " + " · ".join(part for part in (clock.rule, start, proof, clock.legal_ref) if part)
    if any(clock.kind is ClockKind.LEGAL for clock in clocks):
        yield disclaimer()
    if not clocks:
        yield _("Nothing is due.")
    for fault in book.faults:
        yield labelled(_("a changed rule cannot be read"), fault)


def rule_document(rule: Rule, book: Rulebook, changed: ChangedRule | None) -> dict[str, Any]:
    """One rule as data, with what the room changed of it."""
    return {
        **book.bodies.get(rule.id, {}),
        "changed": {"body": changed.body, "reason": changed.reason, "by": changed.by, "at": changed.at}
        if changed
        else None,
    }


def rule_lines(
    rules: list[Rule], changed: Mapping[str, ChangedRule], book: Rulebook, *, is_whole: bool
) -> Iterator[str]:
    """Each rule on a line, or whole when it was asked for by name."""
    language = words.language()
    for rule in rules:
        length = length_said(rule.offset.n, Unit.HOURS if rule.offset.unit is Unit.NONE else rule.offset.unit)
        length = _("internal target {length}").format(length=length) if rule.offset.unit is Unit.NONE else length
        yield " · ".join([rule.id, rule.label.in_language(language), length, start_said(rule.start, book)])
        if not is_whole:
            continue
        yield "    " + " · ".join(
            [rule.legal_ref, rule_status_word(rule.status), rule.last_verified.isoformat(), rule.owner_role]
        )
        yield "    " + labelled(_("source"), rule.source)
        yield "    " + labelled(_("recipient"), rule.recipient.in_language(language))
        if note := rule.note.in_language(language):
            yield f"    {note}"
        if (known := changed.get(rule.id)) is not None:
            yield "    " + _("changed by {name}: {reason}").format(name=known.by, reason=known.reason)
    yield disclaimer()


def notice_document(notice: Notice) -> dict[str, Any]:
    """A draft, section by section."""
    return {
        "rule": notice.rule.id,
        "title": notice.title,
        "incident": notice.incident.number,
        "due_at": notice.due_at,
        "legal_ref": notice.rule.legal_ref,
        "recipient": notice.rule.recipient.in_language(notice.language),
        "sections": [
            {"id": part.id, "label": part.label, "text": part.text, "written": part.is_written} for part in notice.parts
        ],
        "disclaimer": disclaimer(),
    }
