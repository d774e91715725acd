"""Whatever real rooms write, however their sticks travel and whatever breaks, they become one room again."""

from __future__ import annotations

import os
import random
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import an_entry, an_incident
from tests.warroom.sync.cells import NAMES, Cell, Crash, Laptop, crashing
from tests.warroom.sync.meeting import vouch
from warroom.commands import (
    AddAction,
    AmendAction,
    ChangeSeverity,
    ChangeStatus,
    CorrectEntry,
    Decide,
    DescribeIncident,
    GrantRoles,
    LogEntry,
    MarkEntry,
    MoveAction,
    RevokeStation,
)
from warroom.domain.actions import ActionState
from warroom.domain.entries import Verification
from warroom.domain.incidents import Severity, Status
from warroom.domain.rights import Role
from warroom.errors import Refusal

FUZZ = int(os.environ.get("WARROOM_FUZZ", "1"))
WHO, ANY = st.integers(0, 4), st.integers(0, 2**16)
SKEWS = st.sampled_from([0, -900, 900, 86_400, 10**6])
ROLES = ((Role.ADMINISTRATOR,), (Role.SCRIBE,), (Role.ADMINISTRATOR, Role.COMMANDER), ())
DO = st.one_of(
    *(st.tuples(st.just(what), WHO, ANY) for what in ("log", "log", "correct", "mark", "action", "amend", "amend")),
    *(st.tuples(st.just(what), WHO, ANY) for what in ("move", "decide", "severity", "status", "describe", "describe")),
    *(st.tuples(st.just(what), WHO, ANY) for what in ("delete", "undo", "attach", "restricted", "circle", "seal")),
    *(st.tuples(st.just(what), WHO, ANY) for what in ("grant", "erase", "resit", "restart", "stranger", "vouch")),
    *(st.tuples(st.just(what), WHO, ANY) for what in ("revert", "backup", "restore", "clone", "strike")),
    st.tuples(st.just("skew"), WHO, SKEWS),
)
CARRY = st.one_of(
    *(st.tuples(st.just(what), WHO, ANY) for what in ("write", "write", "read", "read", "read", "swap", "swap")),
    *(st.tuples(st.just(what), WHO, ANY) for what in ("muddle", "crash", "crash", "preview", "again")),
)


class Drill:
    """Plays what people do, and what happens to them, on a cell."""

    def __init__(self, folder: Path, count: int) -> None:
        self.cell = Cell(folder, count)
        self.has_clones = False
        for laptop in self.cell.laptops[:2]:
            an_incident(laptop.room, title=f"Panne vue de {laptop.letter}")
            self.cell.note(laptop)

    def play(self, kind: str, who: int, seed: int) -> None:
        laptop = self.cell.laptops[who % len(self.cell.laptops)]
        with suppress(Refusal):
            getattr(self, "do_" + kind)(laptop, random.Random(seed) if kind != "skew" else seed)
        self.cell.note(laptop)

    def other(self, laptop: Laptop, dice: random.Random) -> Laptop:
        return dice.choice([each for each in self.cell.laptops if each is not laptop])

    @staticmethod
    def some(laptop: Laptop, noun: str, dice: random.Random) -> str:
        rows = laptop.rows(f'SELECT id FROM "{noun}" ORDER BY id')
        if not rows:
            raise Refusal("none", "")
        return dice.choice(rows)[0].hex()

    # What people do

    def do_log(self, laptop: Laptop, dice: random.Random) -> None:
        text = dice.choice(["Le stockage répond", "Appel de Karim Ben", "é" * dice.randint(1, 3000)])
        laptop.room.do(LogEntry(incident=self.some(laptop, "incident", dice), text=text)).result()

    def do_correct(self, laptop: Laptop, dice: random.Random) -> None:
        laptop.room.do(CorrectEntry(entry=self.some(laptop, "entry", dice), text="non", reason="faute")).result()

    def do_mark(self, laptop: Laptop, dice: random.Random) -> None:
        seen = dice.choice(list(Verification))
        laptop.room.do(MarkEntry(entry=self.some(laptop, "entry", dice), verification=seen, reason="vu")).result()

    def do_action(self, laptop: Laptop, dice: random.Random) -> None:
        owner = dice.choice(["", *NAMES])
        laptop.room.do(AddAction(incident=self.some(laptop, "incident", dice), text="Appeler", owner=owner)).result()

    def do_amend(self, laptop: Laptop, dice: random.Random) -> None:
        text = f"Appeler {dice.randint(1, 3)}"
        owner = dice.choice([None, *NAMES])
        laptop.room.do(AmendAction(action=self.some(laptop, "action", dice), text=text, owner=owner)).result()

    def do_move(self, laptop: Laptop, dice: random.Random) -> None:
        state = dice.choice(list(ActionState))
        laptop.room.do(
            MoveAction(action=self.some(laptop, "action", dice), state=state, reason="parce que", result="fait")
        ).result()

    def do_decide(self, laptop: Laptop, dice: random.Random) -> None:
        laptop.room.do(
            Decide(incident=self.some(laptop, "incident", dice), question="Couper ?", decided="Oui", decider="Léa")
        ).result()

    def do_severity(self, laptop: Laptop, dice: random.Random) -> None:
        level = dice.choice(list(Severity))
        laptop.room.do(
            ChangeSeverity(incident=self.some(laptop, "incident", dice), severity=level, reason="vu")
        ).result()

    def do_status(self, laptop: Laptop, dice: random.Random) -> None:
        status = dice.choice(list(Status))
        laptop.room.do(ChangeStatus(incident=self.some(laptop, "incident", dice), status=status, reason="vu")).result()

    def do_describe(self, laptop: Laptop, dice: random.Random) -> None:
        laptop.room.do(
            DescribeIncident(
                incident=self.some(laptop, "incident", dice),
                situation=f"état {dice.randint(1, 4)}",
                users=dice.choice([None, "tous"]),
            )
        ).result()

    def do_delete(self, laptop: Laptop, dice: random.Random) -> None:
        noun = dice.choice(["action", "action", "incident"])
        record, gone = self.some(laptop, noun, dice), dice.random() < 0.7
        laptop.room._store.submit(lambda books: books.write(noun, record, {"_del": gone})).result()

    def do_strike(self, laptop: Laptop, dice: random.Random) -> None:
        """So many deletes at once that somebody has to agree."""
        incident = self.some(laptop, "incident", dice)
        made = [laptop.room.do(AddAction(incident=incident, text=f"tâche {n}")).result().id for n in range(7)]
        for action in made:
            laptop.room._store.submit(lambda books, it=action: books.write("action", it, {"_del": True})).result()

    def do_undo(self, laptop: Laptop, dice: random.Random) -> None:
        laptop.room.undo().result()

    def do_attach(self, laptop: Laptop, dice: random.Random) -> None:
        path = laptop.home / "photo.jpg"
        path.write_bytes(dice.randbytes(dice.choice([10, 70_000])))
        laptop.room.attach(path, noun="incident", parent=self.some(laptop, "incident", dice))
        path.unlink()

    def do_circle(self, laptop: Laptop, dice: random.Random) -> None:
        circles = laptop.room.circles
        name = dice.choice(["Direction", "Juridique"])
        if name not in {circle.name for circle in circles.all()}:
            circles.make(name, (laptop.room.member,))
        elif dice.random() < 0.5:
            circles.add(name, self.some(laptop, "person", dice))
        elif dice.random() < 0.5:
            circles.remove(name, self.some(laptop, "person", dice))
        else:
            circles.share(name, self.other(laptop, dice).room.identity.station_id.hex())

    def do_restricted(self, laptop: Laptop, dice: random.Random) -> None:
        own = laptop.room.circles.own()
        if own:
            laptop.room.do(
                LogEntry(incident=self.some(laptop, "incident", dice), text="secret", circle=own[0])
            ).result()

    def do_seal(self, laptop: Laptop, dice: random.Random) -> None:
        laptop.room.evidence.seal(self.some(laptop, "incident", dice), reason="relève")

    def do_grant(self, laptop: Laptop, dice: random.Random) -> None:
        roles = frozenset(dice.choice(ROLES))
        laptop.room.do(GrantRoles(person=self.some(laptop, "person", dice), roles=roles, reason="ordre")).result()

    def do_erase(self, laptop: Laptop, dice: random.Random) -> None:
        if dice.random() < 0.5:
            laptop.room.erasure.erase_person(self.some(laptop, "person", dice), "demande")
        else:
            laptop.room.erasure.erase_attachment(self.some(laptop, "attachment", dice), "demande")

    def do_resit(self, laptop: Laptop, dice: random.Random) -> None:
        laptop.room.sit_down(dice.choice(NAMES))

    def do_skew(self, laptop: Laptop, seconds: int) -> None:
        laptop.clock.skew_ms = seconds * 1000

    # Who belongs

    def do_stranger(self, laptop: Laptop, dice: random.Random) -> None:
        if len(self.cell.laptops) < 4 and not self.has_clones:
            self.cell.add()

    def do_vouch(self, laptop: Laptop, dice: random.Random) -> None:
        vouch(laptop.room, self.other(laptop, dice).room)

    def do_revoke(self, laptop: Laptop, dice: random.Random) -> None:
        station = self.other(laptop, dice).room.identity.station_id.hex()
        laptop.room.do(RevokeStation(station=station, reason="perdu")).result()

    # What happens to laptops

    def do_restart(self, laptop: Laptop, dice: random.Random) -> None:
        laptop.restart()

    def do_revert(self, laptop: Laptop, dice: random.Random) -> None:
        """Set back to an image; it hears what it had said itself before it says anything new."""
        if not laptop.snapshot:
            laptop.take_snapshot()
            return
        if laptop not in self.cell.readable():
            return  # it would not hear of it, and begin a fork: see test_forks
        laptop.revert()
        for other in self.cell.laptops:
            if other is not laptop:
                self.cell.read(laptop, self.cell.write(other, everything=True))
        laptop.snapshot = {}
        self.cell.forget_unheard(laptop)

    def do_backup(self, laptop: Laptop, dice: random.Random) -> None:
        laptop.backup.unlink(missing_ok=True)
        laptop.backup.with_name(laptop.backup.name + ".keys").unlink(missing_ok=True)
        laptop.room.backup(laptop.backup)

    def do_restore(self, laptop: Laptop, dice: random.Random) -> None:
        if laptop.backup.exists():
            laptop.restore_backup()

    def do_clone(self, laptop: Laptop, dice: random.Random) -> None:
        if len(self.cell.laptops) < 5:
            self.has_clones = True
            self.cell.clone(laptop)

    # Sticks

    def do_write(self, laptop: Laptop, dice: random.Random) -> None:
        others = [each.room.station for each in self.cell.laptops if each is not laptop]
        self.cell.write(laptop, everything=dice.random() < 0.2, to=dice.choice(["", "", dice.choice(others)]))

    def do_read(self, laptop: Laptop, dice: random.Random) -> None:
        if self.cell.sticks:
            self.cell.read(laptop, dice.choice(self.cell.sticks), agree=dice.random() < 0.5)

    def do_swap(self, laptop: Laptop, dice: random.Random) -> None:
        self.cell.read(laptop, self.cell.write(self.other(laptop, dice)))

    def do_again(self, laptop: Laptop, dice: random.Random) -> None:
        """The same stick twice is once."""
        if self.cell.sticks:
            stick = dice.choice(self.cell.sticks)
            if self.cell.read(laptop, stick) is not None:
                dumped = laptop.room.dump()
                again = self.cell.read(laptop, stick)
                assert again is not None
                assert again.received == 0
                assert laptop.room.dump() == dumped

    def do_preview(self, laptop: Laptop, dice: random.Random) -> None:
        if self.cell.sticks:
            dumped, vector = laptop.room.dump(), laptop.room.exchange.vector()
            with suppress(Refusal):
                laptop.room.exchange.preview_bundle(dice.choice(self.cell.sticks))
            assert (laptop.room.dump(), laptop.room.exchange.vector()) == (dumped, vector)

    def do_muddle(self, laptop: Laptop, dice: random.Random) -> None:
        """Runs out of order, some lost and some twice, straight from another laptop."""
        other = self.other(laptop, dice)
        other.room.exchange.sign()
        runs = other.room.exchange.packed_beyond({} if dice.random() < 0.5 else laptop.room.exchange.vector())
        runs = [run for run in runs if dice.random() < 0.7] + [run for run in runs if dice.random() < 0.2]
        dice.shuffle(runs)
        laptop.room.exchange.receiver.take(runs, source="muddle", agree_to_deletes=dice.random() < 0.5)

    def do_crash(self, laptop: Laptop, dice: random.Random) -> None:
        """The power goes at some statement of reading a stick."""
        stick = self.cell.write(self.other(laptop, dice), everything=dice.random() < 0.5)
        with suppress(Crash), crashing(laptop.room, int(2 ** (dice.random() * 11))):
            laptop.room.read_bundle(stick)
        self.cell.note(laptop)
        laptop.restart()


def end(drill: Drill) -> None:
    """Everybody is vouched for, everything is carried, and the rooms are compared."""
    cell = drill.cell
    for laptop in cell.laptops[1:]:
        vouch(cell.laptops[0].room, laptop.room)
    cell.note(cell.laptops[0])
    cell.settle(everything=drill.has_clones)
    cell.check()


@settings(
    max_examples=14 * FUZZ,
    derandomize=FUZZ == 1,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    count=st.integers(2, 3 if FUZZ == 1 else 5),
    actions=st.lists(st.one_of(DO, CARRY), min_size=10, max_size=32),
    revoked=st.sampled_from([-1, -1, 0, 10, 20]),
)
def test_that_rooms_become_one_again_whatever_happened_to_them(
    count: int, actions: list[tuple[Any, ...]], revoked: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        drill = Drill(Path(folder), count)
        try:
            for number, (kind, who, seed) in enumerate(actions):
                if number == revoked:
                    drill.play("revoke", who, seed)
                drill.play(kind, who, seed)
            end(drill)
        finally:
            drill.cell.close()


def test_that_an_incident_that_a_revocation_takes_away_with_its_entries_is_found_no_more(tmp_path: Path) -> None:
    cell = Cell(tmp_path, 3)
    one, two, three = cell.laptops
    for laptop in (two, three):
        laptop.room.read_bundle(cell.write(one))
    incident = an_incident(two.room, title="Panne inventée")
    an_entry(two.room, incident.ref, text="rien de vrai")
    three.room.read_bundle(cell.write(two))
    one.room.do(RevokeStation(station=two.room.identity.station_id.hex(), reason="volé")).result()
    three.room.read_bundle(cell.write(one))

    assert three.rows("SELECT 1 FROM findable WHERE noun='incident'") == []
    assert [problem for problem in three.room.verify() if not problem.is_note] == []
    cell.close()


def test_that_a_laptop_restored_from_a_backup_is_told_again_what_it_lost(tmp_path: Path) -> None:
    """What it had said it knew it knows no more; nobody has to ask for everything."""
    cell = Cell(tmp_path, 2)
    one, two = cell.laptops
    two.room.read_bundle(cell.write(one))
    two.room.backup(two.backup)
    incident = an_incident(one.room, title="Panne vraie")
    two.room.read_bundle(cell.write(one))
    an_entry(two.room, incident.ref, text="vu aussi d'ici")
    one.room.read_bundle(cell.write(two))
    two.restore_backup()
    one.room.read_bundle(cell.write(two))
    two.room.read_bundle(cell.write(one))

    assert {"vu aussi d'ici"} <= {row[0] for row in two.rows("SELECT text FROM entry")}
    assert two.room.dump() == one.room.dump()
    cell.close()
