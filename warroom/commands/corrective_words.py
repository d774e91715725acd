"""Corrective actions in words: sorts, states, bands of the board, what is weak, and their fields."""

from __future__ import annotations

from datetime import tzinfo

from warroom import phrases
from warroom.domain.corrective_quality import Blocker
from warroom.domain.corrective_state import Group, Share
from warroom.domain.correctives import CorrectiveKind, CorrectiveState
from warroom.words import _, ngettext, pgettext


def left_open_said(count: int) -> str:
    """What former crises left to put right about the services that one touches; "" for nothing."""
    if not count:
        return ""
    return ngettext(
        "{n} action of a former crisis about the same services is still open",
        "{n} actions of former crises about the same services are still open",
        count,
    ).format(n=count)


def corrective_kind_word(kind: CorrectiveKind) -> str:
    return {
        CorrectiveKind.PREVENT: pgettext("corrective", "prevent"),
        CorrectiveKind.DETECT: pgettext("corrective", "detect"),
        CorrectiveKind.REDUCE: pgettext("corrective", "reduce"),
        CorrectiveKind.RESPOND: pgettext("corrective", "respond"),
        CorrectiveKind.RECOVER: pgettext("corrective", "recover"),
    }[kind]


def corrective_state_word(state: CorrectiveState) -> str:
    return {
        CorrectiveState.OPEN: pgettext("corrective", "to do"),
        CorrectiveState.UNDER_WAY: pgettext("corrective", "under way"),
        CorrectiveState.DONE: pgettext("corrective", "done, to verify"),
        CorrectiveState.VERIFIED: pgettext("corrective", "verified"),
        CorrectiveState.DROPPED: pgettext("corrective", "dropped"),
    }[state]


def group_word(group: Group) -> str:
    return {
        Group.LATE: pgettext("plan", "Late"),
        Group.SOON: pgettext("plan", "This week"),
        Group.TO_VERIFY: pgettext("plan", "To verify"),
        Group.WAITING: pgettext("plan", "Waiting for a pilot or a date"),
        Group.LATER: pgettext("plan", "Later"),
        Group.OVER: pgettext("plan", "Closed"),
    }[group]


def blocker_said(blocker: Blocker) -> str:
    """What is weak and why it matters, as a sentence."""
    return {
        Blocker.NO_PILOT: _("No pilot: what belongs to everybody is done by nobody."),
        Blocker.NO_DATE: _("No due date: it can never be late, and nobody will ask."),
        Blocker.AWARENESS_ONLY: _(
            "Only awareness: people already meant well. What would have stopped it, shown it or limited it?"
        ),
        Blocker.OWN_VERIFIER: _("Its pilot would verify their own work: name somebody else."),
        Blocker.NO_VERIFIER: _("Nobody named to verify it."),
        Blocker.NO_INDICATOR: _("Nobody said how we shall know that it worked."),
    }[blocker]


def blocker_word(blocker: Blocker) -> str:
    """The same in two or three words."""
    return {
        Blocker.NO_PILOT: _("no pilot"),
        Blocker.NO_DATE: _("no date"),
        Blocker.AWARENESS_ONLY: _("awareness only"),
        Blocker.OWN_VERIFIER: _("verified by its pilot"),
        Blocker.NO_VERIFIER: _("no verifier"),
        Blocker.NO_INDICATOR: _("no indicator of success"),
    }[blocker]


def share_said(share: Share) -> str:
    """`60 % (3 of 5)`, and a dash of nothing."""
    if share.percent is None:
        return "—"
    return _("{percent} % ({n} of {total})").format(percent=share.percent, n=share.n, total=share.of)


def corrective_acts() -> dict[str, str]:
    """Name of the command → what somebody did by it, as a delegation tells it."""
    return {
        "AddCorrective": _("added a corrective action"),
        "AmendCorrective": _("changed a corrective action"),
        "MoveCorrective": _("moved a corrective action on"),
        "ProveCorrective": _("said that a corrective action is done"),
        "VerifyCorrective": _("verified a corrective action"),
        "PostponeCorrective": _("postponed a corrective action"),
        "DropCorrective": _("dropped a corrective action"),
        "ReopenCorrective": _("took a corrective action up again"),
    }


def corrective_fields() -> dict[tuple[str, str], str]:
    """Fields of corrective actions in words, for whoever has to choose between two values."""
    return {
        ("corrective", "finding"): _("Finding"),
        ("corrective", "cause"): _("Cause that it treats"),
        ("corrective", "text"): _("What is put right"),
        ("corrective", "kind"): _("Sort of action"),
        ("corrective", "priority"): _("Priority"),
        ("corrective", "pilot"): _("Pilot"),
        ("corrective", "contributors"): _("Contributors"),
        ("corrective", "effort"): _("Effort"),
        ("corrective", "cost"): _("Cost"),
        ("corrective", "indicator"): _("Indicator of success"),
        ("corrective", "ticket"): _("Ticket"),
        ("corrective", "state"): pgettext("field", "State of the corrective action"),
        ("corrective", "proof"): _("Proof of closing"),
        ("corrective", "proof_evidence"): _("Records that prove it"),
        ("corrective", "verifier"): _("Verifier"),
        ("corrective", "verdict_remark"): _("What the verifier said"),
        ("corrective", "dropped_because"): _("Why it was dropped"),
    }


def due_day_said(due_at: int, now_ms: int, zone: tzinfo | None = None) -> str:
    """`in 12 days · 13 Dec 2026`, `late by 3 days · …`: what is put right is counted in local days."""
    return f"{until_said(due_at, now_ms, zone)} · {phrases.date(due_at, zone)}"


def until_said(due_at: int, now_ms: int, zone: tzinfo | None = None) -> str:
    """`in 12 days`, `today`, `late by 3 days`."""
    days = (phrases.local(due_at, zone).date() - phrases.local(now_ms, zone).date()).days
    if due_at < now_ms:
        late = max(1, -days)
        return ngettext("late by {n} day", "late by {n} days", late).format(n=late)
    if days == 0:
        return pgettext("plan", "today")
    return ngettext("in {n} day", "in {n} days", days).format(n=days)


def postponed_said(times: int) -> str:
    """`postponed twice`; "" for never."""
    return ngettext("postponed {n} time", "postponed {n} times", times).format(n=times) if times else ""
