"""Teams sent out and means asked for, in reports and papers; and their sheets (ICS 204 and 213 RR).

Every time is absolute: paper is read later, and `in 6 min` would then be wrong.
"""

from __future__ import annotations

from warroom.commands.cell_words import seat_word
from warroom.commands.field_words import (
    committed_said,
    euros,
    field_status_word,
    heard_word,
    limit_said,
    means_state_word,
    what_said,
)
from warroom.domain.field_teams import Contact, Heard, TeamOut
from warroom.domain.incidents import Mode
from warroom.domain.means import MeansRequest
from warroom.reports.cell import person, text
from warroom.reports.document import Column, Document, Facts, Paragraph, Question, Row, Table, Tone
from warroom.reports.subject import Asked, Subject, gather
from warroom.reports.wording import DASH, document, section, table
from warroom.storage.views import Views
from warroom.words import _, pgettext

CONTACTS_SHOWN = 20
EMPTY_LINES = 6


def teams_table(subject: Subject) -> Table | None:
    """Teams that are out, those to look for first; None when none is."""
    outs = subject.views.teams_out(
        subject.incident.id, mode=_mode(subject), now_ms=subject.asked.now_ms, live=not subject.incident.status.is_over
    )
    columns = (
        Column(_("No.")), Column(_("Team"), 2), Column(_("Status"), 1), Column(_("Place and mission"), 2.4),
        Column(_("Last word"), 2.4), Column(_("To be heard of by"), 1.6),
    )  # fmt: skip
    return table(_("Those to look for first on top"), columns, [_team_row(subject, out) for out in outs])


def means_table(subject: Subject) -> Table | None:
    """Every request, those that are not over first; None without any."""
    columns = (
        Column(_("No.")), Column(_("What"), 2.4), Column(_("State"), 1), Column(_("Needed by"), 1.6),
        Column(_("Arrives"), 1.6), Column(_("Approved by"), 1.4), Column(_("Committed"), 1),
    )  # fmt: skip
    found = subject.views.means_asked(subject.incident.id, mode=_mode(subject))
    return table(
        _("What is due first on top, what is over last"), columns, [_means_row(subject, each) for each in found]
    )


def committed_line(subject: Subject) -> Paragraph | None:
    """What each function committed, and of how much."""
    totals = subject.views.committed(subject.incident.id, mode=_mode(subject))
    said = [
        committed_said(item, seat_word(item.code, "") if item.code else person(subject, item.approver))
        for item in totals
        if item.total
    ]
    is_past = any(item.limit is not None and item.total > item.limit for item in totals)
    return Paragraph(" · ".join(said), Tone.LATE if is_past else Tone.PLAIN) if said else None


def team_sheet(views: Views, team: str, asked: Asked) -> Document:
    """The sheet a team takes along: mission, who is in it, how it is reached (ICS 204). Nothing restricted is on it.

    Raises LookupError for a team that is not there.
    """
    views = views.within(())
    out = views.team_out(team)
    if out is None:
        raise LookupError(team)
    subject = gather(views, out.team.incident, asked)
    words = [_contact_row(subject, each) for each in reversed(views.contacts(team)[:CONTACTS_SHOWN])]
    columns = (Column(_("Time"), 1.4), Column(_("Who"), 1), Column(_("What was said"), 5))
    by_hand = Question(_("By hand: time, to whom, what was said"), lines=EMPTY_LINES)
    sections = (
        section(_("Team sheet"), Facts(_team_facts(subject, out))),
        section(_("Mission"), Paragraph(out.team.mission) if out.team.mission else None, otherwise=DASH),
        section(_("Rules"), Paragraph(_rules(out))),
        section(_("Contacts"), table(_("What was said"), columns, words), by_hand),
    )
    title = _("Team {number} · {name}").format(number=out.team.number, name=out.team.name)
    return document(subject, name=f"team-{out.team.number}".lower(), title=title, sections=sections)


def request_sheet(views: Views, means: str, asked: Asked) -> Document:
    """A request for means on paper, with room for whoever signs (ICS 213 RR). Nothing restricted is on it.

    Raises LookupError for a request that is not there.
    """
    views = views.within(())
    request = views.means_request(means)
    if request is None:
        raise LookupError(means)
    subject = gather(views, request.incident, asked)
    sections = (
        section(_("Request"), Facts(_request_facts(subject, request))),
        section(_("Approval"), Facts(_approval_facts(subject, request))),
        section(_("Delivery"), Facts(_delivery_facts(subject, request))),
        section(
            _("Signatures"),
            Question(_("Asked by: name, time, signature"), lines=2),
            Question(_("Approved by: name, function, time, signature"), lines=2),
            Question(_("Received by: name, how many, time, signature"), lines=2),
        ),
    )
    title = _("Request for means {number}").format(number=request.number)
    return document(subject, name=f"means-{request.number}".lower(), title=title, sections=sections)


def _mode(subject: Subject) -> Mode:
    return Mode.EXERCISE if subject.incident.exercise else Mode.REAL


def _at(subject: Subject, at: int | None) -> str:
    return subject.both(at) if at is not None else DASH


def _team_row(subject: Subject, out: TeamOut) -> Row:
    team, last = out.team, out.last
    heard = out.heard(subject.asked.now_ms)
    who = "\n".join(
        part
        for part in (text(subject, team.name), team.call_sign, person(subject, team.leader), team.reached_by)
        if part
    )
    where = " · ".join(text(subject, part) for part in (team.place, team.mission) if part) or DASH
    word = f"{subject.brief(last.at)} {text(subject, last.text)}" if last is not None else _("no word yet")
    due = DASH if out.due_at is None else subject.both(out.due_at)
    if heard is Heard.SILENT:
        due = f"{heard_word(heard)} · {due}"
    status = pgettext("team", "returned") if not team.is_out else field_status_word(team.status)
    tone = Tone.LATE if heard is Heard.SILENT else Tone.PLAIN
    return Row((team.number, who, status, where, word, due), tone)


def _means_row(subject: Subject, request: MeansRequest) -> Row:
    what = text(subject, what_said(request))
    if request.place:
        what = f"{what}\n→ {text(subject, request.place)}"
    arrives = _at(subject, request.arrived_at or request.eta_at)
    if request.arrived and not request.is_over:
        arrives = f"{_('{n} of {all} arrived').format(n=request.arrived, all=request.quantity)}\n{arrives}"
    now = subject.asked.now_ms
    late = request.is_too_late or (request.due_at is not None and request.due_at < now)
    approver = person(subject, request.approver) or DASH
    if request.approver_code:
        approver = f"{approver} ({request.approver_code})"
    if request.allowed_by:
        allowed = _("past the limit, allowed by {who}: {why}")
        approver += "\n" + allowed.format(
            who=person(subject, request.allowed_by), why=text(subject, request.over_limit)
        )
    cells = (
        request.number, what, means_state_word(request.state), _at(subject, request.needed_by), arrives, approver,
        euros(request.cost) if request.cost else DASH,
    )  # fmt: skip
    return Row(cells, Tone.LATE if late else Tone.PLAIN)


def _team_facts(subject: Subject, out: TeamOut) -> tuple[tuple[str, str], ...]:
    team = out.team
    rows = (
        (_("No."), team.number),
        (_("Team"), team.name),
        (_("Call sign"), team.call_sign),
        (_("Leader"), team.leader),
        (_("Members"), ", ".join(team.crew)),
        (_("Place"), team.place),
        (_("Reached by"), team.reached_by),
        (_("Sent at"), _at(subject, team.sent_at)),
        (_("Status"), field_status_word(team.status)),
        (_("Returned at"), subject.both(team.returned_at) if team.returned_at is not None else ""),
    )
    return tuple((label, value) for label, value in rows if value)


def _rules(out: TeamOut) -> str:
    said = _(
        "Give word every {limit} at the latest, with your position and what you do; without it the cell looks for you. "
        "Answer only to the cell; report danger, injury and anything that was not expected at once."
    )
    return said.format(limit=limit_said(out))


def _contact_row(subject: Subject, contact: Contact) -> Row:
    who = pgettext("contact", "team") if contact.incoming else pgettext("contact", "cell")
    said = contact.text.strip() or (_("signal without a word") if contact.incoming else _("no answer"))
    return Row((subject.brief(contact.at), who, said))


def _request_facts(subject: Subject, request: MeansRequest) -> tuple[tuple[str, str], ...]:
    rows = (
        (_("No."), request.number),
        (_("What"), what_said(request)),
        (_("What for"), request.reason),
        (_("To be delivered to"), request.place),
        (_("Needed by"), _at(subject, request.needed_by)),
        (_("Requested by"), request.asked_by),
        (_("Requested at"), _at(subject, request.asked_at)),
        (_("State"), means_state_word(request.state)),
    )
    return tuple((label, value) for label, value in rows if value)


def _approval_facts(subject: Subject, request: MeansRequest) -> tuple[tuple[str, str], ...]:
    approver = request.approver or DASH
    if request.approver_code:
        approver = f"{approver} · {seat_word(request.approver_code, '')}"
    rows = (
        (_("Approved by"), approver),
        (_("Approved at"), _at(subject, request.approved_at)),
        (_("Committed"), euros(request.cost) if request.cost else DASH),
        (_("Why it passes the limit"), request.over_limit),
        (_("Who allowed it"), request.allowed_by),
        (_("Why it was refused"), request.refusal),
    )
    return tuple((label, value) for label, value in rows if value)


def _delivery_facts(subject: Subject, request: MeansRequest) -> tuple[tuple[str, str], ...]:
    return (
        (_("Supplier"), request.supplier or DASH),
        (_("Arrives"), _at(subject, request.eta_at)),
        (_("How many arrived"), f"{request.arrived} / {request.quantity}"),
        (_("Arrived at"), _at(subject, request.arrived_at)),
    )
