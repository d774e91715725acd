"""Plans of corrective actions for other programs, on a stick or as one file (`room.plan_out`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from warroom.clock import Clock, named_zone
from warroom.domain.audit import Event
from warroom.domain.corrective_quality import is_same_person
from warroom.domain.corrective_state import Group
from warroom.domain.incidents import Mode
from warroom.storage.attachments import Step
from warroom.storage.views import Views
from warroom.words import pgettext

if TYPE_CHECKING:
    from warroom.doors.audit import Audit
    from warroom.doors.erasures import Erasures
    from warroom.reports.plan_files import Plan

    class Left(Protocol):
        """What the plans need of their room."""

        clock: Clock
        views: Views
        audit: Audit
        erasure: Erasures


KINDS = ("ics", "csv", "md", "reminders")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which actions: of an incident or a review ("" for all), of one pilot, with those that are over or not."""

    incident: str = ""
    rex: str = ""
    pilot: str = ""
    everything: bool = True
    exercise: bool = False


@dataclass(frozen=True, slots=True)
class WrittenPlan:
    """A folder that was written, the SHA-256 of its files, and how many actions are in it."""

    folder: Path
    hashes: Mapping[str, str]
    actions: int


class PlanOut:
    """`room.plan_out`. Everything here blocks; call it from a task. Nothing is sent: what is written is carried."""

    def __init__(self, room: Left) -> None:
        self._room = room

    def plan(self, wanted: Wanted) -> Plan:
        """What would be written now, without what only a circle may read. Raises Refusal for an unknown incident."""
        from warroom.reports.plan_files import Plan

        views = self._room.views.within(())
        now = self._room.clock.now_ms()
        lines = views.plan(
            wanted.incident or None, mode=Mode.EXERCISE if wanted.exercise else Mode.REAL, rex=wanted.rex, now_ms=now
        )
        kept = [
            line
            for line in lines
            if (wanted.everything or line.group is not Group.OVER)
            and (not wanted.pilot or is_same_person(line.corrective.pilot, wanted.pilot))
        ]
        zone = named_zone(self._room.clock.moment()) or UTC
        return Plan(kept, views.postponements(), now, zone, views.name())

    def file(self, kind: str, wanted: Wanted) -> bytes:
        """One of KINDS as bytes: a calendar of tasks, a spreadsheet, a list in Markdown, reminders for each pilot."""
        from warroom.reports.plan_files import as_csv, as_icalendar, as_markdown, as_reminders

        made = {"ics": as_icalendar, "csv": as_csv, "md": as_markdown, "reminders": as_reminders}[kind]
        return made(self.plan(wanted))

    def save(self, path: Path, kind: str, wanted: Wanted) -> Path:
        """The same as one file, whole or absent, over what was there. Raises Trouble."""
        from warroom.reports.folder import write_whole

        write_whole(path, self.file(kind, wanted))
        self._room.audit.note(Event.EXPORTED, {"file": path.name, "kind": "plan"})
        self._room.erasure.note_copy("export", path)
        return path

    def write(self, folder: Path | str, wanted: Wanted, *, step: Step = lambda done, total: None) -> WrittenPlan:
        """All of them in a new folder there, with a ticket for each action; whole or not at all. Raises Trouble."""
        from warroom.reports.folder import Progress, WholeFolder
        from warroom.reports.manifest import MANIFEST, manifest_of
        from warroom.reports.plan_files import as_csv, as_icalendar, as_markdown, as_reminders, as_ticket

        plan = self.plan(wanted)
        names = (pgettext("file", "plan"), pgettext("file", "reminders"), pgettext("file", "tickets"))
        tickets = {_file_name(line.corrective.number, line.id): as_ticket(line, plan) for line in plan.lines}
        files = {
            f"{names[0]}.ics": as_icalendar(plan),
            f"{names[0]}.csv": as_csv(plan),
            f"{names[0]}.md": as_markdown(plan),
            f"{names[1]}.md": as_reminders(plan),
            **{f"{names[2]}/{name}.md": body for name, body in tickets.items()},
        }
        utc = datetime.fromtimestamp(plan.now_ms / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
        name = f"warroom-{names[0]}-{'exercise-' if wanted.exercise else ''}{utc}"
        progress = Progress(step, sum(len(body) for body in files.values()))
        with WholeFolder(Path(folder).expanduser().absolute(), name, progress) as whole:
            for path, body in sorted(files.items()):
                whole.add(path, (body,))
            hashes = dict(whole.hashes)
            whole.add(MANIFEST, (manifest_of(hashes),))
            progress.finish()
        self._room.audit.note(Event.EXPORTED, {"file": whole.final.name, "kind": "plan"})
        self._room.erasure.note_copy("export", whole.final)
        return WrittenPlan(whole.final, hashes, len(plan.lines))


def _file_name(number: str, record: str) -> str:
    """A number as a file name; two of a kind after a merge of clones are told apart by their ids."""
    kept = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in number).strip("-")
    return f"{kept or 'action'}-{record[-4:]}"
