"""What the page of relief shows: the board of duty as a table, and how each figure is said."""

from __future__ import annotations

from collections.abc import Callable

from ui.models.table import Column
from warroom import phrases
from warroom.commands.duty_words import end_said, finding_said, hours_said, rest_said, standing_said
from warroom.domain.duty_board import Board, OnDuty
from warroom.domain.rest_rules import RestKind, Weight
from warroom.words import N_, _

FOLLOWED = ("presence", "shift", "function", "crisis_cell", "coverage", "incident", "rest_rule", "person")


def duty_columns() -> tuple[Column[OnDuty], ...]:
    """Who, where, since when, hours by row, day and week, rest, and the latest end."""
    return (
        Column(
            "name", N_("Name"), lambda row, _now: row.name or "—", order=lambda row: row.name.casefold(), bold=True,
            width=168,
        ),
        Column("place", N_("Function, place"), lambda row, _now: _where(row), width=136, can_go=True),
        Column(
            "state", N_("State"), lambda row, now: standing_said(row.tiredness, now),
            order=lambda row: (not row.tiredness.is_there, row.tiredness.since or 0), tone=_state_tone, width=200,
            whole=True,
        ),
        Column(
            "row", N_("In a row"), lambda row, _now: hours_said(row.tiredness.row_min),
            order=lambda row: row.tiredness.row_min, tone=_row_tone, bold=True, width=88, whole=True,
        ),
        Column(
            "day", N_("Today"), lambda row, _now: hours_said(row.tiredness.day_min),
            order=lambda row: row.tiredness.day_min, tone=_tone_of(RestKind.DAY), width=88, whole=True, can_go=True,
        ),
        Column(
            "week", N_("This week"), lambda row, _now: hours_said(row.tiredness.week_min),
            order=lambda row: row.tiredness.week_min, tone=_tone_of(RestKind.WEEK), width=104, whole=True, can_go=True,
        ),
        Column(
            "average", N_("12-week average"), lambda row, _now: hours_said(row.tiredness.average_min),
            order=lambda row: row.tiredness.average_min, tone=_muted, width=136, can_go=True,
        ),
        Column(
            "rest", N_("Rest"), lambda row, now: rest_said(row.tiredness, now),
            order=lambda row: row.tiredness.rest_min or 0, tone=_tone_of(RestKind.REST), width=168, can_go=True,
        ),
        Column(
            "end", N_("At the latest until"), lambda row, now: end_said(row.tiredness, now) or "—",
            order=lambda row: row.tiredness.latest_end or 2**62, tone=_end_tone, width=200, whole=True,
        ),
    )  # fmt: skip


def warnings(board: Board, now_ms: int) -> list[str]:
    """One line for everybody there who is past a limit or due for relief, with the text that says so."""
    found = []
    for one in board.people:
        tired = one.tiredness
        if tired.is_there and tired.findings:
            limits = [each for each in tired.findings if each.rule.weight is Weight.LIMIT]
            said = " · ".join(finding_said(each, now_ms) for each in limits or tired.findings)
            found.append(phrases.labelled(one.name, said))
    return found


def is_over(board: Board) -> bool:
    return any(one.tiredness.is_there and one.tiredness.is_over for one in board.people)


def about(board: Board) -> str:
    """How many are there, how many rest."""
    there = sum(one.tiredness.is_there for one in board.people)
    return _("{n} there, {rest} not there").format(n=there, rest=len(board.people) - there)


def _where(row: OnDuty) -> str:
    code = row.stay.code if row.stay is not None else ""
    codes = row.holds or ((code,) if code else ())
    place = row.stay.place if row.stay is not None and row.tiredness.is_there else ""
    return ", ".join(part for part in ("/".join(codes), place) if part) or "—"


def _state_tone(row: OnDuty, now_ms: int) -> str:
    if row.tiredness.is_there:
        return ""
    rested = row.tiredness.rested_at
    return "good" if rested is not None and rested <= now_ms else "muted"


def _row_tone(row: OnDuty, _now: int) -> str:
    return _tone(row, RestKind.ROW) if row.tiredness.is_there else "muted"


def _end_tone(row: OnDuty, now_ms: int) -> str:
    end = row.tiredness.latest_end
    if end is None:
        return "muted"
    return "late" if end < now_ms else "due" if end - now_ms <= phrases.HOUR else ""


def _tone_of(kind: RestKind) -> Callable[[OnDuty, int], str]:
    return lambda row, _now: _tone(row, kind)


def _tone(row: OnDuty, kind: RestKind) -> str:
    passed = [one.rule.weight.value for one in row.tiredness.findings if one.rule.kind is kind]
    return "late" if "limit" in passed else "due" if passed else ""


def _muted(_row: OnDuty, _now: int) -> str:
    return "muted"
