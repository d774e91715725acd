"""What the situation report says of the cause and of what is to come: hypotheses, leads' reports, cases to expect."""

from __future__ import annotations

from warroom import phrases
from warroom.commands.said_ahead import horizon_word, hypothesis_word, outlook_word
from warroom.domain.can_reports import latest_of_each
from warroom.domain.entries import Entry, Kind, Verification
from warroom.domain.hypotheses import Hypothesis, HypothesisState, leading
from warroom.reports.document import Column, Row, Section, Table, Tone
from warroom.reports.subject import Subject
from warroom.reports.wording import DASH, entries_table, section, table
from warroom.storage.views import LogFilter
from warroom.words import _, pgettext

SHOWN = 40  # hypotheses of the log alone that are listed at most


def cause(subject: Subject, title: str) -> tuple[Section, ...]:
    """The main hypothesis, the others, those ruled out; what technical leads reported last."""
    main = leading(subject.hypotheses)
    ruled_out = [each for each in subject.hypotheses if each.state is HypothesisState.RULED_OUT]
    others = [each for each in subject.hypotheses if each not in ruled_out and each is not main]
    blocks = (
        _hypotheses(subject, _("Main hypothesis"), [main] if main else []),
        _hypotheses(subject, _("Other hypotheses"), others),
        _hypotheses(subject, _("Hypotheses ruled out"), ruled_out, why=True),
        *_of_the_log(subject),
        _leads(subject),
    )
    return (section(title, *blocks, otherwise=_("No hypothesis recorded.")),)


def _hypotheses(subject: Subject, caption: str, found: list[Hypothesis], *, why: bool = False) -> Table | None:
    columns = (
        Column(_("No.")),
        Column(_("Hypothesis"), 3),
        Column(_("State"), 1),
        Column(_("For / against"), 1),
        Column(_("Why"), 2) if why else Column(_("Tested by"), 1),
        Column(pgettext("hypothesis", "Closed"), 1) if why else Column(_("Until when"), 1),
    )
    return table(caption, columns, [_hypothesis_row(subject, each, why=why) for each in found])


def _hypothesis_row(subject: Subject, hypothesis: Hypothesis, *, why: bool) -> Row:
    in_favour, against = subject.weighed.get(hypothesis.id, (0, 0))
    reason = hypothesis.reason if hypothesis.state is HypothesisState.CONFIRMED and hypothesis.reason else ""
    text = f"{hypothesis.text} ({reason})" if reason else hypothesis.text
    if why:
        ends = subject.brief(hypothesis.closed_at) if hypothesis.closed_at else DASH
        tail = (hypothesis.reason or DASH, ends)
    else:
        until = DASH
        if hypothesis.timebox_at is not None and not hypothesis.state.is_over:
            until = phrases.due(hypothesis.timebox_at, subject.asked.now_ms, subject.asked.zone)
        tail = (hypothesis.owner or DASH, until)
    cells = (hypothesis.number, text, hypothesis_word(hypothesis.state), f"{in_favour} / {against}", *tail)
    return Row(cells, Tone.LATE if hypothesis.is_late(subject.asked.now_ms) else Tone.PLAIN)


def _of_the_log(subject: Subject) -> list[Table | None]:
    """Entries of this kind that nobody follows as a hypothesis: imported, or restricted ones."""
    followed = {str(each.entry) for each in subject.hypotheses}
    found: list[Entry] = [
        entry
        for entry in subject.newest(LogFilter(kinds=frozenset({Kind.HYPOTHESIS})), count=SHOWN)
        if not entry.corrected_by and entry.id not in followed
    ]
    groups = (
        (_("Hypotheses of the log"), (Verification.NONE, Verification.TO_VERIFY, Verification.VERIFYING)),
        (_("Hypotheses of the log, verified"), (Verification.VERIFIED,)),
        (_("Hypotheses of the log, refuted"), (Verification.REFUTED,)),
    )
    return [
        entries_table(subject, caption, [entry for entry in found if entry.verification in states])
        for caption, states in groups
    ]


def _leads(subject: Subject) -> Table | None:
    """The last report of each technical lead."""
    columns = (
        Column(_("Time"), 1),
        Column(_("Reported by"), 1.2),
        Column(_("Conditions"), 2),
        Column(_("Actions"), 2),
        Column(_("Needs"), 2),
    )
    reports = latest_of_each(map(subject.shown, subject.views.can_reports(subject.incident.id)))
    rows = [
        Row((
            subject.brief(each.at),
            " · ".join(part for part in (each.lead or DASH, each.workstream, each.number) if part),
            each.conditions or DASH,
            each.actions or DASH,
            f"{each.needs} ({each.follow_up})" if each.needs and each.follow_up else each.needs or DASH,
        ))
        for each in reports
    ]  # fmt: skip
    return table(_("Latest report of each technical lead"), columns, rows)


def outlook(subject: Subject, title: str) -> tuple[Section, ...]:
    """The probable and the worst case at each horizon, and what would announce each."""
    cases = (
        Column(pgettext("column", "Horizon")),
        Column(_("Case"), 1),
        Column(_("What is to be expected"), 4),
        Column(_("Watched by"), 1),
    )
    turning = (Column(_("Trigger"), 3), Column(_("Case"), 1.4), Column(_("Ready, or what came of it"), 3))
    said = [
        Row((horizon_word(each.horizon_min), outlook_word(each.kind), each.text, each.owner or DASH))
        for each in subject.scenarios
    ]
    triggers = []
    for each in subject.scenarios:
        if not each.trigger:
            continue
        ready = " · ".join(made.question for made in each.decisions) or DASH
        if each.fired_at is not None:
            came = ", ".join(decision.number for decision in each.came(subject.decisions))
            ready = _("fired {time}: {numbers}").format(time=subject.brief(each.fired_at), numbers=came or DASH)
        case = f"{outlook_word(each.kind)} {horizon_word(each.horizon_min)}"
        triggers.append(Row((each.trigger, case, ready), Tone.LATE if each.is_fired else Tone.PLAIN))
    return (
        section(
            title,
            table(_("Cases to expect"), cases, said),
            table(_("Turning points"), turning, triggers),
            otherwise=_("Nothing recorded: likely course, worst case, turning points."),
        ),
    )
