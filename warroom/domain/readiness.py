"""Readiness: what a laptop has proved of itself before anybody needs it, and when."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from warroom.domain.ids import RecordId

DAY_MS = 86_400_000
STALE_DAYS = 90  # a proof older than this is to be made again; it was true once, and is never shown as a failure


class Proof(enum.StrEnum):
    """What is proved."""

    LOGS_IN = "logs_in"  # this laptop logs in with no network
    RUNS = "runs"  # the package runs, its self-test passes
    STICK = "stick"  # a stick was written and read back
    PRINTS = "prints"  # a page came out of a printer that needs no network
    SHEET = "sheet"  # the room opened with the recovery sheet alone


class Standing(enum.StrEnum):
    """How a proof stands today."""

    MISSING = "missing"
    FAILED = "failed"
    STALE = "stale"
    FRESH = "fresh"


@dataclass(frozen=True, slots=True)
class Readiness:
    """One proof of one laptop; time in milliseconds UTC."""

    id: RecordId
    station: RecordId
    what: str
    at: int | None
    ok: bool
    detail: str
    by: str


@dataclass(frozen=True, slots=True)
class Proved:
    """What trying found: whether it holds, and in a few words how. Never a name, a path or a secret."""

    ok: bool
    detail: str


def standing(proof: Readiness | None, *, now_ms: int, stale_days: int = STALE_DAYS) -> Standing:
    """How a proof stands at this time (milliseconds UTC)."""
    if proof is None or proof.at is None:
        return Standing.MISSING
    if not proof.ok:
        return Standing.FAILED
    return Standing.STALE if now_ms - proof.at > stale_days * DAY_MS else Standing.FRESH
