"""The command line: what can be typed after `crosslane`, and what happens when something is wrong."""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from crosslane import __version__
from crosslane.gate import guarded, refuse

# What `add_subparsers` returns; argparse gives it no public name.
Commands = Any
_ANSWERED = {"-h", "--help", "--version"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, or open the window; returns 0, 1 (found what was looked for) or 2 (bad input, one sentence)."""
    # Looking for plugins of pydantic means reading about every installed package; we use none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser()
    if _first(given) not in _commands(parser):
        if not _ANSWERED & set(given):
            return _window(given, _commands(parser))
        given = [word for word in given if word in _ANSWERED]
    options = parser.parse_args(given)
    _speak()
    return guarded(lambda: int(options.run(options)))


def _speak() -> None:
    """Write what goes into files and pipes as UTF-8, as every file of ours; a terminal shows what its signs allow."""
    out = sys.stdout
    if isinstance(out, TextIOWrapper):
        if out.isatty():
            out.reconfigure(errors="replace")
        else:
            out.reconfigure(encoding="utf-8")


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence instead of printing the whole usage."""

    def error(self, message: str) -> NoReturn:
        sentence = message[:1].upper() + message[1:].rstrip(".")
        raise SystemExit(refuse(f"{sentence}; see {self.prog} --help."))


def _first(given: list[str]) -> str | None:
    """Return the first word that is neither an option nor the value of one."""
    rest = iter(given)
    for word in rest:
        if word == "--library":
            next(rest, None)
        elif not word.startswith("-"):
            return word
    return None


def _window(given: list[str], commands: set[str]) -> int:
    parser = _Parser(prog="crosslane", description="Open the window.")
    parser.add_argument("map", nargs="?")
    parser.add_argument("--library")
    options, more = parser.parse_known_args(given)
    near = get_close_matches(options.map or "", sorted(commands), 1, 0.6)
    if more or (near and not _load("maps").is_map(options.map, Path(options.library) if options.library else None)):
        meant = f": did you mean {near[0]}?" if near else "; see crosslane --help."
        return refuse(f"There is no command {options.map or more[0]!r}{meant}")
    # The window needs Qt, the commands do not.
    from crosslane.main import run_window  # noqa: PLC0415  (see above)

    return run_window(options.map, options.library)


def _commands(parser: argparse.ArgumentParser) -> set[str]:
    actions = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    return {name for action in actions for name in action.choices}


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
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


def _load(group: str) -> ModuleType:
    """Return a group of commands; each is loaded when it is called, so that `crosslane --help` stays instant."""
    return import_module(f"crosslane.commands.{group}")


def _add(commands: Commands, name: str, run: str, words: str, *, map_: bool = True) -> argparse.ArgumentParser:
    """Add a command; `run` names its group and function."""
    shown: dict[str, Any] = {} if words == argparse.SUPPRESS else {"help": words, "description": words}
    parser: argparse.ArgumentParser = commands.add_parser(name, **shown)
    group, function = run.split(".")

    def start(options: argparse.Namespace) -> int:
        return int(getattr(_load(group), function)(options))

    parser.set_defaults(run=start, output=None)
    # Also after the command; what stands there wins.
    parser.add_argument("--library", metavar="PATH", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    if map_:
        parser.add_argument("map", metavar="MAP", help="a file, or a title or id in the library")
    return parser


def _output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", metavar="FILE", help="write here instead of printing")


def _json(parser: argparse.ArgumentParser, words: str = "as JSON, times in working hours") -> None:
    parser.add_argument("--json", action="store_true", help=words)


def _count(text: str) -> int:
    count = int(text) if text.isdigit() else 0
    if not 2 <= count <= 1_000_000:
        raise argparse.ArgumentTypeError(f"{text} items cannot be simulated, type a number from 2 to 1000000")
    return count


def _number(text: str) -> float:
    """Return the number typed, or NaN, which lies in no range."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def _scale(text: str) -> float:
    scale = _number(text)
    if not 0 < scale < math.inf:
        raise argparse.ArgumentTypeError(f"{text} is no scale, type a number above 0")
    return scale


def _aspect(text: str) -> float:
    aspect = _number(text)
    if not 0.2 <= aspect <= 100:
        raise argparse.ArgumentTypeError(f"{text} is no shape of a page, type a number from 0.2 to 100, such as 1.6")
    return aspect


def _reading(commands: Commands) -> None:
    _output(_add(commands, "show", "showing.show", "print a map as scribe lines"))
    analyse = _add(commands, "analyse", "analysing.analyse_map", "print where time goes")
    _json(analyse)
    _output(analyse)
    analyse.add_argument("--simulate", action="store_true", help="check the mean by simulating, item by item")
    analyse.add_argument("--items", type=_count, default=4000, metavar="N", help="of the simulation (default 4000)")
    analyse.add_argument("--seed", type=int, default=1, metavar="N", help="of the simulation: the same gives the same")
    suggest = _add(commands, "suggest", "advising.suggest", "print what could be tried, and why")
    _json(suggest)
    _output(suggest)
    suggest.add_argument("--handoff", type=int, metavar="N", help="only handoff N")
    suggest.add_argument("--accept-words", action="store_true", help="take what people said as symptoms")
    lint = _add(commands, "lint", "advising.lint", "print what to look at on a map")
    lint.add_argument(
        "--fail-on", choices=("note", "warning", "error"), default="warning", help="exit with 1 from here on"
    )
    _output(lint)
    compared = _add(commands, "compare", "comparing.compare_maps", "print what changed, apart from what was learned")
    compared.add_argument("other", metavar="OTHER", help="the newer map")
    _json(compared)
    _output(compared)
    report = _add(
        commands, "report", "advising.report", "print the first three suggestions of every handoff", map_=False
    )
    report.add_argument("maps", nargs="*", metavar="MAP", help="instead of all examples")
    _output(report)
    own = _add(commands, "knowledge", "advising.knowledge", "check your own practices and symptoms", map_=False)
    own.add_argument("folder", nargs="?", metavar="FOLDER", help="instead of the one beside the library")
    _output(own)
    diff = _add(commands, "diff", "showing.diff", "print what changed from one map to another")
    diff.add_argument("other", metavar="OTHER")
    _json(diff)
    _output(diff)


def _tidying(commands: Commands) -> None:
    tidy = _add(commands, "tidy", "tidying.tidy", "lay a map out: lanes kept, few crossings")
    tidy.add_argument(
        "--thorough", action="store_true", help="take up to a dozen times as long for fewer crossings and bends"
    )
    tidy.add_argument(
        "--afresh", action="store_true", help="lay everything out anew, also what was tidied before and not touched"
    )
    tidy.add_argument(
        "--aspect",
        type=_aspect,
        metavar="RATIO",
        help="fold a long process: about so many times as wide as high at most",
    )
    _json(
        tidy,
        "as JSON: lanes from and to, steps as x, y, width, height, lines of flows, and seconds taken; in map units, x "
        "along the flow and y across the lanes, also where lanes are drawn from top to bottom",
    )
    _output(tidy)


def _making(commands: Commands) -> None:
    new = _add(commands, "new", "library.new", "make a map from an example", map_=False)
    new.add_argument("--template", required=True, metavar="ID", help="see crosslane templates")
    _output(new)
    _output(_add(commands, "templates", "showing.templates", "print the examples that come along", map_=False))
    _output(_add(commands, "list", "library.list_maps", "print the maps of the library", map_=False))
    export = _add(commands, "export", "making.export", "write a map as svg, png, pdf, md or crosslane; names stay out")
    _output(export)
    export.add_argument(
        "--format", choices=("crosslane", "svg", "png", "pdf", "md"), help="instead of the file's suffix"
    )
    export.add_argument(
        "--picture",
        choices=("map", "ladder", "bars", "spread", "matrix", "timeline", "table", "coverage", "roles", "tasks"),
        default="map",
        help="the map, or another view of it: ladder, what each handoff adds, how lead times spread, matrix, timeline, table, "
        "principles by Ops, roles by Ops, tasks of each role",
    )
    export.add_argument("--scale", type=_scale, default=2.0, help="of a PNG (default 2)")
    export.add_argument("--page", choices=("a4", "a3"), help="of a PDF (default: a page that fits)")
    export.add_argument("--names", action="store_true", help="with people's names")
    export.add_argument("--notes", action="store_true", help="with notes")
    export.add_argument("--sentences", action="store_true", help="with what people said")
    export.add_argument("--bare", action="store_true", help="without the map inside")
    _tidying(commands)
    _documents(commands)
    imported = _add(commands, "import", "showing.import_file", "read the map that a file holds or carries", map_=False)
    imported.add_argument("file", metavar="FILE")
    _output(imported)
    care = _add(commands, "library", "library.care", "check, back up or restore the library", map_=False)
    care.add_argument("what", choices=("check", "backup", "restore"))
    care.add_argument("file", nargs="?", metavar="FILE")
    smoke = _add(commands, "smoke", "demo.smoke", argparse.SUPPRESS, map_=False)
    smoke.add_argument("folder", nargs="?", default="crosslane-demo")
    smoke.set_defaults(scale=2.0, picture="map", page=None, bare=False)


def _documents(commands: Commands) -> None:
    agreement = _add(
        commands, "agreement", "documents.agreement", "write what two sides agree for a handoff, md or pdf"
    )
    agreement.add_argument("--handoff", type=int, metavar="N", required=True, help="which handoff")
    findings = _add(commands, "findings", "documents.findings", "write what was decided and tried, md or csv")
    for document in (agreement, findings):
        document.add_argument("--names", action="store_true", help="with people's names")
        _output(document)
