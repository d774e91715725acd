"""Figures of impact in words."""

from __future__ import annotations

from warroom.domain.impact_figures import FigureKind
from warroom.words import _, pgettext


def figure_word(kind: FigureKind) -> str:
    """What a figure counts."""
    return {
        FigureKind.USERS: _("Users touched"),
        FigureKind.REQUESTS: _("Requests that failed"),
        FigureKind.DATA: _("Data lost or disclosed"),
        FigureKind.STAFF_HOURS: _("Hours of work"),
        FigureKind.SPEND: _("Emergency spend"),
        FigureKind.PENALTY: _("Penalties"),
        FigureKind.CREDIT: _("Service credits"),
        FigureKind.LOST_MARGIN: _("Lost margin"),
        FigureKind.OTHER_COST: _("Other indirect cost"),
        FigureKind.RECOVERY: _("Recovered (insurance, supplier)"),
        FigureKind.SLA: _("Service levels missed"),
        FigureKind.LEGAL: pgettext("figure", "Legal"),
        FigureKind.IMAGE: pgettext("figure", "Image"),
        FigureKind.PEOPLE: pgettext("figure", "People"),
    }[kind]


def figure_fields() -> dict[tuple[str, str], str]:
    """What the fields of figures, of users affected and of rates are called on screen."""
    return {
        ("figure", "kind"): _("What the figure counts"),
        ("figure", "label"): pgettext("figure", "Detail"),
        ("figure", "amount"): _("Figure"),
        ("figure", "low"): _("Low estimate"),
        ("figure", "high"): _("High estimate"),
        ("figure", "unit"): _("Unit or currency"),
        ("figure", "estimated"): _("Estimated"),
        ("figure", "source"): _("Where it comes from"),
        ("figure", "evidence"): _("Evidence"),
        ("figure", "service"): _("Service"),
        ("affected", "from_at"): _("Affected from"),
        ("affected", "until_at"): _("Affected until"),
        ("affected", "users"): _("Users affected"),
        ("affected", "percent"): _("Could not work, in %"),
        ("affected", "source"): _("Where it comes from"),
        ("affected", "evidence"): _("Evidence"),
        ("affected", "service"): _("Service"),
        ("rate", "label"): pgettext("rate", "What it is for"),
        ("rate", "per_hour"): _("Cost of an hour"),
        ("rate", "currency"): _("Currency"),
    }


def figures_undone() -> dict[str, tuple[str, str, str]]:
    """What an undo did to a figure, to users affected, to a rate: taken away, back, as it was."""
    return {
        "figure": (_("figure {name} taken away"), _("figure {name} is back"), _("figure {name} as it was")),
        "affected": (
            _("users affected ({name}) taken away"),
            _("users affected ({name}) are back"),
            _("users affected ({name}) as they were"),
        ),
        "rate": (
            _("cost of an hour of {name} taken away"),
            _("cost of an hour of {name} is back"),
            _("cost of an hour of {name} as it was"),
        ),
    }


def figure_acts() -> dict[str, str]:
    """Name of the command → what somebody did by it, as a delegation tells it."""
    return {
        "AddFigure": _("added a figure of impact"),
        "AmendFigure": _("changed a figure of impact"),
        "RemoveFigure": _("took a figure of impact away"),
        "AddAffected": _("said how many users were affected"),
        "AmendAffected": _("changed how many users were affected"),
        "RemoveAffected": _("took users affected away"),
        "SetRate": _("said what an hour costs"),
    }
