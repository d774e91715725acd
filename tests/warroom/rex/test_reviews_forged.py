"""What another station, or a newer version, may write of a review: nothing of it breaks what is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import a_room
from tests.warroom.rex.reviewed import a_review, an_outage
from tests.warroom.rex.test_review_sections import ASKED
from tests.warroom.storage.replicas import Replica, World
from warroom.domain.incidents import Mode
from warroom.domain.noun import Type
from warroom.domain.nouns import NOUNS
from warroom.domain.rex_state import RexState, blockers, standing
from warroom.reports.review import review_report
from warroom.reports.subject import gather
from warroom.room import Room
from warroom.storage.books import Author, Books
from warroom.storage.circles import CircleKeys
from warroom.storage.queries.clocks import Asked, incident_places
from warroom.storage.queries.evidence import evidence
from warroom.storage.queries.rex_clocks import rex_clocks
from warroom.storage.queries.rex_facts import board_of, facts_of, owed, timeline_in
from warroom.storage.sight import Sight

EXAMPLES = 60 * int(os.environ.get("WARROOM_FUZZ", "1"))
INCIDENT, REX = f"{7:032x}", f"{8:032x}"
PARTS = (
    "rex_section", "rex_note", "rex_approval", "rex_publication", "cause", "barrier", "figure", "affected",
    "corrective", "postponement", "lesson",
)  # fmt: skip
TEXT = st.sampled_from(
    [
        "",
        "approved",
        "warm",
        "hot",
        "own_x",
        "summary",
        "é" * 300,
        "Erreur humaine",
        "\u202e",
        "9e9999",
        "NaN",
        "-1",
        "null",
    ]
)
JSON = st.sampled_from(
    ["[]", "{}", "null", "[1, null]", '["entry x"]', f'["entry {INCIDENT}", "rex {REX}"]', '{"a": [1]}', '"a"']
)
OF_TYPE = {
    Type.TEXT: TEXT,
    Type.INT: st.integers(-(2**40), 2**40),
    Type.TIME: st.integers(-(2**50), 2**50),
    Type.BOOL: st.booleans(),
    Type.ID: st.sampled_from([INCIDENT, REX, f"{9:032x}"]),
    Type.JSON: JSON,
}


@st.composite
def parts(draw: Any) -> tuple[str, dict[str, Any]]:
    noun = draw(st.sampled_from(PARTS))
    patch = {field.name: draw(OF_TYPE[field.type]) for field in NOUNS[noun].fields if draw(st.booleans())}
    return noun, patch | {"incident": INCIDENT} | ({"rex": REX} if NOUNS[noun].field("rex") else {})


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    rex=st.fixed_dictionaries(
        {}, optional={field.name: OF_TYPE[field.type] for field in NOUNS["rex"].fields if field.name != "incident"}
    ),
    made=st.lists(parts(), max_size=12),
)
def test_that_no_value_breaks_what_is_read_of_a_review(rex: dict[str, Any], made: list[Any]) -> None:
    replica = Replica(World(), 1)
    replica.write("incident", INCIDENT, {"title": "flood", "status": "closed", "severity": 1, "number": "A-001"})
    replica.write("rex", REX, {**rex, "incident": INCIDENT})
    for number, (noun, patch) in enumerate(made, 100):
        replica.write(noun, None if NOUNS[noun].insert_only else f"{number:032x}", patch)
    sight = Sight(replica.conn, CircleKeys(), Author("", "", "A"))
    facts = facts_of(replica.conn, sight, bytes.fromhex(REX))
    assert facts is not None
    now = standing(facts)
    assert len(now.digest) == 64
    blockers(facts, approver="Léa")
    timeline_in(replica.conn, sight, facts.rex)
    assert [line.rex.id for line in board_of(replica.conn, sight, Mode.REAL)] == [REX]
    owed(replica.conn, sight, Mode.REAL)
    asked = Asked(None, Mode.REAL, 0)
    list(rex_clocks(replica.conn, sight, asked, incident_places(replica.conn, sight, asked)))
    evidence(replica.conn, sight, [said for note in facts.notes for said in note.evidence])
    verdicts = {one.verdict.value for one in facts.approvals}
    assert now.state is not RexState.APPROVED or "approved" in verdicts


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with a_room(Path(tmp_path_factory.mktemp("forged"))) as room:
        yield room


@settings(max_examples=EXAMPLES // 20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(parts(), min_size=12, max_size=40))
def test_that_no_value_breaks_the_report_of_a_review(room: Room, made: list[Any]) -> None:
    incident = an_outage(room)
    rex = a_review(room, incident)

    def forged(books: Books) -> None:
        for noun, patch in made:
            own = patch | {"incident": incident} | ({"rex": rex} if "rex" in patch else {})
            books.journal.append(NOUNS[noun], books.journal.next_id(books.moment), own, author="", moment=books.moment)

    room._store.submit(forged).result()
    document = review_report(gather(room.views.within(()), incident, ASKED))
    assert {one.code for one in document.sections if one.code} >= {"summary", "timeline", "plan"}
