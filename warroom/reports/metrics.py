"""Measures of an incident from its milestones: the formula, the figure from impact and from detection, and its source.

Formulas are those of doctrine §10.4. A milestone nobody recorded gives "not known", never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from warroom import phrases
from warroom.commands.said import milestone_word
from warroom.domain.decisions import DecisionState
from warroom.domain.entries import Entry, Kind
from warroom.domain.incidents import STAMPED_BY, Milestone, Status
from warroom.reports.subject import Subject
from warroom.storage.views import LogFilter, Order
from warroom.words import _, ngettext

EVENTS_READ = 500  # automatic entries searched, newest first, for the one that set a milestone


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: what it is, how it is computed, what came out, and where that comes from."""

    name: str
    formula: str
    value: str
    source: str
    is_known: bool = True


def measures(subject: Subject, sources: dict[Milestone, str]) -> list[Measure]:
    """Detection and response, each both from the start of the impact and from detection where both mean something."""
    began, seen = Milestone.IMPACT_STARTED, Milestone.DETECTED
    wanted = (
        (_("Time to detect"), seen, began),
        (_("Time to acknowledge"), Milestone.ACKNOWLEDGED, seen),
        (_("Time to mitigate, from impact"), Milestone.MITIGATED, began),
        (_("Time to mitigate, from detection"), Milestone.MITIGATED, seen),
        (_("Time to restore, from impact"), Milestone.RESOLVED, began),
        (_("Time to restore, from detection"), Milestone.RESOLVED, seen),
    )
    return [
        *(_between(subject, name, end=end, start=start, sources=sources) for name, end, start in wanted),
        *_of_decisions(subject),
        *_of_actions(subject),
    ]


def _between(
    subject: Subject, name: str, *, end: Milestone, start: Milestone, sources: dict[Milestone, str]
) -> Measure:
    formula = _("{end} − {start}").format(end=milestone_word(end), start=milestone_word(start))
    milestones = subject.incident.milestones
    missing = [milestone_word(item) for item in (end, start) if item not in milestones]
    if missing:
        return Measure(
            name,
            formula,
            _("not known"),
            _("no time for: {milestones}").format(milestones=", ".join(missing)),
            is_known=False,
        )
    length = milestones[end] - milestones[start]
    source = f"{sources.get(end, '—')} − {sources.get(start, '—')}"
    if length < 0:
        why = _("impossible: {end} lies before {start}").format(end=milestone_word(end), start=milestone_word(start))
        return Measure(name, formula, why, source, is_known=False)
    return Measure(name, formula, exact(length), source)


def exact(ms: int) -> str:
    """A duration in the words of the screen, and in minutes so that it can be computed with."""
    minutes = ms // 60_000
    said = phrases.duration(ms)
    return _("{duration} ({minutes} min)").format(duration=said, minutes=minutes) if minutes >= 60 else said


def _of_decisions(subject: Subject) -> list[Measure]:
    """Decisions that were asked for first: how long the question waited."""
    waits = sorted(
        item.decided_at - item.requested_at
        for item in subject.decisions
        if item.state is DecisionState.DECIDED and item.decided_at is not None and item.decided_at > item.requested_at
    )
    if not waits:
        return []
    ninth = waits[min(len(waits) - 1, -(-len(waits) * 9 // 10) - 1)]
    value = _("median {median}, 9 in 10 within {ninth}").format(
        median=phrases.duration(int(median(waits))), ninth=phrases.duration(ninth)
    )
    source = ngettext("{count} decision asked and taken", "{count} decisions asked and taken", len(waits)).format(
        count=len(waits)
    )
    return [Measure(_("Decision latency"), _("Decided − asked"), value, source)]


def _of_actions(subject: Subject) -> list[Measure]:
    dated = [item for item in subject.actions if item.due_at is not None and item.finished_at is not None]
    if not dated:
        return []
    in_time = sum(
        1
        for item in dated
        if item.due_at is not None and item.finished_at is not None and item.finished_at <= item.due_at
    )
    value = _("{count} of {total}").format(count=in_time, total=len(dated))
    return [
        Measure(
            _("Actions finished in time"),
            _("Finished by their due time ÷ finished with a due time"),
            value,
            _("register of actions"),
        )
    ]


def milestone_sources(subject: Subject) -> dict[Milestone, str]:
    """Where the time of each milestone comes from: the entry that set it, or the import."""
    events = subject.newest(LogFilter(kinds=frozenset({Kind.AUTOMATIC})), count=EVENTS_READ, order=Order.RECORDED)
    sources = {}
    for milestone, at in subject.incident.milestones.items():
        entry = next((entry for entry in reversed(events) if _sets(entry, milestone, at)), None)
        if entry:
            sources[milestone] = _("entry {number}").format(number=entry.number)
        elif subject.incident.source:
            original = (subject.incident.original_times or {}).get(milestone.value)
            imported = _("imported from {source}").format(source=subject.incident.source)
            sources[milestone] = f"{imported} (“{original}”)" if original else imported
        else:
            sources[milestone] = _("given when declared")
    return sources


def _sets(entry: Entry, milestone: Milestone, at: int) -> bool:
    """Whether this entry is the one that gave the milestone the time it has now."""
    if entry.code == "milestone":
        return entry.params.get("milestone") == milestone.value and entry.params.get("now") == at
    is_settled = entry.code == "settled" and entry.params.get("noun") == "incident"
    if is_settled and entry.params.get("field") == milestone.value:
        return entry.params.get("now") == at
    if entry.recorded_at != at:
        return False
    if entry.code == "declared":
        return milestone is Milestone.DETECTED
    now, is_status = entry.params.get("now"), entry.code == "status"
    is_status |= is_settled and entry.params.get("field") == "status"
    return is_status and now in list(Status) and STAMPED_BY.get(Status(str(now))) is milestone
