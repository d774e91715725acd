"""What the page about people says: members, what was done by delegation, stations, circles, erasures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ui.models.table import Column
from warroom import phrases
from warroom.commands.said import act_word, right_word, role_word, shut_out_said, why_said
from warroom.domain.circles import Circle
from warroom.domain.ids import RecordId
from warroom.domain.members import Delegation, Member, StationOf, Verdict
from warroom.domain.rights import RIGHTS_OF, Right, Role
from warroom.doors.erasures import Copy, Erasure
from warroom.room import OpenInvitation, Views
from warroom.words import N_, _, ngettext

INVITED = "invited"  # what stands in the place of a doubt on the line of an open invitation
AT_ONCE = 400  # records asked about in one question


def by_delegation(views: Views, records: Iterable[str]) -> set[str]:
    """Which of these records were made or changed by delegation, however many."""
    ids = list(records)
    found: set[str] = set()
    for start in range(0, len(ids), AT_ONCE):
        found |= views.delegated(ids[start : start + AT_ONCE])
    return found


def marked(words: str, is_delegated: bool) -> str:
    """The words, with a quiet mark when it was by delegation."""
    return " · ".join(part for part in (words, _("by delegation")) if part) if is_delegated else words


# Members


def roles_said(member: Member) -> str:
    """`commander, scribe`."""
    said = ", ".join(role_word(role) for role in Role if role in member.roles)
    if member.is_disputed:
        return _("{roles}: disputed").format(roles=said or _("no role"))
    return said or "—"


def role_meaning(role: Role) -> str:
    """What a role lets somebody do in their own name, in one line."""
    held = ", ".join(right_word(right) for right in Right if right in RIGHTS_OF[role])
    return held or _("reads; what they write is marked")


def member_columns() -> tuple[Column[Member], ...]:
    return (
        Column("name", N_("Name"), lambda row, _now: row.name, bold=True),
        Column("initials", N_("Initials"), lambda row, _now: row.initials, width=80, can_go=True),
        Column("number", N_("No."), lambda row, _now: row.number, tone=_muted, width=84),
        Column(
            "roles", N_("Roles"), lambda row, _now: roles_said(row),
            tone=lambda row, _now: "due" if row.is_disputed else "",
        ),
        Column("pin", N_("PIN"), lambda row, _now: _("yes") if row.has_pin else _("no"), tone=_muted, width=92),
        Column(
            "last", N_("Last act"), lambda row, now: _when(row.last_act, now),
            order=lambda row: row.last_act, tone=_muted, width=168, can_go=True,
        ),
    )  # fmt: skip


# By delegation


@dataclass(frozen=True, slots=True)
class Act:
    """Something done by delegation, and where: `A-0042`, `A-D003`, or the incident's number."""

    delegation: Delegation
    where: str


def reason_said(delegation: Delegation) -> str:
    return delegation.reason or _("reason not given")


def verdict_said(delegation: Delegation, now: int) -> str:
    """Waiting, or what the review made of it."""
    if delegation.verdict is None:
        return _("to review")
    said = _("confirmed by {name}") if delegation.verdict is Verdict.CONFIRMED else _("overruled by {name}")
    return said.format(name=delegation.reviewed_by or "—")


def delegation_about(done: Delegation, now: int) -> str:
    """The whole of it in sentences."""
    right = right_word(done.right) if done.right else _("a right of a newer version")
    said = [
        _("{name} {act} without the right to {right}.").format(name=done.name, act=act_word(done.act), right=right),
        _("Reason: {reason}.").format(reason=done.reason) if done.reason else _("No reason was given."),
    ]
    if done.verdict is not None and done.reviewed_at is not None:
        moment = phrases.moment(done.reviewed_at, now)
        reviewed = verdict_said(done, now)
        verdict = f"{reviewed[:1].upper()}{reviewed[1:]}, {moment}"
        said.append(phrases.labelled(verdict, done.remark) if done.remark else f"{verdict}.")
    return " ".join(said)


def act_columns() -> tuple[Column[Act], ...]:
    return (
        Column(
            "when", N_("When"), lambda row, now: _when(row.delegation.at, now), order=lambda row: row.delegation.at,
            tone=_muted, width=160, whole=True,
        ),
        Column("who", N_("Who"), lambda row, _now: row.delegation.name, bold=True, width=150),
        Column("what", N_("What"), lambda row, _now: act_word(row.delegation.act), width=170),
        Column("where", N_("Where"), lambda row, _now: row.where, tone=lambda _row, _now: "accent", width=92),
        Column(
            "reason", N_("Reason"), lambda row, _now: reason_said(row.delegation),
            tone=lambda row, _now: "" if row.delegation.reason else "muted",
        ),
        Column(
            "verdict", N_("State"), lambda row, now: verdict_said(row.delegation, now),
            tone=lambda row, _now: "late" if row.delegation.is_open else "muted", width=180, can_go=True,
        ),
    )  # fmt: skip


# Stations


def station_marks(station: StationOf) -> str:
    marks = [_("this laptop")] if station.is_ours else []
    marks += [_("founded the room")] if station.is_founder else []
    marks += [_("revoked")] if station.revoked else []
    marks += [_("letter taken twice")] if station.shares_letter else []
    if station.shut_out:
        marks.append(_("invited") if station.shut_out == INVITED else _("not admitted"))
    return ", ".join(marks)


def invited_row(invitation: OpenInvitation) -> StationOf:
    """An open invitation as a line among the stations."""
    return StationOf(
        id=RecordId(invitation.id), letter=invitation.letter, name=invitation.label, fingerprint="", public_key="",
        enrolled=None, writers=(), is_ours=False, is_founder=False, revoked=None, shut_out=INVITED,
    )  # fmt: skip


def not_heard_said(letters: list[str]) -> str:
    """Who has not heard of a revocation yet: what they write may still be read there."""
    return _("Has not heard of it yet: {stations}. What they write until then can still be read there.").format(
        stations=", ".join(letters)
    )


def station_about(station: StationOf, now: int) -> str:
    """Its key to compare aloud, how each of its prefixes began, and its revocation."""
    if station.shut_out == INVITED:
        return _("Nobody joined with this invitation yet. If its stick is lost, withdraw it.")
    doubts = [f"{said[:1].upper()}{said[1:]}." for said in [shut_out_said(station.shut_out)] if station.shut_out]
    if station.shares_letter:
        doubts.append(
            _("Two laptops have this letter: the later one goes on under a suffix; printed numbers never change.")
        )
    lines = [
        *doubts,
        phrases.labelled(_("Key, to compare by voice"), station.fingerprint or "—"),
        *(phrases.labelled(writer.prefix, why_said(writer.why, writer.began)) for writer in station.writers),
    ]
    if revoked := station.revoked:
        moment = phrases.moment(revoked.at, now) if revoked.at is not None else "—"
        said = _("Revoked {moment} by {name}: {reason}").format(
            moment=moment, name=revoked.by or "—", reason=revoked.reason
        )
        late = ngettext("{n} write without effect", "{n} writes without effect", revoked.without_effect)
        lines.append(f"{said} · {late.format(n=revoked.without_effect)}")
    return "\n".join(lines)


# Circles


@dataclass(frozen=True, slots=True)
class Round:
    """A circle and the names of its members."""

    circle: Circle
    members: tuple[str, ...]


def circle_about(row: Round) -> str:
    """Whether whoever looks is in it, and what is missing."""
    circle = row.circle
    if not circle.is_made:
        return _("Not used yet: whoever first writes something restricted to it is in it.")
    said = [_("You are in it.") if circle.is_member else _("You are not in it: you see only that something is there.")]
    if circle.is_member and not circle.has_key:
        said.append(_("This laptop does not hold its key yet: a station that holds it must share it."))
    if circle.awaiting:
        letters = ", ".join(circle.awaiting)
        said.append(_("Waiting for the key: {stations}.").format(stations=letters))
    return " ".join(said)


def circle_columns() -> tuple[Column[Round], ...]:
    return (
        Column("name", N_("Circle"), lambda row, _now: phrases.circle_word(row.circle.name), bold=True, width=180),
        Column("members", N_("Members"), lambda row, _now: ", ".join(filter(None, row.members)) or _("nobody yet")),
        Column(
            "stations", N_("Key held by"), lambda row, _now: ", ".join(row.circle.stations) or "—", tone=_muted,
            width=140, can_go=True,
        ),
        Column(
            "awaiting", N_("Key awaited by"), lambda row, _now: ", ".join(row.circle.awaiting) or "—",
            tone=lambda row, _now: "due" if row.circle.awaiting else "muted", width=160,
        ),
    )  # fmt: skip


# Erasures


def copy_said(copy: Copy, now: int) -> str:
    """A copy that still holds what was erased."""
    moment = f" · {phrases.moment(copy.at, now)}" if copy.at is not None else ""
    said = {
        "station": _("station {name}, not heard since"),
        "backup": _("backup {name}"),
        "second copy": _("second copy {name}"),
        "copy": _("copy {name}"),
        "export": _("export {name}"),
        "store": _("store {name}, sealed to the laptops of the room"),
        "bundle": _("bundle {name}, sealed to the laptops of the room"),
        "text": _("entry {name}: its text still holds the name"),
    }
    return said.get(copy.kind, "{name}").format(name=copy.name) + moment


def left_said(erasure: Erasure) -> str:
    left = len(erasure.copies_not_reached)
    return ngettext("{n} to deal with", "{n} to deal with", left).format(n=left) if left else _("all reached")


def erasure_columns() -> tuple[Column[Erasure], ...]:
    return (
        Column(
            "when", N_("When"), lambda row, now: _when(row.at, now), order=lambda row: row.at, tone=_muted, width=160,
            whole=True,
        ),
        Column("what", N_("Erased"), lambda row, _now: row.said, bold=True, width=220),
        Column("by", N_("By whom"), lambda row, _now: row.by, width=140, can_go=True),
        Column("reason", N_("Reason"), lambda row, _now: row.reason),
        Column(
            "left", N_("Still there"), lambda row, _now: left_said(row),
            tone=lambda row, _now: "due" if row.copies_not_reached else "muted", width=190,
        ),
    )  # fmt: skip


def _when(at: int | None, now: int) -> str:
    return phrases.moment(at, now) if at is not None else "—"


def _muted(_row: object, _now: int) -> str:
    return "muted"
