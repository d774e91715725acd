"""Teams sent out and means asked for, in words."""

from __future__ import annotations

from warroom import phrases, words
from warroom.domain.field_teams import FieldStatus, Heard, TeamOut, minutes_of
from warroom.domain.means import Committed, MeansRequest, MeansState
from warroom.words import _, ngettext, pgettext

MINUTE = 60_000


def field_status_word(status: FieldStatus) -> str:
    return {
        FieldStatus.AT_BASE: pgettext("team", "at base"),
        FieldStatus.IN_TRANSIT: pgettext("team", "in transit"),
        FieldStatus.WORKING: pgettext("team", "working"),
        FieldStatus.WAITING: pgettext("team", "waiting"),
        FieldStatus.AVAILABLE: pgettext("team", "available"),
        FieldStatus.OFF_DUTY: pgettext("team", "off duty"),
    }[status]


def heard_word(heard: Heard) -> str:
    """How a team's silence stands, where a colour alone would say it."""
    return {
        Heard.UNTIMED: pgettext("team", "no limit"),
        Heard.IN_TIME: pgettext("team", "heard"),
        Heard.SOON: pgettext("team", "call soon"),
        Heard.SILENT: pgettext("team", "silent"),
    }[heard]


def silence_said(out: TeamOut, now_ms: int) -> str:
    """`silent · late by 4 min · 14:20`, `heard · in 22 min · 14:42`, `returned · 15:10`."""
    if out.team.returned_at is not None:
        back = pgettext("team", "returned")
        return f"{back} · {phrases.moment(out.team.returned_at, now_ms)}"
    heard = out.heard(now_ms)
    is_fresh = heard is Heard.IN_TIME and out.last is None  # it left a moment ago: nothing was heard of it yet
    word = pgettext("team", "just sent out") if is_fresh else heard_word(heard)
    return f"{word} · {phrases.due(out.due_at, now_ms)}" if out.due_at is not None else word


def last_said(out: TeamOut, now_ms: int) -> str:
    """When it was heard of last, and what it said; that nothing came where nothing did."""
    if out.last is None:
        return _("no word yet")
    at = phrases.moment(out.last.at, now_ms)
    return f"{at} · {out.last.text}" if out.last.text.strip() else at


def limit_said(out: TeamOut) -> str:
    """How long it may be silent."""
    return _("{n} min").format(n=minutes_of(out.team))


def means_state_word(state: MeansState) -> str:
    return {
        MeansState.ASKED: pgettext("means", "asked"),
        MeansState.APPROVED: pgettext("means", "approved"),
        MeansState.REFUSED: pgettext("means", "refused"),
        MeansState.COMING: pgettext("means", "coming"),
        MeansState.ARRIVED: pgettext("means", "arrived"),
        MeansState.WITHDRAWN: pgettext("means", "withdrawn"),
    }[state]


def means_said(what: str, quantity: int, unit: str) -> str:
    """`Generator × 2`, `Fuel × 500 litres`, `Generator`."""
    if quantity <= 1 and not unit:
        return what
    return f"{what} × {number_said(quantity)}" + (f" {unit}" if unit else "")


def what_said(request: MeansRequest) -> str:
    """What a request asks for, in one line."""
    return means_said(request.what, request.quantity, request.unit)


def coming_said(request: MeansRequest, now_ms: int) -> str:
    """When it comes, came, or is needed; and that it would come too late."""
    if request.state is MeansState.ARRIVED and request.arrived_at is not None:
        return phrases.moment(request.arrived_at, now_ms)
    if request.is_over:
        return "—"
    said = phrases.due(request.due_at, now_ms) if request.due_at is not None else _("no date")
    if request.arrived:
        parts = _("{n} of {all} arrived").format(n=request.arrived, all=request.quantity)
        said = f"{parts} · {said}"
    return _("{eta} · later than needed").format(eta=said) if request.is_too_late else said


def number_said(n: int) -> str:
    """Thousands set apart as the language does."""
    return f"{n:,}".replace(",", "\u202f") if words.language() == "fr" else f"{n:,}"


def euros(n: int) -> str:
    """`12 500 €`."""
    return _("€{n}").format(n=number_said(n))


def committed_said(item: Committed, name: str) -> str:
    """`Coordination: €4,000 committed of €10,000`; `name` is that of the function, or of the person."""
    if item.limit is None:
        said = ngettext(
            "{who}: {total} committed in {n} request", "{who}: {total} committed in {n} requests", item.requests
        )
        return said.format(who=name, total=euros(item.total), n=item.requests)
    return _("{who}: {total} committed of {limit}").format(who=name, total=euros(item.total), limit=euros(item.limit))


def field_fields() -> dict[tuple[str, str], str]:
    """Fields of teams sent out and of requests in words, for whoever has to choose between two values."""
    return {
        ("field_team", "status"): pgettext("field", "Status of the team"),
        ("field_team", "call_sign"): _("Call sign"),
        ("field_team", "leader"): _("Leader of the team"),
        ("field_team", "crew"): _("Members of the team"),
        ("field_team", "mission"): _("Mission"),
        ("field_team", "place"): _("Place"),
        ("field_team", "reached_by"): _("Reached by"),
        ("field_team", "contact_min"): _("Minutes of silence allowed"),
        ("field_team", "sent_at"): _("Sent at"),
        ("field_team", "returned_at"): _("Returned at"),
        ("contact", "at"): _("Heard at"),
        ("contact", "incoming"): _("From the team"),
        ("contact", "status"): pgettext("field", "Status of the team"),
        ("means_request", "what"): _("What is asked for"),
        ("means_request", "quantity"): _("How many"),
        ("means_request", "unit"): _("Unit"),
        ("means_request", "asked_by"): _("Requested by"),
        ("means_request", "place"): _("To be delivered to"),
        ("means_request", "needed_by"): _("Needed by"),
        ("means_request", "state"): pgettext("field", "State of the request"),
        ("means_request", "approver"): _("Approved by"),
        ("means_request", "approver_code"): _("Function of the approver"),
        ("means_request", "refusal"): _("Why it was refused"),
        ("means_request", "supplier"): _("Supplier"),
        ("means_request", "eta_at"): _("Arrives at"),
        ("means_request", "arrived"): _("How many arrived"),
        ("means_request", "cost"): _("Committed, in euros"),
        ("means_request", "over_limit"): _("Why it passes the limit"),
        ("means_request", "allowed_by"): _("Who allowed it"),
    }
