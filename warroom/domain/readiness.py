"""Readiness: what a laptop has proved of itself before anybody needs it, and when."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from warroom.domain.ids import RecordId


class Proof(enum.StrEnum):
    """What is proved."""

    LOGS_IN = "logs_in"  # this laptop logs in with no network
    RUNS = "runs"  # the package runs, its self-test passes
    STICK = "stick"  # a stick was written and read back
    PRINTS = "prints"  # a page came out of a printer that needs no network
    SHEET = "sheet"  # the room opened with the recovery sheet alone


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
