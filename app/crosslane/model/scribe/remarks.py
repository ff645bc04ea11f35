"""What stands after the bar: remarks on an arrow, and on the step it leads to."""

from __future__ import annotations

import re
from typing import Any, get_args

from crosslane.model.durations import is_ambiguous, read
from crosslane.model.errors import Problem
from crosslane.model.numbers import NUMBER, read_number
from crosslane.model.scribe.grammar import Misread
from crosslane.model.values import Calendar, Carries, Duration, Medium, WaitsFor

_SHARE = re.compile(rf"^({NUMBER})\s*(?:/|of)\s*({NUMBER})$")
_PERCENT = re.compile(rf"^({NUMBER})\s*%?$")
_TIME_WORDS = ("live", "?")
_FLOW_TYPES = ("forward", "rework", "cycle", "information")
_STEP_TYPES = ("activity", "decision", "store", "start", "end")
KEYWORDS = ("wait", "ok", "via", "carries", "for", "p", "handling", "pt", "people", *_FLOW_TYPES, *_STEP_TYPES)
_FOR_WORDS: dict[str, WaitsFor] = {
    "person": "person",
    "a free person": "person",
    "date": "date",
    "the next date": "date",
    "yes": "yes",
    "somebody's yes": "yes",
    "approval": "yes",
    "missing": "missing",
    "something missing": "missing",
    "unnoticed": "unnoticed",
    "nobody noticed": "unnoticed",
    "machine": "machine",
    "a machine": "machine",
}


def read_share(text: str) -> float:
    """Return a share typed as 60, 60% or 6/10; raises Problem for anything else."""
    plain = text.strip()
    tenth = _SHARE.match(plain)
    if tenth and 0 < (whole := read_number(tenth[2])) >= (part := read_number(tenth[1])):
        return part / whole
    percent = _PERCENT.match(plain)
    if percent and (value := read_number(percent[1])) <= 100:
        # Rounded, so that 0.7% is 0.007 and not the binary fraction beside it.
        return value if 0 < value < 1 and "%" not in plain else round(value / 100, 12)
    raise Problem(f"{text!r} is not read as a share: type 6/10 or 60.")


def fields_of(remarks: list[tuple[str, int]], calendar: Calendar) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fields of the arrow and of the step that remarks set; raises Misread that names the place."""
    flow: dict[str, Any] = {}
    step: dict[str, Any] = {}
    for text, column in remarks:
        try:
            on_flow, on_step = _one(text, calendar)
        except Problem as problem:
            raise Misread(f"At place {column + 1}: {problem}", column) from None
        _add(flow, on_flow)
        step.update(on_step)
    return flow, step


def free_fields(text: str, calendar: Calendar) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fields of a handoff, and of the step it leads to, said without keywords, as in "3w 6/10".

    Keywords may stand among them.
    """
    flow: dict[str, Any] = {}
    step: dict[str, Any] = {}
    words = text.split()
    while words:
        taken, (on_flow, on_step) = _leading(words, calendar)
        _add(flow, on_flow)
        step.update(on_step)
        words = words[taken:]
    return flow, step


def _add(fields: dict[str, Any], more: dict[str, Any]) -> None:
    """Take over what was said last; what a flow waits for adds up."""
    waits_for = (*fields.get("waits_for", ()), *more.get("waits_for", ()))
    fields.update(more)
    if waits_for:
        fields["waits_for"] = tuple(dict.fromkeys(waits_for))


def _leading(words: list[str], calendar: Calendar) -> tuple[int, tuple[dict[str, Any], dict[str, Any]]]:
    """Return how many words the first remark takes, and what it sets."""
    for count in range(min(4, len(words)), 0, -1):
        text = " ".join(words[:count])
        try:
            if words[0].lower() in KEYWORDS or words[0].lower() == "ca":
                return count, _one(text, calendar)
            if count == 1 and (_SHARE.match(text) or text.endswith("%")):
                return 1, ({"pca": read_share(text)}, {})
            if text in _TIME_WORDS or is_ambiguous(text) or read(text, calendar) is not None:
                return count, ({"wait": Duration(text=text)}, {})
        except Problem:
            continue
    if words[0].lower() in KEYWORDS:
        # Said once more for its own sentence.
        _one(" ".join(words[:2]), calendar)
    raise Problem(f"{words[0]!r} is not understood: type a wait and how many are usable, for example 3w 6/10.")


def _one(text: str, calendar: Calendar) -> tuple[dict[str, Any], dict[str, Any]]:
    key, _, rest = text.partition(" ")
    key, rest = key.lower(), rest.strip()
    if key in _FLOW_TYPES:
        return {"type": key, **({"probability": read_share(rest)} if rest else {})}, {}
    if not rest and key in _STEP_TYPES:
        return {}, {"type": key}
    if not rest:
        return {"wait": _time(text, calendar)}, {}
    if key in ("wait", "handling"):
        return {key: _time(rest, calendar)}, {}
    if key in ("ok", "ca"):
        return {"pca": read_share(rest)}, {}
    if key == "p":
        return {"probability": read_share(rest)}, {}
    if key == "via":
        return {"medium": _of_list(rest, get_args(Medium), "way")}, {}
    if key == "carries":
        return {"carries": _of_list(rest, get_args(Carries), "thing to carry")}, {}
    if key == "for":
        return {"waits_for": (_waits_for(rest),)}, {}
    if key == "pt":
        return {}, {"process_time": _time(rest, calendar)}
    if key == "people":
        return {}, {"people": _count(rest)}
    return {"wait": _time(text, calendar)}, {}


def _time(text: str, calendar: Calendar) -> Duration:
    read(text, calendar)
    return Duration(text=text)


def _count(text: str) -> float:
    try:
        return read_number(text)
    except ValueError:
        raise Problem(f"{text!r} is not a number of people: type for example people 3.") from None


def _of_list(text: str, allowed: tuple[str, ...], what: str) -> str:
    plain = text.lower().replace(" ", "-")
    starting = [word for word in allowed if word.startswith(plain)]
    if plain in allowed or len(starting) == 1:
        return plain if plain in allowed else starting[0]
    raise Problem(f"{text!r} is no {what} known here: choose one of {', '.join(allowed)}.")


def _waits_for(text: str) -> WaitsFor:
    known = _FOR_WORDS.get(text.lower())
    if known is None:
        raise Problem(f"{text!r} is not known here: type for person, date, yes, missing, unnoticed or machine.")
    return known
