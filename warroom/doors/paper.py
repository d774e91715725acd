"""Paper: everything needed to go on without laptops, as one document for a printer or a stick (`room.paper`)."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from warroom.clock import Clock, named_zone
from warroom.commands.base import Command
from warroom.commands.paper import RegisterPrintout, SpoilPrintout
from warroom.domain.audit import Event
from warroom.domain.heads import digest_of, fingerprint_of
from warroom.domain.incidents import Incident, Mode
from warroom.domain.paper import SHEETS, PrintKind
from warroom.errors import Refusal, WarroomError
from warroom.storage.attachments import Step
from warroom.storage.views import Views
from warroom.words import _, speaking
from warroom.words import language as spoken

if TYPE_CHECKING:
    from warroom.doors.audit import Audit
    from warroom.doors.erasures import Erasures
    from warroom.doors.exchange import Exchange
    from warroom.reports.document import Document
    from warroom.reports.paper import Papers

PRINTER_DPI = 200


@dataclass(frozen=True, slots=True)
class SetOfPapers:
    """A set of papers that was registered and is laid out, but is not on paper yet."""

    id: str
    number: str
    sheets: tuple[str, ...]
    incidents: tuple[str, ...]  # numbers
    fingerprint: str
    document: Document


class Papered(Protocol):
    """What paper needs of its room."""

    clock: Clock
    views: Views
    exchange: Exchange
    erasure: Erasures
    audit: Audit

    @property
    def member(self) -> str: ...

    @property
    def station(self) -> str: ...

    def do(self, command: Command[Any]) -> Future[Any]: ...


class Paper:
    """`room.paper`. Everything here blocks; call it from a task."""

    def __init__(self, room: Papered) -> None:
        self._room = room

    def scope(self, incident: str = "") -> list[Incident]:
        """The incidents that one set of papers is about, the one that leads first.

        That incident and those of its cell; without one, every live incident, those of cells first: the real ones, or,
        where there is none, the exercises. Raises Refusal when there is nothing to print.
        """
        views = self._room.views
        if incident:
            found = views.incident(incident)
            cell = views.cell_of(found.id)
            covered = views.covered(cell.id) if cell is not None and cell.is_active else []
            return [found, *(each for each in covered if each.id != found.id)] if not cell else covered or [found]
        real = views.incidents(mode=Mode.REAL, live_only=True)
        wanted = real or views.incidents(mode=Mode.EXERCISE, live_only=True)
        if not wanted:
            raise Refusal(
                "nothing-to-print",
                _("No incident is live in this room: there is nothing to go on with on paper."),
                safe=_("No number was taken."),
                todo=_("Declare an incident first."),
            )
        cells = views.cells(mode=Mode.BOTH, live_only=True)
        at_work = [each.id for cell in cells for each in views.covered(cell.id)]
        return sorted(wanted, key=lambda each: at_work.index(each.id) if each.id in at_work else len(at_work))

    def known(self) -> list[Incident]:
        """The incidents that a sheet may be about: live ones, real before exercises; then those that are over."""
        found = self._room.views.incidents(mode=Mode.BOTH)
        return sorted(found, key=lambda each: (each.status.is_over, each.exercise))

    def gather(self, incidents: Sequence[str], *, marking: str | None = None) -> Papers:
        """What a set of papers shows, read at one instant; nothing restricted."""
        from warroom.reports.paper import gather_papers
        from warroom.reports.subject import Asked

        room, moment = self._room, self._room.clock.moment()
        views = room.views.within(())
        asked = Asked(
            member=room.member,
            station=room.station,
            now_ms=moment.utc_ms,
            zone=named_zone(moment),
            marking=_("Restricted distribution") if marking is None else marking,
        )
        stations = room.exchange.peers()
        with views.unmoving():
            return gather_papers(views, incidents, asked, stations)

    def take(
        self,
        incident: str = "",
        *,
        sheets: int = SHEETS,
        copies: int = 1,
        place: str = "",
        language: str | None = None,
        marking: str | None = None,
    ) -> SetOfPapers:
        """Read how things stand, take numbers for the copy and its sheets, and lay the document out.

        Whoever cannot bring it to paper says so with `spoil`. Raises Refusal when there is nothing to print.
        """
        from warroom.reports.paper import paper_document

        with speaking(language or spoken()):
            incidents = self.scope(incident)
            papers = self.gather([each.id for each in incidents], marking=marking)
            fingerprint = fingerprint_of(digest_of(papers.heads))
            made = self._room.do(
                RegisterPrintout(
                    kind=PrintKind.PAPER,
                    incident=incidents[0].id,
                    others=tuple(each.id for each in incidents[1:]),
                    sheets=sheets,
                    copies=copies,
                    place=place,
                    fingerprint=fingerprint,
                    heads=papers.heads,
                    shown_at=papers.asked.now_ms,
                )
            ).result()
            document = paper_document(papers, made.number, made.sheets)
        numbers = tuple(each.number for each in incidents)
        return SetOfPapers(made.id, made.number, made.sheets, numbers, fingerprint, document)

    def take_message_sheets(
        self, incident: str, *, sheets: int, language: str | None = None, marking: str | None = None
    ) -> SetOfPapers:
        """Blank numbered sheets to take messages in by hand: numbers are taken, and the forms laid out.

        Whoever cannot bring them to paper says so with `spoil`.
        """
        from warroom.reports.intake_sheet import intake_sheets
        from warroom.reports.subject import Asked

        room, moment = self._room, self._room.clock.moment()
        with speaking(language or spoken()):
            about = room.views.incident(incident)
            command = RegisterPrintout(kind=PrintKind.MESSAGES, incident=about.id, sheets=sheets)
            made = room.do(command).result()
            asked = Asked(
                member=room.member,
                station=room.station,
                now_ms=moment.utc_ms,
                zone=named_zone(moment),
                marking=_("Restricted distribution") if marking is None else marking,
            )
            document = intake_sheets(room.views, about.id, made.sheets, asked)
        return SetOfPapers(made.id, made.number, made.sheets, (about.number,), document.fingerprint, document)

    def pages(self, papers: SetOfPapers, *, step: Step = lambda done, total: None) -> list[bytes]:
        """Its pages as pictures for a printer; `step` may raise to cancel."""
        from warroom.reports.pdf import pages_of

        total = 2 + len(papers.sheets)
        return pages_of(papers.document, dpi=PRINTER_DPI, ask=lambda: step(1, total))

    def write(self, papers: SetOfPapers, folder: Path | str, *, step: Step = lambda done, total: None) -> Path:
        """Write it into a folder as `warroom-paper-A-I01.pdf`, whole or not at all, and read it back."""
        from warroom.reports.folder import write_whole
        from warroom.reports.pdf import pdf_of

        step(0, 2)
        body = pdf_of(papers.document, ask=lambda: step(0, 2))
        step(1, 2)
        path = Path(folder).expanduser().absolute() / f"warroom-paper-{papers.number}.pdf"
        write_whole(path, body)
        step(2, 2)
        self._room.audit.note(Event.PRINTED, {"title": papers.number, "file": path.name})
        self._room.erasure.note_copy("export", path)
        return path

    def printed(self, papers: SetOfPapers, *, pages: int) -> None:
        """It went to a printer."""
        self._room.audit.note(Event.PRINTED, {"title": papers.number, "pages": pages})

    def spoil(self, papers: SetOfPapers, reason: str) -> None:
        """It never reached paper: the copy is withdrawn, and its sheets are void."""
        with suppress(WarroomError):  # what stopped the print may stop this too
            self._room.do(SpoilPrintout(printout=papers.id, reason=reason)).result()

    def switch(
        self,
        folder: Path | str,
        incident: str = "",
        *,
        sheets: int = SHEETS,
        place: str = "",
        language: str | None = None,
        step: Step = lambda done, total: None,
    ) -> tuple[SetOfPapers, Path]:
        """Switch to paper in one act: take numbers, lay out, write into a folder. Nothing is taken when it fails."""
        step(0, 2)
        papers = self.take(incident, sheets=sheets, place=place, language=language)
        try:
            return papers, self.write(papers, folder, step=step)
        except BaseException as error:
            said = error.message if isinstance(error, WarroomError) else _("cancelled before it was printed")
            self.spoil(papers, said)
            raise
