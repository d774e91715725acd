"""Reviews out and back (`room.reviews`): versions for readers on a stick, and what came back in an edited copy."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from warroom.clock import Clock, named_zone
from warroom.commands.base import Command, handle
from warroom.commands.rex_comments import Came, RemarkIn, TakeInComments
from warroom.commands.rex_publication import PublishRex, next_version
from warroom.domain.audit import Event
from warroom.domain.rex import Reader, RexPublication
from warroom.errors import Refusal, Trouble
from warroom.storage.books import Books
from warroom.words import _, language, speaking

if TYPE_CHECKING:
    from warroom.doors.audit import Audit
    from warroom.doors.circles import Circles
    from warroom.doors.erasures import Erasures
    from warroom.doors.evidence import Evidence
    from warroom.identity.stations import StationIdentity
    from warroom.reports.folder import Step
    from warroom.reports.readers.folder import Published
    from warroom.reports.readers.version import Version
    from warroom.storage.store import Store

    class Left(Protocol):
        """What reviews need of their room."""

        identity: StationIdentity
        clock: Clock
        circles: Circles
        erasure: Erasures
        evidence: Evidence
        audit: Audit

        def do(self, command: Command[Result]) -> Future[Result]: ...

        @property
        def member(self) -> str: ...

        @property
        def station(self) -> str: ...


Result = TypeVar("Result")
LARGEST_COPY = 64 * 1024 * 1024  # bytes


class Reviews:
    """`room.reviews`. Everything here blocks; call it from a task."""

    def __init__(self, room: Left, store: Store) -> None:
        self._room, self._store = room, store

    # Out

    def look(
        self, rex: str, reader: Reader, *, spoken: str | None = None, marking: str | None = None,
        ask: Callable[[], None] = lambda: None,
    ) -> Version:  # fmt: skip
        """The version as it would be written now, with what it leaves out; nothing restricted to a circle is in it."""
        from warroom.reports.readers.version import default_marking, version_of
        from warroom.reports.subject import Asked

        views, _circle = self._room.circles.for_export(None)
        moment = self._room.clock.moment()
        with speaking(spoken or language()), views.unmoving():
            facts = views.rex_facts(rex, timeline=False)
            number = next_version(facts.publications if facts else (), reader)
            said = default_marking(reader) if marking is None else marking
            asked = Asked(self._room.member, self._room.station, moment.utc_ms, named_zone(moment), said)
            return version_of(views, rex, reader, asked, number=number, ask=ask)

    def publish(
        self,
        rex: str,
        reader: Reader,
        folder: Path | str,
        *,
        formats: Sequence[str] = ("pdf", "docx", "html"),
        languages: Sequence[str] = (),
        marking: str | None = None,
        remark: str = "",
        digest: str = "",
        step: Step = lambda done, total: None,
    ) -> Published:
        """Write a version into a new folder there, signed and read back, and note that it was published.

        The gate is asked first, before anything is written; `digest` is what was read. Raises Refusal, Trouble.
        """
        from warroom.reports.readers.folder import known_formats, write_published

        wanted = known_formats(formats)
        spoken = tuple(dict.fromkeys(languages)) or (language(),)

        def ask() -> None:
            step(0, 1)

        made = {name: self.look(rex, reader, spoken=name, marking=marking, ask=ask) for name in spoken}
        first = made[spoken[0]]
        noting = PublishRex(
            rex=first.rex.id, reader=reader, languages=spoken, digest=digest or first.facts.digest,
            version=first.number, left_out=len(first.left_out), remark=remark,
        )  # fmt: skip
        self._store.rehearse(lambda books: _rehearsed(noting, books)).result()
        with suppress(Trouble):  # a disk that is full keeps no signature; what is published is signed all the same
            self._room.evidence.sign()

        def noted(files: Mapping[str, str]) -> None:
            self._room.do(replace(noting, files=files)).result()

        published = write_published(
            made, Path(folder).expanduser(), formats=wanted, identity=self._room.identity,
            station=self._room.station, now_ms=self._room.clock.now_ms(), noted=noted, step=step,
        )  # fmt: skip
        self._room.audit.note(Event.EXPORTED, {"kind": f"review-{reader.value}", "folder": published.folder.name})
        self._room.erasure.note_copy("export", published.folder)
        return published

    def left_out(self, version: Version, file: Path | str) -> Path:
        """Write the page of what a version leaves out, for whoever approves it, as PDF or DOCX by the file's ending."""
        from warroom.reports.folder import write_whole
        from warroom.reports.readers.folder import file_of

        target = Path(file).expanduser()
        ending = target.suffix.lower().lstrip(".")
        with speaking(version.page.language):
            write_whole(target, file_of(version.page, ending if ending in ("docx", "html") else "pdf"))
        self._room.erasure.note_copy("export", target)
        return target

    def in_form(self, rex: str, template: Path | str) -> str:
        """The whole review as Markdown in the form of somebody's postmortem template, nothing restricted in it.

        Raises Refusal for a file that is no such template, Trouble where it cannot be read.
        """
        from warroom.formats.encoding import decode
        from warroom.reports.rex.forms import LARGEST, in_form, unfit
        from warroom.reports.subject import Asked, gather

        try:
            asked = decode(_bytes_of(Path(template).expanduser(), LARGEST * 4)).text
        except Refusal as refusal:
            if refusal.code != "not-text":
                raise
            raise unfit(_("The template is not a text.")) from refusal
        views, _circle = self._room.circles.for_export(None)
        moment = self._room.clock.moment()
        with views.unmoving():
            facts = views.rex_facts(rex)
            if facts is None:
                raise Refusal("rex-unknown", _("This review is not here."), safe=_("Nothing was written."))
            said = Asked(self._room.member, self._room.station, moment.utc_ms, named_zone(moment), "")
            return in_form(asked, gather(views, facts.rex.incident, said), facts)

    def write_form(self, rex: str, template: Path | str, file: Path | str) -> Path:
        """The same as a file, whole or absent. Raises Refusal, Trouble."""
        from warroom.reports.folder import write_whole

        target = Path(file).expanduser()
        write_whole(target, self.in_form(rex, template).encode())
        self._room.audit.note(Event.EXPORTED, {"kind": "review-form", "folder": target.name})
        self._room.erasure.note_copy("export", target)
        return target

    # Back

    def read_copy(self, rex: str, file: Path | str) -> Came:
        """What an edited copy would bring; nothing is kept. Raises Refusal for a copy of another review."""
        remarks, _source, _digest, read = self._read(rex, file)
        known = self._known(rex, remarks)
        return Came(len(remarks) - known, known, read[0], read[1], remarks)

    def take_in(self, rex: str, file: Path | str) -> Came:
        """Bring the remarks of an edited copy beside their sections; the same copy twice adds nothing."""
        remarks, source, digest, read = self._read(rex, file)
        asked = TakeInComments(rex=rex, remarks=remarks, source=source, source_sha256=digest)
        done = self._room.do(asked).result()
        return Came(done.added, done.known, read[0], read[1], remarks)

    def _read(self, rex: str, file: Path | str) -> tuple[tuple[RemarkIn, ...], str, str, tuple[int, bool]]:
        from warroom.formats.docx_comments import read_edited

        path = Path(file).expanduser()
        data = _bytes_of(path)
        views, _circle = self._room.circles.for_export(None)
        found = views.rex(rex)
        read = read_edited(data, zone=named_zone(self._room.clock.moment()))
        if found is not None and read.origin and read.origin.get("rex") != found.id:
            raise Refusal(
                "copy-of-another",
                _("This is a copy of review {number}, not of {this}.").format(
                    number=read.origin.get("number", "?"), this=found.number
                ),
                safe=_("Nothing was taken in."),
                todo=_("Open that review, or choose another file."),
            )
        remarks = tuple(
            RemarkIn(each.section, each.kind, each.author, each.text, each.quoted, each.written, each.written_at)
            for each in read.remarks
        )
        return remarks, path.name, hashlib.sha256(data).hexdigest(), (read.resolved, read.is_compared)

    def _known(self, rex: str, remarks: tuple[RemarkIn, ...]) -> int:
        """How many of them are here already: found by bringing them in and taking that back."""
        counted: list[int] = []
        asked = TakeInComments(rex=rex, remarks=remarks, source="")
        self._store.rehearse(lambda books: counted.append(handle(asked, books).known)).result()
        return counted[0] if counted else 0


def _rehearsed(command: Command[RexPublication], books: Books) -> None:
    handle(command, books)


def _bytes_of(path: Path, most: int = LARGEST_COPY) -> bytes:
    """The file, if it is one and not too large. Raises Refusal, or Trouble when the disk fails."""
    try:
        if not path.is_file():
            raise Refusal(
                "file-missing",
                _("There is no file {file}.").format(file=path.name),
                safe=_("Nothing was taken in."),
                todo=_("Check the path."),
            )
        with path.open("rb") as opened:
            data = opened.read(most + 1)
    except OSError as error:
        raise Trouble(
            "file-unreadable",
            _("The file {file} cannot be read: {reason}.").format(file=path.name, reason=error.strerror or error),
            safe=_("Nothing was taken in."),
            todo=_("Copy it to this laptop first."),
        ) from error
    if len(data) > most:
        is_copy = most == LARGEST_COPY
        raise Refusal(
            "file-too-large",
            _("The file is larger than 64 MiB.") if is_copy else _("The template is too long."),
            safe=_("Nothing was taken in."),
            todo=_("Take its pictures out, or send the remarks alone.")
            if is_copy
            else _("Use a Markdown file with headings (#, ##)."),
        )
    return data
