"""Messages that were let out, as alerts of CAP 1.2 (`room.alerts_out`). Nothing is sent: what is written is carried."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from warroom.clock import Clock, named_zone
from warroom.domain.audit import Event
from warroom.domain.cap import Alert
from warroom.domain.cap_release import Issuer, Proposed, alert_of, cancelling, issuer_of, proposed
from warroom.domain.channels import ChannelKind
from warroom.domain.incidents import Mode
from warroom.domain.messages import Message, Release
from warroom.errors import Refusal, Trouble
from warroom.storage.views import Views
from warroom.words import _

if TYPE_CHECKING:
    from warroom.doors.audit import Audit
    from warroom.doors.erasures import Erasures

    class Left(Protocol):
        """What writing alerts needs of its room."""

        clock: Clock
        views: Views
        audit: Audit
        erasure: Erasures
        id: str


PUBLIC = frozenset({"customers", "public", "press"})  # audiences that are everybody
BEFORE_MOST = 50  # references of one alert


class AlertsOut:
    """`room.alerts_out`. Blocks; call it from a task."""

    def __init__(self, room: Left) -> None:
        self._room = room

    def release(self, reference: str) -> Release:
        """A release by its id, or the last of a message by its id or number. Raises Refusal when there is none."""
        said = reference.strip()
        for each in reversed(self._room.views.releases(mode=Mode.BOTH)):
            if said.lower() in (each.id, each.message) or said.upper() == each.number:
                return each
        raise Refusal(
            "not-released",
            _("{reference} has not been let out: nothing can leave before it is.").format(reference=said),
            safe=_("Nothing was written."),
            todo=_("Have it approved and released first."),
        )

    def alert(self, release: Release, *, end: str = "") -> Alert:
        """What a release is as an alert; with `end`, the end of that alert, and why."""
        views = self._room.views
        incident = views.incident(release.incident)
        message = views.message(release.message)
        book = views.audience_book()
        restriction = ", ".join(book.name(code, "en") for code in release.audiences)
        alert = alert_of(
            release,
            self.issuer(release),
            severity=incident.severity,
            public=bool(PUBLIC & set(release.audiences)),
            restriction=restriction,
            incident_number=incident.number,
            before=self._before(release),
            said=message.cap if message is not None else None,
        )
        if not end:
            return alert
        return cancelling(alert, at=self._room.clock.now_ms(), why={"": end})

    def xml(self, release: Release, *, end: str = "") -> bytes:
        """The same as CAP 1.2. Raises Refusal `cap-unfit` for what is not CAP, with everything that is wrong."""
        from warroom.reports.cap import cap_xml

        return cap_xml(self.alert(release, end=end), zone=named_zone(self._room.clock.moment()))

    def write(self, release: Release, path: Path | str, *, end: str = "") -> Path:
        """Write it to a new file, or into a folder under its number. Never over another file. Raises as `xml`."""
        data = self.xml(release, end=end)
        target = Path(path).expanduser().absolute()
        if target.is_dir():
            target /= f"{release.number or 'alert'}{'-end' if end else ''}.cap.xml"
        try:
            with target.open("xb") as file:
                file.write(data)
        except FileExistsError as error:
            raise Refusal(
                "file-exists",
                _("The file {name} is already there.").format(name=target.name),
                safe=_("It was left as it is."),
                todo=_("Choose another name."),
            ) from error
        except OSError as error:
            raise Trouble(
                "page-not-written",
                _("{file} could not be written: {reason}.").format(file=target.name, reason=error.strerror or "?"),
                safe=_("The room is untouched."),
                todo=_("Choose another folder, or print it."),
            ) from error
        self._room.audit.note(Event.EXPORTED, {"file": target.name, "kind": "cap"})
        self._room.erasure.note_copy("export", target)
        return target

    def proposed(self, message: Message) -> Proposed:
        """What a message would say as an alert where nobody said otherwise."""
        severity = self._room.views.incident(message.incident).severity
        return proposed(severity, message.status, self._issuer(message.channels))

    def issuer(self, release: Release) -> Issuer:
        """Who issues: as the channel says by which it leaves, else the first channel of alerts that says so."""
        return self._issuer(release.channels)

    def _issuer(self, ways: Collection[str]) -> Issuer:
        channels = [
            each for each in self._room.views.audience_book().named_channels("en") if each.kind is ChannelKind.CAP
        ]
        channels.sort(key=lambda each: (each.id not in ways, not each.settings.get("sender")))
        return issuer_of(channels[0].settings if channels else {}, room=self._room.id)

    def _before(self, release: Release) -> list[Release]:
        """Earlier releases about the same incident that an audience of this one heard."""
        found = [
            each
            for each in self._room.views.releases(release.incident, mode=Mode.BOTH)
            if (each.at, each.id) < (release.at, release.id) and set(each.audiences) & set(release.audiences)
        ]
        return found[-BEFORE_MOST:]
