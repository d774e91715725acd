"""Roster out: everybody as vCard or CSV, and the crisis directory on one sheet of paper (`room.roster_out`)."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warroom.clock import Clock, named_zone
from warroom.domain.audit import Event
from warroom.domain.roster import Mastery, Membership, PersonCard, Reach
from warroom.domain.told_people import ToldPerson, ToldReach, ToldSkill, ToldTeam
from warroom.errors import Refusal, Trouble
from warroom.storage.views import Views
from warroom.words import _, language

if TYPE_CHECKING:
    from typing import Protocol

    from warroom.doors.audit import Audit
    from warroom.doors.erasures import Erasures
    from warroom.reports.directory import Directory

    class Left(Protocol):
        """What taking the roster out needs of its room."""

        clock: Clock
        views: Views
        audit: Audit
        erasure: Erasures

        @property
        def member(self) -> str: ...

        @property
        def station(self) -> str: ...


ENDINGS = {"vcard": ".vcf", "vcard3": ".vcf", "csv": ".csv", "pdf": ".pdf", "html": ".html"}


class RosterOut:
    """`room.roster_out`. Everything here blocks; call it from a task."""

    def __init__(self, room: Left) -> None:
        self._room = room

    def people(self) -> list[ToldPerson]:
        """Everybody in the roster as a file would tell of them; nothing restricted."""
        views = self._room.views.within(())
        with views.unmoving():
            reaches: dict[str, list[Reach]] = defaultdict(list)
            for reach in views.reaches():
                reaches[reach.person].append(reach)
            masteries, members = defaultdict(list), defaultdict(list)
            for mastery in views.masteries():
                masteries[mastery.person].append(mastery)
            for membership in views.memberships():
                members[membership.person].append(membership)
            skills = {skill.id: skill.name for skill in views.skills()}
            teams = {team.id: team.name for team in views.teams()}
            return [
                _told(card, reaches[card.id], _skills(masteries[card.id], skills), _teams(members[card.id], teams))
                for card in views.roster()
            ]

    def write(self, path: Path, *, kind: str = "", exercise: bool = False) -> int:
        """Write the roster into a file, vCard 4.0 (`vcard`), 3.0 (`vcard3`) or CSV, and say how many people it holds.

        Without a kind, the ending of the name tells. Raises Refusal for a kind nobody knows, Trouble.
        """
        from warroom.formats.people_csv import people_csv
        from warroom.formats.vcard_out import cards_of

        kind = kind or next((kind for kind, ending in ENDINGS.items() if ending == path.suffix.lower()), "")
        if kind in ("pdf", "html"):
            return self._directory(path, kind=kind, exercise=exercise)
        people = self.people()
        if kind == "csv":
            data = people_csv(people, language=language())
        elif kind in ("vcard", "vcard3"):
            data = b"".join(cards_of(people, version="3.0" if kind == "vcard3" else "4.0"))
        else:
            raise Refusal(
                "export-kind",
                _("The roster cannot be written as “{kind}”.").format(kind=kind or path.suffix),
                safe=_("Nothing was written."),
                todo=_("Choose one of: {kinds}.").format(kinds=", ".join(ENDINGS)),
            )
        self._keep(path, data)
        return len(people)

    def directory(self, *, exercise: bool = False) -> Directory:
        """The crisis directory on one sheet of paper: whom to call first, how, and what that needs. Raises Trouble."""
        from warroom.reports.directory import directory_of
        from warroom.reports.leaflet import Made

        moment = self._room.clock.moment()
        made = Made(
            self._room.views.within(()), self._room.member, moment.utc_ms, zone=named_zone(moment), exercise=exercise
        )
        with made.views.unmoving():
            return directory_of(made)

    def _directory(self, path: Path, *, kind: str, exercise: bool) -> int:
        made = self.directory(exercise=exercise)
        self._keep(path, made.leaflet.html if kind == "html" else made.leaflet.pdf)
        return made.people

    def _keep(self, path: Path, data: bytes) -> None:
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
        self._room.audit.note(Event.EXPORTED, {"file": path.name, "kind": "roster"})
        self._room.erasure.note_copy("export", path)  # an erasure names it


def _told(card: PersonCard, reaches: list[Reach], skills: list[ToldSkill], teams: list[ToldTeam]) -> ToldPerson:
    raw = card.raw
    fields: dict[str, Any] = {
        "job": card.job,
        "employer": card.employer,
        "supplier": card.supplier,
        "site": card.site,
        "languages": card.languages,
        "zone": card.zone,
        "remark": card.remark,
        "checked_at": card.checked_at,
        "checked_by": card.checked_by if card.checked_at is not None else "",
        "away_until": card.away_until,
    }
    return ToldPerson(
        name=card.name,
        uid=str(raw.get("uid") or f"warroom-{card.id}"),
        fields=fields,
        reaches=tuple(_reach(reach) for reach in reaches),
        skills=tuple(skills),
        teams=tuple(teams),
        extra=tuple(
            (str(item[0]), item[1], str(item[2]))
            for item in raw.get("extra") or ()
            if isinstance(item, list) and len(item) == 3 and isinstance(item[1], dict)
        ),
    )


def _reach(reach: Reach) -> ToldReach:
    """The number as any country dials it; the rest as it is written."""
    value = reach.normal if reach.normal.startswith("+") and reach.kind != "other" else reach.value
    return ToldReach(
        kind=reach.kind,
        value=value,
        label=reach.label,
        needs=reach.needs,
        works=reach.works,
        checked_at=reach.checked_at,
        checked_by=reach.checked_by,
        remark=reach.remark,
    )


def _skills(masteries: list[Mastery], names: dict[Any, str]) -> list[ToldSkill]:
    return [
        ToldSkill(names[each.skill], each.level, each.until, each.remark) for each in masteries if each.skill in names
    ]


def _teams(members: list[Membership], names: dict[Any, str]) -> list[ToldTeam]:
    return [ToldTeam(names[each.team], each.part, each.rank or None) for each in members if each.team in names]
