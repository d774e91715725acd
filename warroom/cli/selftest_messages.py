"""`selftest`, messages: one is written from a template that comes as a file, approved by somebody else, and let out."""

from __future__ import annotations

from warroom.cli.checks import Found
from warroom.commands import Approve, DraftMessage, ReleaseMessage, WriteText
from warroom.domain.messages import PARTS, digest_of_texts
from warroom.domain.sms import length
from warroom.domain.template_filling import MISSING
from warroom.room import Room

TEMPLATE, SOMEBODY_ELSE = "T03", "Karim Benali"
MINUTE = 60_000


def message(room: Room, incident: str) -> Found:
    """Its words are frozen, their fingerprint is right, and the log tells them."""
    writer, next_at = room.member, room.clock.now_ms() + 30 * MINUTE
    made = room.do(
        DraftMessage(incident=incident, template=TEMPLATE, audiences=("customers",), next_at=next_at)
    ).result()
    for text in room.views.message_texts(made.id):
        said = {part: MISSING.sub("Selftest", getattr(text, part)) for part in PARTS}
        room.do(WriteText(message=made.id, language=text.language, **said)).result()  # type: ignore[arg-type]
    room.sit_down(SOMEBODY_ELSE)
    room.do(Approve(message=made.id)).result()
    release = room.do(ReleaseMessage(message=made.id)).result()
    room.sit_down(writer)
    told = any(entry.code == "released" for entry in room.views.entries(incident))
    is_whole = set(release.texts) == {"fr", "en"} and all(text["body"] for text in release.texts.values())
    segments = length(release.texts["fr"]["sms"]).segments
    return Found(
        told and is_whole and release.digest == digest_of_texts(release.texts), f"{made.number}, SMS {segments}"
    )
