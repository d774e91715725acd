"""The page as data: `status.json`, whose format docs/status-page.md tells."""

from __future__ import annotations

from typing import Any

import orjson

from warroom.domain.status_page import FORMAT, Names, Page, PublicIncident, Update
from warroom.reports.status_page.html import iso


def status_json(page: Page) -> bytes:
    """UTF-8, sorted keys, indented: the same page makes the same bytes."""
    document = {
        "format": FORMAT,
        "generated": iso(page.generated_at),
        "updated": iso(page.updated_at),
        "exercise": page.exercise,
        "names": dict(page.names),
        "url": page.url or None,
        "contact": page.contact or None,
        "state": page.worst.value,
        "components": [
            {"id": each.anchor, "names": dict(each.names), "state": each.state.value} for each in page.components
        ],
        "current": [_incident(each, page.exercise) for each in page.current],
        "past": [_incident(each, page.exercise) for each in page.past],
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def _incident(incident: PublicIncident, exercise: bool) -> dict[str, Any]:
    return {
        "id": incident.anchor,
        "status": incident.status or None,
        "over": incident.is_over,
        "began": iso(incident.began_at),
        "next_update": iso(incident.next_at) if incident.next_at is not None else None,
        "components": list(incident.components),
        "updates": [_update(each, exercise) for each in incident.updates],
    }


def _said(said: Names, language: str, exercise: bool) -> dict[str, str]:
    mark = ("EXERCICE · " if language == "fr" else "EXERCISE · ") if exercise else ""
    return {part: f"{mark}{text}" if part == "title" and text else text for part, text in said.items()}


def _update(update: Update, exercise: bool) -> dict[str, Any]:
    return {
        "id": update.anchor,
        "at": iso(update.at),
        "status": update.status or None,
        "texts": {language: _said(said, language, exercise) for language, said in update.texts.items()},
        "corrects": update.corrects or None,
        "corrected": update.is_corrected,
        "withdrawn": iso(update.withdrawn_at) if update.withdrawn_at is not None else None,
    }
