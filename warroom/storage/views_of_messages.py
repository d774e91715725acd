"""Views of what is said and of what comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom.domain.audience_book import AudienceBook
from warroom.domain.channels import Channel, PressAnswer, Stakeholder
from warroom.domain.inbound import Inbound, Promise, Rumour
from warroom.domain.incidents import Mode
from warroom.domain.message_cadence import CadenceStep
from warroom.domain.messages import Claim, Message, MessageText, Release, Review, Sending
from warroom.domain.templates import ChangedTemplate, ChangedWording, WordingVersion
from warroom.storage.audience_book import audience_book
from warroom.storage.queries import messages
from warroom.words import language

if TYPE_CHECKING:
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store


class ViewsOfMessages:
    """What `Views` answers of messages, cadence, channels, and of what comes in. `incident` None: all of the mode."""

    _store: Store

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...
        def _incident(self, reference: str) -> bytes: ...

    def _of(self, incident: str | None) -> bytes | None:
        return self._incident(incident) if incident else None

    # Messages

    def messages(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[Message]:
        """Messages, the newest first."""
        return messages.messages(self._store.reader(), self._sight(), self._of(incident), mode)

    def message(self, message: str) -> Message | None:
        return messages.message(self._store.reader(), self._sight(), bytes.fromhex(message))

    def message_behind(self, noun: str, record: str) -> str:
        """The id of the message that a text, check, claim, release or sending belongs to; "" for any other record."""
        found = messages.behind(self._store.reader(), noun, bytes.fromhex(record))
        return found.hex() if found is not None else ""

    def message_texts(self, message: str) -> list[MessageText]:
        return messages.texts(self._store.reader(), self._sight(), bytes.fromhex(message))

    def message_reviews(self, message: str) -> list[Review]:
        """The checks asked, the first first."""
        return messages.reviews(self._store.reader(), self._sight(), bytes.fromhex(message))

    def message_claims(self, message: str) -> list[Claim]:
        return messages.claims(self._store.reader(), self._sight(), bytes.fromhex(message))

    def releases(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[Release]:
        """What was let out, the first first."""
        return messages.releases(self._store.reader(), self._sight(), self._of(incident), mode)

    def releases_of(self, message: str) -> list[Release]:
        """More than one: two stations let it out, or somebody did so again."""
        return messages.releases_of(self._store.reader(), self._sight(), bytes.fromhex(message))

    def sendings(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[Sending]:
        """The ledger, the first line first."""
        return messages.sendings(self._store.reader(), self._sight(), self._of(incident), mode)

    def sendings_of(self, release: str) -> list[Sending]:
        return messages.sendings_of(self._store.reader(), self._sight(), bytes.fromhex(release))

    def cadence_steps(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[CadenceStep]:
        """What was laid down about cadences, the first first."""
        return messages.cadence_steps(self._store.reader(), self._sight(), self._of(incident), mode)

    # Templates, audiences and channels as this room changed them

    def changed_templates(self) -> list[ChangedTemplate]:
        return messages.templates(self._store.reader(), self._sight())

    def changed_wordings(self) -> list[ChangedWording]:
        return messages.wordings(self._store.reader(), self._sight())

    def wording_versions(self, wording: str) -> list[WordingVersion]:
        return messages.wording_versions(self._store.reader(), self._sight(), bytes.fromhex(wording))

    def audience_book(self) -> AudienceBook:
        """Who is to hear and by what: what ships, as this room changed it, those put aside too."""
        return audience_book(self._store.reader(), self._sight(), self._store.room)

    def channels(self) -> list[Channel]:
        """The channels in use, those that ship too, by name in the language spoken now."""
        return [channel for channel in self.audience_book().named_channels(language()) if not channel.retired]

    def stakeholders(self) -> list[Stakeholder]:
        return messages.stakeholders(self._store.reader(), self._sight())

    def press_answers(self, incident: str) -> list[PressAnswer]:
        return messages.press_answers(self._store.reader(), self._sight(), self._incident(incident))

    # What comes in

    def inbounds(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[Inbound]:
        """Messages that came in, the newest first."""
        return messages.inbounds(self._store.reader(), self._sight(), self._of(incident), mode)

    def rumours(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[Rumour]:
        """What is said outside, the newest first."""
        return messages.rumours(self._store.reader(), self._sight(), self._of(incident), mode)

    def promises(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[Promise]:
        """What was promised, the soonest first."""
        return messages.promises(self._store.reader(), self._sight(), self._of(incident), mode)
