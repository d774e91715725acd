"""Impact and metrics in the room of the drawings: figures with and without a source, users affected, rates."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from ui.desk import Desk
from ui.dialogs.figure import AffectedDialog, FigureDialog, RateDialog
from ui.models.rex_figures import read_figures
from warroom.commands import AddAffected, AddFigure, SetRate
from warroom.domain.impact_figures import FigureKind
from warroom.domain.incidents import Milestone
from warroom.domain.rex import Rex
from warroom.room import Room

HOUR = 3_600_000
FIGURES: tuple[tuple[FigureKind, str, dict[str, str]], ...] = (
    (FigureKind.SPEND, "18000", {"label": "Renfort de l’hébergeur", "source": "Devis 2026-118", "high": "22000"}),
    (FigureKind.CREDIT, "4200", {"label": "Avoirs des clients de santé", "source": "Contrats"}),
    (FigureKind.LOST_MARGIN, "35000", {"source": "Contrôle de gestion"}),
    (FigureKind.STAFF_HOURS, "6", {"label": "TECH", "source": "Relevé de l’astreinte"}),
    (FigureKind.PEOPLE, "2", {"unit": "arrêts", "label": "Fatigue"}),
)


def with_metrics(room: Room, rex: str, incident: str) -> None:
    """One figure has no source: the review says so."""
    for kind, amount, more in FIGURES:
        room.do(AddFigure(rex=rex, kind=kind, amount=amount, low=amount if "high" in more else "", **more)).result()
    milestones = room.views.incident(incident).milestones
    began = milestones.get(Milestone.IMPACT_STARTED) or room.clock.now_ms() - HOUR
    affected = AddAffected(
        rex=rex, users=12_400, percent=60, from_at=began, source="Supervision", service="API publique"
    )
    room.do(affected).result()
    room.do(SetRate(code="TECH", per_hour="95")).result()


def metrics_dialogs(desk: Desk, rex: Rex, window: QWidget) -> dict[str, Callable[[], QDialog]]:
    """Each dialog on a line that is there, and empty."""
    view = read_figures(desk.room.views, rex)
    return {
        "rex-figure": lambda: FigureDialog(desk, view, view.figures[0], window),
        "rex-figure-new": lambda: FigureDialog(desk, view, None, window),
        "rex-affected": lambda: AffectedDialog(desk, view, view.affected[0], window),
        "rex-affected-new": lambda: AffectedDialog(desk, view, None, window),
        "rex-rate": lambda: RateDialog(desk, view.work, "TECH", window),
    }
