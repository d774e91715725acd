"""The oracle of rights: decisions 0010 and 0070 said again, by recursion over causal pasts, with no product code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.warroom.storage.replicas import ROOM, Place, World
from warroom.clock import order_of
from warroom.domain.ids import is_born_of, named_id
from warroom.storage.ops import Op

JUDGED = (
    "grant", "cut", "pin", "circle", "circle_key", "key_share", "erasure", "station", "writer", "invitation",
    "enrolment", "trust",
)  # fmt: skip


class Oracle:
    """Everything that does not count, from every op anybody wrote."""

    def __init__(self, world: World, founder: str) -> None:
        self.world, self.founder = world, founder
        self.ops: dict[Place, Op] = {p: op for p, (op, _past) in world.ops.items() if op.noun in JUDGED}
        self.station: dict[bytes, str] = {}
        self.word: dict[bytes, Place] = {}
        for p in sorted(self.ops, key=lambda p: p[1]):
            patch = self.ops[p].patch
            is_word = self.ops[p].noun == "writer" and patch.get("writer") == p[0].hex()
            if is_word and isinstance(patch.get("station"), str) and p[0] not in self.station:
                self.station[p[0]], self.word[p[0]] = str(patch["station"]), p
        self.made = {op.record: p for p, op in self.ops.items() if op.noun == "invitation" and self.is_making(p)}
        self.vouched = {p: who for p in self.ops if (who := self.vouch(p))}  # station that a sound op vouches for
        self.bindings: set[Place] = set()
        self.known: dict[Place, bool] = {}

    def without(self) -> set[Place]:
        """The places of all ops without effect for want of a right, or written by a revoked station."""
        while True:
            self.known = {}
            waiting = [p for p in self.ops if p not in self.bindings and self.binds_at_all(p) and self.stands(p)]
            if not waiting:
                break
            self.bindings |= self.chosen(waiting)
        lost = {p for p in self.ops if not self.stands(p)}
        for p, (op, _past) in self.world.ops.items():
            cut_off = any(self.cuts_off(c, p) for c in self.bindings if self.ops[c].noun == "cut")
            if op.noun not in JUDGED and (cut_off or not self.is_in(p, ever=True)):
                lost.add(p)
        return lost

    # What an op says

    def grant(self, p: Place) -> tuple[set[str], dict[str, int] | None] | None:
        op = self.ops[p]
        try:
            said = json.loads(op.patch["rights"])  # type: ignore[arg-type]
            return {role for role in said["roles"] if isinstance(role, str)}, said.get("cut")
        except (KeyError, TypeError, ValueError):
            return None

    def cut(self, p: Place) -> tuple[str, dict[str, Any]] | None:
        op = self.ops[p]
        if not isinstance(op.patch.get("station"), str) or not is_born_of(op.record, writer=p[0], seq=p[1]):
            return None
        return str(op.patch["station"]), json.loads(str(op.patch["heads"]))

    def is_making(self, p: Place) -> bool:
        keys = [self.ops[p].patch.get(name) for name in ("enrol_key", "box_key")]
        is_born = is_born_of(self.ops[p].record, writer=p[0], seq=p[1])
        return is_born and all(isinstance(key, str) and len(key) == 64 for key in keys)

    def is_withdrawal(self, p: Place) -> bool:
        op = self.ops[p]
        is_later = op.noun == "invitation" and not is_born_of(op.record, writer=p[0], seq=p[1])
        return is_later and isinstance(op.patch.get("withdrawn_at"), int)

    def vouch(self, p: Place) -> str:
        op = self.ops[p]
        if op.noun not in ("trust", "enrolment") or not is_born_of(op.record, writer=p[0], seq=p[1]):
            return ""
        said = op.patch
        try:
            key = bytes.fromhex(str(said["public_key"]))
            if hashlib.sha256(b"warroom station|" + key).hexdigest()[:32] != said["station"]:
                return ""
            if op.noun == "enrolment":
                by = self.ops[self.made[str(said["invitation"])]].patch["enrol_key"]
                text = "\n".join(str(said[name]) for name in ("invitation", "station", "public_key", "box_key"))
                signed = f"warroom-enrolment-1\n{text}\n".encode()
                public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(str(by)))
                public.verify(bytes.fromhex(str(said["signature"])), signed)
        except (KeyError, ValueError, InvalidSignature):
            return ""
        return str(said["station"])

    def is_in(self, p: Place, *, ever: bool = False) -> bool:
        """Whether the station that wrote this was admitted: as far as this op saw, or at any time."""
        station = self.station.get(p[0], "")
        vouches = [v for v, who in self.vouched.items() if who == station]
        if station in ("", self.founder) or not vouches:
            return True
        if any(v in self.bindings for v in vouches if self.ops[v].noun == "trust"):
            return True
        enrolments = [v for v in vouches if self.ops[v].noun == "enrolment"]
        return any(self.stands(v) for v in enrolments if ever or self.world.saw(p, v))

    def enrols(self, p: Place) -> bool:
        """An enrolment counts in its station's own chain, after an invitation that counts, for the first to enrol."""
        if not self.is_own(p) or self.vouched[p] == self.founder:
            return False
        invitation = self.ops[p].patch["invitation"]
        claims = [q for q in self.vouched if self.ops[q].patch.get("invitation") == invitation and self.is_own(q)]
        first = min(claims, key=lambda q: (order_of(self.ops[q].hlc), q[0], q[1]))
        return self.vouched[first] == self.vouched[p] and self.stands(self.made[str(invitation)])

    def is_own(self, p: Place) -> bool:
        if self.ops[p].noun != "enrolment" or p not in self.vouched:
            return False
        made = self.made[str(self.ops[p].patch["invitation"])]
        return self.station.get(p[0]) == self.vouched[p] and self.world.saw(p, made)

    def withdraws(self, w: Place, p: Place) -> bool:
        """Whether a withdrawal takes an enrolment back: it had not seen it."""
        is_of_it = p in self.vouched and self.ops[p].patch.get("invitation") == self.ops[w].record
        return self.is_withdrawal(w) and is_of_it and not self.world.saw(w, p)

    def binds_at_all(self, p: Place) -> bool:
        if self.ops[p].noun in ("invitation", "trust"):
            return self.is_withdrawal(p) or (self.ops[p].noun == "trust" and p in self.vouched)
        if self.ops[p].noun == "cut":
            return self.cut(p) is not None
        said = self.grant(p) if self.ops[p].noun == "grant" else None
        return said is not None and said[1] is not None

    def cuts_off(self, c: Place, p: Place) -> bool:
        said = self.cut(c)
        assert said is not None
        return c != p and self.station.get(p[0]) == said[0] and p[1] > said[1].get(p[0].hex(), [0])[0]

    def demotes(self, d: Place, p: Place) -> bool:
        """Whether an unseen demotion takes this op in: past its cut."""
        said = self.grant(d)
        if (
            said is None
            or said[1] is None
            or d == p
            or self.world.saw(p, d)
            or self.ops[d].record != self.ops[p].author
        ):
            return False
        return p[1] > said[1].get(p[0].hex(), 0)

    # Whether it stands

    def stands(self, p: Place) -> bool:
        if p not in self.known:
            cut_off = any(self.cuts_off(c, p) for c in self.bindings if self.ops[c].noun == "cut")
            taken = any(self.withdraws(w, p) for w in self.bindings)
            is_in = self.ops[p].noun == "enrolment" or self.is_in(p)
            self.known[p] = p in self.bindings or (is_in and not cut_off and not taken and self.rule(p))
        return self.known[p]

    def rule(self, p: Place) -> bool:
        op = self.ops[p]
        rules: dict[str, Callable[[], bool]] = {
            "grant": lambda: (
                op.patch.get("person", op.record) == op.record
                and op.patch.get("_del") is not True
                and ("rights" not in op.patch or self.grant(p) is not None)
            ),
            "cut": lambda: self.cut(p) is not None,
            "trust": lambda: p in self.vouched,
            "enrolment": lambda: self.enrols(p),
            "invitation": lambda: self.is_making(p) or not {"enrol_key", "box_key"} & set(op.patch),
            "station": lambda: self.station.get(p[0]) == op.record or not {"public_key", "box_key"} & set(op.patch),
        }
        if not rules.get(op.noun, lambda: True)():
            return False
        exempt: dict[str, Callable[[], bool]] = {
            "pin": lambda: op.author == op.record,
            "station": lambda: self.station.get(p[0]) == op.record,
            "writer": lambda: (
                op.patch.get("writer", p[0].hex()) == p[0].hex() and op.record == named_id(ROOM, "writer", p[0].hex())
            ),
            "key_share": lambda: self.shares(p),
            "enrolment": lambda: True,
        }
        return exempt.get(op.noun, lambda: False)() or self.administers(p)

    def grants_seen(self, person: str, p: Place) -> list[Place]:
        return [
            g
            for g, op in self.ops.items()
            if op.noun == "grant" and op.record == person and self.world.saw(p, g) and self.grant(g) and self.stands(g)
        ]

    def administers(self, p: Place) -> bool:
        appointed = [
            g
            for g, op in self.ops.items()
            if op.noun == "grant" and self.world.saw(p, g) and "administrator" in (self.grant(g) or ([],))[0]
        ]
        if self.station.get(p[0]) == self.founder and not any(self.stands(g) for g in appointed):
            return True
        seen = self.grants_seen(self.ops[p].author, p)
        heads = [g for g in seen if not any(self.world.saw(h, g) for h in seen)]
        demoting = [d for d in self.bindings if self.ops[d].noun == "grant" and self.demotes(d, p)]
        return bool(heads) and all("administrator" in (self.grant(g) or ([],))[0] for g in heads + demoting)

    def shares(self, p: Place) -> bool:
        op = self.ops[p]
        keys = [
            k
            for k, key in self.ops.items()
            if key.noun == "circle_key"
            and key.record == op.patch.get("circle_key")
            and self.world.saw(p, k)
            and self.stands(k)
        ]
        for k in keys:
            seen = [
                c
                for c, circle in self.ops.items()
                if circle.noun == "circle"
                and circle.record == self.ops[k].patch.get("circle")
                and "members" in circle.patch
                and self.world.saw(p, c)
                and self.stands(c)
            ]
            heads = [c for c in seen if not any(self.world.saw(d, c) for d in seen)]
            if heads and all(op.author in json.loads(str(self.ops[c].patch["members"])) for c in heads):
                return True
        return False

    # Which binding acts stand first

    def chosen(self, waiting: list[Place]) -> set[Place]:
        threatens = {(a, b) for a in waiting for b in waiting if a != b and self.undoes(a, b)}
        free = {b for b in waiting if not any((a, b) in threatens for a in waiting)}
        if free:
            return free
        for k in waiting:  # closure
            threatens |= {(a, b) for a in waiting for b in waiting if (a, k) in threatens and (k, b) in threatens}
        ring = [b for b in waiting if all((b, a) in threatens for a in waiting if (a, b) in threatens)]
        return {min(ring, key=self.in_order().index)}

    def undoes(self, a: Place, b: Place) -> bool:
        rest, grown = {b}, True
        while grown:
            more = {g for p in rest for g in [*self.grants_seen(self.ops[p].author, p), *self.admitted_by(p)]} - rest
            grown, rest = bool(more), rest | more
        if self.ops[a].noun == "cut":
            return any(self.cuts_off(a, p) for p in rest)
        if self.ops[a].noun != "grant":
            return any(self.withdraws(a, p) for p in rest)
        said = self.grant(a)
        return bool(said and "administrator" not in said[0]) and any(self.demotes(a, p) for p in rest)

    def admitted_by(self, p: Place) -> list[Place]:
        """The vouches that let the station of this op in, and the invitation an enrolment stands on."""
        found = [self.made[str(self.ops[p].patch["invitation"])]] if p in self.vouched and self.is_own(p) else []
        for v, who in self.vouched.items():
            if who == self.station.get(p[0], "") != self.founder:
                is_trust = self.ops[v].noun == "trust" and v in self.bindings
                if is_trust or (self.ops[v].noun == "enrolment" and self.world.saw(p, v) and self.stands(v)):
                    found.append(v)
        return found

    def in_order(self) -> list[Place]:
        left, order = set(self.ops), list[Place]()
        while left:
            ready = [p for p in left if not any(self.world.saw(p, q) for q in left if q != p)]
            best = min(ready, key=lambda p: (self.rank(p[0]), order_of(self.ops[p].hlc), p[0], p[1]))
            order.append(best)
            left.discard(best)
        return order

    def rank(self, writer: bytes) -> tuple[int, int, str]:
        station = self.station.get(writer)
        if station is None:
            return 2, 0, ""
        words = [self.word[w] for w, s in self.station.items() if s == station]
        first = [p for p in words if not any(self.world.saw(p, q) for q in words if q != p)]
        return int(station != self.founder), max(order_of(self.ops[p].hlc) for p in first), station
