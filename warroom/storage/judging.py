"""Judging: which acts that need a right have effect, as a pure function of the set of acts (decision 4).

Nothing here reads a table or a clock: two stations that hold the same acts judge alike, whatever came first. The
reasoning is in docs/decisions/0010-who-may-do-what.md.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from warroom.domain.ids import named_id
from warroom.domain.rights import Right, Role, rights_of
from warroom.storage.acts import Act, Place, granted_by, heads_of, members_of, own_words, revoked_by
from warroom.storage.vouching import Vouching, invited_by


@dataclass(frozen=True, slots=True)
class Judgement:
    """What has no effect: acts that lacked a right, and all that stations wrote which were revoked or never admitted."""

    without: frozenset[Place]
    bounds: Mapping[bytes, int]  # writer → its last op that counts


@dataclass(slots=True)
class _Bench:
    """What one walk through the acts found to have effect so far."""

    standing: set[Place]  # cuts and demotions that stand, whatever else is found
    demotions: dict[str, list[Act]]  # person → those demotions
    effective: set[Place] = field(default_factory=set)
    grants: dict[str, list[Act]] = field(default_factory=lambda: defaultdict(list))  # person → grants
    appointments: list[Act] = field(default_factory=list)  # grants that made somebody administrator
    circles: dict[str, list[Act]] = field(default_factory=lambda: defaultdict(list))  # circle → what its members are
    keys: dict[str, list[Act]] = field(default_factory=lambda: defaultdict(list))  # circle key → its making
    vouches: dict[str, list[Act]] = field(default_factory=lambda: defaultdict(list))  # station → what admitted it


class Court:
    """Judges a set of acts. `founder` is the founding station's id, `room` the room's."""

    def __init__(self, acts: Iterable[Act], *, founder: str, room: str) -> None:
        self.acts = list(acts)
        self.room = room
        self.words = own_words(self.acts)
        self.stations = {w: str(act.patch["station"]) for w, act in self.words.items()}
        self.founder = founder or self._who_made_the_room()
        self.vouching = Vouching(self.acts, stations=self.stations, founder=self.founder)
        self.granted = {act.place: said for act in self.acts if act.ent == "grant" and (said := granted_by(act))}
        self.revoked = {act.place: cut for act in self.acts if act.ent == "cut" and (cut := revoked_by(act))}
        self._order = self._in_order()

    def judge(self) -> Judgement:
        """Accept one binding act after the other, and walk anew under all that stand, until no new one appears."""
        bindings: list[Act] = []
        while True:
            bench = self._walk(bindings)
            waiting = [act for act in self._order if self._is_waiting(act, bench)]
            if not waiting:
                break
            bindings += self._next(waiting, bench)
        without = {act.place for act in self.acts} - bench.effective
        cuts = [act for act in bindings if act.ent == "cut"]
        return Judgement(without=frozenset(without), bounds=self._bounds(cuts, bench))

    def _who_made_the_room(self) -> str:
        """The station of whoever wrote the room's record first: for a file that was never told its founder."""
        made = [act for act in self.acts if act.ent == "room" and (not self.room or act.rid == self.room)]
        first = min(made, key=lambda act: (act.ord, act.w, act.seq), default=None)
        return self.stations.get(first.w, "") if first else ""

    # One walk

    def _walk(self, bindings: list[Act]) -> _Bench:
        bench = _Bench({act.place for act in bindings}, defaultdict(list))
        for act in bindings:
            if act.ent == "grant":
                bench.demotions[act.rid].append(act)
            elif act.ent == "trust":
                bench.vouches[self.vouching.said[act.place].station].append(act)
        takings = [act for act in bindings if act.ent in ("cut", "invitation")]
        for act in self._order:
            if act.place not in bench.standing and (
                not self._is_admitted(act, bench)
                or any(self._covers(taking, act) for taking in takings)
                or not RULES[act.ent](self, act, bench)
            ):
                continue
            bench.effective.add(act.place)
            if act.ent == "enrolment":
                bench.vouches[self.vouching.said[act.place].station].append(act)
            if act.ent == "grant" and act.place in self.granted:
                bench.grants[act.rid].append(act)
                if self.granted[act.place].administers:
                    bench.appointments.append(act)
            elif act.ent == "circle" and "members" in act.patch:
                bench.circles[act.rid].append(act)
            elif act.ent == "circle_key":
                bench.keys[act.rid].append(act)
        return bench

    def _is_admitted(self, act: Act, bench: _Bench) -> bool:
        """Whether the station an act comes from was admitted; one that nobody ever vouched for is only in copies."""
        station = self.stations.get(act.w, "")
        if station not in self.vouching.stations or act.ent == "enrolment":  # which is judged by its own rule
            return True
        return any(vouch.ent == "trust" or act.saw(vouch) for vouch in bench.vouches.get(station, ()))

    def may_administer(self, act: Act, bench: _Bench) -> bool:
        """Whether whoever wrote this was an administrator."""
        return self.holds(Right.ADMINISTER, act, bench)

    def holds(self, right: Right, act: Act, bench: _Bench) -> bool:
        """Whether whoever wrote this held the right, by all that was seen there and all that binds it."""
        is_founding = bool(self.founder) and self.stations.get(act.w) == self.founder
        if is_founding and not any(act.saw(grant) for grant in bench.appointments):
            return True  # nobody was administrator yet
        known = [grant for grant in bench.grants.get(act.author, ()) if act.saw(grant)]
        binding = [grant for grant in bench.demotions.get(act.author, ()) if self._binds(grant, act)]
        return bool(known) and right in rights_of(self._lesser([*heads_of(known), *binding]))

    def _binds(self, grant: Act, act: Act) -> bool:
        """Whether a demotion that the act had not seen takes it in all the same."""
        cut = self.granted[grant.place].cut
        return cut is not None and act is not grant and not act.saw(grant) and act.seq > cut.get(act.w, 0)

    def _lesser(self, grants: list[Act]) -> frozenset[Role]:
        """What several grants that did not see each other leave: the roles they all give."""
        said = [self.granted[grant.place].roles for grant in grants]
        return frozenset.intersection(*said) if said else frozenset()

    # What binds

    def _is_waiting(self, act: Act, bench: _Bench) -> bool:
        is_binding = (
            act.place in self.revoked
            or (act.place in self.granted and self.granted[act.place].cut is not None)
            or act.place in self.vouching.withdrawals
            or act.ent == "trust"  # what a station wrote before somebody trusted it counts from then on
        )
        return is_binding and act.place in bench.effective and act.place not in bench.standing

    def _next(self, waiting: list[Act], bench: _Bench) -> list[Act]:
        """The binding acts that no other waiting one would undo; of those that undo each other, the most senior."""
        rests = {act.place: [act, *self._foundation(act, bench)] for act in waiting}
        authors = {rest.author for found in rests.values() for rest in found}
        taking = self.revoked.keys() | self.vouching.withdrawals
        fierce = [act for act in waiting if act.place in taking or act.rid in authors]
        threats = {
            act.place: [
                other
                for other in fierce
                if other is not act and any(self._covers(other, rest) for rest in rests[act.place])
            ]
            for act in waiting
        }
        if free := [act for act in waiting if not threats[act.place]]:
            return free
        before = {act.place: _reached(act, threats) for act in waiting}
        return [
            next(
                act
                for act in waiting
                if all(act.place in before[other] for other in before[act.place])  # nothing outside their ring threatens it
            )
        ]  # fmt: skip

    def _covers(self, binding: Act, act: Act) -> bool:
        """Whether a binding act would take this one's effect away."""
        if act is binding:
            return False
        if said := self.revoked.get(binding.place):
            return self.stations.get(act.w) == said.station and act.seq > said.heads.get(act.w, 0)
        if binding.ent in ("invitation", "trust"):
            return binding.ent == "invitation" and self.vouching.is_withdrawn_by(binding, act)
        if self.granted[binding.place].administers or act.author != binding.rid:
            return False
        return self._binds(binding, act)

    def _foundation(self, act: Act, bench: _Bench) -> list[Act]:
        """What this act's right rests on: its author's grants and what admitted its station, their own, and so on."""
        found: dict[Place, Act] = {}
        left = [act]
        while left:
            now = left.pop()
            under = [grant for grant in bench.grants.get(now.author, ()) if now.saw(grant)]
            under += [
                vouch
                for vouch in bench.vouches.get(self.stations.get(now.w, ""), ())
                if vouch.ent == "trust" or now.saw(vouch)
            ]
            if now.ent == "enrolment" and (said := self.vouching.said.get(now.place)):
                under.append(self.vouching.made[said.invitation])
            for rest in under:
                if rest.place not in found:
                    found[rest.place] = rest
                    left.append(rest)
        return list(found.values())

    def _bounds(self, cuts: list[Act], bench: _Bench) -> dict[bytes, int]:
        strange = self.vouching.stations - bench.vouches.keys()
        bounds: dict[bytes, int] = {w: 0 for w, station in self.stations.items() if station in strange}
        for cut in cuts:
            said = self.revoked[cut.place]
            for w, station in self.stations.items():
                if station == said.station:
                    bounds[w] = min(said.heads.get(w, 0), bounds.get(w, said.heads.get(w, 0)))
        return bounds

    # Order

    def _in_order(self) -> list[Act]:
        """Every act after all that it had seen; of those that could be next, the senior station's, then by clock."""
        lines: dict[bytes, list[Act]] = defaultdict(list)
        for act in sorted(self.acts, key=lambda act: act.seq):
            lines[act.w].append(act)
        seniority = self._seniority()
        emitted = dict.fromkeys(lines, 0)
        ready, order = list[tuple[Any, ...]](), list[Act]()
        past = {w: list(line[0].past.items()) for w, line in lines.items()}  # of the next act, what is to be looked at
        waiting: dict[bytes, list[bytes]] = defaultdict(list)  # writer → those whose next act comes after its next one
        moved = list(lines)
        while moved or ready:
            for w in moved:
                before = self._first_before(w, past, lines, emitted)
                if before is None:
                    act = lines[w][emitted[w]]
                    heapq.heappush(ready, (seniority[w], act.ord, w, act.seq, act))
                else:
                    waiting[before].append(w)
            if not ready:
                break
            act = heapq.heappop(ready)[-1]
            order.append(act)
            emitted[act.w] += 1
            moved = waiting.pop(act.w, [])
            if emitted[act.w] < len(lines[act.w]):
                past[act.w] = list(lines[act.w][emitted[act.w]].past.items())
                moved.append(act.w)
        if len(order) < len(self.acts):
            raise ValueError("acts that saw each other")  # no journal holds them
        return order

    @staticmethod
    def _first_before(
        w: bytes,
        past: Mapping[bytes, list[tuple[bytes, int]]],
        lines: Mapping[bytes, list[Act]],
        emitted: Mapping[bytes, int],
    ) -> bytes | None:
        """A writer whose next act this one's next had seen; what was looked at once needs no second look."""
        left = past[w]
        while left:
            other, seq = left[-1]
            line = lines.get(other, ())
            if other != w and emitted.get(other, 0) < len(line) and line[emitted[other]].seq <= seq:
                return other
            left.pop()
        return None

    def _seniority(self) -> dict[bytes, tuple[Any, ...]]:
        """Each writer's rank: the founding station, then by enrolment, those of no station last.

        A later incarnation had seen the one before it and changes nothing; one that hides what it saw can only lose.
        """
        first: dict[str, int] = {}
        for act in self.words.values():
            station = str(act.patch["station"])
            seen = (self.words[w] for w in act.past if w in self.words)
            if not any(act.saw(other) for other in seen if other.patch["station"] == station):
                first[station] = max(act.ord, first.get(station, 0))
        ranks: dict[bytes, tuple[Any, ...]] = {}
        for act in self.acts:
            station = self.stations.get(act.w, "")
            ranks[act.w] = (int(station != self.founder), first[station], station) if station else (2, 0, "")
        return ranks


def _reached(start: Act, threats: Mapping[Place, list[Act]]) -> set[Place]:
    """Everything that threatens an act, what threatens that, and so on."""
    found: set[Place] = set()
    left = [start]
    while left:
        for other in threats[left.pop().place]:
            if other.place not in found:
                found.add(other.place)
                left.append(other)
    return found


# The rules: which acts of each noun have effect. A noun that needs a right is a line of RULES.


def _anybody(_court: Court, _act: Act, _bench: _Bench) -> bool:
    return True


def _administers(court: Court, act: Act, bench: _Bench) -> bool:
    return court.may_administer(act, bench)


def _grant(court: Court, act: Act, bench: _Bench) -> bool:
    """A grant is about the person whose id it bears, is never deleted, and says roles when it says rights."""
    is_sound = act.patch.get("person", act.rid) == act.rid and not act.patch.get("_del")
    return is_sound and ("rights" not in act.patch or act.place in court.granted) and court.may_administer(act, bench)


def _cut(court: Court, act: Act, bench: _Bench) -> bool:
    return act.place in court.revoked and court.may_administer(act, bench)


def _pin(court: Court, act: Act, bench: _Bench) -> bool:
    return (act.author != "" and act.author == act.rid) or court.may_administer(act, bench)


def _station(court: Court, act: Act, bench: _Bench) -> bool:
    """A station's keys are its own to say: whoever else changed them could read what is sealed to it."""
    is_of_keys = "public_key" in act.patch or "box_key" in act.patch
    return court.stations.get(act.w) == act.rid or (not is_of_keys and court.may_administer(act, bench))


def _invitation(court: Court, act: Act, bench: _Bench) -> bool:
    """The op that makes an invitation says its keys; no later one changes them."""
    is_sound = invited_by(act) is not None or not ("enrol_key" in act.patch or "box_key" in act.patch)
    return is_sound and court.may_administer(act, bench)


def _enrolment(court: Court, act: Act, bench: _Bench) -> bool:
    """The first station that enrols with an invitation that counts is in; no second one is, until somebody trusts it."""
    said, vouching = court.vouching.said.get(act.place), court.vouching
    if said is None or not vouching.is_own(act, court.stations) or not vouching.is_first(act):
        return False
    return said.station != court.founder and vouching.made[said.invitation].place in bench.effective


def _trust(court: Court, act: Act, bench: _Bench) -> bool:
    return act.place in court.vouching.said and court.may_administer(act, bench)


def _writer(court: Court, act: Act, bench: _Bench) -> bool:
    is_own = act.patch.get("writer", act.w.hex()) == act.w.hex()
    if court.room:
        is_own = is_own and act.rid == named_id(court.room, "writer", act.w.hex())
    return is_own or court.may_administer(act, bench)


def _key_share(court: Court, act: Act, bench: _Bench) -> bool:
    """A share of a circle's key comes from a member of the circle, as far as its author knew, or an administrator."""
    made = [key for key in bench.keys.get(str(act.patch.get("circle_key")), ()) if act.saw(key)]
    for key in made:
        known = [circle for circle in bench.circles.get(str(key.patch.get("circle")), ()) if act.saw(circle)]
        if known and all(act.author in members_of(circle) for circle in heads_of(known)):
            return True
    return court.may_administer(act, bench)


RULES: dict[str, Callable[[Court, Act, _Bench], bool]] = {
    "grant": _grant,
    "cut": _cut,
    "pin": _pin,
    "circle": _administers,
    "circle_key": _administers,
    "key_share": _key_share,
    "erasure": _administers,
    "invitation": _invitation,
    "enrolment": _enrolment,
    "trust": _trust,
    "room": _anybody,  # judged with the others only because it tells the founder
    "station": _station,
    "writer": _writer,
}
