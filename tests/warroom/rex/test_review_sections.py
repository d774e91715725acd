"""The registry of sections: a module is all that one takes; what people wrote stands beside what the room holds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_entry
from tests.warroom.rex.reviewed import a_review, an_outage, facts
from warroom.commands import AddNote, AddSection, MarkSection, WriteSection
from warroom.domain.entries import Kind
from warroom.domain.nouns import NOUNS
from warroom.domain.rex import NEEDED, NoteKind, Step
from warroom.reports.document import Document, Paragraph, Picture, Question, Section, Table
from warroom.reports.review import review_report
from warroom.reports.rex import sections as package
from warroom.reports.rex.registry import review_sections, section_of, sections_of_step
from warroom.reports.subject import Asked, gather
from warroom.room import Room

ASKED = Asked(member="Léa Martin", station="A", now_ms=NOON, zone=None, marking="")
BASIC = [
    "summary", "scope", "context", "timeline", "detection", "response", "recovery", "impact", "metrics", "causes",
    "barriers", "communication", "people_on_duty", "legal", "good_bad_luck", "plan", "lessons", "annexes",
]  # fmt: skip


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with a_room(Path(tmp_path_factory.mktemp("sections"))) as room:
        yield room


@pytest.fixture(scope="module")
def incident(room: Room) -> str:
    return an_outage(room)


@pytest.fixture(scope="module")
def rex(room: Room, incident: str) -> str:
    return a_review(room, incident)


def report(room: Room, incident: str) -> Document:
    return review_report(gather(room.views.within(()), incident, ASKED))


def coded(document: Document) -> dict[str, Section]:
    return {one.code: one for one in document.sections if one.code}


def test_that_every_section_is_found_once_in_its_order() -> None:
    found = review_sections()
    codes = [one.code for one in found]
    assert [code for code in codes if code in BASIC] == BASIC
    assert len({one.order for one in found}) == len(found)
    for one in found:
        assert one.title()
        assert one.hint()
        assert set(one.nouns) <= set(NOUNS), one.code
    assert {one.step for one in found} - {None} <= set(Step)
    assert {code for needed in NEEDED.values() for code in needed} <= set(codes)


def test_that_a_module_beside_the_others_is_all_that_a_new_section_takes(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rex_suppliers_for_a_test.py").write_text(
        "from warroom.domain.rex import Step\n"
        "from warroom.reports.document import Paragraph\n"
        "from warroom.reports.rex.section import ReviewSection\n"
        "SECTION = ReviewSection(code='suppliers', order=1350, step=Step.COMMUNICATION, title=lambda: 'Fournisseurs',\n"
        "    hint=lambda: 'Qui a répondu', nouns=('service',), holds=lambda subject: True,\n"
        "    blocks=lambda subject, rex: (Paragraph('Répondu en 2 h'),))\n"
    )
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    monkeypatch.setitem(sys.modules, f"{package.__name__}.rex_suppliers_for_a_test", None)
    del sys.modules[f"{package.__name__}.rex_suppliers_for_a_test"]
    made = section_of("suppliers")
    assert made is not None
    assert made in sections_of_step(Step.COMMUNICATION)
    titles = [one.title for one in report(room, an_outage(room)).sections if one.level == 1]
    legal_or_before = titles.index("Fournisseurs")
    assert titles[legal_or_before + 1] == "Annexes"


def test_that_a_report_without_a_review_leaves_its_questions_open(room: Room) -> None:
    made = report(room, an_outage(room))
    assert "Lessons, to be filled in together" in [one.title for one in made.sections]
    assert any(isinstance(block, Question) for one in made.sections for block in one.blocks)


def test_that_what_people_wrote_stands_first_in_its_section(room: Room, incident: str, rex: str) -> None:
    room.do(
        WriteSection(rex=rex, code="detection", text="Un client a appelé.\n\nLa supervision était muette.")
    ).result()
    room.do(MarkSection(rex=rex, code="barriers", nothing=True)).result()
    code = room.do(AddSection(rex=rex, title="Télétravail")).result()
    room.do(WriteSection(rex=rex, code=code, text="Le VPN a tenu.")).result()
    entry = an_entry(room, incident)
    note = AddNote(
        rex=rex,
        section="good_bad_luck",
        kind=NoteKind.WELL,
        text="L'astreinte a répondu",
        evidence=(f"entry {entry.id}",),
    )
    room.do(note).result()
    found = coded(report(room, incident))
    assert [one.text for one in found["detection"].blocks[:2] if isinstance(one, Paragraph)] == [
        "Un client a appelé.",
        "La supervision était muette.",
    ]
    assert [one.text for one in found["barriers"].blocks if isinstance(one, Paragraph)] == [
        "Looked at: there is nothing to say."
    ]
    assert found[code].title == "Télétravail"
    (notes,) = (one for one in found["good_bad_luck"].blocks if isinstance(one, Table))
    assert notes.rows[0].cells == ("L'astreinte a répondu", f"log entry {entry.number}", "Léa Martin")
    assert "legal" not in found  # nothing was judged, and nobody wrote there
    assert "plan" in found  # a cold review does not do without one


def test_that_an_explanation_stands_beside_what_it_explains(room: Room) -> None:
    incident = an_outage(room)
    rex = a_review(room, incident)
    an_entry(room, incident, text="Décision de basculer", kind=Kind.DECISION, event_at=NOON - 120 * 60_000)
    (found,) = (one for one in facts(room, rex).timeline.contradictions if one.needs_answer)  # type: ignore[union-attr]
    said = "L'impact a commencé plus tôt qu'on ne le croyait"
    room.do(AddNote(rex=rex, section="timeline", kind=NoteKind.EXPLAINED, text=said, about=found.key)).result()
    cells = [
        row.cells
        for one in report(room, incident).sections
        for b in one.blocks
        if isinstance(b, Table)
        for row in b.rows
    ]
    assert any(said in row[-1] for row in cells)


def test_that_incidents_reviewed_together_stand_in_one_timeline(room: Room) -> None:
    first, second = an_outage(room), an_outage(room, title="Panne du courriel")
    rex = a_review(room, first, others=(second,))
    an_entry(room, second, text="Le courriel suit l'API", event_at=NOON - 30 * 60_000)
    number = room.views.incident(second).number
    numbers = {one.incident for one in facts(room, rex).timeline.moments}  # type: ignore[union-attr]
    assert numbers == {first, second}
    titles = [one.title for one in report(room, first).sections]
    assert f"{number} · Panne du courriel" in titles
    assert titles.count(number) == 2, "its milestones and its measures"


def test_that_measures_show_their_trend_once_three_earlier_incidents_are_known_and_drills_stay_apart(
    tmp_path: Path,
) -> None:
    with a_room(tmp_path) as room:
        drill = an_outage(room, exercise=True)
        made = [an_outage(room) for _each in range(4)]
        measures, few = (coded(report(room, one))["metrics"].blocks for one in (made[3], drill))
        assert not any(isinstance(block, Picture) for block in few)
        drawn = [block.alt for block in measures if isinstance(block, Picture)]
        assert drawn
        for said in drawn:
            assert room.views.incident(drill).number not in said
            assert all(room.views.incident(one).number in said for one in made)
