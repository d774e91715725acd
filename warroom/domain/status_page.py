"""The public status page: what anybody outside may see, made of released words, public names and states only.

Nothing else of a room can reach it: `Page` has no field for it. Times are milliseconds UTC.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from warroom.domain.incidents import Status
from warroom.domain.message_words import wrapped
from warroom.domain.messages import Release
from warroom.domain.services import AffectedService, ServiceState

FORMAT = "warroom-status-1"
LANGUAGES = ("fr", "en")
PARTS = ("title", "body")
PAST_DAYS = 90
PAST_MOST = 100  # incidents that are over
NAME_MOST, TEXT_MOST = 200, 20_000  # characters
KNOWN = frozenset(status.value for status in Status)
OVER = frozenset({Status.RESOLVED.value, Status.CLOSED.value, Status.FALSE_ALARM.value})
WORST_FIRST = (
    ServiceState.MAJOR_OUTAGE,
    ServiceState.PARTIAL_OUTAGE,
    ServiceState.UNKNOWN,  # announced, and being looked into
    ServiceState.DEGRADED,
    ServiceState.MAINTENANCE,
    ServiceState.OPERATIONAL,
)
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PublicService:
    """A service that is on the page, by the names its users know."""

    id: str
    names: Names


@dataclass(frozen=True, slots=True)
class Component:
    """One line of the page: a name and how it stands."""

    anchor: str  # its name outside, which tells nothing
    names: Names
    state: ServiceState = ServiceState.OPERATIONAL


@dataclass(frozen=True, slots=True)
class Update:
    """What was let out, word for word: `texts` is {language: {"title", "body"}}, empty once it was taken back."""

    anchor: str  # its name outside, which tells nothing
    at: int
    status: str
    texts: Mapping[str, Names]
    next_at: int | None = None
    corrects: str = ""  # key
    is_corrected: bool = False
    withdrawn_at: int | None = None


@dataclass(frozen=True, slots=True)
class PublicIncident:
    """An incident as it was told outside; updates, the newest first."""

    anchor: str  # its name outside, which tells nothing
    updates: tuple[Update, ...]
    components: tuple[str, ...]  # keys

    @property
    def last(self) -> Update:
        """The newest that still stands; the newest of all where everything was taken back."""
        return next((each for each in self.updates if each.withdrawn_at is None), self.updates[0])

    @property
    def status(self) -> str:
        """The newest that was announced: a message that announces none leaves the incident where it stood."""
        standing = (each for each in self.updates if each.withdrawn_at is None)
        return next((each.status for each in standing if each.status), "")

    @property
    def is_over(self) -> bool:
        return self.status in OVER or all(each.withdrawn_at is not None for each in self.updates)

    @property
    def next_at(self) -> int | None:
        return None if self.is_over else self.last.next_at

    @property
    def began_at(self) -> int:
        return self.updates[-1].at

    def title(self, language: str) -> str:
        """The title of the newest update in a language, of another one where it has none."""
        texts = self.last.texts
        said = texts.get(language) or next(iter(texts.values()), {})
        return said.get("title", "")


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that leaves."""

    generated_at: int
    names: Names = field(default_factory=dict)  # of whoever runs the services
    url: str = ""
    contact: str = ""
    exercise: bool = False
    components: tuple[Component, ...] = ()
    current: tuple[PublicIncident, ...] = ()
    past: tuple[PublicIncident, ...] = ()
    seed: str = ""  # of names that are one in the world; tells nothing

    @property
    def worst(self) -> ServiceState:
        """The state of the whole: that of its worst component."""
        return min((each.state for each in self.components), key=WORST_FIRST.index, default=ServiceState.OPERATIONAL)

    @property
    def updated_at(self) -> int:
        """When something was last said; when the page was made, where nothing was."""
        told = [update.at for each in (*self.current, *self.past) for update in each.updates]
        return max(told, default=self.generated_at)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page is made of. `touched` is by incident, `withdrawn` by message."""

    now: int
    seed: str
    services: Sequence[PublicService]
    releases: Sequence[Release]
    touched: Mapping[str, Sequence[AffectedService]]
    withdrawn: Mapping[str, int]
    page_channels: Collection[str]  # ids of the channels that are status pages
    page_audiences: Collection[str]  # codes of the audiences outside that usually hear by one
    settings: Mapping[str, Any] = field(default_factory=dict)
    exercise: bool = False


def page_of(facts: Facts) -> Page:
    """The page. A component is down only by an incident that was announced: the page never announces by itself."""
    told: dict[str, list[Release]] = {}
    for release in sorted(facts.releases, key=lambda each: (each.at, each.id)):
        if is_for_page(release, facts):
            told.setdefault(release.incident, []).append(release)
    public = {service.id: _key(facts.seed, service.id) for service in facts.services}
    incidents = {record: _incident(record, releases, public, facts) for record, releases in told.items()}
    running = {record: each for record, each in incidents.items() if not each.is_over}
    since = facts.now - PAST_DAYS * 86_400_000
    past = [each for record, each in incidents.items() if record not in running and each.updates[0].at >= since]
    url = str(facts.settings.get("url") or "").strip()
    return Page(
        generated_at=facts.now,
        names=_names(facts.settings.get("name")),
        url=url if url.startswith(("https://", "http://")) else "",
        contact=_line(facts.settings.get("contact")),
        exercise=facts.exercise,
        components=tuple(_component(service, running, public, facts) for service in facts.services if service.names),
        current=tuple(sorted(running.values(), key=lambda each: (-each.last.at, each.anchor))),
        past=tuple(sorted(past, key=lambda each: (-each.updates[0].at, each.anchor))[:PAST_MOST]),
        seed=hashlib.sha256(f"status page {facts.seed}".encode()).hexdigest(),
    )


def is_for_page(release: Release, facts: Facts) -> bool:
    """Whether a release was let out to everybody: by a status page, or, where no channel was named, to such audiences.

    What was said to an authority or to one account alone never is.
    """
    if release.exercise is not facts.exercise:
        return False
    if release.channels:
        return bool(set(release.channels) & set(facts.page_channels))
    return bool(set(release.audiences) & set(facts.page_audiences))


def unannounced(facts: Facts, page: Page) -> list[str]:
    """Ids of the services on the page that somebody inside knows to be down, while the page says they work."""
    shown = {component.anchor: component.state for component in page.components}
    down: dict[str, None] = {}
    for affected in facts.touched.values():
        for each in affected:
            state = shown.get(_key(facts.seed, each.service))
            if state is ServiceState.OPERATIONAL and each.state not in (ServiceState.OPERATIONAL, ServiceState.UNKNOWN):
                down[str(each.service)] = None
    return list(down)


def world_id(page: Page, key: str) -> str:
    """A name that is one in the world and the same each time, as feeds want them (RFC 4287 §4.2.6)."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{page.seed} {key}')}"


def _incident(record: str, releases: Sequence[Release], public: Mapping[str, str], facts: Facts) -> PublicIncident:
    corrected = {release.corrects for release in releases if release.corrects}
    updates: list[Update] = []
    heard: set[tuple[str, str]] = set()
    for release in releases:
        if (release.message, release.digest) in heard:
            continue  # let out twice, by two stations or on purpose: the same words are read once
        heard.add((release.message, release.digest))
        taken_back = facts.withdrawn.get(release.message)
        updates.append(
            Update(
                anchor=_key(facts.seed, release.id),
                at=release.at,
                status=release.status if release.status in KNOWN else "",
                texts={} if taken_back is not None else _texts(release.texts, exercise=facts.exercise),
                next_at=release.next_at,
                corrects=_corrected(release, releases, facts.seed),
                is_corrected=release.message in corrected,
                withdrawn_at=taken_back,
            )
        )
    touched = [public[each.service] for each in facts.touched.get(record, ()) if each.service in public]
    return PublicIncident(_key(facts.seed, record), tuple(reversed(updates)), tuple(dict.fromkeys(touched)))


def _corrected(release: Release, releases: Iterable[Release], seed: str) -> str:
    former = [each for each in releases if release.corrects and each.message == release.corrects]
    return _key(seed, former[-1].id) if former else ""


def _component(
    service: PublicService, running: Mapping[str, PublicIncident], public: Mapping[str, str], facts: Facts
) -> Component:
    """How a service stands by the incidents that were announced and are not over."""
    found = [
        each
        for record in running
        for each in facts.touched.get(record, ())
        if each.service == service.id and each.state is not ServiceState.OPERATIONAL
    ]
    if not found:
        return Component(public[service.id], service.names)
    worst = min(found, key=lambda each: WORST_FIRST.index(each.state))
    return Component(public[service.id], service.names, worst.state)


def _key(seed: str, record: str) -> str:
    """A name of a record that tells nothing of it."""
    return hashlib.sha256(f"status page {seed} {record}".encode()).hexdigest()[:16]


def _texts(texts: Mapping[str, Any], *, exercise: bool) -> dict[str, Names]:
    found: dict[str, Names] = {}
    for language in LANGUAGES:
        said = texts.get(language)
        if isinstance(said, Mapping):
            parts = {part: _text(said.get(part)) for part in PARTS}
            if any(parts.values()):
                # Whoever reads one message alone, in a feed or as data, must see what it is.
                body = wrapped(parts["body"] or parts["title"], exercise=exercise, language=language)
                found[language] = {**parts, "body": body} if exercise else parts
    return found


def _text(said: Any) -> str:
    return said.strip()[:TEXT_MOST] if isinstance(said, str) else ""


def _line(said: Any) -> str:
    return " ".join(said.split())[:NAME_MOST] if isinstance(said, str) else ""


def _names(said: Any) -> dict[str, str]:
    if isinstance(said, str):
        said = dict.fromkeys(LANGUAGES, said)
    return names_of(said)


def names_of(said: Any) -> dict[str, str]:
    """Names by language as a record holds them, whoever wrote it; a language without one borrows the other's."""
    given = said if isinstance(said, Mapping) else {}
    found = {language: name for language in LANGUAGES if (name := _line(given.get(language)))}
    spare = next(iter(found.values()), "")
    return {language: found.get(language, spare) for language in LANGUAGES} if spare else {}
