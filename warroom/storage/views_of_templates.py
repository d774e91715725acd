"""Views of the templates of messages, and of what the room knows to fill them with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from warroom.domain.ids import RecordId
from warroom.domain.template_book import TemplateBook
from warroom.domain.template_forms import Value
from warroom.domain.templates import WordingVersion
from warroom.storage.books import named_by
from warroom.storage.queries import messages
from warroom.storage.template_book import shipped, template_book

if TYPE_CHECKING:
    from warroom.clock import Clock
    from warroom.domain.incidents import Incident
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store
    from warroom.storage.template_values import Told


class ViewsOfTemplates:
    """What `Views` answers of templates."""

    _store: Store
    _clock: Clock

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...
        def incident(self, reference: str) -> Incident: ...

    def template_book(self) -> TemplateBook:
        """The templates of this room: those that ship, as it changed them, and its own."""
        return template_book(self._store.reader(), self._sight())

    def wording_history(self, code: str, language: str) -> list[WordingVersion]:
        """Every version of the text of a template in a language, the first first; 1 is what shipped, or the first text."""
        record = named_by(self._store.room, "wording", f"{code} {language}")
        found = messages.wording_versions(self._store.reader(), self._sight(), bytes.fromhex(record))
        if found:
            return [item for place, item in enumerate(found) if item.number != 1 or place == 0]
        ships = shipped().get(code)
        if ships is None:
            return []
        text = ships.wording(language)
        parts = (text.title, text.body, text.brief, text.sms)
        return [WordingVersion(RecordId(""), record, 1, *parts, reason="", by="", at=None)]

    def message_values(
        self,
        incident: str,
        language: str,
        *,
        audience: str | tuple[str, ...] = "",
        inside: bool | None = None,
        next_at: int | None = None,
        status: str = "",
        filled: Mapping[str, Any] | None = None,
        now_ms: int | None = None,
    ) -> dict[str, Value]:
        """The variables of a message that are known, by name: from the room, earlier messages, and what was typed.

        `audience` is a code or several; our own words are values only where all of them are inside. `next_at` is when the next message is promised (milliseconds UTC); `status` what it announces, the incident's
        when absent; `filled` what was typed. Whoever asks, what is restricted to a circle is never among them.
        """
        from warroom.storage.template_values import Wanted, values_of

        audiences = tuple(code for code in ((audience,) if isinstance(audience, str) else audience) if code)
        wanted = Wanted(language, audiences, inside, next_at, status, filled or {})
        return values_of(self._told(now_ms), self.incident(incident), wanted)

    def message_suggestions(self, incident: str, language: str) -> dict[str, tuple[str, ...]]:
        """For variables that somebody chooses: what the room holds in its own words, and the bank of statements.

        None of it goes into a text for the outside by itself: internal words must not leave unread.
        """
        from warroom.storage.template_values import suggested

        return suggested(self._told(None), self.incident(incident), language)

    def _told(self, now_ms: int | None) -> Told:
        from warroom.storage.rulebook import zone_of_room
        from warroom.storage.template_values import Told

        conn = self._store.reader()
        return Told(
            conn,
            self._store.sight(()),
            self._clock.now_ms() if now_ms is None else now_ms,
            zone_of_room(conn, bytes.fromhex(self._store.room)),
            self.template_book(),
            self._store.author.name,
            self._store.room,
        )
