"""Views of a message's life: where each stands, and what about it calls for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warroom.domain.incidents import Mode
from warroom.domain.message_approvers import Approver, approvers_of
from warroom.domain.message_lines import MessageLine
from warroom.domain.message_releases import Doubled, RefutedClaim
from warroom.domain.message_state import Blocker, blockers
from warroom.domain.messages import PARTS, Message
from warroom.domain.template_book import fill
from warroom.domain.template_filling import missing_in
from warroom.storage.queries import at_work
from warroom.storage.queries.message_life import Desk

if TYPE_CHECKING:
    from warroom.domain.template_book import TemplateBook
    from warroom.domain.template_forms import Value
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store


@dataclass(frozen=True, slots=True)
class Preview:
    """Words by language and part, and the variables that are missing in each language."""

    texts: Mapping[str, Mapping[str, str]]
    missing: Mapping[str, tuple[str, ...]]


class ViewsOfMessageLife:
    """What `Views` answers of messages on their way. `incident` None: all of the mode."""

    _store: Store

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...
        def _of(self, incident: str | None) -> bytes | None: ...
        def message(self, message: str) -> Message | None: ...
        def template_book(self) -> TemplateBook: ...
        def message_values(self, incident: str, language: str, **asked: Any) -> dict[str, Value]: ...

    def message_board(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[MessageLine]:
        """Where each message stands: what calls first, then what is to come by its deadline, then what is out."""
        return Desk(self._store.reader(), self._sight(), self._of(incident), mode).lines()

    def message_line(self, message: str) -> MessageLine | None:
        """Where one message stands; None for one that is not here."""
        found = self.message(message)
        if found is None:
            return None
        desk = Desk(self._store.reader(), self._sight(), bytes.fromhex(found.incident), Mode.BOTH, only=found.id)
        return next(iter(desk.lines()), None)

    def message_blockers(self, message: str) -> tuple[Blocker, ...]:
        """Why the person at this keyboard cannot approve a message, what is best answered first."""
        line = self.message_line(message)
        return blockers(line.facts, approver=self._store.author.person) if line else ()

    def message_approvers(self, message: str) -> tuple[Approver, ...]:
        """The functions that approve a message as its template says, and who holds them now: a hint, never a gate."""
        found = self.message(message)
        template = self.template_book().get(found.template) if found is not None else None
        if found is None or template is None:
            return ()
        conn, sight = self._store.reader(), self._sight()
        cell = at_work.cell_of(conn, sight, bytes.fromhex(found.incident))
        held = at_work.functions(conn, sight, bytes.fromhex(cell.id)) if cell is not None else []
        return approvers_of(template.approvers, held)

    def doubled_releases(
        self, incident: str | None = None, *, mode: Mode = Mode.REAL, answered: bool = False
    ) -> list[Doubled]:
        """Releases that knew nothing of each other, the latest first; those that were answered only if asked."""
        found = Desk(self._store.reader(), self._sight(), self._of(incident), mode).doubled
        return [each for each in found if answered or not each.is_answered]

    def refuted_claims(
        self, incident: str | None = None, *, mode: Mode = Mode.REAL, answered: bool = False
    ) -> list[RefutedClaim]:
        """What was let out and rests on something that does not hold any more; a correction is to be written."""
        lines = self.message_board(incident, mode=mode)
        found = [each for line in lines for each in line.facts.refuted if each.released_at is not None]
        return [each for each in found if answered or not each.is_answered]

    def message_preview(
        self,
        incident: str,
        template: str,
        *,
        languages: tuple[str, ...] = ("fr", "en"),
        audience: str = "",
        status: str = "",
        next_at: int | None = None,
        filled: Mapping[str, Any] | None = None,
    ) -> Preview:
        """What a message would say if it were drafted now; nothing is written."""
        found = self.template_book().get(template)
        texts = {}
        for language in languages if found else ():
            assert found is not None
            values = self.message_values(
                incident, language, audience=audience or found.audiences, next_at=next_at,
                status=status or found.status, filled=filled,
            )  # fmt: skip
            wording = found.wording(language)
            texts[language] = {part: fill(wording, values, language, part).text for part in PARTS}
        missing = {language: missing_in("\n".join(words.values())) for language, words in texts.items()}
        return Preview(texts, {language: names for language, names in missing.items() if names})
