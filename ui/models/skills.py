"""What the page about skills says: coverage, teams, training."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from ui.models.table import Column
from warroom import phrases
from warroom.commands.cell_words import seat_word
from warroom.commands.skill_words import hole_word, level_said, presence_word, trained_word, training_word
from warroom.domain.coverage_holes import GRAVE, Coverage, Holder, Hole, Presence
from warroom.domain.roster import Training
from warroom.domain.trained import FUNCTION_LEAST, FunctionTrained, Trained, counts_until
from warroom.reports.capability import Capability, Member, TeamLine
from warroom.words import N_, _, ngettext

MOST = 12  # names in one sentence
TONES = {Hole.NOBODY: "sev1", Hole.NOBODY_NOW: "sev1", Hole.SINGLE: "sev1", Hole.SINGLE_NOW: "sev2"}


def some(names: Iterable[str], between: str = ", ") -> str:
    """The first names, and how many more there are."""
    first = list(islice(names := iter(names), MOST))
    more = sum(1 for _name in names)
    if more:
        first.append(ngettext("… and {n} more", "… and {n} more", more).format(n=more))
    return between.join(first)


# Skills


def holder_said(holder: Holder, now: int) -> str:
    """`Nadia Berrada, expertise, on call`; what no longer counts says so."""
    said = [holder.name or _("somebody who left"), level_said(holder.level)]
    if holder.presence is not Presence.HERE:
        said.append(presence_word(holder.presence))
    if not holder.is_valid and holder.until is not None:
        said.append(_("expired on {day}").format(day=phrases.date(holder.until)))
    elif holder.until is not None:
        said.append(_("until {day}").format(day=phrases.date(holder.until)))
    return ", ".join(said)


def coverage_about(item: Coverage, now: int) -> str:
    """Everybody who has the skill, and all that is wrong with it."""
    holes = ", ".join(hole_word(hole) for hole in item.holes)
    who = some((holder_said(holder, now) for holder in item.holders), " · ")
    said = [phrases.labelled(item.skill.name, holes or _("well covered")) + ".", who, item.skill.remark]
    return " ".join(part for part in said if part)


def coverage_pill(item: Coverage) -> tuple[str, str]:
    if not item.holes:
        return _("covered"), "good"
    return hole_word(item.holes[0]), TONES.get(item.holes[0], "sev3")


def coverage_columns() -> tuple[Column[Coverage], ...]:
    return (
        Column("skill", N_("Skill"), lambda row, _now: row.skill.name, bold=True),
        Column(
            "hole", N_("Coverage"), lambda row, _now: coverage_pill(row)[0],
            order=lambda row: row.holes[0].rank if row.holes else 99, pill=coverage_pill, width=250, whole=True,
        ),
        Column(
            "count", N_("Have it"), lambda row, _now: f"{len(row.counting)} / {row.least}",
            order=lambda row: len(row.counting) - row.least, width=84, whole=True,
            tone=lambda row, _now: "late" if len(row.counting) < row.least else "",
        ),
        Column("who", N_("Who"), lambda row, _now: some(item.name for item in row.counting)),
        Column(
            "now", N_("Available now"), lambda row, _now: some(item.name for item in row.here) or "—",
            tone=lambda row, _now: "late" if not row.here else "", can_go=True,
        ),
    )  # fmt: skip


def grave_said(item: Coverage) -> str:
    """The grave holes of a skill in words."""
    return ", ".join(hole_word(hole) for hole in item.holes if hole in GRAVE)


# Teams


def trained_said(trained: Iterable[Trained], codes_only: bool = False) -> str:
    """`COORD until 12/05/2027, DIR until …`."""
    said = []
    for item in trained:
        until = _("until {day}").format(day=phrases.date(item.until)) if item.until and not codes_only else ""
        said.append(" ".join(part for part in (item.code, until) if part))
    return ", ".join(said)


def member_said(member: Member) -> str:
    """Somebody of a team, their part, and what they are trained for."""
    about = [part for part in (member.part, trained_said(member.trained, codes_only=True)) if part]
    if not member.trained:
        about.append(_("not trained"))
    return f"{member.name} ({', '.join(about)})"


def team_about(line: TeamLine, now: int) -> str:
    said = [line.team.purpose, some((member_said(member) for member in line.members), " · "), line.team.remark]
    return " ".join(f"{part}." if not part.endswith((".", ")")) else part for part in said if part)


def team_pill(line: TeamLine) -> tuple[str, str]:
    """Whether it is an “équipe spécialement formée”."""
    standing = line.standing
    if standing.is_specially_trained:
        return _("specially trained"), "good"
    if not standing.members:
        return _("nobody in it"), "sev2"
    return _("{n} of {all} trained").format(n=standing.trained, all=standing.members), "sev3"


def team_columns() -> tuple[Column[TeamLine], ...]:
    return (
        Column("team", N_("Team"), lambda row, _now: row.team.name, bold=True),
        Column("rapid", N_("Rapid response"), lambda row, _now: _("yes") if row.team.rapid else "—", width=130),
        Column("lead", N_("Team lead"), lambda row, _now: row.lead or "—", width=170),
        Column(
            "members", N_("Members"), lambda row, _now: str(len(row.members)),
            order=lambda row: len(row.members), width=84, whole=True,
        ),
        Column(
            "trained", N_("Training"), lambda row, _now: team_pill(row)[0],
            order=lambda row: row.standing.members - row.standing.trained, pill=team_pill, width=180, whole=True,
        ),
        Column(
            "until", N_("All until"),
            lambda row, _now: _date(row.standing.until if row.standing.is_specially_trained else None),
            order=lambda row: row.standing.until, width=116, whole=True, can_go=True,
        ),
        Column("muster", N_("Gathers at"), lambda row, _now: row.team.muster or "—", can_go=True),
    )  # fmt: skip


# Training


@dataclass(frozen=True, slots=True)
class FunctionLine:
    """A function, who is trained for it, by name."""

    function: FunctionTrained
    trained: tuple[str, ...]
    expired: tuple[str, ...]


def function_lines(facts: Capability) -> list[FunctionLine]:
    return [
        FunctionLine(
            each,
            tuple(facts.name(item.person) for item in each.trained),
            tuple(facts.name(item.person) for item in each.expired),
        )
        for each in facts.functions
    ]


def function_pill(line: FunctionLine) -> tuple[str, str]:
    count = len(line.trained)
    if not count:
        return _("nobody trained"), "sev1"
    if line.function.is_short:
        return ngettext("{n} person only", "{n} people only", count).format(n=count), "sev2"
    return ngettext("{n} trained", "{n} trained", count).format(n=count), "good"


def function_about(line: FunctionLine, now: int) -> str:
    """Who is trained until when, whose training is over, and the last drill."""
    said = [
        _("{name} until {day}").format(name=name, day=phrases.date(item.until)) if item.until else name
        for item, name in zip(line.function.trained, line.trained, strict=True)
    ]
    parts = [phrases.labelled(seat_word(line.function.code), some(said, " · ") or _("nobody trained"))]
    if line.expired:
        parts.append(_("Over for {names}").format(names=some(line.expired)))
    return ". ".join(parts) + "."


def function_columns() -> tuple[Column[FunctionLine], ...]:
    return (
        Column("function", N_("Function"), lambda row, _now: seat_word(row.function.code), bold=True, width=210),
        Column("code", N_("Code"), lambda row, _now: row.function.code, width=84, tone=_muted),
        Column(
            "state", N_("Trained"), lambda row, _now: function_pill(row)[0],
            order=lambda row: len(row.trained), pill=function_pill, width=170, whole=True,
        ),
        Column("who", N_("Who"), lambda row, _now: some(row.trained) or "—"),
        Column(
            "drill", N_("Last drill"), lambda row, _now: _date(row.function.last_drill_at),
            order=lambda row: row.function.last_drill_at, width=116, whole=True,
        ),
        Column(
            "until", N_("First to end"), lambda row, _now: _date(row.function.until),
            order=lambda row: row.function.until, width=116, whole=True, can_go=True,
        ),
    )  # fmt: skip


def training_columns() -> tuple[Column[tuple[Training, str]], ...]:
    """Every training noted, with the name of whom it trained."""
    return (
        Column("who", N_("Who"), lambda row, _now: row[1], bold=True),
        Column("code", N_("Function"), lambda row, _now: seat_word(row[0].code), width=190),
        Column("kind", N_("Kind"), lambda row, _now: training_word(row[0].kind), width=110),
        Column(
            "done", N_("Held on"), lambda row, _now: _date(row[0].done_at),
            order=lambda row: row[0].done_at, width=116, whole=True,
        ),
        Column(
            "until", N_("Counts until"), lambda row, _now: _date(counts_until(row[0])),
            order=lambda row: counts_until(row[0]), width=116, whole=True,
            tone=lambda row, now: "late" if (counts_until(row[0]) or 0) <= now else "",
        ),
        Column("by", N_("By"), lambda row, _now: row[0].by or "—", can_go=True),
    )  # fmt: skip


def seat_trained_said(trained: Trained) -> str:
    """What a seat says of its holder's training: `trained until 12/05/2027`, `never trained`."""
    if trained.counts and trained.until:
        return _("trained until {day}").format(day=phrases.date(trained.until))
    return trained_word(trained.state)


def least_hint() -> str:
    return _("Empty: {n}, so that nobody is the only one.").format(n=FUNCTION_LEAST)


def _date(at: int | None) -> str:
    return phrases.date(at) if at is not None else "—"


def _muted(_row: object, _now: int) -> str:
    return "muted"
