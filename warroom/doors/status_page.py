"""The public status page: seen before it is written, and written into a folder for any web server (`room.status_page`).

Nothing is sent. What it may show is decided by `warroom/domain/status_page.py`: released words, public names, states.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from warroom.clock import Clock, named_zone
from warroom.domain.audit import Event
from warroom.domain.channels import ChannelKind
from warroom.domain.incidents import Mode
from warroom.domain.status_page import Facts, Page, page_of, unannounced
from warroom.storage.attachments import Step
from warroom.storage.views import Views
from warroom.words import language

if TYPE_CHECKING:
    from warroom.doors.audit import Audit
    from warroom.doors.erasures import Erasures
    from warroom.reports.status_page.folder import WrittenPage

    class Left(Protocol):
        """What the page needs of its room."""

        clock: Clock
        views: Views
        audit: Audit
        erasure: Erasures
        id: str


@dataclass(frozen=True, slots=True)
class Look:
    """The page as it would be, and the services (by their names inside) that it shows as working while they are down:
    nobody has announced that yet. For the person who writes it only."""

    page: Page
    unannounced: tuple[str, ...]


class StatusPage:
    """`room.status_page`. Everything here blocks; call it from a task."""

    def __init__(self, room: Left) -> None:
        self._room = room

    def look(self, *, exercise: bool = False) -> Look:
        """What the page would say now; of exercises, marked in every file, when asked."""
        with self._room.views.unmoving():
            facts = self._facts(exercise)
            page = page_of(facts)
            names = self._room.views.service_names()
        return Look(page, tuple(names.get(record, "") for record in unannounced(facts, page)))

    def write(
        self, folder: Path | str, *, exercise: bool = False, step: Step = lambda done, total: None
    ) -> WrittenPage:
        """Write the page into a new folder there, whole or not at all. Raises Trouble."""
        from warroom.reports.status_page.folder import write_page

        page = self.look(exercise=exercise).page
        parent = Path(folder).expanduser().absolute()
        written = write_page(page, parent, first=language(), zone=self.zone(), step=step)
        self._room.audit.note(Event.EXPORTED, {"file": written.folder.name, "kind": "status-page"})
        self._room.erasure.note_copy("export", written.folder)
        return written

    def files(self, *, exercise: bool = False) -> dict[str, bytes]:
        """The files of the page by name, for a sender."""
        from warroom.reports.status_page.folder import files_of

        return files_of(self.look(exercise=exercise).page, first=language(), zone=self.zone())

    def zone(self) -> tzinfo:
        """The zone in which times are written: that of this laptop."""
        return named_zone(self._room.clock.moment()) or UTC

    def _facts(self, exercise: bool) -> Facts:
        views = self._room.views
        mode = Mode.EXERCISE if exercise else Mode.REAL
        taken_back = {each.id: each.withdrawn_at for each in views.messages(mode=mode)}
        book = views.audience_book()
        pages = [each for each in book.named_channels(language()) if each.kind is ChannelKind.STATUS_PAGE]
        ids = {each.id for each in pages}
        outside = [each for each in book.in_use() if not each.inside and ids & set(each.channels)]
        used = [each for each in pages if not each.retired]
        used.sort(key=lambda each: not each.settings)
        return Facts(
            now=self._room.clock.now_ms(),
            seed=self._room.id,
            services=views.public_services(),
            releases=views.releases(mode=mode),
            touched={each.id: views.services(each.id) for each in views.incidents(mode=mode)},
            withdrawn={message: at for message, at in taken_back.items() if at is not None},
            page_channels=ids,
            page_audiences={each.code for each in outside},
            settings=used[0].settings if used else {},
            exercise=exercise,
        )
