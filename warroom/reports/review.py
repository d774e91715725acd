"""The first after-crisis report: what happened, how fast, what was decided; lessons are asked for (doctrine §10)."""

from __future__ import annotations

from warroom import phrases
from warroom.domain.decisions import Decision, DecisionState
from warroom.domain.incidents import Milestone
from warroom.reports.cadence import cadence_section
from warroom.reports.document import Block, Column, Document, Facts, Paragraph, Row, Section, Table, Tone
from warroom.reports.incoming import confidence_sections
from warroom.reports.lessons import lessons
from warroom.reports.metrics import exact, measures, milestone_sources
from warroom.reports.sentences import stated_in
from warroom.reports.subject import Subject
from warroom.reports.timeline import files_table, log_of
from warroom.reports.wording import (
    DASH,
    actions_table,
    counted,
    decider,
    document,
    how_word,
    milestones_table,
    section,
    services_table,
    table,
)
from warroom.storage.views import LogFilter, Order
from warroom.words import _, ngettext

KEY_EVENTS = 500  # more are in the log
WHOLE_LOG = 2_000  # a longer log is not repeated here: it goes with the report as its own document


def review_report(subject: Subject) -> Document:
    """The report that a review starts from."""
    sources = milestone_sources(subject)
    sections = (
        section(_("Summary"), *_summary(subject)),
        section(_("Impact"), _impact(subject), services_table(subject)),
        section(_("Detection and response"), _measures(subject), milestones_table(subject, sources)),
        *_timeline(subject),
        *_decisions(subject),
        *_actions(subject),
        cadence_section(subject),
        *confidence_sections(subject),
        *lessons(),
        section(_("Annex: files and integrity"), files_table(subject), *_integrity(subject)),
    )
    return document(subject, name="review", title=_("After-crisis report"), sections=sections)


def _summary(subject: Subject) -> list[Block]:
    said: list[Block] = [Paragraph(item.line) for item in stated_in(subject)]
    if not said:
        said.append(Paragraph(_("No summary has been written."), Tone.MUTED))
    if not subject.incident.status.is_over:
        said.append(
            Paragraph(
                _("The incident is not closed: figures and lists are those of {time}.").format(
                    time=subject.both(subject.asked.now_ms)
                ),
                Tone.LATE,
            )
        )
    said.append(Paragraph(_("This report looks for causes in how work is organised, never for someone to blame.")))
    said.append(Paragraph(f"{subject.zone_sentence()} {counted(subject)}", Tone.MUTED))
    return said


def _impact(subject: Subject) -> Facts:
    incident = subject.incident
    began, ended = incident.milestones.get(Milestone.IMPACT_STARTED), incident.milestones.get(Milestone.MITIGATED)
    length = exact(ended - began) if began is not None and ended is not None and ended >= began else _("not known")
    rows = [
        (_("Impact started"), subject.both(began) if began is not None else _("not known")),
        (_("Impact ended"), subject.both(ended) if ended is not None else _("not known")),
        (_("Length of the impact"), length),
        (_("Users"), incident.users or _("not known")),
        (_("Services touched"), str(len(subject.services))),
        (_("Vital service"), _("touched") if incident.vital else _("none touched")),
    ]
    return Facts(tuple(rows))


def _measures(subject: Subject) -> Table | None:
    columns = (
        Column(_("Measure"), 2),
        Column(_("Figure"), 2),
        Column(_("Formula"), 3),
        Column(_("Where it comes from"), 2),
    )
    rows = [
        Row((item.name, item.value, item.formula, item.source), Tone.PLAIN if item.is_known else Tone.MUTED)
        for item in measures(subject)
    ]
    return table(_("Measures, from the start of the impact and from detection"), columns, rows)


def _timeline(subject: Subject) -> list[Section]:
    """Key events first, event time against recorded time; then every entry, unless there are too many for a report."""
    events = subject.newest(LogFilter(key_events=True), count=KEY_EVENTS)
    columns = (
        Column(_("Event"), 1.4),
        Column(_("Written"), 1.4),
        Column(_("Delay"), 1),
        Column(_("No.")),
        Column(_("Text"), 5),
    )
    rows = []
    for entry in events:
        delay = (
            phrases.duration(entry.recorded_at - entry.event_at)
            if entry.recorded_at - entry.event_at >= 60_000
            else DASH
        )
        if entry.is_late:
            delay = _("{delay} · late entry").format(delay=delay)
        if entry.source:
            delay = _("imported")
        text = (
            _("{text} (corrected by {numbers})").format(text=entry.text, numbers=", ".join(entry.corrected_by))
            if entry.corrected_by
            else entry.text
        )
        rows.append(
            Row(
                (subject.moment(entry.event_at), subject.moment(entry.recorded_at), delay, entry.number, text),
                Tone.LATE if entry.is_late else Tone.PLAIN,
            )
        )
    made = [section(_("Timeline: key events"), table(_("Key events, in the order they happened"), columns, rows))]
    total = subject.tally[0]
    if total <= WHOLE_LOG:
        log = log_of(
            subject,
            subject.entries(Order.EVENT),
            caption=_("Every entry, in the order of the events"),
            order=Order.EVENT,
        )
        made.append(Section(_("Timeline: every entry"), (log,)))
    else:
        made.append(
            section(
                _("Timeline: every entry"),
                Paragraph(_("The log has {count} entries; log.csv holds them all.").format(count=total)),
            )
        )
    return made


def _decisions(subject: Subject) -> list[Section]:
    title = _("Decisions and their reasons")
    if not subject.decisions:
        return [section(title, otherwise=_("No decision was taken."))]
    states = {
        DecisionState.REQUESTED: _("awaited"),
        DecisionState.DECIDED: _("taken"),
        DecisionState.WITHDRAWN: _("withdrawn"),
    }
    in_order = sorted(subject.decisions, key=lambda item: (item.decided_at or item.requested_at, item.number))
    count = ngettext("{count} decision asked or taken.", "{count} decisions asked or taken.", len(in_order)).format(
        count=len(in_order)
    )
    made = [section(title, Paragraph(count, Tone.MUTED))]
    for decision in in_order:
        facts = Facts(tuple((label, value) for label, value in _decision_rows(subject, decision) if value))
        made.append(section(f"{decision.number} · {states[decision.state]}", facts, _options(decision), level=2))
    return made


def _decision_rows(subject: Subject, decision: Decision) -> list[tuple[str, str]]:
    reviewed = _("reviewed {time}").format(time=subject.moment(decision.reviewed_at)) if decision.reviewed_at else ""
    review = subject.moment(decision.review_at) if decision.review_at else ""
    return [
        (_("Question"), decision.question),
        (_("Known then"), decision.context),
        (_("Resting on"), ", ".join(decision.facts)),
        (_("Decision"), decision.decided),
        (_("Reasons"), decision.rationale),
        (
            _("Decided by"),
            " · ".join(part for part in (decider(decision), how_word(decision.how)) if part)
            if decision.decided
            else "",
        ),
        (_("Delegation"), decision.delegation),
        (_("Typed by"), decision.typed_by),
        (_("Carried out by"), decision.executor),
        (_("Asked"), subject.moment(decision.requested_at)),
        (_("Decided at"), subject.moment(decision.decided_at) if decision.decided_at else ""),
        (_("Read back"), subject.moment(decision.read_back_at) if decision.read_back_at else ""),
        (_("To review"), " · ".join(part for part in (review, reviewed) if part)),
    ]


def _options(decision: Decision) -> Table | None:
    columns = (
        Column(_("Option"), 2),
        Column(_("For"), 2),
        Column(_("Risks"), 2),
        Column(_("Delay"), 1),
        Column(_("Can be undone"), 1),
    )
    rows = [
        Row((item.title, item.advantages or DASH, item.risks or DASH, item.delay or DASH, item.reversible or DASH))
        for item in decision.options
    ]
    return table(_("Options weighed for {number}").format(number=decision.number), columns, rows)


def _actions(subject: Subject) -> list[Section]:
    over = sorted(
        (item for item in subject.actions if item.state.is_over), key=lambda item: (item.finished_at or 0, item.number)
    )
    running = [item for item in subject.actions if not item.state.is_over]
    return [
        section(
            _("Actions and their results"),
            actions_table(subject, _("Actions finished"), over),
            otherwise=_("No action was finished."),
        ),
        section(
            _("Actions still open"),
            actions_table(subject, _("Actions still open"), running),
            otherwise=_("No action is open."),
        ),
    ]


def _integrity(subject: Subject) -> list[Block]:
    heads = [Row((writer, str(seq), digest)) for writer, (seq, digest) in sorted(subject.heads.items())]
    explained = _(
        "Each writer's journal is a chain: every write holds the hash of the one before. The fingerprint stands for "
        "the heads of all chains when this report was made, and is printed at the foot of each page."
    )
    return [
        Facts(((_("Journal fingerprint"), subject.fingerprint), (_("Full hash"), subject.digest))),
        Paragraph(explained, Tone.MUTED),
        *(
            [
                Table(
                    _("Heads of the chains"),
                    (Column(_("Writer"), 1), Column(_("Writes")), Column(_("Hash of its last write (SHA-256)"), 4)),
                    tuple(heads),
                )
            ]
            if heads
            else []
        ),
    ]
