"""Ways out with no network: a released message as paper, codes, mail and files for a stick (`room.ways_out`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from warroom.clock import Clock, named_zone
from warroom.commands.sending_words import reason_said
from warroom.domain.audit import Event
from warroom.domain.channels import ChannelKind
from warroom.domain.ids import PersonId
from warroom.domain.incidents import Mode
from warroom.domain.messages import Release
from warroom.domain.recipients import Given
from warroom.domain.roster import ReachKind
from warroom.domain.stale import Advice, Judgement, Situation, Text, judge
from warroom.errors import Refusal
from warroom.storage.attachments import Step
from warroom.storage.views import Views
from warroom.words import _, language

if TYPE_CHECKING:
    from warroom.doors.alerts_out import AlertsOut
    from warroom.doors.audit import Audit
    from warroom.doors.erasures import Erasures
    from warroom.reports.leaflet import Leaflet, Made
    from warroom.reports.ways_out.folder import Asked, WrittenOut
    from warroom.reports.ways_out.papers import Listener
    from warroom.reports.ways_out.recipients import Recipient, Unfit
    from warroom.reports.ways_out.said import Way

    class Left(Protocol):
        """What the ways out need of their room."""

        clock: Clock
        views: Views
        audit: Audit
        erasure: Erasures
        alerts_out: AlertsOut

        @property
        def member(self) -> str: ...


TEAMS, EVERYBODY = "crisis", "staff"  # audiences whose addresses the roster knows


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who a mail merge would be for, and who is left out with the reason."""

    kept: tuple[Recipient, ...]
    unfit: tuple[Unfit, ...]


class WaysOut:
    """`room.ways_out`. Everything here blocks; call it from a task. Nothing is sent: what is written is carried."""

    def __init__(self, room: Left) -> None:
        self._room = room

    def release(self, reference: str) -> Release:
        """A release by its id, or the last of a message by its number. Raises Refusal when there is none."""
        said = reference.strip()
        found = [
            each
            for each in self._room.views.releases(mode=Mode.BOTH)
            if said.lower() in (each.id, each.message) or said.upper() == each.number
        ]
        if not found:
            raise Refusal(
                "not-released",
                _("{reference} has not been let out: nothing can leave before it is.").format(reference=said),
                safe=_("Nothing was written."),
                todo=_("Have it approved and released first."),
            )
        return found[-1]

    def judgement(self, release: Release) -> Judgement:
        """Whether these words may still leave, with every reason against it, as the outbox sees it."""
        views = self._room.views
        for line in views.outbox(release.incident, mode=Mode.BOTH, is_whole=True):
            if line.release is not None and line.release.id == release.id:
                return line.judgement
        incident, released = views.incident(release.incident), views.releases(release.incident, mode=Mode.BOTH)
        messages = views.messages(release.incident, mode=Mode.BOTH)
        withdrawn = {str(each.id): each.withdrawn_at for each in messages if each.withdrawn_at is not None}
        text = Text(release.message, release.audiences, release.status, release.next_at, release.at, release.id)
        now = Situation(incident.status, incident.severity, releases=tuple(released), withdrawn=withdrawn)
        return judge(text, now, self._room.clock.now_ms())

    def recipients(self, release: Release, *, table: bytes | None = None) -> Recipients:
        """Whom mail is made for: stakeholders of its audiences, for teams and staff the roster; or those in a table.

        `table` is a CSV file or a workbook with a column of addresses. Raises Refusal when it cannot be read.
        """
        from warroom.reports.ways_out.recipients import sorted_out

        if table is not None:
            from warroom.formats.recipients import recipients_in

            given: Iterable[Given] = recipients_in(table)
        else:
            given = [*self._stakeholders(release), *self._people(release)]
        kept, unfit = sorted_out(given, language=language())
        return Recipients(tuple(kept), tuple(unfit))

    def write(
        self,
        release: Release,
        folder: Path | str,
        *,
        ways: Sequence[Way] = (),
        table: bytes | None = None,
        sender: str = "",
        despite: bool = False,
        step: Step = lambda done, total: None,
    ) -> WrittenOut:
        """Write the ways asked for (all, when none is named) into one new folder there, with a list of hashes.

        `sender` is the address mail is from. Refuses what is overtaken unless `despite`. Raises Trouble.
        """
        from warroom.reports.ways_out.folder import write_out

        self._refuse_overtaken(release, despite=despite)
        made = self.made(release)
        with made.views.unmoving():
            asked = self._asked(release, ways, table, sender)
            written = write_out(made, asked, Path(folder).expanduser().absolute(), heads=made.views.heads(), step=step)
        self._room.audit.note(Event.EXPORTED, {"file": written.folder.name, "kind": "ways-out"})
        self._room.erasure.note_copy("export", written.folder)
        return written

    def read_out(self, release: Release, *, made: Made | None = None) -> Leaflet:
        """The script to be read aloud with its read-back sheet. Raises Trouble."""
        from warroom.reports.ways_out.papers import read_out

        made = made or self.made(release)
        return read_out(made, release, self._listeners(release), heads=made.views.heads())

    def poster(self, release: Release, *, paper: str = "a4", made: Made | None = None) -> Leaflet:
        """The poster, on `a4` or `a3`. Raises Trouble."""
        from warroom.reports.ways_out.papers import poster

        made = made or self.made(release)
        return poster(made, release, paper=paper, heads=made.views.heads())

    def codes(self, release: Release, *, made: Made | None = None) -> Leaflet:
        """The sheet of QR codes. Raises Trouble."""
        from warroom.reports.ways_out.papers import code_sheet

        made = made or self.made(release)
        return code_sheet(made, release, heads=made.views.heads())

    def made(self, release: Release) -> Made:
        """For whom and when: nothing restricted is read."""
        from warroom.reports.leaflet import Made

        moment = self._room.clock.moment()
        views = self._room.views.within(())
        return Made(views, self._room.member, moment.utc_ms, named_zone(moment), release.exercise)

    def _asked(self, release: Release, ways: Sequence[Way], table: bytes | None, sender: str) -> Asked:
        from warroom.reports.ways_out.folder import Asked, Sender
        from warroom.reports.ways_out.recipients import fault_of
        from warroom.reports.ways_out.said import ALL, Way

        if sender and fault_of(sender):
            raise Refusal(
                "sender-unfit",
                _("“{mail}” cannot be written from: {why}.").format(mail=sender[:80], why=fault_of(sender)),
                safe=_("Nothing was written."),
                todo=_("Give one plain address, or none."),
            )
        wanted = tuple(ways) or ALL
        alert, without = self._alert(release, wanted) if Way.CAP in wanted else (b"", ())
        found = self.recipients(release, table=table) if Way.MAIL_MERGE in wanted else Recipients((), ())
        return Asked(
            release,
            wanted,
            listeners=self._listeners(release),
            recipients=found.kept,
            unfit=found.unfit,
            sender=Sender(sender, self._room.views.name()),
            is_addressed=not release.exercise or self._may_drill(),
            alert=alert,
            without=without,
        )

    def _may_drill(self) -> bool:
        """Whether a channel of mail is marked for exercises: only then do their mails carry addresses."""
        of_mail = (ChannelKind.MAIL, ChannelKind.MAIL_MERGE)
        channels = self._room.views.channels()
        return any(each.settings.get("exercise") is True for each in channels if each.kind in of_mail)

    def _alert(self, release: Release, wanted: Sequence[Way]) -> tuple[bytes, tuple[str, ...]]:
        """The alert, or why there is none; asked for alone, the reason is a Refusal."""
        try:
            return self._room.alerts_out.xml(release), ()
        except Refusal as refusal:
            if len(wanted) == 1:
                raise
            return b"", (f"CAP: {refusal.message}",)

    def _refuse_overtaken(self, release: Release, *, despite: bool) -> None:
        judged = self.judgement(release)
        if judged.advice is not Advice.STOP or despite:
            return
        reasons = [reason for reason in judged.reasons if reason.advice is Advice.STOP]
        raise Refusal(
            "release-overtaken",
            " ".join(reason_said(reason, self._room.clock.now_ms()) for reason in reasons),
            safe=_("Nothing was written."),
            todo=_("Take the message that replaces it; or say that this one is wanted all the same."),
        )

    def _listeners(self, release: Release) -> list[Listener]:
        from warroom.reports.ways_out.papers import listeners_of

        return listeners_of(self._room.views.within(()).stakeholders(), release.audiences)

    def _stakeholders(self, release: Release) -> list[Given]:
        from warroom.reports.ways_out.papers import called

        return [
            Given(called(each), each.mail, each.language, each.audience)
            for each in self._room.views.within(()).stakeholders()
            if each.audience in release.audiences
        ]

    def _people(self, release: Release) -> list[Given]:
        """Who the roster knows by mail, where the message is for them: everybody for staff, whoever sits for teams."""
        views = self._room.views.within(())
        if EVERYBODY in release.audiences:
            wanted, audience = {card.id for card in views.roster() if card.left_at is None}, EVERYBODY
        elif TEAMS in release.audiences:
            wanted, audience = self._seated(release), TEAMS
        else:
            return []
        names = {card.id: (card.name, next(iter(card.languages), "")) for card in views.roster()}
        mails = [reach for reach in views.reaches() if reach.kind is ReachKind.EMAIL and reach.person in wanted]
        return [Given(*_said(names, reach.person, reach.value), audience) for reach in mails if reach.person in names]

    def _seated(self, release: Release) -> set[PersonId]:
        views = self._room.views.within(())
        cell = views.cell_of(release.incident)
        holders = {function.holder for function in views.functions(cell.id)} if cell is not None else set()
        return {card.id for card in views.roster() if card.name in holders or card.id in holders}


def _said(names: dict[PersonId, tuple[str, str]], person: PersonId, mail: str) -> tuple[str, str, str]:
    name, spoken = names[person]
    return name, mail, spoken
