"""`remote` and `sync`: where this laptop exchanges sealed files, and one exchange there."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from warroom import phrases
from warroom.cli.call import Answer, Call, say_error
from warroom.cli.documents import iso
from warroom.cli.exchanged import document, lines
from warroom.cli.parser import Parser, UsageError, typed_text
from warroom.cli.rooms import Secret, reading, secret_in, tending
from warroom.cli.verbs import Verb
from warroom.domain.exchange import Outcome, Remote
from warroom.errors import Refusal, WarroomError
from warroom.room import Room
from warroom.words import _

EXAMPLES = (
    "file:///folder",
    "webdavs://user@host/folder",
    "sftp://user@host/folder",
    "s3://bucket/folder?endpoint=URL",
    "postgresql://user@host/database",
)
ACTS = ("add", "list", "remove", "test")


def _remote_options(parser: Parser) -> None:
    parser.add_argument("act", metavar="ACT", choices=ACTS, help=phrases.labelled(_("what to do"), ", ".join(ACTS)))
    parser.room()
    parser.add_argument("name", metavar="NAME", nargs="?", help=_("what the remote is called here, e.g. NAS"))
    parser.add_argument(
        "url",
        metavar="URL",
        nargs="?",
        help=_("{examples}; “-” reads it from standard input").format(examples=", ".join(EXAMPLES)),
    )
    parser.add_argument(
        "--password-file",
        type=Path,
        metavar="F",
        help=_("the file whose first line is the password of that user: other programs see what is typed in a command"),
    )


def _remote(asked: Namespace, call: Call) -> Answer:
    if asked.act != "list" and not asked.name:
        raise UsageError("usage", _("Which remote?"))
    if (asked.act == "add") != bool(asked.url):
        raise UsageError("usage", _("“remote add” takes a name and an address; the others take no address."))
    if asked.act == "list":
        with reading(asked) as room:
            found = [each for each in room.remotes.list() if asked.name in (None, each.name)]
        listed = [_line(each) for each in found] or [_("This room has no remote yet.")]
        return Answer({"remotes": [_document(each) for each in found]}, listed)
    with tending(asked) as room:
        return {"add": _add, "remove": _remove, "test": _test}[asked.act](room, asked)


def _add(room: Room, asked: Namespace) -> Answer:
    password = secret_in(asked.password_file, Secret.PASSWORD) if asked.password_file else None
    kept = room.remotes.add(asked.name, typed_text(asked.url), password=password)
    return Answer(_document(kept), [_line(kept)])


def _remove(room: Room, asked: Namespace) -> Answer:
    is_gone = room.remotes.remove(asked.name)
    said = (
        _("{name} is no remote any more. What it holds stays there.") if is_gone else _("There was no remote {name}.")
    )
    return Answer({"name": asked.name, "removed": is_gone}, [said.format(name=asked.name)])


def _test(room: Room, asked: Namespace) -> Answer:
    found = room.remotes.test(asked.name)
    answer = {"ok": True, "name": found.name, "url": found.url, "runs": found.runs, "unknown": list(found.strangers)}
    said = [_("{url} can be reached, and it holds {n} sealed files of this room.").format(url=found.url, n=found.runs)]
    if found.strangers:
        said.append(phrases.labelled(_("Other names there, which hinder nothing"), ", ".join(found.strangers)))
    return Answer(answer, said)


def _document(remote: Remote) -> dict[str, Any]:
    return {
        "name": remote.name,
        "url": remote.url,
        "tried_at": iso(remote.tried_at),
        "done_at": iso(remote.done_at),
        "trouble": remote.trouble or None,
    }


def _line(remote: Remote) -> str:
    if remote.trouble:
        state = remote.trouble
    elif remote.done_at is not None:
        when = f"{phrases.date(remote.done_at)} {phrases.time_of_day(remote.done_at)}"
        state = _("last exchange {time}").format(time=when)
    else:
        state = _("not tried yet")
    return f"{remote.name}  {remote.url}  {state}"


def _sync_options(parser: Parser) -> None:
    parser.room()
    parser.add_argument(
        "places", metavar="NAME|URL", nargs="*", help=_("remotes by name, or addresses; without any, every remote")
    )


def _sync(asked: Namespace, call: Call) -> Answer:
    with tending(asked) as room:
        remotes = room.remotes
        places = asked.places or [each.name for each in remotes.list()]
        if not places:
            raise _nowhere()
        if len(places) == 1:
            outcome = remotes.sync(places[0], step=call.step)
            return Answer(document([outcome]), lines(outcome))
        done, failed = list[Outcome](), list[WarroomError]()
        for place in places:
            try:
                done.append(remotes.sync(place, step=call.step))
            except WarroomError as error:
                failed.append(error)
    code = max((say_error(call, each) for each in failed), default=0)
    return Answer(document(done), [line for each in done for line in lines(each)], code=code)


def _nowhere() -> Refusal:
    return Refusal(
        "no-remote",
        _("This room has no remote yet."),
        safe=_("Nothing was changed."),
        todo=_("Add one with: warroom remote add ROOM NAME URL"),
    )


VERBS = {
    "remote": Verb(_remote_options, _remote),
    "sync": Verb(_sync_options, _sync),
}
