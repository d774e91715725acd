"""Audiences as a room knows them: their pace, and what they are called in the language of whoever reads."""

from __future__ import annotations

import apsw

from warroom import words
from warroom.domain.channels import Audience
from warroom.storage.queries.plain import fetch
from warroom.storage.sight import Sight


def audiences(conn: apsw.Connection, sight: Sight) -> dict[str, Audience]:
    """Those of this room that are in use, by code."""
    found = fetch(conn, sight, Audience, "audience", order="coalesce(rank, 99), code, id")
    return {audience.code: audience for audience in found if not audience.retired}


def audience_name(code: str, known: dict[str, Audience]) -> str:
    """What an audience is called; its code where nobody here knows it."""
    names = known[code].names if code in known else {}
    said = names.get(words.language()) or names.get("en")
    return str(said) if said else code
