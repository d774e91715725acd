"""The situation: sentences that cite the log, and what makes them doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from tests.warroom.cells import a_cell
from tests.warroom.stations import another_station, meet
from warroom.commands import (
    ClosePoint,
    ConfirmSentence,
    CorrectEntry,
    DescribeIncident,
    LogEntry,
    MarkEntry,
    OpenPoint,
    StateSituation,
)
from warroom.commands.seen import MovedMeanwhile, answered
from warroom.domain.conflicts import Place
from warroom.domain.entries import Verification
from warroom.domain.incidents import Mode
from warroom.domain.situation import Doubt, split_line
from warroom.errors import Refusal
from warroom.room import Room

MINUTE = 60_000


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def state(room: Room, incident: str, *lines: str, seen: Mapping[str, Place] | None = None) -> None:
    room.do(StateSituation(incident=incident, lines=lines, seen=seen)).result()


def lines(room: Room, incident: str) -> list[str]:
    return [item.line for item in room.views.situation(incident)]


def loaded(room: Room, incident: str) -> dict[str, Place]:
    """What a form names when it saves."""
    return room.views.situation_seen(incident)


def refused(room: Room, command: object) -> str:
    with pytest.raises(Refusal) as refusal:
        room.do(command).result()  # type: ignore[arg-type]
    return refusal.value.code


def doubts(room: Room, incident: str) -> list[tuple[Doubt, ...]]:
    return [item.doubts for item in room.views.situation(incident)]


def a_fact(room: Room, incident: str, **more: object) -> str:
    return an_entry(room, incident, verification=Verification.VERIFIED, **more).number  # type: ignore[arg-type]


def test_that_a_sentence_cites_its_entries_and_is_told_in_the_log(room: Room, incident: str) -> None:
    number = a_fact(room, incident)
    state(room, incident, f"62 % des nœuds répondent [{number.lower()}]", "  ", "Cause inconnue")

    assert lines(room, incident) == [f"62 % des nœuds répondent [{number}]", "Cause inconnue"]
    first, second = room.views.situation(incident)
    assert (first.is_sure, [entry.number for entry in first.cited], first.sentence.stated_by) == (
        True, [number], "Léa Martin",
    )  # fmt: skip
    assert second.doubts == (Doubt.NO_SOURCE,)
    entry = list(room.views.entries(incident))[-1]
    assert (entry.code, entry.text) == (
        "situation", f"Situation: 62 % des nœuds répondent [{number}]\nCause inconnue",
    )  # fmt: skip


def test_that_brackets_that_hold_no_numbers_belong_to_the_text() -> None:
    assert split_line("Portail [version 2]") == ("Portail [version 2]", ())
    assert split_line("Portail [A-0042, b-0007;A-0042]") == ("Portail", ("A-0042", "B-0007"))
    assert split_line("Portail []") == ("Portail []", ())


def test_that_an_entry_that_does_not_exist_cannot_be_cited(room: Room, incident: str) -> None:
    assert refused(room, StateSituation(incident=incident, lines=("x [A-0404]",))) == "unknown-reference"
    number = a_fact(room, incident)
    assert refused(room, StateSituation(incident=incident, lines=(f"[{number}]",))) == "sentence-empty"
    assert refused(room, StateSituation(incident=incident, lines=("x" * 1_001,))) == "situation-too-long"
    assert lines(room, incident) == []


def test_that_the_real_situation_does_not_rest_on_an_exercise(room: Room, incident: str) -> None:
    exercise = an_incident(room, title="Exercice", exercise=True).id
    number = an_entry(room, exercise).number

    assert refused(room, StateSituation(incident=incident, lines=(f"x [{number}]",))) == "cites-exercise"


def test_that_a_sentence_is_to_be_confirmed_when_an_entry_is_unverified_refuted_or_corrected(
    room: Room, incident: str
) -> None:
    one, two, three = (a_fact(room, incident, text=text) for text in ("un", "deux", "trois"))
    plain = an_entry(room, incident).number
    state(room, incident, f"a [{one}]", f"b [{two}]", f"c [{three}]", f"d [{plain} {one}]")
    room.do(MarkEntry(entry=two, verification=Verification.REFUTED, reason="faux")).result()
    room.do(CorrectEntry(entry=three, text="TROIS", reason="chiffre")).result()

    assert doubts(room, incident) == [(), (Doubt.REFUTED,), (Doubt.CORRECTED,), (Doubt.UNVERIFIED,)]
    assert room.views.situation(incident)[3].numbers_behind(Doubt.UNVERIFIED) == (plain,)


def test_that_only_what_was_changed_is_stated_anew(room: Room, incident: str) -> None:
    state(room, incident, "un", "deux", "trois")
    before = {item.sentence.text: item.sentence for item in room.views.situation(incident)}
    room.clock.advance(seconds=60)  # type: ignore[attr-defined]
    state(room, incident, "un", "DEUX et demi", "entre", "trois")

    after = {item.sentence.text: item.sentence for item in room.views.situation(incident)}
    assert list(after) == ["un", "DEUX et demi", "entre", "trois"]
    assert (after["un"], after["trois"]) == (before["un"], before["trois"])
    assert after["entre"].stated_at == NOON + MINUTE


def test_that_a_changed_sentence_stays_the_same_record(room: Room, incident: str) -> None:
    state(room, incident, "un", "deux")
    first = [item.sentence.id for item in room.views.situation(incident)]
    state(room, incident, "un", "deux, revu")
    assert [item.sentence.id for item in room.views.situation(incident)] == first
    state(room, incident, "deux, revu", "un")
    assert [item.sentence.id for item in room.views.situation(incident)] == first[::-1]
    state(room, incident)
    assert lines(room, incident) == []


def test_that_saying_the_same_again_writes_nothing(room: Room, incident: str) -> None:
    state(room, incident, "un", "deux")
    count = room.views.tally(incident)[0]
    state(room, incident, "un", "deux")

    assert room.views.tally(incident)[0] == count


def test_that_a_sentence_is_stale_once_a_point_has_passed_and_fresh_when_confirmed(room: Room, incident: str) -> None:
    cell = a_cell(room, incident)
    state(room, incident, "un", "deux")
    room.clock.advance(seconds=60)  # type: ignore[attr-defined]
    opened = room.do(OpenPoint(cell=cell)).result()
    room.do(ClosePoint(point=opened.id, next_at=NOON + 30 * MINUTE)).result()
    assert [item.is_stale for item in room.views.situation(incident)] == [True, True]

    first, second = (item.sentence.id for item in room.views.situation(incident))
    room.do(ConfirmSentence(sentence=first, also=(second,))).result()

    found = room.views.situation(incident)
    assert [item.is_stale for item in found] == [False, False]
    assert (found[0].sentence.last_said, found[0].sentence.last_said_by) == (NOON + MINUTE, "Léa Martin")
    assert list(room.views.entries(incident))[-1].text == "Still true: un\ndeux"
    room.clock.advance(seconds=30 * 60)  # type: ignore[attr-defined]
    assert [item.is_stale for item in room.views.situation(incident)] == [True, True]


def test_that_the_free_text_of_old_is_shown_as_sentences_and_becomes_some_at_the_next_save(
    room: Room, incident: str
) -> None:
    room.do(DescribeIncident(incident=incident, situation="Europe en panne.\n\nCause inconnue.")).result()
    assert lines(room, incident) == ["Europe en panne.", "Cause inconnue."]
    assert doubts(room, incident) == [(Doubt.NO_SOURCE,)] * 2

    state(room, incident, "Europe en panne.", "Cause : DNS.", seen=loaded(room, incident))

    assert room.views.incident(incident).situation == ""
    found = room.views.situation(incident)
    assert [item.line for item in found] == ["Europe en panne.", "Cause : DNS."]
    assert [bool(item.sentence.stated_at) for item in found] == [False, True]  # nobody said the first anew


def test_that_the_free_text_of_old_that_changed_meanwhile_is_shown_and_chosen(room: Room, incident: str) -> None:
    room.do(DescribeIncident(incident=incident, situation="avant")).result()
    seen = loaded(room, incident)
    room.do(DescribeIncident(incident=incident, situation="après")).result()
    mine = StateSituation(incident=incident, lines=("ma phrase",), seen=seen)
    with pytest.raises(MovedMeanwhile) as moved:
        room.do(mine).result()
    (field,) = moved.value.fields
    assert (field.name, field.loaded, field.now, field.typed) == ("situation", "avant", "après", "ma phrase")

    room.do(answered(mine, moved.value, {"situation": "après"})).result()
    assert lines(room, incident) == ["après"]
    assert room.views.incident(incident).situation == ""


def test_that_lines_of_old_that_somebody_turned_into_sentences_first_are_not_stated_twice(
    room: Room, incident: str
) -> None:
    room.do(DescribeIncident(incident=incident, situation="un\ndeux")).result()
    seen = loaded(room, incident)
    state(room, incident, "un", "deux", seen=seen)
    state(room, incident, "un", "deux, revu", "trois", seen=seen)

    assert lines(room, incident) == ["un", "deux, revu", "trois"]


def test_that_a_draft_that_knows_no_version_states_nothing_twice(room: Room, incident: str) -> None:
    state(room, incident, "un", "deux")
    state(room, incident, "un", "deux", "trois", seen={})

    assert lines(room, incident) == ["un", "deux", "trois"]


def test_that_somebody_elses_sentence_is_kept_when_a_form_saves_over_an_older_one(room: Room, incident: str) -> None:
    state(room, incident, "un", "deux")
    seen = loaded(room, incident)
    state(room, incident, "un", "deux", "trois")
    state(room, incident, "UN, revu", "deux", seen=seen)

    assert lines(room, incident) == ["UN, revu", "deux", "trois"]


def test_that_the_same_sentence_changed_twice_is_shown_and_chosen(room: Room, incident: str) -> None:
    state(room, incident, "un", "deux")
    seen = loaded(room, incident)
    state(room, incident, "un", "deux de B")
    mine = StateSituation(incident=incident, lines=("un, revu", "deux de A"), seen=seen)
    with pytest.raises(MovedMeanwhile) as moved:
        room.do(mine).result()
    (field,) = moved.value.fields
    assert (field.loaded, field.now, field.typed) == ("deux", "deux de B", "deux de A")

    room.do(answered(mine, moved.value, {field.name: field.now})).result()
    assert lines(room, incident) == ["un, revu", "deux de B"]
    room.do(answered(mine, moved.value, {})).result()
    assert lines(room, incident) == ["un, revu", "deux de A"]


def test_that_a_sentence_dropped_here_and_changed_there_is_asked_about(room: Room, incident: str) -> None:
    state(room, incident, "un", "deux")
    seen = loaded(room, incident)
    state(room, incident, "un", "deux de B")
    mine = StateSituation(incident=incident, lines=("un",), seen=seen)
    with pytest.raises(MovedMeanwhile) as moved:
        room.do(mine).result()

    room.do(answered(mine, moved.value, {moved.value.fields[0].name: "deux de B"})).result()
    assert lines(room, incident) == ["un", "deux de B"]


def test_that_a_sentence_changed_here_and_dropped_there_can_come_back(room: Room, incident: str) -> None:
    state(room, incident, "un", "deux")
    seen = loaded(room, incident)
    state(room, incident, "un")
    mine = StateSituation(incident=incident, lines=("un", "deux de A"), seen=seen)
    with pytest.raises(MovedMeanwhile) as moved:
        room.do(mine).result()

    room.do(answered(mine, moved.value, {})).result()
    assert lines(room, incident) == ["un", "deux de A"]


def test_that_the_situation_is_found_and_undone(room: Room, incident: str) -> None:
    state(room, incident, "Bascule vers Marcoussis")
    assert [found.noun for found in room.views.search("Marcoussis", mode=Mode.REAL).records] == ["sentence"]

    assert room.undo().result() == "Undone: situation as it was."
    assert lines(room, incident) == []
    assert room.views.search("Marcoussis", mode=Mode.REAL).records == ()


# Two stations


def test_that_different_sentences_changed_at_two_stations_do_not_clash(
    room: Room, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state(room, incident, "un", "deux")
    with another_station(room, tmp_path, monkeypatch) as other:
        state(room, incident, "un de A", "deux")
        state(other, incident, "un", "deux de B")
        meet(room, other)

        assert lines(room, incident) == lines(other, incident) == ["un de A", "deux de B"]
        assert room.views.to_settle() == 0


def test_that_the_same_sentence_changed_at_two_stations_is_to_be_settled_and_shows_both(
    room: Room, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state(room, incident, "un", "deux")
    with another_station(room, tmp_path, monkeypatch) as other:
        state(room, incident, "un", "deux de A")
        state(other, incident, "un", "deux de B")
        meet(room, other)

        (question,) = room.views.questions()
        assert (question.lead.noun, question.lead.title) == ("sentence", room.views.situation(incident)[1].line)
        assert {side.value for side in question.lead.values} == {"deux de A", "deux de B"}
        assert refused(room, StateSituation(incident=incident, lines=("un", "trois"))) == "open-conflict"
        state(room, incident, "un, revu", room.views.situation(incident)[1].line)


def test_that_the_same_words_stated_at_two_stations_are_one_sentence(
    room: Room, incident: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.do(DescribeIncident(incident=incident, situation="Europe en panne.")).result()
    with another_station(room, tmp_path, monkeypatch) as other:
        state(room, incident, "Europe en panne.", "Cause inconnue")
        state(other, incident, "Europe en panne.", "Cause inconnue")
        meet(room, other)

        assert lines(room, incident) == ["Europe en panne.", "Cause inconnue"]


def test_that_a_sentence_that_cites_what_has_not_arrived_says_so_and_survives_editing(
    room: Room, incident: str
) -> None:
    def cite(books: object) -> object:
        patch = {"incident": incident, "text": "un", "sources": ["ab" * 16], "place": 1, "stated_at": NOON}
        return books.make("sentence", patch)  # type: ignore[attr-defined]

    room._store.submit(cite).result()  # type: ignore[arg-type]
    assert doubts(room, incident) == [(Doubt.AWAITED,)]
    assert lines(room, incident) == ["un [#abababab]"]

    state(room, incident, "un, revu [#abababab]")
    assert room.views.sentences(incident)[0].sources == ("ab" * 16,)
    assert refused(room, StateSituation(incident=incident, lines=("x [#cdcdcdcd]",))) == "unknown-reference"


def test_that_what_is_restricted_is_cited_by_its_number_only(room: Room, incident: str) -> None:
    circle = "legal"
    number = room.do(LogEntry(incident=incident, text="secret", circle=circle)).result().number
    state(room, incident, f"Plainte déposée [{number}]")

    (stated,) = room.views.within(()).situation(incident)
    assert stated.line == f"Plainte déposée [{number}]"
    assert stated.cited[0].text != "secret"
