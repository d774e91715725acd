"""Views of teams sent out and of means asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom.domain.field_teams import Contact, TeamOut, by_urgency
from warroom.domain.incidents import Mode
from warroom.domain.means import Authority, Committed, MeansRequest, committed, limit_of
from warroom.storage.naming import folded_name
from warroom.storage.queries import field

if TYPE_CHECKING:
    from warroom.clock import Clock
    from warroom.storage.sight import Sight
    from warroom.storage.store import Store


class ViewsOfField:
    """What `Views` answers of the board of teams and of means."""

    _store: Store
    _clock: Clock

    if TYPE_CHECKING:

        def _sight(self) -> Sight: ...
        def _incident(self, reference: str) -> bytes: ...

    def teams_out(
        self, incident: str | None = None, *, mode: Mode, now_ms: int | None = None, live: bool = False
    ) -> list[TeamOut]:
        """The board: teams with their last word, silent ones first, as seen at a time (now when absent).

        `live` leaves out those that returned, and those of incidents that are over.
        """
        wanted = self._wanted(incident, mode, now_ms, live)
        return by_urgency(field.teams_out(self._store.reader(), self._sight(), wanted), wanted.now_ms)

    def team_out(self, record: str) -> TeamOut | None:
        """One team (its id) with its last word, as seen now."""
        return field.team_out(self._store.reader(), self._sight(), bytes.fromhex(record), self._clock.now_ms())

    def names_on_air(self) -> list[str]:
        """Names and call signs of teams that are out, for completion of who says something."""
        return field.names_on_air(self._store.reader())

    def contacts(self, field_team: str | None = None) -> list[Contact]:
        """Messages from and to one team, or all, newest first."""
        record = bytes.fromhex(field_team) if field_team else None
        return field.contacts(self._store.reader(), self._sight(), record)

    def means_asked(self, incident: str | None = None, *, mode: Mode, live: bool = False) -> list[MeansRequest]:
        """Requests for means, those that are not over first, by when they are due; `live` leaves out the others."""
        wanted = self._wanted(incident, mode, None, live)
        found = field.means_asked(self._store.reader(), self._sight(), wanted)
        return sorted(found, key=lambda each: (each.is_over, each.due_at or each.needed_by or 1 << 62, each.id))

    def means_request(self, record: str) -> MeansRequest | None:
        return field.means_request(self._store.reader(), self._sight(), bytes.fromhex(record))

    def spend_limits(self) -> dict[str, int]:
        """Euros that each function may commit alone, where the room gave it a limit."""
        return field.limits(self._store.reader(), self._sight())

    def committed(self, incident: str, *, mode: Mode) -> list[Committed]:
        """What each function committed for an incident, and how much it may."""
        return committed(self.means_asked(incident, mode=mode), self.spend_limits())

    def authority(self, incident: str, person: str, *, mode: Mode, code: str = "") -> Authority:
        """What somebody may commit for an incident: by the function of this code, else by the one they hold there."""
        limits, name = self.spend_limits(), folded_name(person)
        if not code:
            held = field.functions_held(self._store.reader(), self._incident(incident))
            mine = [said for said, holder in held if folded_name(holder) == name]
            code = max(mine, key=lambda said: (limits.get(said, 0), said), default="")
        total = sum(
            item.total
            for item in self.committed(incident, mode=mode)
            if item.code == code and (code or folded_name(item.approver) == name)
        )
        return Authority(code, total, limit_of(code, limits))

    def _wanted(self, incident: str | None, mode: Mode, now_ms: int | None, live: bool) -> field.Wanted:
        now = self._clock.now_ms() if now_ms is None else now_ms
        return field.Wanted(self._incident(incident) if incident else None, mode, now, live)
