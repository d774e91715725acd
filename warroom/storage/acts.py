"""Acts: the ops that need a right, and what each of them says; None for what means nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from warroom.domain.ids import is_born_of
from warroom.domain.rights import Right, Role, rights_of

Place = tuple[bytes, int]  # writer and sequence of an op


@dataclass(frozen=True, slots=True, eq=False)
class Act:
    """One op that needs a right, with all that its writer had seen."""

    w: bytes
    seq: int
    ord: int
    ent: str
    rid: str
    author: str
    patch: Mapping[str, Any]
    past: Mapping[bytes, int]  # other writer → last sequence seen

    @property
    def place(self) -> Place:
        return self.w, self.seq

    def saw(self, other: Act) -> bool:
        """Whether the other act lies in this one's causal past."""
        return self.seq > other.seq if self.w == other.w else self.past.get(other.w, 0) >= other.seq


@dataclass(frozen=True, slots=True)
class Granted:
    """What a grant says: the roles, and for a demotion which acts of the person it still lets stand."""

    roles: frozenset[Role]
    cut: Mapping[bytes, int] | None = None

    @property
    def administers(self) -> bool:
        return Right.ADMINISTER in rights_of(self.roles)


@dataclass(frozen=True, slots=True)
class Revoked:
    """What a cut says: the station, and the last act of each of its writers that still counts."""

    station: str
    heads: Mapping[bytes, int]


def own_words(acts: Iterable[Act]) -> dict[bytes, Act]:
    """The first thing each writer said of itself: which station it is of. Nobody else has a say in that."""
    found: dict[bytes, Act] = {}
    for act in acts:
        if (
            act.ent != "writer"
            or act.patch.get("writer") != act.w.hex()
            or not isinstance(act.patch.get("station"), str)
        ):
            continue
        if act.w not in found or act.seq < found[act.w].seq:
            found[act.w] = act
    return found


def heads_of(acts: list[Act]) -> list[Act]:
    """Those that none of the others had seen."""
    return [act for act in acts if not any(other.saw(act) for other in acts if other is not act)]


def granted_by(act: Act) -> Granted | None:
    said = _json(act.patch.get("rights"))
    if not isinstance(said, dict) or not isinstance(said.get("roles"), list):
        return None
    known = {role.value: role for role in Role}
    roles = frozenset(known[name] for name in said["roles"] if isinstance(name, str) and name in known)
    if said.get("cut") is None:
        return Granted(roles)
    cut = _vector(said["cut"])
    return None if cut is None else Granted(roles, cut)


def revoked_by(act: Act) -> Revoked | None:
    station, heads = act.patch.get("station"), _vector(_json(act.patch.get("heads")))
    if not isinstance(station, str) or heads is None or not is_born_of(act.rid, writer=act.w, seq=act.seq):
        return None
    return Revoked(station, heads)


def _vector(said: Any) -> dict[bytes, int] | None:
    """Writer → sequence, from {writer: sequence} or {writer: [sequence, hash]}."""
    if not isinstance(said, dict):
        return None
    found = {}
    for name, at in said.items():
        seq = at[0] if isinstance(at, list) and at else at
        try:
            w = bytes.fromhex(name)
        except ValueError:
            return None
        if type(seq) is not int:
            return None
        found[w] = seq
    return found


def _json(text: Any) -> Any:
    try:
        return orjson.loads(text) if isinstance(text, str) else None
    except orjson.JSONDecodeError:
        return None


def members_of(circle: Act) -> Collection[str]:
    """The ids a circle lists, in a list or as the names of a mapping."""
    said = _json(circle.patch.get("members"))
    return said if isinstance(said, dict | list) else ()
