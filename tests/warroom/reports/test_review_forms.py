"""A review in the form of other people's postmortem templates: their headings, our facts, nothing left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_incident
from warroom.commands import AddLesson, AddNote, OpenRex, SetMilestone, WriteSection
from warroom.domain.incidents import Milestone, Severity
from warroom.domain.rex import Heat, NoteKind
from warroom.errors import Refusal
from warroom.reports.rex.form_headings import heading_of
from warroom.reports.rex.forms import in_form
from warroom.reports.subject import Asked, gather
from warroom.room import Room

HOUR = 3_600_000


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Room, str]]:
    room = a_room(tmp_path_factory.mktemp("forms"))
    incident = an_incident(
        room, title="Résolveur saturé", severity=Severity.CRITICAL, impact_started=NOON - 2 * HOUR
    ).id
    for milestone, at in ((Milestone.DETECTED, NOON - HOUR), (Milestone.RESOLVED, NOON)):
        room.do(SetMilestone(incident=incident, milestone=milestone, at=at, reason="relu")).result()
    rex = room.do(
        OpenRex(incident=incident, heat=Heat.COLD, lead="Léa Martin", participants=("Karim Benali",))
    ).result()
    room.do(WriteSection(rex=rex.id, code="summary", text="Plus de noms pendant deux heures | partout.")).result()
    room.do(WriteSection(rex=rex.id, code="communication", text="Trois messages, tous à l’heure.")).result()
    for kind, text in (
        (NoteKind.WELL, "La bascule répétée en mars"),
        (NoteKind.LUCK, "Un expert était sur place"),
        (NoteKind.QUESTION, "Qui prévient la nuit ?"),
    ):
        room.do(AddNote(rex=rex.id, section="good_bad_luck", kind=kind, text=text)).result()
    room.do(AddLesson(rex=rex.id, text="Garder une adresse hors du résolveur")).result()
    yield room, rex.id
    room.close()


def rendered(written: tuple[Room, str], template: str) -> str:
    room, record = written
    facts = room.views.rex_facts(record)
    assert facts is not None
    asked = Asked(member="", station="A", now_ms=NOON, zone=None, marking="")
    return in_form(template, gather(room.views, facts.rex.incident, asked), facts)


def headings(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.startswith("#")]


def test_that_every_template_of_the_field_is_filled_heading_by_heading(
    field_data: Path, written: tuple[Room, str]
) -> None:
    found = sorted((field_data / "incidents" / "postmortem_templates").rglob("*.md"))
    assert len(found) == 2
    for path in found:
        template = path.read_text(encoding="utf-8")
        made = rendered(written, template)
        theirs = [line for line in headings(template) if not line.startswith("# ")]
        assert [line for line in headings(made) if line in theirs] == theirs
        assert "# Résolveur saturé" in made
        for said in ("deux heures", "Trois messages", "Garder une adresse", "Léa Martin", "La bascule", "sur place"):
            assert said in made, (path.name, said)


def test_that_labels_and_tables_of_the_template_are_filled(field_data: Path, written: tuple[Room, str]) -> None:
    folder = field_data / "incidents" / "postmortem_templates" / "dastergon__postmortem-templates"
    made = rendered(written, (folder / "postmortem-template-michael.kehoe.md").read_text(encoding="utf-8"))
    flat = " ".join(made.split())
    for said in ("| Incident Number | A-001 |", "| Incident Severity | SEV1 |", "| Postmortem Lead | Léa Martin |"):
        assert said in flat
    assert "| Time to Detect (TTD) | 1 h |" in flat
    assert "| Time to Resolve (TTR) | 2 h |" in flat
    assert "| Karim Benali | |" in flat
    assert made.index("#### What went well") < made.index("La bascule") < made.index("#### What went badly")
    assert made.index("#### Where did we get lucky") < made.index("sur place")
    assert "Qui prévient la nuit" in made
    book = rendered(written, (folder / "postmortem-template-real-world-sre.md").read_text(encoding="utf-8"))
    assert "Name(s): Léa Martin" in book
    assert "Date: 23 Nov 2026" in book


def test_that_an_unknown_heading_keeps_an_empty_place_and_nothing_is_lost(written: tuple[Room, str]) -> None:
    made = rendered(written, "# T\n\n## Weather\n\nto be filled\n\n## Summary\n")
    assert "## Weather\n\nto be filled\n" in made
    assert made.index("## Summary") < made.index("deux heures") < made.index("What this form has no heading for")
    assert made.count("deux heures") == 1
    assert "Trois messages" in made[made.index("What this form has no heading for") :]


def test_that_what_people_wrote_is_never_markup(written: tuple[Room, str]) -> None:
    made = rendered(written, "# T\n\n```\n# no heading\n```\n\n## Résumé\n")
    assert headings(made)[0] == "# Résolveur saturé"
    assert "# no heading" in made


@pytest.mark.parametrize("template", ["", "no heading at all", "# x\n" * 501, "# x\n" + "a" * 1_100_000, "\n" * 20_001])
def test_that_what_is_no_template_is_refused(written: tuple[Room, str], template: str) -> None:
    with pytest.raises(Refusal, match="template"):
        rendered(written, template)


@pytest.mark.parametrize("line", ["# " + " #" * 200_000 + "x", "#" + " " * 400_000 + "x", "-" * 400_000 + "x"])
def test_that_no_line_of_a_template_takes_long_to_read(written: tuple[Room, str], line: str) -> None:
    assert "deux heures" in rendered(written, f"# T\n\n## Summary\n\n{line}\n| {line}\n")


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("What Went Well?", "note:well"), ("Ce qui a bien marché", "note:well"), ("Root Cause(s)", "cause:root"),
        ("Causes racines", "cause:root"), ("Action Items & Followups", "plan"), ("Plan d’actions", "plan"),
        ("Chronologie", "timeline"), ("Appendix", "annexes"), ("Enseignements", "lessons"), ("Weather", ""), ("", ""),
    ],
)  # fmt: skip
def test_that_headings_are_known_in_both_languages(title: str, code: str) -> None:
    assert heading_of(title) == code
