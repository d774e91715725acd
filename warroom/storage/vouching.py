"""Vouching: what brings a station into the room, an enrolment signed with an invitation's key or a word of trust.

Whether a vouch is sound is a matter of signatures alone; whether it has effect is judged with all other acts
(`judging.py`). The reasoning is in docs/decisions/0070-who-joins.md.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from warroom.domain.ids import is_born_of
from warroom.identity.stations import station_id_of, verify
from warroom.identity.strict import Malformed, from_hex
from warroom.storage.acts import Act, Place

KEY_LENGTH, SIGNATURE_LENGTH = 32, 64


@dataclass(frozen=True, slots=True)
class Vouch:
    """Whose runs may join, and the keys this is said of."""

    station: str  # id
    public_key: bytes  # Ed25519; the station's id is made of it
    box_key: bytes  # X25519; b"" where a word of trust names none
    invitation: str = ""  # id; "" for a word of trust


@dataclass(frozen=True, slots=True)
class Invited:
    """The keys of an invitation, as the op that made it said them: nothing changes them later."""

    enrol_key: bytes
    box_key: bytes


class Vouching:
    """What a set of acts says of who may join, whether it has effect or not. A pure function of the set."""

    def __init__(self, acts: Iterable[Act], *, stations: Mapping[bytes, str], founder: str) -> None:
        acts = list(acts)
        self.made = {act.rid: act for act in acts if invited_by(act)}
        keys = {rid: invited.enrol_key for rid, act in self.made.items() if (invited := invited_by(act))}
        self.said: dict[Place, Vouch] = {act.place: said for act in acts if (said := vouched_by(act, keys))}
        self.stations = {vouch.station for vouch in self.said.values()} - {founder}
        self.withdrawals = {act.place for act in acts if is_withdrawal(act)}
        self._firsts: dict[str, tuple[Any, ...]] = {}
        for act in acts:
            vouch = self.said.get(act.place)
            if vouch and vouch.invitation and self.is_own(act, stations):
                claim = (act.ord, act.w, act.seq, vouch.station)
                self._firsts[vouch.invitation] = min(claim, self._firsts.get(vouch.invitation, claim))

    def is_own(self, act: Act, stations: Mapping[bytes, str]) -> bool:
        """Whether a sound enrolment stands in its own station's chain, after the invitation it names."""
        vouch = self.said[act.place]
        return stations.get(act.w) == vouch.station and act.saw(self.made[vouch.invitation])

    def is_first(self, act: Act) -> bool:
        """Whether no other station enrolled earlier with the same invitation, which is for one."""
        vouch = self.said[act.place]
        return bool(self._firsts[vouch.invitation][-1] == vouch.station)

    def is_withdrawn_by(self, withdrawal: Act, act: Act) -> bool:
        """Whether an act is an enrolment with this invitation that the withdrawal had not seen: it came too late."""
        vouch = self.said.get(act.place)
        return vouch is not None and vouch.invitation == withdrawal.rid and not withdrawal.saw(act)


def invited_by(act: Act) -> Invited | None:
    """The keys of the invitation that this act makes; None for any other act."""
    if act.ent != "invitation" or not is_born_of(act.rid, writer=act.w, seq=act.seq):
        return None
    enrol_key, box_key = key_said(act.patch.get("enrol_key")), key_said(act.patch.get("box_key"))
    return Invited(enrol_key, box_key) if enrol_key and box_key else None


def is_withdrawal(act: Act) -> bool:
    """Whether an act takes an invitation back."""
    is_change = act.ent == "invitation" and not is_born_of(act.rid, writer=act.w, seq=act.seq)
    return is_change and type(act.patch.get("withdrawn_at")) is int


def vouched_by(act: Act, enrol_keys: Mapping[str, bytes]) -> Vouch | None:
    """What an act vouches for, when its keys and its signature are sound; `enrol_keys` is told by invitation."""
    if act.ent not in ("trust", "enrolment") or not is_born_of(act.rid, writer=act.w, seq=act.seq):
        return None
    station, public_key, box_key = act.patch.get("station"), key_said(act.patch.get("public_key")), b""
    if not isinstance(station, str) or not public_key or station_id_of(public_key).hex() != station:
        return None
    box_key = key_said(act.patch.get("box_key"))
    if act.ent == "trust":
        return Vouch(station, public_key, box_key)
    invitation, signature = act.patch.get("invitation"), key_said(act.patch.get("signature"), SIGNATURE_LENGTH)
    if not isinstance(invitation, str) or invitation not in enrol_keys or not box_key or not signature:
        return None
    message = enrolment_message(invitation, station, public_key=public_key, box_key=box_key)
    if not _is_signed(enrol_keys[invitation], message, signature):
        return None
    return Vouch(station, public_key, box_key, invitation)


def enrolment_message(invitation: str, station: str, *, public_key: bytes, box_key: bytes) -> bytes:
    """What the one-time key of an invitation signs for the station that joins with it."""
    return f"warroom-enrolment-1\n{invitation}\n{station}\n{public_key.hex()}\n{box_key.hex()}\n".encode()


def key_said(said: Any, length: int = KEY_LENGTH) -> bytes:
    """The bytes of a key or signature in hexadecimal as we write it; b"" for anything else. `length` in bytes."""
    try:
        return from_hex(said, length=length)
    except Malformed:
        return b""


@functools.lru_cache(maxsize=1024)
def _is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    return verify(key, message, signature)
