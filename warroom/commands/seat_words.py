"""The words of handovers, role cards, watchwords, and the parts of a cell that functions sit in."""

from __future__ import annotations

from warroom.domain.cells import CellKind, Split
from warroom.domain.handovers import Handover, Part, Side
from warroom.words import _, language, pgettext

THIN = "\u202f"  # between thousands in French
FIXED = "\u00a0"  # before € in French


def part_word(part: Part) -> str:
    """The heading of one part of a handover sheet."""
    return {
        Part.SITUATION: _("Situation"),
        Part.OBJECTIVES: _("Intent and objectives"),
        Part.LATE: _("Late actions"),
        Part.OPEN: _("Open actions"),
        Part.DECISIONS: _("Decisions awaited"),
        Part.CLOCKS: _("Next deadlines and messages"),
        Part.PROMISES: _("Promises made"),
        Part.DUTY: _("Who is on duty"),
        Part.RISKS: _("Risks"),
        Part.WORDS: _("Challenge and answer"),
    }[part]


def cell_kind_word(kind: CellKind) -> str:
    return {CellKind.DECISION: _("Decision cell"), CellKind.OPERATIONAL: _("Operational cell")}[kind]


def split_word(split: Split) -> str:
    """A part of the French functional split."""
    return {
        Split.COMMAND: pgettext("split", "Command"),
        Split.SITUATION: pgettext("split", "Situation"),
        Split.ANTICIPATION: pgettext("split", "Anticipation"),
        Split.LOGISTICS: pgettext("split", "Logistics"),
        Split.ACTION: pgettext("split", "Action"),
        Split.COMMUNICATION: pgettext("split", "Communication"),
    }[split]


def side_word(side: Side) -> str:
    return {Side.LEAVING: pgettext("handover", "leaves"), Side.ARRIVING: pgettext("handover", "arrives")}[side]


def waits_said(handover: Handover) -> str:
    """Whose signature is missing, "" where none is."""
    waits = handover.awaits()
    names = [handover.leaving if side is Side.LEAVING else handover.arriving for side in waits]
    return _("not signed by {names}").format(names=", ".join(names)) if names else ""


def euros(amount: int) -> str:
    """`12 500 €`, `€12,500`."""
    if language() == "fr":
        return f"{amount:,}".replace(",", THIN) + FIXED + "€"
    return f"€{amount:,}"


def limit_said(limit: int | None) -> str:
    """What the holder of a function may commit alone."""
    if limit is None:
        return _("No spending limit is stated: ask before committing anything.")
    if limit == 0:
        return _("Commits no spending alone.")
    return _("Commits up to {amount} alone.").format(amount=euros(limit))


def seat_fields() -> dict[tuple[str, str], str]:
    """What the fields of these records are called on screen."""
    return {
        ("handover", "arriving"): _("Who arrives"),
        ("handover", "leaving"): _("Who leaves"),
        ("handover", "page"): _("Handover sheet"),
        ("handover", "promised"): _("Promises made"),
        ("handover", "watch"): _("What I would watch"),
        ("watchword", "challenge"): _("Challenge"),
        ("watchword", "answer"): pgettext("watchword", "Answer"),
        ("watchword", "from_at"): _("Counts from"),
        ("watchword", "until_at"): _("Counts until"),
        ("watchword", "revoked_at"): _("Revoked"),
        ("role_card", "mission"): pgettext("role card", "Mission"),
        ("role_card", "first"): _("First actions"),
        ("role_card", "deliverable"): _("To deliver"),
        ("role_card", "authority"): _("Authority and its limits"),
        ("role_card", "spend_limit"): _("Spending limit, euros"),
    }
