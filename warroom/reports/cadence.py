"""How the cadence of messages was kept, for the review: in per cent by audience, and late messages to the second."""

from __future__ import annotations

from warroom.commands.cadence_words import audiences_said, exact_said, outcome_word
from warroom.domain.incidents import Milestone, Mode
from warroom.domain.message_cadence import Cadence, Kept, Outcome, Period, all_kept
from warroom.reports.document import Column, Row, Section, Table, Tone
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, section, table
from warroom.words import _, pgettext

SHOWN = 200  # late messages in one table


def cadence_section(subject: Subject) -> Section:
    """Both tables; the sentence for none where nobody was owed a message."""
    return section(
        _("Cadence of messages"),
        _kept_table(subject),
        _late_table(subject),
        otherwise=_("No message was owed to anybody."),
    )


def _kept_table(subject: Subject) -> Table | None:
    found = [
        one for one in subject.views.cadence_report(subject.incident.id, now_ms=subject.asked.now_ms) if one.judged
    ]
    columns = (
        Column(_("Audience"), 2), Column(pgettext("cadence", "Due"), 1), Column(_("In time"), 1),
        Column(pgettext("cadence", "Put off"), 1), Column(_("Late"), 1), Column(_("Missing"), 1),
        Column(_("Worst"), 1.4), Column(_("Kept"), 1),
    )  # fmt: skip
    rows = [_kept_row(subject, one) for one in found]
    if len(found) > 1:
        rows.append(_kept_row(subject, all_kept(found)))
    return table(_("Kept, by audience; “put off” is in time only because of a recorded snooze"), columns, rows)


def _kept_row(subject: Subject, one: Kept) -> Row:
    name = audiences_said(subject.views.audience_book(), [one.audience]) if one.audience else _("All")
    worst = exact_said(one.worst_ms) if one.worst_ms else DASH
    counts = (one.judged, one.kept, one.snoozed, one.late, one.missed + one.overdue)
    percent = _("{n} %").format(n=one.percent)
    is_late = bool(one.late + one.missed + one.overdue)
    return Row((name, *map(str, counts), worst, percent), Tone.LATE if is_late else Tone.PLAIN)


def _late_table(subject: Subject) -> Table | None:
    columns = (Column(_("Audience"), 2), Column(_("Was due"), 2), Column(_("Came"), 2), Column(_("Late by"), 1.4))
    rows = [
        Row(
            (
                audiences_said(subject.views.audience_book(), [one.audience]),
                subject.both(period.due_at),
                _came(subject, period),
                exact_said(period.late_ms(_until(subject))),
            )
        )
        for period, one in _late(subject)
    ]
    return table(_("Late messages"), columns, rows[:SHOWN])


def _late(subject: Subject) -> list[tuple[Period, Cadence]]:
    until = _until(subject)
    found = [
        (period, one)
        for one in subject.views.cadences(subject.incident.id, mode=Mode.BOTH)
        for period in (*one.periods, *([one.open] if one.open is not None else []))
        if period.late_ms(until)
    ]
    return sorted(found, key=lambda each: (each[0].due_at, each[1].audience))


def _came(subject: Subject, period: Period) -> str:
    """When it came; what became of it otherwise."""
    if period.outcome is Outcome.LATE and period.ended_at is not None:
        return subject.both(period.ended_at)
    return outcome_word(period.outcome)


def _until(subject: Subject) -> int:
    """Nothing is late any more once the incident is closed."""
    now = subject.asked.now_ms
    return min(now, subject.incident.milestones.get(Milestone.CLOSED) or now)
