"""Which entry of the log gave a milestone the time it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from warroom.domain.incidents import STAMPED_BY, Incident, Milestone, Status
from warroom.domain.metrics.values import Source

# By which names an imported history calls a moment, and which end of its downtime that is.
ORIGINALS: Mapping[Milestone, tuple[tuple[str, ...], int]] = {
    Milestone.IMPACT_STARTED: (("started", "impact_started"), 0),
    Milestone.RESOLVED: (("resolved",), 1),
}
PROVING = ("declared", "milestone", "status", "settled")  # codes of the entries that may


@dataclass(frozen=True, slots=True)
class Told:
    """An entry that the room wrote by itself, as far as milestones are told by it."""

    entry: str
    number: str
    code: str
    params: Mapping[str, object]
    recorded_at: int


def sets(told: Told, milestone: Milestone, at: int) -> bool:
    """Whether this entry is the one that gave the milestone this time."""
    if told.code == "milestone":
        return told.params.get("milestone") == milestone.value and told.params.get("now") == at
    is_settled = told.code == "settled" and told.params.get("noun") == "incident"
    if is_settled and told.params.get("field") == milestone.value:
        return told.params.get("now") == at
    if told.recorded_at != at:
        return False
    if told.code == "declared":
        return milestone is Milestone.DETECTED
    now, is_status = told.params.get("now"), told.code == "status"
    is_status |= is_settled and told.params.get("field") == "status"
    return is_status and now in list(Status) and STAMPED_BY.get(Status(str(now))) is milestone


def proofs(incident: Incident, told: Iterable[Told]) -> dict[Milestone, Source]:
    """Where the time of each milestone comes from: the last entry that set it, else the incident itself, with what an
    imported history said of it."""
    newest_first = list(told)[::-1]
    found = {}
    for milestone, at in incident.milestones.items():
        entry = next((each for each in newest_first if sets(each, milestone, at)), None)
        if entry is not None:
            found[milestone] = Source("entry", entry.entry, entry.number, milestone.value, at)
        else:
            found[milestone] = Source(
                "incident", incident.id, incident.number, milestone.value, at, _said(incident, milestone)
            )
    return found


def _said(incident: Incident, milestone: Milestone) -> str:
    """Which history an incident was imported from, and what that said of a moment, word for word."""
    if not incident.source:
        return ""
    originals = incident.original_times or {}
    window = originals.get("downtime")
    names, place = ORIGINALS.get(milestone, ((milestone.value,), -1))
    said = next((originals[name] for name in names if isinstance(originals.get(name), str)), "")
    if not said and place >= 0 and isinstance(window, list) and len(window) == 2:
        said = str(window[place])
    return f"{incident.source} (“{said}”)" if said else incident.source
