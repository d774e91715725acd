"""The situation report: what is true, what is awaited, what is due, in twelve parts (doctrine §4.5)."""

from __future__ import annotations

from warroom import phrases
from warroom.commands.said import kind_word, service_word
from warroom.domain.dues import DueKind
from warroom.domain.entries import Entry, Kind, Verification
from warroom.reports.ahead import cause, outlook
from warroom.reports.cell import cell_sections
from warroom.reports.document import Block, Column, Document, Facts, Paragraph, Row, Section, Tone
from warroom.reports.field import committed_line, means_table, teams_table
from warroom.reports.incoming import promises_table, rumours_table
from warroom.reports.sentences import situation_blocks
from warroom.reports.subject import Subject
from warroom.reports.wording import (
    actions_table,
    awaited_table,
    clocks_table,
    counted,
    document,
    entries_table,
    section,
    services_table,
    table,
    taken_table,
)
from warroom.storage.views import LogFilter
from warroom.words import _, ngettext, pgettext

SHOWN = 40  # entries a table of this report shows at most; the log has them all

STATED = frozenset({Kind.FACT, Kind.INFORMATION, Kind.REPORT, Kind.EVIDENCE, Kind.INJECT, Kind.CORRECTION})
UNCONFIRMED = frozenset({Verification.TO_VERIFY, Verification.VERIFYING})


def situation_report(subject: Subject) -> Document:
    """Where the incident stands, at the time of the report."""
    parts = (
        (_("Summary"), _summary),
        (_("What is known"), _known),
        (_("Impact"), _impact),
        (_("Key events"), _key_events),
        (_("Cause and remedy"), cause),
        (_("Actions"), _actions),
        (_("Outlook"), outlook),
        (_("Decisions"), _decisions),
        (_("Communication"), _communication),
        (_("Deadlines"), _deadlines),
        (_("People"), _people),
        (_("Requests"), _requests),
    )
    sections = tuple(
        part for number, (title, build) in enumerate(parts, 1) for part in build(subject, f"{number}. {title}")
    )
    return document(subject, name="situation", title=_("Situation report"), sections=sections)


def _summary(subject: Subject, title: str) -> tuple[Section, ...]:
    incident, now = subject.incident, subject.asked.now_ms
    lines: list[Block] = situation_blocks(subject) or [Paragraph(_("No summary has been written."), Tone.MUTED)]
    if incident.status.is_over:
        lines.append(Paragraph(_("Began {start}.").format(start=subject.both(incident.began_at))))
    else:
        length = phrases.duration(now - incident.began_at)
        lines.append(
            Paragraph(_("Began {start}, {length} ago.").format(start=subject.both(incident.began_at), length=length))
        )
    nearest = next((due for due in subject.dues if due.kind is DueKind.UPDATE), None)
    if nearest:
        lines.append(
            Paragraph(
                _("Next situation update: {due}.").format(due=phrases.due(nearest.due_at, now, subject.asked.zone))
            )
        )
    lines.append(Paragraph(f"{subject.zone_sentence()} {counted(subject)}", Tone.MUTED))
    return (section(title, *lines), *cell_sections(subject))


def _known(subject: Subject, title: str) -> tuple[Section, ...]:
    """Only what is marked verified is shown as a fact; a corrected entry gives way to its correction."""
    stated = LogFilter(kinds=STATED, verification=frozenset({Verification.VERIFIED}))
    waiting = LogFilter(kinds=STATED, verification=UNCONFIRMED)
    unmarked = LogFilter(kinds=frozenset({Kind.FACT, Kind.CORRECTION}), verification=frozenset({Verification.NONE}))
    refuted = LogFilter(kinds=STATED, verification=frozenset({Verification.REFUTED}))
    doubtful = sorted(
        (*_standing(subject, waiting), *_standing(subject, unmarked)), key=lambda entry: (entry.event_at, entry.key)
    )
    return (
        section(
            title,
            entries_table(subject, _("Verified facts"), _standing(subject, stated)),
            otherwise=_("No fact has been verified yet."),
        ),
        section(
            _("Not confirmed"),
            entries_table(subject, _("Reported, not confirmed"), doubtful[-SHOWN:], state=True),
            otherwise=_("Nothing waits for confirmation."),
            level=2,
        ),
        *(
            [section(_("Refuted"), entries_table(subject, _("Refuted: do not pass on"), wrong), level=2)]
            if (wrong := _standing(subject, refuted))
            else []
        ),
    )


def _standing(subject: Subject, wanted: LogFilter) -> list[Entry]:
    return [entry for entry in subject.newest(wanted, count=SHOWN) if not entry.corrected_by]


def _impact(subject: Subject, title: str) -> tuple[Section, ...]:
    incident = subject.incident
    said = []
    if incident.users:
        said.append((_("Users"), incident.users))
    if incident.vital:
        said.append((_("Vital service"), _("touched")))
    states = [service_word(item.state) for item in subject.services]
    if states:
        counts = (phrases.labelled(word, str(states.count(word))) for word in dict.fromkeys(states))
        said.append((_("Services"), ", ".join(counts)))
    return (section(title, Facts(tuple(said)) if said else None, services_table(subject)),)


def _key_events(subject: Subject, title: str) -> tuple[Section, ...]:
    events = subject.newest(LogFilter(key_events=True), count=SHOWN)
    more = subject.tally[2] - len(events)
    note = ngettext(
        "{count} earlier key event is in the log.", "{count} earlier key events are in the log.", more
    ).format(count=more)
    return (
        section(
            title,
            entries_table(
                subject,
                _("Key events, in the order they happened"),
                [entry for entry in events if not entry.corrected_by],
            ),
            Paragraph(note, Tone.MUTED) if more > 0 else None,
        ),
    )


def _actions(subject: Subject, title: str) -> tuple[Section, ...]:
    running = [action for action in subject.actions if not action.state.is_over]
    late = [action for action in running if action.is_late(subject.asked.now_ms)]
    other = [action for action in running if action not in late]
    over = [action for action in subject.actions if action.state.is_over]
    return (
        section(
            title,
            actions_table(subject, _("Late"), late),
            actions_table(subject, pgettext("actions", "Open"), other),
            actions_table(subject, _("Finished"), over[:SHOWN]),
            otherwise=_("No action recorded."),
        ),
    )


def _decisions(subject: Subject, title: str) -> tuple[Section, ...]:
    return (section(title, awaited_table(subject), taken_table(subject), otherwise=_("No decision asked or taken.")),)


def _communication(subject: Subject, title: str) -> tuple[Section, ...]:
    sent = subject.newest(LogFilter(kinds=frozenset({Kind.COMMUNICATION})), count=10)
    clocks = clocks_table(subject, DueKind.UPDATE, _("Next message"))
    return (
        section(
            title,
            entries_table(subject, _("Latest messages"), sent),
            clocks,
            promises_table(subject, live=True),
            rumours_table(subject, live=True),
            otherwise=_("No message recorded."),
        ),
    )


def _deadlines(subject: Subject, title: str) -> tuple[Section, ...]:
    clocks = clocks_table(subject, DueKind.DEADLINE, _("Deadlines running"))
    told = subject.newest(LogFilter(kinds=frozenset({Kind.NOTIFICATION})), count=10)
    sent = entries_table(subject, _("Notifications made"), told)
    return (section(title, clocks, sent, otherwise=_("No deadline is running.")),)


def _people(subject: Subject, title: str) -> tuple[Section, ...]:
    relieved = subject.newest(LogFilter(kinds=frozenset({Kind.HANDOVER})), count=5)
    lead = Facts(((_("Led by"), subject.incident.owner),)) if subject.incident.owner else None
    teams = teams_table(subject)
    return (section(title, lead, teams, entries_table(subject, _("Latest handovers"), relieved)),)


def _requests(subject: Subject, title: str) -> tuple[Section, ...]:
    asked = subject.newest(LogFilter(kinds=frozenset({Kind.REQUEST})), count=SHOWN)
    columns = (Column(_("Time"), 1), Column(_("No.")), Column(kind_word(Kind.REQUEST), 4), Column(_("Follow-up"), 2))
    rows = [
        Row((subject.brief(entry.event_at), entry.number, entry.text, entry.follow_up or _("none yet")))
        for entry in asked
        if entry.code != "decision-requested" and not entry.corrected_by
    ]
    means, committed = means_table(subject), committed_line(subject)
    return (section(title, table(_("Needs and requests"), columns, rows), means, committed),)
