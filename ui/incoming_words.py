"""What the forms of incoming messages offer: channels, audiences, messages of ours."""

from __future__ import annotations

from ui.desk import Desk
from warroom import words
from warroom.commands.said import channel_word
from warroom.domain.entries import Channel
from warroom.domain.incidents import Incident, Mode
from warroom.words import _


def channels_offered() -> list[tuple[str, str]]:
    """By what a message can come, and an answer go."""
    return [("", "—"), *((channel.value, channel_word(channel)) for channel in Channel)]


def audiences_offered(desk: Desk) -> list[tuple[str, str]]:
    """Whom a message can be from."""
    found = desk.room.views.audience_book().in_use()
    return [("", "—"), *((each.code, each.said(words.language())) for each in found)]


def audience_name(desk: Desk, code: str) -> str:
    """What an audience is called, "" for none."""
    return desk.room.views.audience_book().name(code, words.language()) if code else ""


def messages_offered(desk: Desk, incident: str) -> list[tuple[str, str]]:
    """Messages of ours that went out, any of which may answer what came in, the newest first."""
    views = desk.room.views
    out = {each.message for each in views.releases(incident, mode=Mode.BOTH)}
    found = [each for each in views.messages(incident, mode=Mode.BOTH) if each.id in out]
    return [("", _("in our own words")), *((each.id, f"{each.number} · {each.template}") for each in found)]


def mode_incident(desk: Desk, incident: str | None) -> Incident | None:
    """The current incident, None where an undo took it away a moment ago."""
    from warroom.errors import Refusal

    try:
        return desk.room.views.incident(incident) if incident else None
    except Refusal:
        return None
