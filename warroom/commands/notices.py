"""Notifications to authorities as verbs: their drafts, section by section, and that they went out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from warroom import phrases, words
from warroom.commands.base import Command, handles, needed
from warroom.commands.entries import write_automatic, write_entry
from warroom.commands.regimes import already_corrected, past
from warroom.commands.seen import Seen, unmoved
from warroom.domain.clock_engine import reckon, standing
from warroom.domain.clock_rules import Rule
from warroom.domain.entries import Kind
from warroom.domain.ids import RecordId
from warroom.domain.regimes import Submission
from warroom.domain.rights import Right
from warroom.domain.rulebook import Rulebook
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.storage.rulebook import legal_facts_in, rulebook_in, zones_in
from warroom.words import _

SHA256 = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftNotice(Command[RecordId]):
    """Write a section of a notification's draft; an empty text takes it back to what the room proposes."""

    right = Right.JUDGE

    incident: str
    rule: str
    section: str
    text: str
    seen: Seen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitNotice(Command[RecordId]):
    """Say that a notification went out (milliseconds UTC), to whom and with which receipt; late, with the reasons.

    The receipt may follow by a correction. A second one under the same rule must be meant: `again`.
    """

    right = Right.JUDGE

    incident: str
    rule: str
    at: int
    recipient: str
    receipt: str = ""
    copy_sha256: str = ""
    late_reason: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectSubmission(Command[RecordId]):
    """Correct what was said of a notification that went out, with the reason; None leaves a field as it is."""

    right = Right.JUDGE

    submission: str
    reason: str
    at: int | None = None
    recipient: str | None = None
    receipt: str | None = None
    copy_sha256: str | None = None
    late_reason: str | None = None


@handles(DraftNotice)
def draft_notice(command: DraftNotice, books: Books) -> RecordId:
    incident, rule = books.get("incident", command.incident), known_rule(rulebook_in(books), command.rule)
    if command.section not in {section.id for section in rule.sections}:
        raise Refusal(
            "section-unknown",
            _("This notification has no section “{section}”.").format(section=command.section),
            safe=_("Your text is still there."),
            todo=_("Choose one of: {codes}").format(codes=", ".join(section.id for section in rule.sections)),
        )
    record = books.named("notice", f"{incident['id']} {rule.id} {command.section}")
    text = command.text.strip()
    known = books.row("notice", record)
    if known is None:
        if text:
            place = {"incident": incident["id"], "rule": rule.id, "section": command.section}
            books.make("notice", {**place, "text": text}, record=record)
        return record
    changed = {"text": text} if text != (known["text"] or "") else {}
    changed = unmoved(books, "notice", record, changed, command.seen)
    if changed:
        books.write("notice", record, changed)
    return record


@handles(SubmitNotice)
def submit_notice(command: SubmitNotice, books: Books) -> RecordId:
    incident, book = books.get("incident", command.incident), rulebook_in(books)
    rule = known_rule(book, command.rule)
    recipient = needed(command.recipient, code="recipient-missing", message=_("To whom did it go?"))
    at = past(books, command.at)
    facts = legal_facts_in(books, incident["id"])
    if standing(facts.submissions, rule.id) and not command.again:
        raise Refusal(
            "already-submitted",
            _("This notification already went out."),
            safe=_("Nothing was changed."),
            todo=_("Correct it, or say that this one comes on top."),
        )
    late = _check_late(books, book, rule, incident, at=at, late_reason=command.late_reason)
    receipt, copied = command.receipt.strip(), _digest(command.copy_sha256)
    entry = _tell(books, incident, rule, at=at, recipient=recipient, receipt=receipt, late=late)
    return _make(books, {
        "incident": incident["id"],
        "rule": rule.id,
        "at": at,
        "recipient": recipient,
        "receipt": receipt,
        "copy_sha256": copied,
        "late_reason": command.late_reason.strip(),
        "entry": entry,
    })  # fmt: skip


@handles(CorrectSubmission)
def correct_submission(command: CorrectSubmission, books: Books) -> RecordId:
    former, book = books.get("submission", command.submission), rulebook_in(books)
    reason = needed(command.reason, code="reason-missing", message=_("A correction needs a reason."))
    if books.where("submission", corrects=former["id"]):
        raise already_corrected()
    incident = books.get("incident", former["incident"])
    said: dict[str, Any] = {
        name: former[name]
        for name in ("incident", "rule", "at", "recipient", "receipt", "copy_sha256", "late_reason", "entry")
    }
    given = {
        "at": past(books, command.at) if command.at is not None else None,
        "recipient": command.recipient,
        "receipt": command.receipt,
        "copy_sha256": _digest(command.copy_sha256) if command.copy_sha256 is not None else None,
        "late_reason": command.late_reason,
    }
    said |= {
        name: value.strip() if isinstance(value, str) else value for name, value in given.items() if value is not None
    }
    said["recipient"] = needed(said["recipient"] or "", code="recipient-missing", message=_("To whom did it go?"))
    rule = book.rules.get(former["rule"] or "")
    if rule is not None and command.at is not None:
        _check_late(books, book, rule, incident, at=said["at"], late_reason=said["late_reason"] or "")
    made = _make(books, {**said, "corrects": former["id"], "reason": reason})
    label = rule.label.in_language(words.language()) if rule is not None else former["rule"]
    sentence = _("{notification}: submission corrected. {reason}").format(notification=label, reason=reason)
    params = {"rule": former["rule"], "at": said["at"], "receipt": said["receipt"], "reason": reason}
    write_automatic(books, incident, sentence, code="notice-corrected", params=params)
    return made


def known_rule(book: Rulebook, name: str) -> Rule:
    """A rule by its id, whatever its case. Raises Refusal."""
    found = next((rule for rule in book.rules.values() if rule.id.lower() == name.strip().lower()), None)
    if found is None:
        raise Refusal(
            "rule-unknown",
            _("This room has no rule “{rule}”.").format(rule=name.strip()),
            safe=_("Nothing was changed."),
            todo=_("Choose one of: {codes}").format(codes=", ".join(book.rules)),
        )
    return found


def _check_late(books: Books, book: Rulebook, rule: Rule, incident: Row, *, at: int, late_reason: str) -> bool:
    """Whether it went out late. Raises Refusal when it did and nobody says why."""
    found = reckon(rule, legal_facts_in(books, incident["id"]), book.bench(zones_in(books)), books.now)
    due = found.due_at if found is not None and found.started_at is not None else None
    late = due is not None and at > due
    if late and rule.late_reasons and not late_reason.strip():
        assert due is not None
        raise Refusal(
            "late-reason-missing",
            _("It went out {duration} after the deadline: the reasons are part of the notification.").format(
                duration=phrases.duration(at - due)
            ),
            safe=_("Nothing was changed."),
            todo=_("Say why it is late."),
        )
    return late


def _digest(said: str) -> str:
    digest = said.strip().lower()
    if digest and not SHA256.match(digest):
        raise Refusal(
            "digest-unfit",
            _("A SHA-256 has 64 hexadecimal digits."),
            safe=_("Nothing was changed."),
            todo=_("Give the file itself, or leave it out."),
        )
    return digest


def _tell(books: Books, incident: Row, rule: Rule, *, at: int, recipient: str, receipt: str, late: bool) -> RecordId:
    label = rule.label.in_language(words.language())
    said = _("{notification}: submitted to {recipient} at {moment}, receipt {receipt}").format(
        notification=label, recipient=recipient, moment=phrases.moment(at, books.now), receipt=receipt or _("awaited")
    )
    if late:
        said = _("{what} (late)").format(what=said)
    more = {
        "code": "notice-submitted",
        "params": {"rule": rule.id, "at": at, "recipient": recipient, "receipt": receipt, "late": late},
        "to_who": recipient,
        "key_event": True,
    }
    return RecordId(write_entry(books, incident, said, kind=Kind.NOTIFICATION, event_at=at, more=more).id)


def _make(books: Books, patch: dict[str, Any]) -> RecordId:
    stamped = {**patch, "by": books.author.name, "set_at": books.now}
    return books.make("submission", {name: value for name, value in stamped.items() if value not in (None, "")})


__all__ = ["CorrectSubmission", "DraftNotice", "Submission", "SubmitNotice", "known_rule"]
