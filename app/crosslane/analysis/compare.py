"""Two versions of a map side by side: what changed in the work, what is only known better now, and what that gave.

Only changed facts count as improvement. What was learned is read back into the older version: what is now believed that
it was then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from crosslane.analysis.figures import Figures
from crosslane.analysis.known import figures_of, with_diff
from crosslane.analysis.sayings import about, adding_up, headline, of_ten, to_each
from crosslane.analysis.whatif import difference
from crosslane.analysis.where import amount, step_name, title
from crosslane.model.diff import Change, Diff, between, is_same, patch, puts
from crosslane.model.durations import read
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.quantity import Quantity
from crosslane.model.records import Flow, Lane, MapRecord, Record, Step
from crosslane.model.values import Calendar, Duration
from crosslane.turns import Turns, at_once

Why = Literal["changed", "learned"]
Whys = Mapping[tuple[str, str], str]
# What of a record the results depend on; the rest (places on the canvas, words, verdicts) is no fact about the work.
_FACTS: dict[str, frozenset[str]] = {
    "map": frozenset(["demand", "calendar"]),
    "lane": frozenset(["people", "availability"]),
    "step": frozenset(
        [
            "lane",
            "type",
            "end",
            "process_time",
            "lead_time",
            "pca",
            "people",
            "wip",
            "availability",
            "uptime",
            "cadence",
            "batch_size",
            "share",
            "arrivals",
            "variability",
            "split",
            "join",
            "value_delivered",
        ]
    ),
    "flow": frozenset(
        [
            "source",
            "target",
            "type",
            "wait",
            "handling",
            "wip",
            "pca",
            "frequency",
            "batch_every",
            "probability",
            "max_repeats",
            "people",
        ]
    ),
}
# The facts that somebody measures or guesses; the others are drawn.
NUMBERS = frozenset(
    [
        "demand",
        "people",
        "availability",
        "process_time",
        "lead_time",
        "pca",
        "wip",
        "uptime",
        "cadence",
        "batch_size",
        "arrivals",
        "wait",
        "handling",
        "frequency",
        "batch_every",
        "probability",
        "max_repeats",
    ]
)
_WORDS = {
    "process_time": "work", "lead_time": "from start to done", "pca": "usable", "probability": "share",
    "wip": "waiting items", "batch_every": "batch every", "max_repeats": "repeats at most",
}  # fmt: skip
_SAME = 1e-9


@dataclass(frozen=True)
class Fact:
    """One field of one record that reads otherwise now, and why: the work changed, or it is known better."""

    on: str
    field: str
    before: object
    after: object
    why: Why
    sentence: str


@dataclass(frozen=True)
class Comparison:
    """Two versions of a map and what lies between them.

    `recorded` are the results of the older version as it was written, `then` those of `believed`: with what was learned
    since read into it, `now` those of the newer one. `moved` are headings with what came, went, and became faster or slower. `improvement` is what the mean lead time lost in hours from then to now, `learning` by
    how much longer it was then than was written. `faster` and `slower` are flows whose saving if removed changed, by id.
    """

    recorded: Figures
    then: Figures
    now: Figures
    changed: tuple[Fact, ...]
    learned: tuple[Fact, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    faster: tuple[str, ...]
    slower: tuple[str, ...]
    improvement: Quantity
    learning: Quantity
    sentences: tuple[str, ...]
    believed: Map
    moved: tuple[tuple[str, tuple[str, ...]], ...]


def numbers_changed(map_: Map, diff: Diff) -> tuple[Fact, ...]:
    """Return the numbers that were known and read otherwise after a diff: of these alone it is asked why."""
    if all(None in change or is_same(change, NUMBERS) for change in diff.values()):
        return ()
    after = map_.apply(diff)
    facts = (fact for id_, change in diff.items() for fact in _facts(map_, after, id_, change, {}))
    return tuple(fact for fact in facts if fact.why == "changed" and fact.field in NUMBERS)


def compare(old: Map, new: Map, whys: Whys | None = None) -> Comparison:
    """Return what lies between two versions. `whys` (record id, field) tells "changed" or "learned" where people said so.

    Without a word from them: a number that was unknown is learned, so is one that was said or assumed and is measured
    now; every other difference is a change of the work.
    """
    return at_once(comparing(old, new, whys))


def comparing(old: Map, new: Map, whys: Whys | None = None) -> Turns[Comparison]:
    """Do as `compare` does, in turns."""
    facts = [fact for id_, change in between(old, new).items() for fact in _facts(old, new, id_, change, whys or {})]
    learned = tuple(fact for fact in facts if fact.why == "learned")
    changed = tuple(fact for fact in facts if fact.why == "changed")
    believed = with_diff(old, _learned(old, learned))
    now = yield from figures_of(new)
    recorded = yield from figures_of(old)
    then = (yield from figures_of(believed)) if learned else recorded
    faster, slower = _moved(then, now)
    improvement = difference(new, then.map.lead_time, now.map.lead_time, now)
    learning = difference(believed, then.map.lead_time, recorded.map.lead_time, then)
    said = _sentences(new, (recorded, then, now), improvement, len(learned))
    added, removed = _came(old, new), _came(new, old)
    return Comparison(
        recorded,
        then,
        now,
        changed,
        learned,
        added,
        removed,
        faster,
        slower,
        improvement,
        learning,
        said,
        believed,
        _told_moves(old, new, (then, now), (added, removed, faster, slower)),
    )


def _told_moves(
    old: Map, new: Map, results: tuple[Figures, Figures], ids: tuple[tuple[str, ...], ...]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    then, now = results
    added, removed, faster, slower = ids
    calendar = new.head.calendar

    def moves(found: tuple[str, ...]) -> tuple[str, ...]:
        ordered = sorted(found, key=lambda id_: -abs(_added(then, id_) - _added(now, id_)))
        return tuple(
            f"{title(new, new.flow(id_))}: added {_said(then, id_, calendar)}, now {_said(now, id_, calendar)}."
            for id_ in ordered
        )

    return (
        ("Added", tuple(f"{_place(new, new.get(id_))}." for id_ in added)),
        ("Removed", tuple(f"{_place(old, old.get(id_))}." for id_ in removed)),
        ("Faster", moves(faster)),
        ("Slower", moves(slower)),
    )


def _added(figures: Figures, id_: str) -> float:
    return amount(figures.flows[id_].saved_if_removed)


def _said(figures: Figures, id_: str, calendar: Calendar) -> str:
    found = figures.flows[id_].saved_if_removed
    return about(found, calendar) if _added(figures, id_) > 0 else "nothing"


def _came(old: Map, new: Map) -> tuple[str, ...]:
    kinds = (Lane, Step, Flow)
    return tuple(record.id for record in new.records() if isinstance(record, kinds) and old.get(record.id) is None)


def _facts(old: Map, new: Map, id_: str, change: Change, whys: Whys) -> Iterable[Fact]:
    record = change.after
    if record is None or change.before is None:
        return
    for field, (before, after) in patch(change).items():
        if field in _FACTS.get(record.kind, ()):
            why = whys.get((id_, field)) or _why(old, before, after)
            text = f"{_place(new, record)}, {_WORDS.get(field, field.replace('_', ' '))}: "
            text += f"{_shown(field, before)}, now {_shown(field, after)}."
            yield Fact(id_, field, before, after, "learned" if why == "learned" else "changed", text)


def _why(old: Map, before: Any, after: Any) -> Why:
    if before is None or (isinstance(before, Duration) and _unread(old, before)):
        return "learned"
    if isinstance(before, Duration) and isinstance(after, Duration):
        measured = after.source == "measured" and before.source != "measured"
        return "learned" if measured or before.text == after.text else "changed"
    return "changed"


def _unread(map_: Map, said: Duration) -> bool:
    try:
        return read(said, map_.head.calendar) is None
    except Problem:
        return True


def _learned(old: Map, facts: tuple[Fact, ...]) -> Diff:
    known: dict[str, Record] = {}
    for fact in facts:
        record = known.get(fact.on) or old.get(fact.on)
        if record is not None:
            known[fact.on] = record.but(**{fact.field: fact.after})
    return puts(old, known.values())


def _place(map_: Map, record: Record | None) -> str:
    if isinstance(record, Flow):
        drawn = map_.get(record.source) is not None and map_.get(record.target) is not None
        return title(map_, record) if drawn else "A flow without an end"
    if isinstance(record, Step):
        return step_name(map_, record.id)
    if isinstance(record, Lane):
        return record.name or "A lane"
    return "The map" if record is None or isinstance(record, MapRecord) else record.kind


def _shown(field: str, value: Any) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, Duration):
        return value.text
    if field in ("pca", "probability") and isinstance(value, int | float):
        return of_ten(value)
    return str(value)


def _moved(then: Figures, now: Figures) -> tuple[tuple[str, ...], tuple[str, ...]]:
    faster: list[str] = []
    slower: list[str] = []
    for id_, flow in now.flows.items():
        if id_ in then.flows:
            was, is_ = amount(then.flows[id_].saved_if_removed), amount(flow.saved_if_removed)
            if abs(is_ - was) > _SAME * max(1.0, was):
                (faster if is_ < was else slower).append(id_)
    return tuple(faster), tuple(slower)


def _sentences(
    map_: Map, results: tuple[Figures, Figures, Figures], improvement: Quantity, learned: int
) -> tuple[str, ...]:
    calendar = map_.head.calendar
    recorded, then, now = (_lower(headline(figures, calendar)) for figures in results)
    said = []
    if learned:
        what = "number is" if learned == 1 else "numbers are"
        said.append(f"{learned} {what} known better now: what read {recorded} was {then}.")
    said.append(f"It was {then}, and is {now} today.")
    if improvement.value is None:
        said.append("By how much the work itself became faster is not known yet.")
    elif abs(improvement.value) <= _SAME * max(1.0, amount(results[2].map.lead_time)):
        said.append("The work itself is neither faster nor slower.")
    else:
        less = "faster" if improvement.value > 0 else "slower"
        by = Quantity(abs(improvement.value), improvement.low, improvement.high, improvement.bound)
        by = adding_up(by, amount(results[1].map.lead_time), amount(results[2].map.lead_time), calendar)
        said.append(f"The work itself became {about(by, calendar)} {less}{to_each(map_).replace('to', ' for', 1)}.")
    return tuple(said)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def comparison_told(found: Comparison) -> list[str]:
    """Return a comparison in lines: the whole first, then fact by fact what changed and what was learned."""
    said = list(found.sentences)
    for heading, facts in (("Changed in the work", found.changed), ("Known better now", found.learned)):
        if facts:
            said += ["", heading, *(f"  {fact.sentence}" for fact in facts)]
    for heading, places in found.moved:
        if places:
            said += ["", heading, *(f"  {place}" for place in places)]
    return said
