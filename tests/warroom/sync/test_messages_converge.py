"""Whoever drafts, checks, approves and lets out, and however sticks travel: nothing said is lost or hidden."""

from __future__ import annotations

import os
import random
import tempfile
from contextlib import suppress
from itertools import combinations
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import an_entry, an_incident
from tests.warroom.sync.cells import NAMES, Cell, Laptop
from warroom.commands import (
    AmendMessage,
    Approve,
    AskReview,
    CiteEntry,
    CorrectionOf,
    DraftMessage,
    GiveVerdict,
    KeepBoth,
    MarkEntry,
    ReleaseMessage,
    WithdrawMessage,
    WriteText,
)
from warroom.domain.entries import Verification
from warroom.domain.incidents import Mode
from warroom.domain.message_releases import Doubt
from warroom.domain.messages import MessageState, ReviewKind, Verdict, digest_of_texts
from warroom.errors import Refusal

FUZZ = int(os.environ.get("WARROOM_FUZZ", "1"))
ACTS = (
    "draft", "write", "write", "amend", "ask", "verdict", "approve", "approve", "release", "release", "release",
    "correct", "withdraw", "cite", "refute", "both", "carry", "carry", "undo",
)  # fmt: skip
DO = st.tuples(st.sampled_from(ACTS), st.integers(0, 2), st.integers(0, 2**16))


class Talk:
    """A cell whose laptops all say something about one incident."""

    def __init__(self, folder: Path, count: int) -> None:
        self.cell = Cell(folder, count)
        founder = self.cell.laptops[0]
        self.incident = an_incident(founder.room).id
        for text in ("62 % répondent", "le réseau est coupé"):
            an_entry(founder.room, self.incident, text=text)
        self.do_draft(founder, random.Random(0))
        self.do_approve(founder, random.Random(0))
        self.cell.note(founder)
        self.cell.settle(everything=True)
        self.out: dict[str, dict[str, Any]] = {}  # release → its words, as whoever let it out saw them

    def play(self, kind: str, who: int, seed: int) -> None:
        laptop = self.cell.laptops[who % len(self.cell.laptops)]
        with suppress(Refusal):
            getattr(self, "do_" + kind)(laptop, random.Random(seed))
        self.cell.note(laptop)

    def message(self, laptop: Laptop, dice: random.Random) -> str:
        found = laptop.room.views.messages(self.incident)
        if not found:
            raise Refusal("none", "")
        return dice.choice(found).id

    # What people do

    def do_draft(self, laptop: Laptop, dice: random.Random) -> None:
        audiences = (dice.choice(["customers", "staff"]),)
        texts = {language: {"body": f"{language} {dice.randint(0, 9)}"} for language in ("fr", "en")}
        laptop.room.do(DraftMessage(incident=self.incident, audiences=audiences, texts=texts)).result()

    def do_write(self, laptop: Laptop, dice: random.Random) -> None:
        language, body = dice.choice(["fr", "en"]), f"changé {dice.randint(0, 3)}"
        laptop.room.do(WriteText(message=self.message(laptop, dice), language=language, body=body)).result()

    def do_amend(self, laptop: Laptop, dice: random.Random) -> None:
        audiences = tuple(dice.sample(["customers", "staff", "press"], dice.randint(1, 2)))
        laptop.room.do(AmendMessage(message=self.message(laptop, dice), audiences=audiences)).result()

    def do_ask(self, laptop: Laptop, dice: random.Random) -> None:
        kind = dice.choice(list(ReviewKind))
        asked = AskReview(message=self.message(laptop, dice), kind=kind, asked_of=dice.choice(NAMES))
        laptop.room.do(asked).result()

    def do_verdict(self, laptop: Laptop, dice: random.Random) -> None:
        reviews = laptop.room.views.message_reviews(self.message(laptop, dice))
        review = dice.choice(reviews) if reviews else None
        if review is not None:
            verdict = dice.choice([Verdict.PASSED, Verdict.SENT_BACK])
            laptop.room.do(
                GiveVerdict(review=review.id, kind=review.kind, verdict=verdict, remark="vu", by="Sam Noir")
            ).result()

    def do_approve(self, laptop: Laptop, dice: random.Random) -> None:
        exception = dice.choice(["", "personne d’autre"])
        laptop.room.do(Approve(message=self.message(laptop, dice), exception=exception)).result()

    def do_release(self, laptop: Laptop, dice: random.Random) -> None:
        message = self.message(laptop, dice)
        known = laptop.room.views.releases_of(message)
        again = known[-1].id if known and dice.random() < 0.3 else None
        made = laptop.room.do(ReleaseMessage(message=message, again=again, reason="x" if again else "")).result()
        self.out[made.id] = made.texts

    def do_correct(self, laptop: Laptop, dice: random.Random) -> None:
        laptop.room.do(CorrectionOf(message=self.message(laptop, dice))).result()

    def do_withdraw(self, laptop: Laptop, dice: random.Random) -> None:
        if dice.random() < 0.3:
            laptop.room.do(WithdrawMessage(message=self.message(laptop, dice), reason="plus vrai")).result()

    def do_cite(self, laptop: Laptop, dice: random.Random) -> None:
        entry = dice.choice(laptop.rows("SELECT id FROM entry WHERE kind='information' ORDER BY id"))[0].hex()
        laptop.room.do(CiteEntry(message=self.message(laptop, dice), entry=entry)).result()

    def do_refute(self, laptop: Laptop, dice: random.Random) -> None:
        entry = dice.choice(laptop.rows("SELECT id FROM entry WHERE kind='information' ORDER BY id"))[0].hex()
        laptop.room.do(MarkEntry(entry=entry, verification=Verification.REFUTED, reason="sonde")).result()

    def do_both(self, laptop: Laptop, dice: random.Random) -> None:
        pairs = laptop.room.views.doubled_releases()
        if pairs and dice.random() < 0.5:
            pair = dice.choice(pairs)
            laptop.room.do(KeepBoth(one=pair.one.id, other=pair.other.id, reason="mêmes mots")).result()

    def do_carry(self, laptop: Laptop, dice: random.Random) -> None:
        to = dice.choice([each for each in self.cell.laptops if each is not laptop])
        self.cell.read(to, self.cell.write(laptop))

    def do_undo(self, laptop: Laptop, _dice: random.Random) -> None:
        laptop.room.undo().result()

    # What must be true in the end

    def check(self) -> None:
        self.cell.settle(everything=True)
        self.cell.check()
        seen = [self._seen(laptop) for laptop in self.cell.laptops]
        assert all(each == seen[0] for each in seen)
        self._nothing_said_is_lost(self.cell.laptops[0])
        self._nothing_said_twice_is_hidden(self.cell.laptops[0])

    @staticmethod
    def _seen(laptop: Laptop) -> Any:
        """What every laptop shows alike."""
        views = laptop.room.views
        board = {
            line.id: (line.state, line.blockers, line.next_step, line.is_moved, line.doubts, line.refuted)
            for line in views.message_board(mode=Mode.BOTH)
        }
        pairs = [(pair.key, pair.is_answered) for pair in views.doubled_releases(mode=Mode.BOTH, answered=True)]
        alarms = sorted(alarm.key for alarm in views.alarms(mode=Mode.BOTH, now_ms=0))
        return board, pairs, alarms

    def _nothing_said_is_lost(self, laptop: Laptop) -> None:
        views = laptop.room.views
        releases = {each.id: each for each in views.releases(mode=Mode.BOTH)}
        assert {record: each.texts for record, each in releases.items()} == self.out
        told = [each.params["release"] for each in views.entries(self.incident) if each.code == "released"]
        assert sorted(told) == sorted(releases)
        board = views.message_board(mode=Mode.BOTH)
        assert {each.message for each in releases.values()} <= {line.id for line in board}
        for line in board:
            if line.facts.releases:
                assert line.state in (MessageState.RELEASED, MessageState.CORRECTED, MessageState.WITHDRAWN)
            for release, doubts in line.doubts:
                assert Doubt.DIGEST not in doubts
                assert Doubt.UNAPPROVED not in doubts or self._is_taken_back(laptop, line.id)
                assert release.digest == digest_of_texts(release.texts)

    @staticmethod
    def _is_taken_back(laptop: Laptop, message: str) -> bool:
        """Whether somebody undid an approval, not knowing that the message was let out on it."""
        sql = "SELECT 1 FROM review WHERE message=? AND kind='approval' AND verdict='passed' AND coalesce(_del, 0)"
        return bool(laptop.rows(sql, bytes.fromhex(message)))

    @staticmethod
    def _nothing_said_twice_is_hidden(laptop: Laptop) -> None:
        """Two releases of one message: whoever let the second out named the first, or both are shown."""
        views = laptop.room.views
        shown = {pair.key for pair in views.doubled_releases(mode=Mode.BOTH, answered=True)}
        releases = views.releases(mode=Mode.BOTH)
        past = {each.id: {*each.knew, each.again} for each in releases}
        for _round in releases:
            past = {record: known | {up for one in known for up in past.get(one, ())} for record, known in past.items()}
        for one, other in combinations(releases, 2):
            known = one.id in past[other.id] or other.id in past[one.id]
            is_shown = " ".join(sorted((one.id, other.id))) in shown
            if one.message == other.message or set(one.audiences) & set(other.audiences):
                assert known != is_shown
            if one.message == other.message and known:
                assert one.again or other.again

    def close(self) -> None:
        self.cell.close()


@settings(
    max_examples=6 * FUZZ,
    derandomize=FUZZ == 1,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(count=st.integers(2, 3), acts=st.lists(DO, min_size=12, max_size=40))
def test_that_stations_that_say_things_apart_show_the_same_and_hide_nothing(
    count: int, acts: list[tuple[str, int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        talk = Talk(Path(folder), count)
        try:
            for act in acts:
                talk.play(*act)
            talk.check()
        finally:
            talk.close()
