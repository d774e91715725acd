"""Views of the team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom.domain.duty import Presence, Shift
from warroom.domain.field_teams import FieldTeam
from warroom.domain.handovers import ChangedCard, Handover, Watchword
from warroom.domain.incidents import Mode
from warroom.domain.means import MeansRequest
from warroom.domain.needs import Breakage
from warroom.domain.on_call import Rotation
from warroom.domain.roster import Mapping, Mastery, Membership, PersonCard, Reach, Skill, Team, Training
from warroom.domain.roster_alike import Alike
from warroom.domain.roster_lines import RosterLine, looked_through
from warroom.storage.queries import team
from warroom.storage.queries.roster_alike import alike
from warroom.storage.roster_kept import first_lines
from warroom.storage.views_of_callout import ViewsOfCallout
from warroom.storage.views_of_field import ViewsOfField

if TYPE_CHECKING:
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store


class ViewsOfTeam(ViewsOfCallout, ViewsOfField):
    """What `Views` answers of the roster, on call, functions, mobilisation, duty, teams sent out and means."""

    _store: Store

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...
        def _incident(self, reference: str) -> bytes: ...

    # The roster

    def roster(self) -> list[PersonCard]:
        """Everybody in the roster, by name."""
        return team.roster(self._store.reader(), self._sight())

    def roster_card(self, person: str) -> PersonCard | None:
        return team.roster_card(self._store.reader(), self._sight(), bytes.fromhex(person))

    def person_named(self, name: str) -> PersonCard | None:
        """Whoever is called that, however it is spelt; of one merged into another, the other. None for nobody here."""
        return team.person_named(self._store.reader(), self._sight(), self._store.room, name)

    def whose_reach(self, reach: str) -> str:
        """The id of the person whom this way reaches, "" for none."""
        return team.whose_reach(self._store.reader(), bytes.fromhex(reach))

    def roster_lines(self, words: str = "") -> list[RosterLine]:
        """Whoever has a card and holds every word (or the number), by name. First asked, it takes a moment: in a task."""
        lines = [line for line in self._store.roster.lines(self._store.reader()) if line.has_card]
        return looked_through(lines, words)

    def first_roster_lines(self, count: int) -> list[RosterLine]:
        """The first of the roster by name, in milliseconds however many there are."""
        return first_lines(self._store.reader(), count)

    def find_people(self, words: str, *, limit: int = 12) -> list[RosterLine]:
        """People of the room and of the roster who hold every word, for a field that asks for a name. In a task."""
        return looked_through(self._store.roster.lines(self._store.reader()), words)[:limit]

    def duplicates(self) -> list[Alike]:
        """Pairs of cards that may be one person, the surest first. In a task."""
        return alike(self._store.reader(), self._store.roster.lines(self._store.reader()))

    def reaches(self, person: str | None = None) -> list[Reach]:
        """Ways to reach one person, or everybody, the first to try first."""
        return team.reaches(self._store.reader(), self._sight(), bytes.fromhex(person) if person else None)

    def skills(self) -> list[Skill]:
        return team.skills(self._store.reader(), self._sight())

    def teams(self) -> list[Team]:
        return team.teams(self._store.reader(), self._sight())

    def service_names(self) -> dict[str, str]:
        """Every service of the room, id → name, by name."""
        return team.service_names(self._store.reader())

    def memberships(self) -> list[Membership]:
        return team.memberships(self._store.reader(), self._sight())

    def mappings(self) -> list[Mapping]:
        return team.mappings(self._store.reader(), self._sight())

    def rotations(self) -> list[Rotation]:
        return team.rotations(self._store.reader(), self._sight())

    def changed_cards(self) -> list[ChangedCard]:
        return team.changed_cards(self._store.reader(), self._sight())

    def watchwords(self) -> list[Watchword]:
        return team.watchwords(self._store.reader(), self._sight())

    def masteries(self, person: str | None = None) -> list[Mastery]:
        return team.masteries(self._store.reader(), self._sight(), bytes.fromhex(person) if person else None)

    def trainings(self, person: str | None = None) -> list[Training]:
        return team.trainings(self._store.reader(), self._sight(), bytes.fromhex(person) if person else None)

    def breakages(self, incident: str | None = None) -> list[Breakage]:
        return team.breakages(self._store.reader(), self._sight(), self._incident(incident) if incident else None)

    # A cell's people

    def handovers(self, cell: str) -> list[Handover]:
        return team.handovers(self._store.reader(), self._sight(), bytes.fromhex(cell))

    def handover(self, record: str) -> Handover | None:
        return team.handover(self._store.reader(), self._sight(), bytes.fromhex(record))

    def shifts(self, cell: str | None = None) -> list[Shift]:
        return team.shifts(self._store.reader(), self._sight(), bytes.fromhex(cell) if cell else None)

    def presences(self, since_ms: int) -> list[Presence]:
        """Whoever was there since then (milliseconds UTC), on whatever incident; what two stations noted is one stay."""
        return team.presences(self._store.reader(), self._sight(), since_ms)

    # Called out, sent out, asked for

    def field_teams(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[FieldTeam]:
        """Of one incident, or of all of one mode; those at work first."""
        record = self._incident(incident) if incident else None
        return team.field_teams(self._store.reader(), self._sight(), record, mode=mode)

    def means_requests(self, incident: str | None = None, *, mode: Mode = Mode.REAL) -> list[MeansRequest]:
        """Of one incident, or of all of one mode; those at work first."""
        record = self._incident(incident) if incident else None
        return team.means_requests(self._store.reader(), self._sight(), record, mode=mode)
