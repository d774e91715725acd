"""The outbox through the room's door (`room.outbox`): sending a line, trying a channel, passwords, proofs.

Nothing leaves by itself: each line is sent because somebody pressed "send" for it. The intent is in the journal before
a sender acts, and the outcome after: should this program be killed between the two, every station sees that the
message may have gone.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from warroom.clock import Clock
from warroom.commands.base import Command
from warroom.commands.senders import unset
from warroom.commands.sendings import BeginSending, EndSending, NoteSending
from warroom.domain.audit import Event
from warroom.domain.channels import Channel
from warroom.domain.ids import RecordId, named_id
from warroom.domain.messages import Result
from warroom.domain.outbox import ATTEMPT_MOST, BY_PROGRAM, LineState, OutboxLine, arrived
from warroom.domain.senders import Smtp, Webhook, address_or_none, settings_of
from warroom.doors.sender_secrets import SecretKept, SenderSecrets
from warroom.errors import Refusal, Trouble, WarroomError
from warroom.senders import Found, NotSent, Outcome, Parcel, Stopped, Unclear, Watch, not_sent
from warroom.storage.attachments import Step
from warroom.storage.vault import read_only
from warroom.storage.views import Views
from warroom.words import _, language


class Posted(Protocol):
    """What the outbox needs of its room."""

    clock: Clock
    views: Views
    path: Path
    id: str
    is_portable: bool
    audit: Any

    @property
    def read_only(self) -> bool: ...

    def do(self, command: Command[Any]) -> Future[Any]: ...

    def attach(self, path: Path | str, *, noun: str, parent: str, origin: str = "", step: Step = ...) -> RecordId: ...


@dataclass(frozen=True, slots=True)
class Went:
    """What became of one line among several that were sent together."""

    line: str
    number: str
    channel: str
    outcome: Outcome | None
    error: WarroomError | None = None


class Outbox:
    """`room.outbox`. Everything here blocks: call it from a task."""

    def __init__(self, room: Posted) -> None:
        self._room = room
        self._secrets = SenderSecrets(room.id, is_portable=room.is_portable)

    # Sending

    def send(
        self,
        line: str,
        *,
        despite: str = "",
        is_checked: bool = False,
        knows: Iterable[str] | None = None,
        secret: str | None = None,
        step: Step = lambda done, total: None,
    ) -> Outcome:
        """Bring one line of the outbox to where it goes, and note what came of it.

        Raises Refusal where it must not go (nothing is noted then), NotSent, Unclear, and whatever `step` raised to
        stop it while nothing had left. What came of it is in the ledger in every case.
        """
        if self._room.read_only:
            raise read_only(self._room.path)
        found = self._room.views.outbox_line(line)
        channel, settings = self._ready(found)
        password = self._secrets.read(channel, settings) if secret is None else secret
        recipients = self._recipients(found, settings)
        begin = BeginSending(
            release=found.release.id if found.release else "",
            channel=found.channel_id,
            recipients=recipients,
            despite=despite,
            is_checked=is_checked,
            knows=tuple(knows) if knows is not None else tuple(one.id for one in found.tries),
        )
        begun = self._room.do(begin).result()
        began_at = self._room.clock.now_ms()
        parcel = replace(self._parcel(found), recipients=begun.recipients)
        handed = _Handed(lambda: self._may_leave(line, began_at, channel))
        try:
            outcome = self._send(parcel, settings, password, Watch(step), handed)
        except Exception as error:
            self._note_failure(begun.attempt, error, handed, begun.recipients, password)
            if isinstance(error, Stopped):
                raise error.cause from None
            raise
        outcome = _without(password, outcome)
        self._note_outcome(begun.attempt, outcome)
        return outcome

    def send_all(self, lines: Sequence[str], *, step: Step = lambda done, total: None) -> list[Went]:
        """Send several lines that are current, one after the other; what is not current any more is refused and told.

        When `step` raises, the lines that were not begun stay as they are.
        """
        went: list[Went] = []
        for nth, line in enumerate(lines):
            step(nth, len(lines))
            found = self._room.views.outbox_line(line)
            outcome: Outcome | None = None
            error: WarroomError | None = None
            try:
                outcome = self.send(line, step=lambda _done, _total, at=nth: step(at, len(lines)))  # type: ignore[misc]
            except WarroomError as reason:
                error = reason
            name = found.channel.name if found.channel else ""
            went.append(Went(line, found.number, name, outcome, error))
        return went

    def recipients_of(self, line: OutboxLine) -> tuple[str, ...]:
        """To whom a line would go now; nobody for a web service. Raises Refusal where that cannot be said."""
        return self._recipients(line, self._ready(line)[1])

    def without_mail(self, line: OutboxLine) -> tuple[str, ...]:
        """Stakeholders of its audiences that no mail reaches by this channel, for want of an address that is one."""
        settings = self._ready(line)[1]
        if isinstance(settings, Webhook) or not settings.stakeholders:
            return ()
        whom = [one for one in self._room.views.stakeholders() if one.audience in line.audiences]
        return tuple(one.name for one in whom if not address_or_none(one.mail))

    def try_channel(
        self, channel: str, *, secret: str | None = None, step: Step = lambda done, total: None
    ) -> list[Found]:
        """Everything but a message: what works and what exactly does not. Raises Refusal or NotSent."""
        found = self._channel(channel)
        settings = self._settings(found)
        password = self._secrets.read(found, settings) if secret is None else secret
        watch, at = Watch(step), self._room.clock.now_ms()
        try:
            if isinstance(settings, Smtp):
                from warroom.senders.smtp import try_mail

                return try_mail(settings, password, watch, settings.to or (settings.sender,))
            from warroom.senders.webhook import try_post

            return try_post(settings, password, watch, at=at)
        except Stopped as stopped:
            raise stopped.cause from None

    # Passwords

    def secret_of(self, channel: str) -> SecretKept:
        """Whether this laptop can send by a channel; may show the keyring's own prompt."""
        return self._secrets.of(self._channel(channel))

    def keep_secret(self, channel: str, secret: str) -> bool:
        """Give this laptop the password of a channel, for the destination it has now; an empty one is forgotten.

        Whether the keyring keeps it: otherwise it is held for this opening alone.
        """
        found = self._channel(channel)
        is_kept = self._secrets.keep(found, secret)
        self._room.audit.note(Event.SENDER_PASSWORD, {"name": found.name})
        return is_kept

    # By hand

    def note(
        self, command: NoteSending, proof: Path | str | None = None, *, step: Step = lambda d, t: None
    ) -> RecordId:
        """Note a sending made by hand, with a file that proves it: its hash goes into the ledger, it into the log."""
        if proof is None:
            return RecordId(self._room.do(command).result())
        path = Path(proof)
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise Trouble(
                "proof-unreadable",
                _("{name} cannot be read: {reason}.").format(name=path.name, reason=error.strerror or ""),
                safe=_("Nothing was changed."),
                todo=_("Choose the file again."),
            ) from error
        said = " · ".join(part for part in (command.proof.strip(), path.name) if part)
        noted = RecordId(self._room.do(replace(command, proof=said, proof_sha256=digest)).result())
        release = self._room.views.release(command.release)
        origin = _("proof that {number} was sent").format(number=release.number if release else "")
        if release is not None:
            self._room.attach(path, noun="incident", parent=release.incident, origin=origin, step=step)
        return noted

    # What is checked before anything is noted

    def _ready(self, line: OutboxLine) -> tuple[Channel, Smtp | Webhook]:
        if line.release is None:
            raise Refusal(
                "message-not-released",
                _("This message is approved, and nobody has let it out yet."),
                safe=_("Nothing was sent."),
                todo=_("Let it out first."),
            )
        channel = line.channel
        if channel is None or channel.kind not in BY_PROGRAM or channel.retired:
            raise Refusal(
                "channel-by-hand",
                _("By this channel people post, not the program."),
                safe=_("Nothing was sent."),
                todo=_("Post it, and note that it was sent."),
            )
        return channel, self._settings(channel)

    def _settings(self, channel: Channel) -> Smtp | Webhook:
        made = settings_of(channel.kind, channel.settings)
        if isinstance(made, tuple):
            raise unset(made)
        return made

    def _channel(self, reference: str) -> Channel:
        known = self._room.views.audience_book().named_channels(language())
        found = next((one for one in known if reference.strip() in (one.id, one.name)), None)
        if found is None or found.kind not in BY_PROGRAM:
            raise Refusal(
                "channel-by-hand",
                _("By this channel people post, not the program."),
                safe=_("Nothing was changed."),
                todo=_("Choose a mail server or a web service."),
            )
        return found

    def _recipients(self, line: OutboxLine, settings: Smtp | Webhook) -> tuple[str, ...]:
        if isinstance(settings, Webhook):
            return ()
        found = list(settings.to)
        if settings.stakeholders:
            whom = [one for one in self._room.views.stakeholders() if one.audience in line.audiences and one.mail]
            found += [address for one in whom if (address := address_or_none(one.mail))]
        reached = {one for sending in line.tries if arrived(sending) for one in sending.recipients}
        missing = [one for one in found if one not in reached] if line.state is LineState.PARTLY else []
        if not found:
            raise Refusal(
                "recipients-missing",
                _("Nobody is named who would get this message by this channel."),
                safe=_("Nothing was sent."),
                todo=_("Name recipients in the settings of the channel, or mail addresses of stakeholders."),
            )
        return tuple(dict.fromkeys(missing or found))

    def _may_leave(self, line: str, began_at: int, channel: Channel) -> None:
        """Looked at just before the first byte leaves: the channel may have been set anew since it was read."""
        self._in_time(began_at, channel)
        now = self._room.views.outbox_line(line).channel
        if now is None or now.settings != channel.settings or now.retired:
            raise not_sent(
                "sender-channel-moved",
                _("Somebody set {channel} anew while it was being reached.").format(channel=channel.name),
                _("Look at the line and at the channel, and send it if it still must go."),
            )

    def _in_time(self, began_at: int, channel: Channel) -> None:
        """A laptop that slept between the intent and the sending would send what everybody takes for lost."""
        if not 0 <= self._room.clock.now_ms() - began_at < ATTEMPT_MOST:
            raise not_sent(
                "sender-too-late",
                _("This laptop slept, or its clock was set, before {channel} was reached.").format(
                    channel=channel.name
                ),
                _("Look at the line again, and send it if it still must go."),
            )

    # Sending, and noting what came of it

    def _parcel(self, line: OutboxLine) -> Parcel:
        release = line.release
        assert release is not None
        corrected = self._room.views.message(release.corrects) if release.corrects else None
        again = sum(arrived(one) for one in line.tries) if line.state is not LineState.PARTLY else 0
        what = release.id if release.again else f"{release.message} {release.digest}"
        return Parcel(
            key=named_id(self._room.id, "sending", f"{what} {line.channel_id}" + (f" {again}" if again else "")),
            number=release.number,
            incident=line.incident_number,
            texts={
                str(language): {part: str(text or "") for part, text in said.items()}
                for language, said in release.texts.items()
                if isinstance(said, dict)
            },
            status=release.status,
            audiences=release.audiences,
            released_at=release.at,
            next_at=release.next_at,
            digest=release.digest,
            exercise=line.exercise,
            corrects=corrected.number if corrected else "",
        )

    def _send(
        self, parcel: Parcel, settings: Smtp | Webhook, password: str, watch: Watch, handed: Callable[[], None]
    ) -> Outcome:
        at = self._room.clock.now_ms()
        if isinstance(settings, Smtp):
            from warroom.senders.smtp import send_mail

            return send_mail(parcel, settings, password, watch, at=at, handed=handed)
        from warroom.senders.webhook import post

        return post(parcel, settings, password, watch, at=at, handed=handed)

    def _note_outcome(self, attempt: str, outcome: Outcome) -> None:
        why = outcome.why or "; ".join(f"{one}: {why}" for one, why in outcome.refused.items())
        self._end(
            EndSending(
                attempt=attempt,
                result=outcome.result,
                reached=outcome.reached,
                refused=tuple(outcome.refused),
                proof=outcome.proof,
                proof_sha256=outcome.sha256,
                remark=why,
            )
        )

    def _note_failure(
        self, attempt: str, error: Exception, handed: _Handed, recipients: tuple[str, ...], password: str
    ) -> None:
        """A fault of our own after the message was handed over leaves as much in doubt as a line that broke."""
        is_unclear = isinstance(error, Unclear) or (handed.is_past and not isinstance(error, NotSent))
        if isinstance(error, WarroomError):
            why = _clean(password, error.message)
        else:
            why = _("stopped before anything left") if isinstance(error, Stopped) else type(error).__name__
        result = Result.UNCLEAR if is_unclear else Result.FAILED
        self._end(EndSending(attempt=attempt, result=result, refused=() if is_unclear else recipients, remark=why))

    def _end(self, command: EndSending) -> None:
        try:
            self._room.do(command).result()
        except WarroomError as error:
            raise Trouble(
                "sending-not-noted",
                _("What came of this sending could not be noted: {reason}").format(reason=error.message),
                safe=_("That it was begun is in the ledger: every station sees that it may have gone."),
                todo=_("Note what came of it by hand in the outbox."),
            ) from error


class _Handed:
    """Remembers that the first byte of a message is about to leave; looks once more whether it still may."""

    def __init__(self, check: Callable[[], None]) -> None:
        self._check = check
        self.is_past = False

    def __call__(self) -> None:
        self._check()
        self.is_past = True


def _without(password: str, outcome: Outcome) -> Outcome:
    """What a server said, less a password that it said back: the ledger goes to every station."""
    refused = {one: _clean(password, why) for one, why in outcome.refused.items()}
    return replace(outcome, proof=_clean(password, outcome.proof), why=_clean(password, outcome.why), refused=refused)


def _clean(password: str, text: str) -> str:
    if len(password) < 4:
        return text
    coded = base64.b64encode(password.encode()).decode("ascii")
    return text.replace(password, "…").replace(coded, "…")
