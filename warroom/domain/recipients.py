"""Whom a list names: people to write to, as other hands gave them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """Somebody as a list gives them: nothing of it is trusted."""

    name: str
    mail: str
    language: str = ""
    audience: str = ""
