"""On-call in words: fields for whoever has to choose between two values, units, reasons, and what an undo gave back."""

from __future__ import annotations

from warroom.domain.on_call import OverrideKind, TurnUnit
from warroom.domain.turns import Source
from warroom.words import _, ngettext, pgettext


def on_call_fields() -> dict[tuple[str, str], str]:
    """What each field is called on screen."""
    return {
        ("rotation", "members"): _("Who takes turns"),
        ("rotation", "unit"): _("Length of a turn"),
        ("rotation", "every"): _("So many units a turn"),
        ("rotation", "hands_over"): _("Hands over at"),
        ("rotation", "starts_at"): _("Begins"),
        ("rotation", "ends_at"): _("Ends"),
        ("rotation", "rank"): _("Called in which order"),
        ("rotation", "hours"): _("Only in these hours"),
        ("rotation", "team"): _("Team"),
        ("rotation", "services"): _("Services"),
        ("override", "rotation"): _("Rotation"),
        ("override", "person"): _("On call"),
        ("override", "instead"): _("In place of"),
        ("override", "instead_name"): _("In place of"),
        ("override", "from_at"): pgettext("time", "From"),
        ("override", "until_at"): pgettext("time", "Until"),
        ("override", "kind"): _("Kind of change"),
        ("override", "swap"): _("Other half of the swap"),
        ("duty", "rotation"): _("Rotation"),
        ("duty", "person"): _("On call"),
        ("duty", "from_at"): pgettext("time", "From"),
        ("duty", "until_at"): pgettext("time", "Until"),
        ("duty", "source"): _("Calendar"),
    }


def turn_said(unit: TurnUnit, every: int) -> str:
    """How long a turn lasts, as people say it."""
    return {
        TurnUnit.HOUR: ngettext("every hour", "every {n} hours", every),
        TurnUnit.DAY: ngettext("every day", "every {n} days", every),
        TurnUnit.WEEK: ngettext("every week", "every {n} weeks", every),
        TurnUnit.MONTH: ngettext("every month", "every {n} months", every),
    }[unit].format(n=every)


def unit_word(unit: TurnUnit) -> str:
    return {
        TurnUnit.HOUR: _("hours"),
        TurnUnit.DAY: _("days"),
        TurnUnit.WEEK: _("weeks"),
        TurnUnit.MONTH: _("months"),
    }[unit]


def rank_word(rank: int) -> str:
    """In which order somebody is called."""
    if rank <= 1:
        return _("called first")
    return _("backup") if rank == 2 else _("rank {n}").format(n=rank)


def source_said(source: Source, instead: str = "") -> str:
    """Why somebody is on call; "" for their own turn."""
    if source is Source.TURN:
        return ""
    if source is Source.CALENDAR:
        return _("from the calendar")
    if source is Source.SWAP:
        return _("swap with {name}").format(name=instead) if instead else _("swap")
    if source is Source.TAKEN:
        return _("taken over from {name}").format(name=instead) if instead else _("taken over")
    return _("in place of {name}").format(name=instead) if instead else _("stands in")


def override_word(kind: OverrideKind) -> str:
    return {
        OverrideKind.OVERRIDE: pgettext("change of on-call", "replacement"),
        OverrideKind.SWAP: pgettext("change of on-call", "swap"),
        OverrideKind.TAKEN: pgettext("change of on-call", "shift taken over"),
    }[kind]
