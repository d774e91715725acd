"""Verbs of what is learnt after a crisis, named here because the list of all verbs had grown too long."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warroom.commands.figures import (
        AddAffected,
        AddFigure,
        AmendAffected,
        AmendFigure,
        RemoveAffected,
        RemoveFigure,
        SetRate,
    )

__all__ = [
    "AddAffected",
    "AddFigure",
    "AmendAffected",
    "AmendFigure",
    "RemoveAffected",
    "RemoveFigure",
    "SetRate",
]
