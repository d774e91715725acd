"""The frame around every verb: language, arguments, the answer, and an error that is always one readable line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

from warroom import __version__
from warroom.cli.call import Answer, Call, forget_stdout, give, say_error, settle_streams
from warroom.cli.crash import keep_report
from warroom.cli.parser import Parser, UsageError, common_options, language_asked, speak_to_argparse
from warroom.cli.verbs import VERBS, verb_of
from warroom.errors import Trouble, WarroomError
from warroom.identity.memory import no_core_dumps
from warroom.identity.places import leave_no_trace, looks_portable
from warroom.words import _, language, speak

INTERRUPTED = 130  # what shells expect of a program stopped by Ctrl-C


def run(arguments: Sequence[str], *, window: Callable[[str], ModuleType]) -> int:
    """Do what the arguments ask; the exit code of the contract. Never raises."""
    no_core_dumps()
    settle_streams()
    speak(language_asked(arguments))
    speak_to_argparse(language())
    call = Call(window=window, is_json="--json" in arguments)
    try:
        give(answer := _answer(list(arguments), call), is_json=call.is_json)
    except BrokenPipeError:
        forget_stdout()
        return 0
    except KeyboardInterrupt:
        return say_error(
            call, Trouble("interrupted", _("Stopped."), safe=_("What was saved before is safe.")), code=INTERRUPTED
        )
    except WarroomError as error:
        return say_error(call, error)
    except SystemExit as leaving:  # argparse, after --help
        return leaving.code if isinstance(leaving.code, int) else 0
    except Exception as surprise:  # the one place where everything else ends: nobody is shown a traceback
        return say_error(call, _unexpected(surprise), code=Trouble.exit_code)
    return answer.code


def _answer(arguments: list[str], call: Call) -> Answer:
    name = arguments[0] if arguments else ""
    if name in ("-h", "--help", "help"):
        return Answer(lines=_overview())
    if name == "--version":
        return Answer(document={"version": __version__}, lines=[f"warroom {__version__}"])
    if not name or name == "--lang" or name.startswith("--lang="):
        return open_window(call, arguments)
    if name not in VERBS:
        raise UsageError(
            "unknown-verb",
            _("There is no verb “{verb}”.").format(verb=name),
            todo=_("See: {command} --help").format(command="warroom"),
        )
    verb = verb_of(name)
    parser = Parser(prog=f"warroom {name}", description=_(VERBS[name][1]))
    verb.options(parser)
    common_options(parser, writes=verb.writes)
    asked = parser.parse(arguments[1:])
    call.is_json = asked.is_json
    if isinstance(room := getattr(asked, "room", None), Path) and looks_portable(room):
        leave_no_trace()  # before anything can go wrong and be reported on this laptop
    try:
        return verb.run(asked, call)
    finally:
        call.end_of_progress()


def open_window(call: Call, arguments: Sequence[str]) -> Answer:
    """The window, until it is closed."""
    code: int = window_module(call, "app").main(list(arguments))
    return Answer(code=code)


def window_module(call: Call, name: str) -> ModuleType:
    """A part of the window; Trouble `window-missing` where it cannot be shown."""
    try:
        return call.window(name)
    except ImportError as error:
        raise Trouble(
            "window-missing",
            _("The window cannot be shown: {reason}.").format(reason=error),
            safe=_("Nothing was changed."),
            todo=_("Run “warroom doctor”: it lists what this system lacks. Every other verb works without a window."),
        ) from error


def _overview() -> list[str]:
    width = max(map(len, VERBS)) + 2
    verbs = [f"  {name:<{width}}{_(line)}" for name, (_module, line) in VERBS.items()]
    return [
        _("Warroom: the offline war room of a crisis cell."),
        "",
        _("usage: {usage}").format(usage="warroom [VERB …]"),
        "",
        _("Without a verb it opens the window. The verbs:"),
        *verbs,
        "",
        _("“warroom VERB --help” tells all about one verb."),
        _("Exit codes: 0 done, 1 a problem was found, 2 wrong usage, 3 refused, 4 trouble, 5 wrong or missing key."),
    ]


def _unexpected(surprise: Exception) -> Trouble:
    report = keep_report(surprise)
    todo = _("Please send us the report {file}; it holds no text of yours.").format(file=report) if report else ""
    return Trouble(
        "unexpected",
        _("Something happened that the program did not expect ({kind}).").format(kind=type(surprise).__name__),
        safe=_("What was saved before is safe."),
        todo=todo,
    )
