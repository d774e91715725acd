"""Stations in words: the strip, the round of the stick, and what was set aside with what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ui.models.people import INVITED, station_about, station_marks
from ui.models.table import Column
from warroom import phrases
from warroom.domain.exchange import Aside, Drift, Leg, Peer, Trust, Why
from warroom.domain.members import StationOf
from warroom.words import N_, _, ngettext

STALE_MS = 30 * phrases.MINUTE  # past it, what another station knows is old
LOW_BATTERY = 20  # per cent
DRIFT_MS = 60_000  # less is no matter for a log


@dataclass(frozen=True, slots=True)
class Strip:
    """One station: who it is, and how it stands."""

    station: StationOf
    peer: Peer | None  # None: it is known by name alone

    @property
    def is_revoked(self) -> bool:
        return self.station.revoked is not None


def in_order(rows: Sequence[Strip]) -> list[Strip]:
    """Ours, those connected now, the others by letter; below them who waits or is invited, then who was revoked."""
    return sorted(
        rows,
        key=lambda row: (
            row.is_revoked,
            bool(row.station.shut_out),
            not row.station.is_ours,
            row.peer is None or not row.peer.is_live,
            row.station.letter,
            row.station.id,
        ),
    )


def called(letter: str, name: str) -> str:
    """`B · Lyon`, or the letter alone where nobody named it otherwise."""
    letter = letter or "?"
    return f"{letter} · {name}" if name and name != letter else letter


# What is said of one


def route_word(route: str) -> str:
    """How it was heard."""
    if route == "usb":
        return _("by stick")
    if route == "network":
        return _("by the room’s network")
    return _("via {route}").format(route=route) if route else ""


def heard_said(peer: Peer | None, now: int) -> str:
    """`47 min ago, by stick`, `connected now`, `never`."""
    if peer is None or peer.is_ours:
        return "—"
    if peer.is_live:
        return _("connected now")
    if peer.heard_at is None:
        return _("never heard")
    return ", ".join(part for part in (ago_said(peer.heard_at, now), route_word(peer.route)) if part)


def ago_said(at: int, now: int) -> str:
    """`8 min ago`; less than a minute is now."""
    return phrases.ago(at, now) if now - at >= phrases.MINUTE else _("just now")


def lacks_said(peer: Peer | None) -> str:
    """What it lacks of what is here."""
    if peer is None or peer.is_ours:
        return "—"
    if peer.lacks is None:
        return _("not known")
    if not peer.lacks:
        return _("nothing")
    if peer.lacks_entries:
        return ngettext("{n} entry", "{n} entries", peer.lacks_entries).format(n=peer.lacks_entries)
    return ngettext("{n} change", "{n} changes", peer.lacks).format(n=peer.lacks)


def battery_said(peer: Peer | None) -> str:
    if peer is None or peer.battery is None:
        return "—"
    said = _("{n} %").format(n=peer.battery)
    return _("{battery}, charging").format(battery=said) if peer.is_charging else said


def drift_said(drift: Drift | None) -> str:
    """`+2 min`: how far its clock is ahead of ours. A stick tells bounds only, and often nothing."""
    middle = drift.middle if drift is not None else None
    if middle is None:
        return "—"
    if abs(middle) < 1000:
        return _("right")
    sign = "+" if middle > 0 else "−"
    return f"{sign}{phrases.duration(middle)}"


def state_said(row: Strip) -> str:
    """What marks it: this laptop, revoked, has not heard of a revocation."""
    marks = [station_marks(row.station)] if station_marks(row.station) else []
    if (
        not row.is_revoked
        and not row.station.shut_out
        and row.peer
        and not row.peer.is_ours
        and not row.peer.knows_cuts
    ):
        marks.append(_("has not heard of a revocation"))
    return ", ".join(marks) or "—"


def strip_said(row: Strip, now: int) -> str:
    """The whole strip as a sentence, then its key and its writers."""
    letter, peer = row.station.letter or "?", row.peer
    if peer is None or peer.is_ours:
        return station_about(row.station, now)
    parts = [
        _("heard {when}").format(when=heard_said(peer, now)) if peer.heard_at is not None else heard_said(peer, now),
        _("lacks {what}").format(what=lacks_said(peer)),
    ]
    if peer.battery is not None:
        parts.append(_("battery {percent}").format(percent=battery_said(peer)))
    if peer.drift is not None and peer.drift.middle is not None:
        parts.append(_("clock {drift}").format(drift=drift_said(peer.drift)))
    lines = [phrases.labelled(letter, ", ".join(parts))]
    if not row.is_revoked and not peer.knows_cuts:
        lines.append(
            _("It has not heard of a revocation yet: what it writes can still be read by the laptop that was cut off.")
        )
    return "\n".join([*lines, station_about(row.station, now)])


def strip_columns() -> tuple[Column[Strip], ...]:
    return (
        Column(
            "letter", N_("Station"), lambda row, _now: called(row.station.letter, row.station.name), tone=_faded,
            bold=True, width=130,
        ),
        Column(
            "heard", N_("Heard"), lambda row, now: heard_said(row.peer, now),
            order=lambda row: row.peer.heard_at if row.peer else None, tone=_heard_tone, width=190, whole=True,
        ),
        Column(
            "lacks", N_("It lacks"), lambda row, _now: lacks_said(row.peer),
            order=lambda row: row.peer.lacks if row.peer else None,
            tone=lambda row, _now: "due" if row.peer and row.peer.lacks and not row.is_revoked else "muted", width=110,
            whole=True,
        ),
        Column(
            "battery", N_("Battery"), lambda row, _now: battery_said(row.peer),
            order=lambda row: row.peer.battery if row.peer else None, tone=_battery_tone, width=100, can_go=True,
        ),
        Column(
            "clock", N_("Its clock"), lambda row, _now: drift_said(row.peer.drift) if row.peer else "—",
            tone=_clock_tone,
            width=90, whole=True,
        ),
        Column("state", N_("State"), lambda row, _now: state_said(row), tone=_state_tone),
    )  # fmt: skip


def _faded(row: Strip, _now: int) -> str:
    return "muted" if row.is_revoked else ""


def _heard_tone(row: Strip, now: int) -> str:
    peer = row.peer
    if row.is_revoked or peer is None or peer.is_ours or row.station.shut_out:
        return "muted"
    if peer.is_live:
        return "good"
    return "due" if peer.heard_at is None or now - peer.heard_at > STALE_MS else ""


def _battery_tone(row: Strip, _now: int) -> str:
    peer = row.peer
    if peer is None or peer.battery is None or row.is_revoked:
        return "muted"
    return "due" if peer.battery <= LOW_BATTERY and not peer.is_charging else ""


def _clock_tone(row: Strip, _now: int) -> str:
    middle = row.peer.drift.middle if row.peer and row.peer.drift else None
    return "due" if middle is not None and abs(middle) >= DRIFT_MS and not row.is_revoked else "muted"


def _state_tone(row: Strip, _now: int) -> str:
    if row.is_revoked:
        return "late"
    if row.station.shares_letter or row.station.shut_out not in ("", INVITED):
        return "due"
    return "due" if row.peer is not None and not row.peer.is_ours and not row.peer.knows_cuts else "muted"


# The round


def leg_said(leg: Leg) -> str:
    """What to carry on one trip, in words."""
    if not leg.ops:
        return _("go and fetch what it wrote")
    changes = ngettext("carry {n} change", "carry {n} changes", leg.ops).format(n=leg.ops)
    if not leg.entries:
        return changes
    entries = ngettext("{n} log entry among them", "{n} log entries among them", leg.entries)
    return f"{changes}, {entries.format(n=leg.entries)}"


def leg_way(leg: Leg, rows: Mapping[str, Strip]) -> str:
    """`A → C`."""
    return f"{_letter(leg.source, rows)} → {_letter(leg.target, rows)}"


def leg_note(leg: Leg, rows: Mapping[str, Strip], now: int) -> str:
    """The name of where it goes, and when that was last heard."""
    row = rows.get(leg.target)
    if row is None:
        return ""
    heard = heard_said(row.peer, now)
    said = heard if row.peer is None or row.peer.heard_at is None else _("heard {when}").format(when=heard)
    name = row.station.name if row.station.name != row.station.letter else ""
    return ", ".join(part for part in (name, said) if part and part != "—")


def _letter(station: str, rows: Mapping[str, Strip]) -> str:
    return rows[station].station.letter or "?" if station in rows else "?"


# Set aside


@dataclass(frozen=True, slots=True)
class Pile:
    """What was set aside for one reason, of one station, from one source."""

    why: Why
    letter: str
    station: str
    source: str
    asides: tuple[Aside, ...]

    @property
    def changes(self) -> int:
        return sum(max(each.seq_to - each.seq_from + 1, 0) for each in self.asides if each.seq_to)


def piles_of(asides: Sequence[Aside]) -> list[Pile]:
    """The same things together, the newest first."""
    found: dict[tuple[Why, str, str, str], list[Aside]] = {}
    for aside in asides:
        found.setdefault((aside.why, aside.letter, aside.station, aside.source), []).append(aside)
    return [Pile(*key, tuple(each)) for key, each in found.items()]


WHY_SAID = {
    Why.UNKNOWN: N_("Nobody admitted this station to the room yet."),
    Why.FORK: N_("Two laptops wrote different things under the same numbers: one is a clone or was restored."),
    Why.TAMPERED: N_("It is not what its station signed: somebody changed it on its way."),
    Why.DAMAGED: N_("It is torn or damaged."),
    Why.NEWER: N_("A newer version of Warroom wrote it."),
    Why.FOREIGN: N_("It belongs to another room."),
    Why.SEALED: N_("It is not sealed to this laptop."),
    Why.DELETES: N_("It deletes so much that somebody must agree first."),
}

WHY_SAFE = {
    Why.UNKNOWN: N_("It is kept here, apart from the journal. Once its station is admitted it joins by itself."),
    Why.FORK: N_(
        "The journal keeps what came first; the rest is kept here. Find out which laptop is the copy: it goes on under "
        "a new prefix when it is opened."
    ),
    Why.TAMPERED: N_(
        "Nothing of it was taken in, and nothing is lost: its station still has the original. Keep the stick, and have "
        "it carried again."
    ),
    Why.DAMAGED: N_("Nothing of it was taken in, and nothing is lost: have it written and carried again."),
    Why.NEWER: N_("It is kept, passed on as it is, and joins by itself once this laptop has the newer version."),
    Why.FOREIGN: N_("Nothing of it was taken in. It can be forgotten."),
    Why.SEALED: N_(
        "Nothing of it was taken in. Ask its station whether this laptop was admitted, and to write it again."
    ),
    Why.DELETES: N_("Nothing was deleted. Call its station: did somebody mean to delete that much?"),
}


def pile_name(pile: Pile) -> str:
    """Whose it is, as far as anybody can tell."""
    if not pile.letter:
        return _("Unknown origin")
    if pile.why is Why.UNKNOWN:
        return _("“{letter}”, as it says").format(letter=pile.letter)
    return _("Station {letter}").format(letter=pile.letter)


def pile_note(pile: Pile, now: int) -> str:
    """How much, where from, since when; then what is safe and what to do."""
    what = [ngettext("{n} change", "{n} changes", pile.changes).format(n=pile.changes)] if pile.changes else []
    if pile.source:
        what.append(_("from {source}").format(source=pile.source))
    what.append(phrases.moment(min(each.seen_at for each in pile.asides), now))
    return f"{_(WHY_SAFE[pile.why])} {', '.join(what)}."


def trust_said(trust: Trust) -> tuple[str, str]:
    """What stands behind what a station sent, and its tone."""
    return {
        Trust.VERIFIED: (_("signature verified"), "good"),
        Trust.UNKNOWN: (_("station not admitted"), "late"),
        Trust.REVOKED: (_("revoked: later writes have no effect"), "late"),
    }[trust]


# The foot


def age_said(peer: Peer, now: int) -> str:
    """`B 8 min ago`, `C 47 min ago, battery 31 %`: short, for the foot."""
    if peer.is_live:
        said = _("{letter} connected").format(letter=peer.letter)
    elif peer.heard_at is None:
        said = _("{letter} never heard").format(letter=peer.letter)
    else:
        said = f"{peer.letter} {ago_said(peer.heard_at, now)}"
    if peer.battery is not None and peer.battery <= 2 * LOW_BATTERY and not peer.is_charging:
        battery = _("battery {percent}").format(percent=battery_said(peer))
        said = f"{said}, {battery}"
    return said


def age_dot(peer: Peer, now: int) -> str:
    """The colour of its dot."""
    if peer.is_live:
        return "good"
    if peer.heard_at is None:
        return "none"
    return "due" if now - peer.heard_at > STALE_MS else "good"
