"""The command line: what can be typed after `crosslane`, and what happens when something is wrong."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from crosslane import __version__

# What `add_subparsers` returns; argparse gives it no public name.
Commands = Any
_WINDOW = {"-h", "--help", "--version"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, or open the window; returns 0, 1 (found what was looked for) or 2 (bad input, one sentence)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser()
    known = _commands(parser)
    first = next((a for a in given if not a.startswith("-")), None)
    if first not in known and not _WINDOW & set(given):
        return _window(given)
    options = parser.parse_args(given)
    try:
        return int(options.run(options))
    except ValueError as problem:
        # Problem is a ValueError; anything else of that kind is bad input too. Never a traceback.
        sys.stderr.write(f"crosslane: {problem}\n")
        return 2
    except OSError as error:
        sys.stderr.write(
            f"crosslane: {error.filename or 'a file'} cannot be used ({error.strerror}): check the place.\n"
        )
        return 2
    except BrokenPipeError:
        return 0


def _window(given: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="crosslane", description="Open the window.")
    parser.add_argument("map", nargs="?")
    parser.add_argument("--library")
    options = parser.parse_args(given)
    # The window needs Qt, the commands do not.
    from crosslane.main import run_window  # noqa: PLC0415  (see above)

    return run_window(options.map, options.library)


def _commands(parser: argparse.ArgumentParser) -> set[str]:
    actions = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    return {name for action in actions for name in action.choices}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="crosslane",
        description="Draw how data and work flow, see what every handoff costs, find the one practice to try next.",
        epilog="Without a command the window opens: crosslane [MAP]. MAP is a file, or a title or id in the library.",
    )
    parser.add_argument("--version", action="version", version=f"crosslane {__version__}")
    parser.add_argument("--library", help="use this library instead of the usual one", metavar="PATH")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _reading(commands)
    _making(commands)
    return parser


def _add(commands: Commands, name: str, run: str, words: str, *, map_: bool = True) -> argparse.ArgumentParser:
    shown: dict[str, Any] = {} if words == argparse.SUPPRESS else {"help": words, "description": words}
    parser: argparse.ArgumentParser = commands.add_parser(name, **shown)

    def start(options: argparse.Namespace) -> int:
        # Each group is loaded when it is called: `crosslane --help` stays instant.
        from crosslane.commands import making, reading  # noqa: PLC0415  (see above)

        function = getattr(reading, run, None) or getattr(making, run)
        return int(function(options))

    parser.set_defaults(run=start, output=None)
    if map_:
        parser.add_argument("map", metavar="MAP", help="a file, or a title or id in the library")
    return parser


def _output(parser: argparse.ArgumentParser, *, needed: bool = False) -> None:
    parser.add_argument("-o", "--output", metavar="FILE", required=needed, help="write here instead of printing")


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON, times in working hours")


def _reading(commands: Commands) -> None:
    _output(_add(commands, "show", "show", "print a map as scribe lines"))
    analyse = _add(commands, "analyse", "analyse_map", "print where time goes")
    _json(analyse)
    _output(analyse)
    suggest = _add(commands, "suggest", "suggest", "print what could be tried, and why")
    _json(suggest)
    _output(suggest)
    suggest.add_argument("--handoff", type=int, metavar="N", help="only handoff N")
    suggest.add_argument("--accept-words", action="store_true", help="take what people said as symptoms")
    lint = _add(commands, "lint", "lint", "print what to look at on a map")
    lint.add_argument(
        "--fail-on", choices=("note", "warning", "error"), default="warning", help="exit with 1 from here on"
    )
    _output(lint)
    diff = _add(commands, "diff", "diff", "print what changed from one map to another")
    diff.add_argument("other", metavar="OTHER")
    _json(diff)
    _output(diff)


def _making(commands: Commands) -> None:
    new = _add(commands, "new", "new", "make a map from an example", map_=False)
    new.add_argument("--template", required=True, metavar="ID", help="see crosslane templates")
    _output(new)
    _output(_add(commands, "templates", "templates", "print the examples that come along", map_=False))
    _output(_add(commands, "list", "list_maps", "print the maps of the library", map_=False))
    export = _add(commands, "export", "export", "write a map as svg, png, pdf, md or crosslane; names stay out")
    _output(export, needed=True)
    export.add_argument(
        "--format", choices=("crosslane", "svg", "png", "pdf", "md"), help="instead of the file's suffix"
    )
    export.add_argument("--scale", type=float, default=2.0, help="of a PNG (default 2)")
    export.add_argument("--page", choices=("a4", "a3"), help="of a PDF (default: a page that fits)")
    export.add_argument("--names", action="store_true", help="with people's names")
    export.add_argument("--notes", action="store_true", help="with notes")
    export.add_argument("--sentences", action="store_true", help="with what people said")
    export.add_argument("--bare", action="store_true", help="without the map inside")
    tidy = _add(commands, "tidy", "tidy", "lay a map out: lanes kept, few crossings")
    _json(tidy)
    _output(tidy)
    imported = _add(commands, "import", "import_file", "read the map that a file holds or carries", map_=False)
    imported.add_argument("file", metavar="FILE")
    _output(imported)
    care = _add(commands, "library", "care", "check, back up or restore the library", map_=False)
    care.add_argument("what", choices=("check", "backup", "restore"))
    care.add_argument("file", nargs="?", metavar="FILE")
    smoke = _add(commands, "smoke", "smoke", argparse.SUPPRESS, map_=False)
    smoke.add_argument("folder", nargs="?", default="crosslane-demo")
    smoke.set_defaults(scale=2.0, page=None, bare=False)
