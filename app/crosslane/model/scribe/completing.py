"""What could stand at the cursor of a scribe line: lanes, steps, and the words after the bar."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from crosslane.model.map import Map
from crosslane.model.scribe.grammar import MARKS, quoted
from crosslane.model.scribe.lines import Names, folded
from crosslane.model.scribe.remarks import KEYWORDS
from crosslane.model.values import Carries, Medium, WaitsFor

_WORDS_AFTER: dict[str, tuple[str, ...]] = {
    "via": get_args(Medium),
    "carries": get_args(Carries),
    "for": get_args(WaitsFor),
}
_MOST = 12


@dataclass(frozen=True)
class Completions:
    """Texts that could replace the line from `start` to the cursor, best first."""

    start: int
    texts: tuple[str, ...] = ()


def complete(map_: Map, text: str, cursor: int | None = None) -> Completions:
    """Return what could be typed at the cursor (by default the end of the line)."""
    before = text[: len(text) if cursor is None else cursor]
    start = _start(before)
    mark = before[:start].rstrip()[-1:]
    typed = before[start:]
    if _in_remarks(before[:start]):
        return _of_remark(typed, start)
    return Completions(start, _beginning(typed, _names(map_, before[:start], mark)))


def _start(before: str) -> int:
    """Return where the word at the cursor begins: after the last mark outside quotes, blanks skipped."""
    last = 0
    for found in re.finditer(rf'"(?:[^"]|"")*"?|[{re.escape(MARKS)}]', before):
        if found[0] in MARKS:
            last = found.end()
    return last + len(before[last:]) - len(before[last:].lstrip())


def _in_remarks(before: str) -> bool:
    plain = re.sub(r'"(?:[^"]|"")*"', "", before)
    return plain.rfind("|") > max(plain.rfind(">"), plain.rfind("<"))


def _of_remark(typed: str, start: int) -> Completions:
    key, blank, rest = typed.partition(" ")
    if blank and key.lower() in _WORDS_AFTER:
        return Completions(start + len(key) + 1, _beginning(rest, _WORDS_AFTER[key.lower()]))
    return Completions(start, _beginning(typed, KEYWORDS))


def _names(map_: Map, before: str, mark: str) -> list[str]:
    """The steps of the lane just named; elsewhere all lanes, then all steps, those in several lanes with their lane."""
    names = Names.of(map_)
    if mark == ":":
        lane = folded(re.split(r"[<>]", before.rstrip().removesuffix(":"))[-1].strip().strip('"'))
        of_lane = {id_ for id_, name in names.lanes.items() if folded(name) == lane}
        return [quoted(names.steps[s.id]) for s in map_.steps if s.lane in of_lane]
    folds = Counter(folded(name) for name in names.steps.values())
    steps = [names.place(map_, id_) if folds[folded(name)] > 1 else quoted(name) for id_, name in names.steps.items()]
    return [*(f"{quoted(names.lanes[lane.id])}: " for lane in map_.lanes), *steps]


def _beginning(typed: str, names: Iterable[str]) -> tuple[str, ...]:
    """Those that begin with what is typed, then those with a word that does; never just what stands there already."""
    sought = folded(typed.strip('"'))
    found = [(name, folded(name.strip('"'))) for name in dict.fromkeys(names)]
    first = [name for name, plain in found if plain.startswith(sought) and plain != sought]
    inside = [name for name, plain in found if f" {sought}" in f" {plain}" and name not in first and plain != sought]
    return tuple([*first, *(inside if sought else [])][:_MOST])
