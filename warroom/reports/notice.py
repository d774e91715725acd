"""A notification's draft: each section as somebody wrote it, or as the room proposes it; as text or on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path

from warroom import phrases, words
from warroom.commands.clock_words import disclaimer
from warroom.commands.said import action_word, milestone_word, service_word, severity_meaning, severity_word
from warroom.domain.actions import ActionState
from warroom.domain.clock_engine import standing
from warroom.domain.clock_rules import Rule, Section
from warroom.domain.clocks import Clock, ClockKind, ClockState
from warroom.domain.decisions import DecisionState
from warroom.domain.hypotheses import HypothesisState
from warroom.domain.incidents import Incident, Mode
from warroom.errors import Refusal, Trouble
from warroom.reports.document import Document, Facts, Paragraph, Tone
from warroom.reports.document import Section as PaperSection
from warroom.storage.views import Views
from warroom.words import _, speaking

CONTACTS = ("JUR", "SSI", "DIR")  # whose telephone stands on a notification, the first that is held
FORMATS = (".txt", ".pdf")


@dataclass(frozen=True, slots=True)
class Part:
    """One section: what it asks, its text, and whether somebody wrote it rather than the room."""

    id: str
    label: str
    text: str
    is_written: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """One notification as it would go out now. Times are milliseconds UTC."""

    rule: Rule
    incident: Incident
    language: str
    parts: tuple[Part, ...]
    due_at: int | None
    made_at: int
    zone: tzinfo | None

    @property
    def title(self) -> str:
        return self.rule.label.in_language(self.language)


def notice_of(
    views: Views,
    incident: str,
    rule: str,
    *,
    now_ms: int,
    zone: tzinfo | None = None,
    language: str | None = None,
) -> Notice:
    """The draft of a notification under a rule. What is restricted to a circle is not proposed: this goes out.

    Raises Refusal for an unknown incident or rule.
    """
    with speaking(language or words.language()):
        open_views = views.within(())
        found = views.incident(incident)
        known = _rule(views, rule)
        proposals = Proposals(open_views, found, known, now_ms, zone)
        written = {item.section: item.text for item in views.notices(found.id) if item.rule == known.id}
        parts = tuple(_part(section, written.get(section.id, ""), proposals) for section in known.sections)
        return Notice(known, found, words.language(), parts, proposals.due_at, now_ms, zone)


def _part(section: Section, written: str, proposals: Proposals) -> Part:
    label = section.label.in_language(words.language())
    return Part(section.id, label, written or proposals.text(section), bool(written))


def _rule(views: Views, name: str) -> Rule:
    from warroom.commands.notices import known_rule

    return known_rule(views.rulebook(), name)


class Proposals:
    """What the room can say by itself of each thing that a section asks for."""

    def __init__(self, views: Views, incident: Incident, rule: Rule, now_ms: int, zone: tzinfo | None) -> None:
        self._views, self._incident, self._rule, self._now, self._zone = views, incident, rule, now_ms, zone
        self._clock = self._own_clock()

    @property
    def due_at(self) -> int | None:
        return self._clock.due_at if self._clock else None

    def text(self, section: Section) -> str:
        """The lines proposed for a section; "" where the room knows nothing."""
        makers: dict[str, Callable[[], Iterator[str]]] = {
            "title": self._title,
            "times": self._times,
            "severity": self._severity,
            "services": self._services,
            "users": self._users,
            "situation": self._situation,
            "measures": self._measures,
            "decisions": self._decisions,
            "cause": self._cause,
            "contact": self._contact,
            "late": self._late,
        }
        return "\n".join(line for name in section.prefill for line in makers[name]() if line.strip())

    def _own_clock(self) -> Clock | None:
        clocks = self._views.clocks(self._incident.id, mode=Mode.BOTH, now_ms=self._now, everything=True)
        return next((item for item in clocks if item.kind is ClockKind.LEGAL and item.rule == self._rule.id), None)

    def _title(self) -> Iterator[str]:
        yield f"{self._incident.number} · {self._incident.title}"

    def _times(self) -> Iterator[str]:
        """Milestones and legal moments, in local time and UTC."""
        facts, book = self._views.clock_facts(self._incident.id), self._views.rulebook()
        known = [(at, milestone_word(milestone)) for milestone, at in self._incident.milestones.items()]
        known += [
            (standing(facts.events, event)[0].at, book.event_label(event, words.language()))
            for event in dict.fromkeys(item.event for item in facts.events)
        ]
        for at, label in sorted(known):
            yield phrases.labelled(label, both(at, self._zone))

    def _severity(self) -> Iterator[str]:
        yield phrases.labelled(
            _("Severity"),
            f"{severity_word(self._incident.severity)} · {severity_meaning(self._incident.severity)}",
        )

    def _services(self) -> Iterator[str]:
        for service in self._views.services(self._incident.id):
            since = service.down_since or service.since
            said = phrases.labelled(service.name, service_word(service.state))
            yield _("{what}, since {moment}").format(what=said, moment=both(since, self._zone)) if since else said

    def _users(self) -> Iterator[str]:
        if self._incident.users:
            yield phrases.labelled(_("Users touched"), self._incident.users)

    def _situation(self) -> Iterator[str]:
        yield self._incident.situation

    def _measures(self) -> Iterator[str]:
        shown = (ActionState.DONE, ActionState.IN_PROGRESS)
        for action in self._views.actions(self._incident.id):
            if action.state in shown:
                result = f" ({action.result})" if action.result else ""
                yield f"– {action.text}{result} · {action_word(action.state)}"

    def _decisions(self) -> Iterator[str]:
        for item in self._views.decisions(self._incident.id):
            if item.state is DecisionState.DECIDED and not item.restricted and item.decided_at is not None:
                yield f"– {item.decided} · {both(item.decided_at, self._zone)}"

    def _cause(self) -> Iterator[str]:
        found = [item for item in self._views.hypotheses(self._incident.id) if item.state is HypothesisState.CONFIRMED]
        for item in found:
            yield f"– {item.text}"
        if not found:
            yield _("Not established at this stage.")

    def _contact(self) -> Iterator[str]:
        cell = self._views.cell_of(self._incident.id)
        held = {item.code: item for item in self._views.functions(cell.id) if item.holder} if cell else {}
        first = next((held[code] for code in CONTACTS if code in held), None)
        if first is not None:
            yield ", ".join(part for part in (first.holder, first.phone) if part)
        elif self._incident.owner:
            yield self._incident.owner

    def _late(self) -> Iterator[str]:
        clock = self._clock
        if clock is not None and clock.due_at is not None and clock.state is ClockState.LATE:
            yield phrases.labelled(_("Due"), both(clock.due_at, self._zone))
        for item in standing(self._views.clock_facts(self._incident.id).submissions, self._rule.id):
            yield item.late_reason


def both(ms: int, zone: tzinfo | None) -> str:
    """`23 Nov 2026 14:32 (UTC+1), 13:32 UTC`: local time and UTC."""
    local = f"{phrases.date(ms, zone)} {phrases.time_of_day(ms, zone)} ({phrases.utc_offset(ms, zone)})"
    return f"{local}, {phrases.time_of_day(ms, UTC)} UTC"


def text_of(notice: Notice) -> str:
    """The notification as plain text, to be pasted into a form or an e-mail."""
    with speaking(notice.language):
        lines = [notice.title, *(phrases.labelled(label, value) for label, value in _head(notice)), ""]
        if notice.incident.exercise:
            lines.insert(0, _("EXERCISE"))
        for part in notice.parts:
            lines += [part.label, part.text or "—", ""]
        return "\n".join([*lines, disclaimer(), ""])


def document_of(notice: Notice, *, author: str, room: str, fingerprint: str, digest: str) -> Document:
    """The notification on paper."""
    with speaking(notice.language):
        incident = notice.incident
        page, _gap, of_total = _("Page {n} of {total}").partition("{n}")
        sections = tuple(
            PaperSection(part.label, (Paragraph(part.text or "—", Tone.PLAIN if part.text else Tone.MUTED),))
            for part in notice.parts
        )
        return Document(
            name=f"{incident.number}-{notice.rule.id}".lower(),
            title=notice.title,
            subject=incident.title,
            language=notice.language,
            facts=Facts((*_head(notice), (_("Room"), room), (_("Written by"), author), (_("Note"), disclaimer()))),
            sections=sections,
            reference=incident.number,
            marking=_("DRAFT · Restricted distribution"),
            fingerprint=fingerprint,
            fingerprint_word=_("Journal {fingerprint}").format(fingerprint=fingerprint),
            digest_word=_("Full hash of the journal (SHA-256): {digest}").format(digest=digest),
            page_words=(page, of_total.replace("{total}", "")),
            watermark=_("EXERCISE") if incident.exercise else "",
            watermark_sentence=_("This is an exercise. Nothing in this document is real.") if incident.exercise else "",
            author=author,
            made_at=notice.made_at,
            escaped_note="",
        )


def write_notice(notice: Notice, path: Path, *, author: str, room: str, fingerprint: str, digest: str) -> str:
    """Write the draft as `.txt` or `.pdf`; its SHA-256. Raises Refusal for another ending, Trouble for the disk."""
    import hashlib

    if path.suffix.lower() not in FORMATS:
        raise Refusal(
            "format-unknown",
            _("A notification is written as .txt or .pdf."),
            safe=_("Nothing was written."),
            todo=_("Choose one of these endings."),
        )
    if path.suffix.lower() == ".pdf":
        from warroom.reports.pdf import pdf_of

        content = pdf_of(document_of(notice, author=author, room=room, fingerprint=fingerprint, digest=digest))
    else:
        content = text_of(notice).encode("utf-8")
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Trouble(
            "notice-not-written",
            _("The file could not be written: {reason}").format(reason=error.strerror or error),
            safe=_("The draft is still in the room."),
            todo=_("Choose another place."),
        ) from error
    return hashlib.sha256(content).hexdigest()


def _head(notice: Notice) -> list[tuple[str, str]]:
    rule = notice.rule
    rows = [
        (_("Legal reference"), rule.legal_ref),
        (_("Recipient"), rule.recipient.in_language(notice.language)),
        (_("Channel"), rule.channel.in_language(notice.language)),
        (_("Incident"), notice.incident.number),
        (_("Due"), both(notice.due_at, notice.zone) if notice.due_at is not None else ""),
        (_("Drafted"), both(notice.made_at, notice.zone)),
    ]
    return [(label, value) for label, value in rows if value]
