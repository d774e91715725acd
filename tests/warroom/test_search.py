"""Search: everything typed is found, nothing typed breaks it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import NOON, a_room, an_action, an_entry, an_incident
from warroom.commands import CorrectEntry, LogEntry, MarkEntry
from warroom.domain.entries import Kind, Verification
from warroom.domain.incidents import Mode
from warroom.room import LogFilter, Order, Room
from warroom.storage import search
from warroom.storage.matching import holds_words
from warroom.storage.queries import log


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room, title="Panne").id


@pytest.fixture(params=["fed", "not fed yet"])
def feeding(request: pytest.FixtureRequest) -> Iterator[str]:
    """Every question is asked of the index, and of entries that have not reached it."""
    if request.param == "fed":
        yield "fed"
    else:
        with mock.patch.object(search, "backlog", return_value=0):
            yield "not fed yet"


def feed(room: Room, feeding: str) -> None:
    while feeding == "fed" and room._store.run(search.feed).result():
        pass


def found(room: Room, words: str, **more: object) -> list[str]:
    return [entry.text for entry in room.views.search(words, mode=Mode.REAL, **more).entries]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "hit"),
    [
        ("réseau", True),
        ("RESEAU", True),
        ("rese", True),
        ("esea", False),
        ("reseau panne", True),
        ("panne mediterranee", True),
        ("pan réseau", False),
        ("l'API", True),
        ("api", True),
        ("62%", True),
        ("62 %", True),
        ("2%", False),
        ("node_7", True),
        ("node-7", True),
        ("cœur", True),
        ("coeur", True),
        ("re\u0301seau", True),
        ("ÎLE-DE-FRANCE", True),
        ("10.0.0.1", True),
        ("10.0.1", False),
        ("absent", False),
        ("", False),
        ("  \t ", False),
        ("---", False),
    ],
)
def test_that_words_are_found_without_accents_or_case_and_by_their_beginning(
    room: Room, incident: str, feeding: str, words: str, hit: bool
) -> None:
    text = "Panne réseau en Méditerranée : l'API répond à 62 %, node_7 (10.0.0.1), cœur d'Île-de-France"
    an_entry(room, incident, text=text)
    feed(room, feeding)

    assert found(room, words) == ([text] if hit else [])


@pytest.mark.parametrize(
    "words",
    ['"', '""', 'a"b', "NEAR(a b)", "a NEAR b", "*", "a*", "^a", "a:b", "text:panne", "(", ")", "a AND", "OR", "NOT a",
     "-a", "+a", "{a b}:c", "'; DROP TABLE entry; --", "%", "_", "🔥", "🔥 panne", "\x00", "panne\x00", "\ud800",
     "é\u0301", "\\", "a" * 5_000, "panne " * 500, "²", "١٢٣", "漢字", "\u200b", "٪", "𝔸"],
)  # fmt: skip
def test_that_hostile_words_never_raise(room: Room, incident: str, feeding: str, words: str) -> None:
    an_entry(room, incident, text="panne 🔥 漢字")
    feed(room, feeding)

    room.views.search(words, mode=Mode.BOTH)
    room.views.entry_keys(incident, LogFilter(words=words, author=words, service=words))


def test_that_the_index_and_the_eye_agree_on_what_holds_words(room: Room, incident: str) -> None:
    number = 0

    @settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        text=st.text("aéÀ1-_ .'œßç漢🔥%", min_size=1, max_size=20).filter(str.strip),
        words=st.text("aéÀ1-_ .'œßç漢🔥%", max_size=6),
    )
    def agree(text: str, words: str) -> None:
        nonlocal number
        entry = an_entry(room, incident, text=text)
        number += 1
        feed(room, "fed")
        indexed = entry.number in {
            found.number for found in room.views.search(words, mode=Mode.REAL, limit=1_000).entries
        }
        assert holds_words(text.strip(), words) is indexed

    agree()


def test_that_what_was_just_typed_is_found_in_the_log_too(room: Room, incident: str) -> None:
    with mock.patch.object(search, "backlog", return_value=0):
        an_entry(room, incident, text="Débordement à Évry")
        keys = room.views.entry_keys(incident, LogFilter(words="evry"))

        assert len(keys) == 1
        assert room.views.entry_keys(incident, LogFilter(words="evry", kinds=frozenset({Kind.FACT}))).tolist() == []


@pytest.mark.parametrize("order", Order)
def test_that_rare_words_and_common_ones_are_listed_alike(
    room: Room, incident: str, feeding: str, order: Order
) -> None:
    other = an_incident(room, title="Autre").id
    for number in range(12):
        an_entry(room, other if number % 3 == 0 else incident, text=f"Débordement {number}", event_at=NOON - number)
    feed(room, feeding)
    wanted = LogFilter(words="debord")
    rare = room.views.entry_keys(incident, wanted, order)
    with mock.patch.object(log, "RARE", 0):
        common = room.views.entry_keys(incident, wanted, order)

    assert len(rare) == 8
    assert rare == common
    assert room.views.first_entry_keys(incident, wanted, order, count=3) == rare[:3]


def test_that_pages_have_no_gap_and_no_double_while_the_index_is_fed(room: Room, incident: str) -> None:
    room.do_all([LogEntry(incident=incident, text=f"ligne {number}") for number in range(950)]).result()
    seen: list[str] = []
    before = None
    while True:
        page = room.views.search("ligne", mode=Mode.REAL, limit=40, before_key=before)
        seen += [entry.text for entry in page.entries]
        room._store.run(lambda conn: search.feed(conn, most=37)).result()
        if not page.more:
            break
        before = page.entries[-1].key

    assert seen == [f"ligne {number}" for number in reversed(range(950))]


def test_that_a_full_last_page_is_the_last(room: Room, incident: str) -> None:
    room.do_all([LogEntry(incident=incident, text="ligne")] * 4).result()

    assert not room.views.search("ligne", mode=Mode.REAL, limit=4).more
    assert room.views.search("ligne", mode=Mode.REAL, limit=3).more


def test_that_filters_and_places_narrow_the_answer(room: Room, incident: str, feeding: str) -> None:
    other = an_incident(room, title="Autre").id
    fact = an_entry(room, incident, text="eau coupée", kind=Kind.FACT, services="Eau").number
    doubt = an_entry(room, incident, text="eau trouble", verification=Verification.TO_VERIFY, event_at=NOON - 5).number
    far = an_entry(room, other, text="eau claire").number
    room.do(MarkEntry(entry=far, key_event=True)).result()
    feed(room, feeding)

    def numbers(**more: object) -> list[str]:
        return [entry.number for entry in room.views.search("eau", mode=Mode.REAL, **more).entries]  # type: ignore[arg-type]

    assert numbers() == [far, doubt, fact]
    assert numbers(incident=incident) == [doubt, fact]
    assert numbers(incident="A-002") == [far]
    assert numbers(wanted=LogFilter(kinds=frozenset({Kind.FACT}))) == [fact]
    assert numbers(wanted=LogFilter(verification=frozenset({Verification.TO_VERIFY}))) == [doubt]
    assert numbers(wanted=LogFilter(until=NOON)) == [doubt]
    assert numbers(wanted=LogFilter(key_events=True)) == [far]
    assert numbers(wanted=LogFilter(service="eau")) == [fact]
    assert numbers(wanted=LogFilter(author="personne")) == []


def test_that_both_the_wrong_text_and_its_correction_are_found(room: Room, incident: str, feeding: str) -> None:
    wrong = an_entry(room, incident, text="62 sites").number
    right = room.do(CorrectEntry(entry=wrong, text="26 sites", reason="inversion")).result().number
    feed(room, feeding)
    entries = room.views.search("sites", mode=Mode.REAL).entries

    assert [entry.number for entry in entries] == [right, wrong]
    assert entries[1].corrected_by == (right,)


def test_that_decisions_actions_and_incidents_are_found_beside_entries(room: Room, incident: str) -> None:
    action = an_action(room, incident, text="Réarmer l'onduleur")
    records = room.views.search("onduleur", mode=Mode.REAL).records

    assert [(item.noun, item.id, item.incident) for item in records] == [("action", action.id, incident)]
    assert [item.noun for item in room.views.search("panne", mode=Mode.REAL).records] == ["incident"]
    assert room.views.search("onduleur", mode=Mode.EXERCISE).records == ()


def test_that_entries_reach_the_index_once_nobody_types(room: Room, incident: str) -> None:
    room.do_all([LogEntry(incident=incident, text="ligne")] * 1_000).result()
    deadline = time.monotonic() + 10
    while search.backlog(room._store.reader()):
        assert time.monotonic() < deadline
        time.sleep(0.01)

    assert len(found(room, "ligne", limit=2_000)) == 1_000


def test_that_a_rebuilt_room_finds_again_at_once(room: Room, incident: str) -> None:
    an_entry(room, incident, text="retrouvé")
    feed(room, "fed")
    room.rebuild()

    assert found(room, "retrouve") == ["retrouvé"]
    feed(room, "fed")
    assert found(room, "retrouve") == ["retrouvé"]


@pytest.mark.parametrize("words", ["noeuds", "nœuds", "NŒUD", "noeuds rép"])
@pytest.mark.parametrize("is_fed", [True, False])
def test_that_a_ligature_is_found_however_it_is_typed(room: Room, words: str, *, is_fed: bool) -> None:
    incident = an_incident(room)
    an_entry(room, incident.id, text="62 % des nœuds répondent")
    if is_fed:
        room._store.run(lambda conn: search.feed(conn)).result()

    found = room.views.search(words, mode=Mode.REAL)

    assert [entry.text for entry in found.entries] == ["62 % des nœuds répondent"]
