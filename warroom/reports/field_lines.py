"""Teams out and means still to come, one line each, for what is read aloud or handed over; times are absolute."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from warroom.commands.field_words import field_status_word, means_state_word, what_said
from warroom.domain.field_teams import Heard
from warroom.domain.incidents import Incident, Mode
from warroom.storage.views import Views
from warroom.words import _, pgettext


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One line, and the record behind it."""

    text: str
    noun: str
    record: str
    incident: str
    is_late: bool


def team_lines(
    views: Views, incidents: Iterable[Incident], *, now_ms: int, moment: Callable[[int], str]
) -> list[FieldLine]:
    """Teams that are out, silent ones first."""
    found = []
    for incident in incidents:
        for out in views.teams_out(incident.id, mode=_mode(incident), now_ms=now_ms, live=True):
            is_silent = out.heard(now_ms) is Heard.SILENT
            parts = [field_status_word(out.team.status), out.team.place]
            if is_silent and out.due_at is not None:
                parts.insert(0, _("SILENT, word was due {time}").format(time=moment(out.due_at)))
            elif out.due_at is not None:
                parts.append(_("word due {time}").format(time=moment(out.due_at)))
            if out.last is not None:
                parts.append(_("last word {time}").format(time=moment(out.last.at)))
            text = pgettext("team", "{number} {name}: {more}").format(
                number=out.team.number, name=out.team.name, more=", ".join(part for part in parts if part)
            )
            found.append(FieldLine(text, "field_team", out.team.id, incident.id, is_silent))
    return sorted(found, key=lambda line: not line.is_late)


def means_lines(
    views: Views, incidents: Iterable[Incident], *, now_ms: int, moment: Callable[[int], str]
) -> list[FieldLine]:
    """Requests that are not over, late ones first."""
    found = []
    for incident in incidents:
        for request in views.means_asked(incident.id, mode=_mode(incident), live=True):
            parts = [means_state_word(request.state)]
            if request.eta_at is not None:
                parts.append(_("arrives {time}").format(time=moment(request.eta_at)))
            if request.needed_by is not None:
                parts.append(_("needed by {time}").format(time=moment(request.needed_by)))
            is_late = request.is_too_late or (request.due_at is not None and request.due_at < now_ms)
            text = pgettext("means", "{number} {what}: {more}").format(
                number=request.number, what=what_said(request), more=", ".join(parts)
            )
            found.append(FieldLine(text, "means_request", request.id, incident.id, is_late))
    return sorted(found, key=lambda line: not line.is_late)


def _mode(incident: Incident) -> Mode:
    return Mode.EXERCISE if incident.exercise else Mode.REAL
