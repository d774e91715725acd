"""Templates in and out: a file of them for another room, and back (`room.templates`)."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from warroom.clock import Clock, named_zone
from warroom.commands.base import Command
from warroom.domain.audit import Event
from warroom.domain.message_words import wrapped
from warroom.domain.messages import PARTS
from warroom.domain.template_book import LANGUAGES, Template, fill
from warroom.domain.template_exchange import Brought, compared
from warroom.errors import Refusal, Trouble
from warroom.storage.views import Views
from warroom.words import _

if TYPE_CHECKING:
    from warroom.commands.template_imports import TemplatesIn
    from warroom.doors.audit import Audit
    from warroom.reports.leaflet import Leaflet
    from warroom.reports.templates import Page


class Kept(Protocol):
    """What templates in and out need of their room."""

    clock: Clock
    views: Views
    audit: Audit

    @property
    def member(self) -> str: ...

    def do(self, command: Command[Any]) -> Future[Any]: ...


@dataclass(frozen=True, slots=True)
class TemplatesFile:
    """A file of templates as it was read, beside the room's: nothing is changed yet."""

    name: str
    brought: tuple[Brought, ...]

    @property
    def templates(self) -> tuple[Template, ...]:
        return tuple(item.template for item in self.brought)


class Templates:
    """`room.templates`. Everything here blocks; call it from a task."""

    def __init__(self, room: Kept) -> None:
        self._room = room

    def data(self, codes: Collection[str] = ()) -> bytes:
        """Templates as YAML: those named, else all in use. Raises Refusal `template-unknown`."""
        from warroom.commands.message_templates import template_of
        from warroom.formats.templates_file import write_templates

        book = self._room.views.template_book()
        chosen = [template_of(book, code) for code in codes] if codes else book.listed()
        return write_templates(chosen)

    def export(self, path: Path, codes: Collection[str] = (), *, force: bool = False) -> Path:
        """Write templates into a file. Raises Refusal `file-exists` unless told to overwrite."""
        data = self.data(codes)
        if path.exists() and not force:
            raise Refusal(
                "file-exists",
                _("“{name}” exists already.").format(name=path.name),
                safe=_("Nothing was written."),
                todo=_("Choose another name."),
            )
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f".{path.name}.tmp")
            fresh.write_bytes(data)
            fresh.replace(path)
        except OSError as error:
            raise Trouble(
                "not-written",
                _("The file {name} cannot be written: {why}").format(name=path.name, why=error.strerror or error),
                safe=_("The room is untouched."),
                todo=_("Choose another folder."),
            ) from error
        self._room.audit.note(Event.EXPORTED, {"file": path.name, "kind": "templates"})
        return path

    def filled(self, code: str, incident: str, *, now_ms: int | None = None, **asked: Any) -> tuple[Page, bool]:
        """A template in both languages with what the room knows, and whether the incident is an exercise.

        `asked` is what `Views.message_values` takes: audience, next_at, filled. Raises Refusal for what is unknown.
        """
        from warroom.commands.message_templates import template_of
        from warroom.reports.templates import Page

        views = self._room.views
        item = template_of(views.template_book(), code)
        found = views.incident(incident)
        asked = {"audience": item.audiences, "status": item.status, **asked}
        texts: dict[str, dict[str, str]] = {}
        missing: dict[str, None] = {}
        for language in LANGUAGES:
            values = views.message_values(incident, language, now_ms=now_ms, **asked)
            parts = {part: fill(item.wording(language), values, language, part) for part in PARTS}
            texts[language] = {
                part: wrapped(filled.text, exercise=found.exercise, language=language) for part, filled in parts.items()
            }
            missing |= dict.fromkeys(name for filled in parts.values() for name in filled.missing)
        return Page(item, texts, tuple(missing)), found.exercise

    def sheet(self, codes: Collection[str] = (), *, incident: str = "", **asked: Any) -> Leaflet:
        """Templates on paper, PDF and HTML: those named, else all in use; filled for an incident. Raises Trouble."""
        from warroom.commands.message_templates import template_of
        from warroom.reports.leaflet import Made
        from warroom.reports.templates import Page, sheet_of

        views, moment = self._room.views, self._room.clock.moment()
        book, audiences = views.template_book(), views.audience_book()
        chosen = [template_of(book, code) for code in codes] if codes else book.listed()
        if incident:
            found = views.incident(incident)
            pages = [self.filled(item.code, incident, **asked)[0] for item in chosen]
            about, exercise = f"{found.number} · {found.title}", found.exercise
        else:
            pages, about, exercise = [Page(item, _written(item)) for item in chosen], "", False
        made = Made(views.within(()), self._room.member, moment.utc_ms, zone=named_zone(moment), exercise=exercise)
        return sheet_of(made, pages, audiences, book.label, about=about)

    def read(self, path: Path) -> TemplatesFile:
        """What a file would bring and change. Raises Refusal for one that is no file of templates."""
        from warroom.formats.templates_file import read_templates
        from warroom.imports import bytes_of

        found = read_templates(bytes_of(path))
        return TemplatesFile(path.name, tuple(compared(self._room.views.template_book(), found)))

    def bring(self, file: TemplatesFile) -> TemplatesIn:
        """Bring in what was read. Raises what the command raises; then nothing was changed."""
        from warroom.commands import ImportTemplates

        done: TemplatesIn = self._room.do(ImportTemplates(templates=file.templates, source=file.name)).result()
        return done


def _written(item: Template) -> dict[str, dict[str, str]]:
    return {language: {part: wording.part(part) for part in PARTS} for language, wording in item.wordings.items()}
