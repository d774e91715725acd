"""Settings: how one person likes the window, and which rooms were open; never a secret, never content of a room."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from warroom.domain.readiness import STALE_DAYS as USUAL_STALE_DAYS
from warroom.identity.places import leaves_no_trace
from warroom.room import data_folder
from warroom.words import LANGUAGES

FILE = "window.json"
ROOMS_KEPT = 8
SMALLEST, LARGEST = 0.8, 2.0
LOCK_MINUTES = (0, 2, 5, 10, 15, 30)  # 0: never
USUAL_LOCK_MINUTES = 10
STALE_DAYS = (30, 60, 90, 180, 365)  # after which what a laptop proved is to be proved again
USUAL_VOLUME = 60


@dataclass(frozen=True, slots=True)
class RecentRoom:
    """A room that was open on this laptop; times in milliseconds UTC."""

    path: str
    name: str
    last_entry_at: int | None = None
    opened_at: int = 0

    @property
    def is_there(self) -> bool:
        return Path(self.path).exists()


@dataclass(slots=True)
class Settings:
    """What is kept between two starts; `save` writes it at once, and a disk that refuses is no reason to stop."""

    language: str = ""  # "" follows the system
    dark: bool | None = None  # None follows the system
    scale: float = 1.0
    geometry: str = ""
    lock_minutes: int = USUAL_LOCK_MINUTES  # of idling before the screen locks
    alarm_sound: bool = True
    alarm_volume: int = USUAL_VOLUME  # per cent
    stale_days: int = USUAL_STALE_DAYS
    authority: str = ""  # the address of the time stamp authority last asked
    paper_place: str = ""  # where papers went last: `printer:NAME` or `folder:PATH`
    rooms: tuple[RecentRoom, ...] = ()
    path: Path = field(default_factory=lambda: data_folder() / FILE)

    @classmethod
    def load(cls, path: Path | None = None) -> Settings:
        """Read the file; what is missing or damaged falls back to the usual."""
        path = path or data_folder() / FILE
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls(path=path)
        if not isinstance(kept, dict):
            return cls(path=path)
        language, dark, scale, geometry = (kept.get(name) for name in ("language", "dark", "scale", "geometry"))
        minutes, authority, days = (kept.get(name) for name in ("lock_minutes", "authority", "stale_days"))
        place = kept.get("paper_place")
        sound, volume = kept.get("alarm_sound"), kept.get("alarm_volume")
        return cls(
            language=language if language in LANGUAGES else "",
            dark=dark if isinstance(dark, bool) else None,
            scale=min(max(float(scale), SMALLEST), LARGEST) if isinstance(scale, int | float) else 1.0,
            geometry=geometry if isinstance(geometry, str) else "",
            lock_minutes=minutes if minutes in LOCK_MINUTES and minutes is not False else USUAL_LOCK_MINUTES,
            alarm_sound=sound if isinstance(sound, bool) else True,
            alarm_volume=min(max(volume, 0), 100) if type(volume) is int else USUAL_VOLUME,
            stale_days=days if days in STALE_DAYS and not isinstance(days, bool) else USUAL_STALE_DAYS,
            authority=authority if isinstance(authority, str) else "",
            paper_place=place if isinstance(place, str) else "",
            rooms=tuple(_rooms(kept.get("rooms"))),
            path=path,
        )

    def remember_room(self, path: Path, *, name: str, last_entry_at: int | None, opened_at: int) -> None:
        """Put a room first among the recent ones."""
        whole = str(path.resolve())
        recent = RecentRoom(whole, name, last_entry_at, opened_at)
        self.rooms = (recent, *(room for room in self.rooms if room.path != whole))[:ROOMS_KEPT]
        self.save()

    def forget_room(self, path: str) -> None:
        self.rooms = tuple(room for room in self.rooms if room.path != path)
        self.save()

    def touch_room(self, path: Path, *, last_entry_at: int | None) -> None:
        """Note when something was last written, for the start screen."""
        whole = str(path.resolve())
        self.rooms = tuple(
            replace(room, last_entry_at=last_entry_at) if room.path == whole else room for room in self.rooms
        )
        self.save()

    def save(self) -> bool:
        """Write the file in one step; False when the disk refuses, or for a portable room: it costs only comfort."""
        if leaves_no_trace():
            return False
        kept = {
            "language": self.language,
            "dark": self.dark,
            "scale": self.scale,
            "geometry": self.geometry,
            "lock_minutes": self.lock_minutes,
            "alarm_sound": self.alarm_sound,
            "alarm_volume": self.alarm_volume,
            "stale_days": self.stale_days,
            "authority": self.authority,
            "paper_place": self.paper_place,
            "rooms": [
                {"path": room.path, "name": room.name, "last_entry_at": room.last_entry_at, "opened_at": room.opened_at}
                for room in self.rooms
            ],
        }
        beside = self.path.with_suffix(".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
            beside.replace(self.path)
        except OSError:
            return False
        return True


def _rooms(kept: Any) -> Iterable[RecentRoom]:
    for room in kept if isinstance(kept, list) else ():
        if not isinstance(room, dict) or not isinstance(room.get("path"), str):
            continue
        last, opened = room.get("last_entry_at"), room.get("opened_at")
        yield RecentRoom(
            path=room["path"],
            name=str(room.get("name") or Path(room["path"]).stem),
            last_entry_at=last if isinstance(last, int) else None,
            opened_at=opened if isinstance(opened, int) else 0,
        )
