"""What keeps a review from being approved, in words that a person understands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import a_room, an_incident
from warroom import words
from warroom.commands import AddAffected, AddFigure, OpenRex
from warroom.commands.rex_words import blocker_said
from warroom.domain.impact_figures import FigureKind
from warroom.domain.rex import Heat
from warroom.domain.rex_state import RexBlocking, blockers


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "figure without a source: Penalties, 3,200 users affected"),
        ("fr", "chiffre sans source : Pénalités, 3 200 utilisateurs touchés"),
    ],
)
def test_that_figures_without_a_source_are_called_by_what_they_count(tmp_path: Path, language: str, said: str) -> None:
    room = a_room(tmp_path)
    incident = an_incident(room)
    rex = room.do(OpenRex(incident=incident.id, heat=Heat.HOT)).result().id
    room.do(AddFigure(rex=rex, kind=FigureKind.PENALTY, amount="100")).result()
    room.do(AddAffected(rex=rex, users=3_200, percent=100, from_at=room.clock.now_ms())).result()
    facts = room.views.rex_facts(rex)
    room.close()
    assert facts is not None

    (found,) = [one for one in blockers(facts) if one.kind is RexBlocking.FIGURE_SOURCE]

    with words.speaking(language):
        assert blocker_said(found).replace("\u202f", " ").replace("\u00a0", " ") == said
