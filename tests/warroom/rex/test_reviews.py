"""Reviews after a crisis: opened, written by several, approved as they are today; what stands in the way is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from tests.warroom.rex.reviewed import a_review, an_outage, facts, refused, stands
from tests.warroom.stations import another_station, meet
from warroom.commands import (
    AddNote,
    AddSection,
    AmendNote,
    AmendRex,
    AskApproval,
    DropRex,
    GiveApproval,
    MarkSection,
    OpenRex,
    ReadRules,
    RemoveNote,
    RemoveSection,
    ResumeRex,
    SendBack,
    SetDue,
    SettleConflict,
    WriteSection,
)
from warroom.commands.seen import MovedMeanwhile
from warroom.domain.alarms import AlarmKind
from warroom.domain.dues import DueKind
from warroom.domain.incidents import Mode
from warroom.domain.rex import COLD_WITHIN_MS, HOT_WITHIN_MS, NEEDED, Heat, NoteKind
from warroom.domain.rex_state import RexBlocking, RexState, blockers
from warroom.room import Room


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with a_room(Path(tmp_path_factory.mktemp("reviews"))) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_outage(room)


@pytest.fixture
def rex(room: Room, incident: str) -> str:
    return a_review(room, incident)


def section(room: Room, rex: str, code: str) -> str:
    return next((one.text for one in room.views.rex_sections(rex) if one.code == code), "")


def told(room: Room, incident: str) -> list[str]:
    return [entry.code for entry in room.views.entries(incident)]


def filled(room: Room, rex: str) -> None:
    """Everything that a hot review needs."""
    room.do(ReadRules(rex=rex)).result()
    for code in NEEDED[Heat.HOT]:
        room.do(WriteSection(rex=rex, code=code, text=f"Texte de {code}")).result()
        room.do(MarkSection(rex=rex, code=code, done=True)).result()


def test_that_a_review_is_due_after_the_incident_and_is_told_in_its_log(room: Room, incident: str) -> None:
    hot = room.do(OpenRex(incident=incident, heat=Heat.HOT, participants=("Ana  Diaz", "ana diaz", ""))).result()
    cold = room.views.rex(a_review(room, incident))
    found = room.views.rex(hot.id)
    assert found is not None
    assert cold is not None
    assert str(hot) == found.number
    assert (found.lead, found.participants, found.due_at) == ("Léa Martin", ("Ana Diaz",), NOON + HOT_WITHIN_MS)
    assert cold.due_at == NOON + COLD_WITHIN_MS
    assert told(room, incident).count("rex-opened") == 2


def test_that_there_is_one_review_of_each_heat_unless_the_first_was_dropped(room: Room, incident: str) -> None:
    first = a_review(room, incident)
    assert refused(room, OpenRex(incident=incident, heat=Heat.COLD)) == "rex-exists"
    assert refused(room, DropRex(rex=first, reason=" ")) == "reason-missing"
    room.do(DropRex(rex=first, reason="Incident mineur")).result()
    assert stands(room, first).state is RexState.DROPPED
    assert refused(room, WriteSection(rex=first, code="summary", text="Trop tard")) == "rex-dropped"
    second = a_review(room, incident)
    assert refused(room, ResumeRex(rex=first)) == "rex-exists"
    room.do(DropRex(rex=second, reason="Doublon")).result()
    room.do(ResumeRex(rex=first)).result()
    assert stands(room, first).state is RexState.DRAFT
    assert {"rex-dropped", "rex-resumed"} <= set(told(room, incident))


def test_that_a_section_is_written_whole_and_a_change_reopens_it(room: Room, rex: str) -> None:
    room.do(WriteSection(rex=rex, code="summary", text=" Panne de 50 minutes. ")).result()
    room.do(MarkSection(rex=rex, code="summary", done=True, given_to="Ana Diaz")).result()
    (made,) = room.views.rex_sections(rex)
    assert (made.text, made.done, made.done_by, made.given_to) == (
        "Panne de 50 minutes.",
        True,
        "Léa Martin",
        "Ana Diaz",
    )
    room.do(WriteSection(rex=rex, code="summary", text="Panne de 55 minutes.")).result()
    (made,) = room.views.rex_sections(rex)
    assert (made.text, made.done, made.done_by, made.done_at) == ("Panne de 55 minutes.", False, "", None)
    assert refused(room, MarkSection(rex=rex, code="summary", nothing=True)) == "section-written"
    room.do(MarkSection(rex=rex, code="barriers", nothing=True)).result()
    room.do(WriteSection(rex=rex, code="barriers", text="La sauvegarde a tenu.")).result()
    assert not any(one.nothing for one in room.views.rex_sections(rex))


def test_that_a_section_somebody_else_wrote_meanwhile_is_not_overwritten(room: Room, rex: str) -> None:
    record = room.do(WriteSection(rex=rex, code="summary", text="Première version")).result()
    seen = room.views.sources("rex_section", record)
    room.do(WriteSection(rex=rex, code="summary", text="Celle d'Ana")).result()
    with pytest.raises(MovedMeanwhile):
        room.do(WriteSection(rex=rex, code="summary", text="La mienne", seen=seen)).result()
    with pytest.raises(MovedMeanwhile):
        room.do(WriteSection(rex=rex, code="summary", text="Sans rien avoir vu", seen={})).result()
    assert section(room, rex, "summary") == "Celle d'Ana"


def test_that_sections_of_its_own_are_added_once_and_taken_away(room: Room, rex: str) -> None:
    code = room.do(AddSection(rex=rex, title="Fournisseurs")).result()
    assert room.do(AddSection(rex=rex, title=" fournisseurs ")).result() == code
    room.do(WriteSection(rex=rex, code=code, text="Le prestataire a répondu en 2 h.")).result()
    room.do(RemoveSection(rex=rex, code=code)).result()
    assert not room.views.rex_sections(rex)
    room.do(AddSection(rex=rex, title="Fournisseurs")).result()
    assert [one.title for one in room.views.rex_sections(rex)] == ["Fournisseurs"]
    assert refused(room, RemoveSection(rex=rex, code="summary")) == "section-common"


def test_that_statements_rest_on_what_is_in_the_room(room: Room, incident: str, rex: str) -> None:
    entry = an_entry(room, incident)
    played = an_entry(room, an_incident(room, exercise=True).id)
    more = {"rex": rex, "section": "good_bad_luck", "kind": NoteKind.WELL, "text": "L'astreinte a répondu en 3 min"}
    note = room.do(AddNote(**more, evidence=(f"entry {entry.number}", f"entry {entry.id}"))).result()
    (found,) = room.views.rex_notes(rex)
    assert found.evidence == (f"entry {entry.id}",)
    assert found.by == "Léa Martin"
    assert refused(room, AddNote(**more, evidence=(f"entry {played.number}",))) == "modes-mixed"
    assert refused(room, AddNote(**more, evidence=("pin 00000000000000000000000000000000",))) == "evidence-unknown"
    assert refused(room, AddNote(**more, evidence=("entry Z-9999",))) == "unknown-reference"
    room.do(AmendNote(note=note, kind=NoteKind.LUCK, text="Par chance, il ne dormait pas", evidence=())).result()
    (found,) = room.views.rex_notes(rex)
    assert (found.kind, found.evidence) == (NoteKind.LUCK, ())
    room.do(RemoveNote(note=note)).result()
    assert not room.views.rex_notes(rex)


def test_that_an_approval_holds_only_for_the_words_that_were_read(room: Room, incident: str) -> None:
    rex = a_review(room, incident, heat=Heat.HOT)
    filled(room, rex)
    room.do(AskApproval(rex=rex, of=("Jean Dupont", "Aïcha Benali"))).result()
    assert stands(room, rex).state is RexState.IN_REVIEW
    digest = stands(room, rex).digest
    assert refused(room, GiveApproval(rex=rex, digest=digest)) == "rex-blocked"  # Léa conducts it
    room.do(GiveApproval(rex=rex, by="Jean Dupont", digest=digest)).result()
    assert stands(room, rex).waiting_for == ("Aïcha Benali",)
    room.do(GiveApproval(rex=rex, by="Aïcha Benali")).result()
    assert stands(room, rex).state is RexState.APPROVED
    room.do(WriteSection(rex=rex, code="context", text="Mise en production le matin")).result()
    after = stands(room, rex)
    assert (after.state, after.moved, after.approved_by) == (RexState.IN_REVIEW, True, ())
    assert refused(room, GiveApproval(rex=rex, by="Jean Dupont", digest=digest)) == "rex-moved"
    assert {"rex-asked", "rex-approved"} <= set(told(room, incident))


def test_that_a_review_sent_back_is_asked_for_again(room: Room, incident: str) -> None:
    rex = a_review(room, incident, heat=Heat.HOT)
    filled(room, rex)
    assert refused(room, AskApproval(rex=rex, of=(" ",))) == "approver-missing"
    room.do(AskApproval(rex=rex, of=("Jean Dupont",))).result()
    assert refused(room, SendBack(rex=rex, remark="")) == "reason-missing"
    room.do(SendBack(rex=rex, by="Jean Dupont", remark="Il manque les clients touchés")).result()
    back = stands(room, rex)
    assert back.state is RexState.SENT_BACK
    assert back.sent_back is not None
    assert (back.sent_back.remark, back.sent_back.typed_by) == ("Il manque les clients touchés", "Léa Martin")
    room.do(WriteSection(rex=rex, code="summary", text="12 000 clients touchés")).result()
    room.do(MarkSection(rex=rex, code="summary", done=True)).result()
    room.do(GiveApproval(rex=rex, by="Jean Dupont")).result()
    assert "rex-sent-back" in told(room, incident)


def test_what_stands_in_the_way_of_a_cold_review(room: Room, rex: str) -> None:
    found = {each.kind for each in blockers(facts(room, rex), approver="léa martin")}
    missing = {RexBlocking.RULES, RexBlocking.SECTION, RexBlocking.NO_ROOT, RexBlocking.NO_ACTION, RexBlocking.OWN_WORK}
    assert found >= missing
    assert refused(room, GiveApproval(rex=rex, by="Jean Dupont")) == "rex-blocked"
    room.do(GiveApproval(rex=rex, by="Jean Dupont", exception="Demandé par l'autorité ce soir")).result()
    assert stands(room, rex).state is RexState.APPROVED
    (approval,) = room.views.rex_approvals(rex)
    assert approval.exception == "Demandé par l'autorité ce soir"


def test_that_what_follows_the_plan_leaves_an_approval_as_it_was(room: Room, rex: str) -> None:
    before = facts(room, rex)
    assert replace(before, rex=replace(before.rex, due_at=1, asked_of=("X",), rules_by="Y")).digest == before.digest
    assert replace(before, rex=replace(before.rex, scope="Autre")).digest != before.digest


def test_that_real_and_played_reviews_are_listed_apart(room: Room, incident: str, rex: str) -> None:
    played = an_outage(room, exercise=True)
    drill = a_review(room, played)
    real = {line.rex.id: line for line in room.views.rex_board(Mode.REAL)}
    exercise = {line.rex.id: line for line in room.views.rex_board(Mode.EXERCISE)}
    assert rex in real
    assert drill not in real
    assert drill in exercise
    assert rex not in exercise
    assert exercise[drill].exercise
    assert real[rex].open == NEEDED[Heat.COLD]
    assert refused(room, AmendRex(rex=rex, others=(played,))) == "modes-mixed"


def test_that_grave_incidents_without_a_review_are_owed_one(room: Room) -> None:
    from warroom.domain.incidents import Severity

    grave = an_outage(room, severity=Severity.MAJOR)
    small = an_outage(room, severity=Severity.MINOR)
    owed = {one.id for one in room.views.rex_owed()}
    assert grave in owed
    assert small not in owed
    a_review(room, grave)
    assert grave not in {one.id for one in room.views.rex_owed()}


@pytest.mark.parametrize(
    "change",
    [
        {"title": "x" * 400},
        {"scope": "x" * 30_000},
        {"participants": tuple(f"Nom {n}" for n in range(300))},
        {"due_at": 10**17},
        {"held_at": -(10**17)},
    ],
)
def test_that_odd_values_are_refused_whole(room: Room, rex: str, change: dict[str, object]) -> None:
    before = room.views.rex(rex)
    assert refused(room, AmendRex(rex=rex, **change)) in ("text-long", "names-many", "date-unfit")  # type: ignore[arg-type]
    assert room.views.rex(rex) == before


@pytest.mark.parametrize("code", ["", "Summary", "../etc", "a b", "x" * 60, "résumé"])
def test_that_a_section_nobody_could_name_is_refused(room: Room, rex: str, code: str) -> None:
    assert refused(room, WriteSection(rex=rex, code=code, text="x")) == "section-unknown"


def test_that_half_a_letter_and_control_characters_do_no_harm(room: Room, rex: str) -> None:
    room.do(WriteSection(rex=rex, code="summary", text="a\x00b\ud800c <script> {=cmd}")).result()
    assert section(room, rex, "summary") == "a\ufffdb\ufffdc <script> {=cmd}"
    assert len(facts(room, rex).digest) == 64


def test_that_what_was_typed_is_undone_without_a_word_in_the_log(room: Room, incident: str, rex: str) -> None:
    room.do(WriteSection(rex=rex, code="summary", text="Première version")).result()
    room.do(WriteSection(rex=rex, code="summary", text="Seconde version")).result()
    before = told(room, incident)
    room.undo().result()
    assert section(room, rex, "summary") == "Première version"
    assert told(room, incident) == before
    room.do(DropRex(rex=rex, reason="Par erreur")).result()
    room.undo().result()
    assert stands(room, rex).state is RexState.DRAFT
    assert "undone" in told(room, incident)


def test_that_a_review_that_is_due_is_a_clock_and_a_late_one_an_alarm_behind_every_other(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        rex = a_review(room, an_outage(room), heat=Heat.HOT)
        (clock,) = [one for one in room.views.clocks(mode=Mode.REAL) if one.noun == "rex"]
        assert (clock.due_at, clock.owner) == (NOON + HOT_WITHIN_MS, "Léa Martin")
        assert not room.views.alarms(mode=Mode.REAL)
        live = an_incident(room, title="Autre panne")
        room.do(
            SetDue(
                incident=live.id, kind=DueKind.DEADLINE, label="Point de presse", due_at=NOON + HOT_WITHIN_MS + 2_000
            )
        ).result()
        later = NOON + HOT_WITHIN_MS + 3_600_000
        kinds = [alarm.kind for alarm in room.views.alarms(mode=Mode.REAL, now_ms=later)]
        assert kinds[-1] is AlarmKind.REX
        assert len(kinds) > 1
        listed = [one.noun for one in room.views.clocks(mode=Mode.REAL, now_ms=later)]
        assert listed.index("rex") > listed.index("due")
        room.do(DropRex(rex=rex, reason="Mineur")).result()
        assert not [one for one in room.views.clocks(mode=Mode.REAL) if one.noun == "rex"]


def test_that_two_texts_of_a_section_are_settled_by_whoever_chooses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_room(tmp_path) as here:
        rex = a_review(here, an_outage(here))
        with another_station(here, tmp_path, monkeypatch) as there:
            here.do(WriteSection(rex=rex, code="summary", text="50 minutes")).result()
            there.do(WriteSection(rex=rex, code="summary", text="5 minutes")).result()
            meet(here, there)
            (open_,) = here.conflicts()
            assert (open_.noun, open_.title) == ("rex_section", "Summary")
            assert open_.number == stands_number(here, rex)
            take = next(side.place for side in open_.values if side.value == "50 minutes")
            settled = SettleConflict(
                noun="rex_section", record=open_.record, field="text", seen=open_.seen, take=take, value=None
            )
            here.do(settled).result()
            meet(here, there)
            assert section(there, rex, "summary") == "50 minutes"
            assert not facts(there, rex).disputed


def stands_number(room: Room, rex: str) -> str:
    found = room.views.rex(rex)
    assert found is not None
    return found.number
