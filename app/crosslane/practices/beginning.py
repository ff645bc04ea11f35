"""What has to be in place before a practice can begin: the whole way back, without what a map shows to be there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from crosslane.model.map import Map
from crosslane.practices.advice import Suggestion
from crosslane.practices.knowledge import Knowledge, Practice
from crosslane.practices.rules import fulfilled

# The fields of a flow by which a practice shows to be there.
_FIELDS = ("carries", "medium", "contract", "tests", "versioned", "monitored", "trigger", "env_parity", "automated")


def in_place(map_: Map, knowledge: Knowledge) -> frozenset[str]:
    """Return the practices that people marked on a map, those that the fields of a flow show to be there, and all that
    these build on.
    """
    marked = {p for step in map_.steps for p in step.practices} | {p for flow in map_.flows for p in flow.practices}
    said = {tuple(getattr(flow, name) for name in _FIELDS) for flow in map_.flows}
    rules, shows = knowledge.rules, knowledge.rules.in_place
    known = {rules.bits.of(dict(zip(_FIELDS, values, strict=True))) for values in said}
    shown = {id_ for id_, sets in shows if any(fulfilled(sets, bits) for bits in known)}
    there = dict.fromkeys(marked | shown)
    for id_ in list(there):
        practice = knowledge.practices.get(id_)
        there |= dict.fromkeys(needed_before(practice, there, knowledge.practices) if practice else ())
    return frozenset(there)


def needed_before(practice: Practice, there: Collection[str], practices: Mapping[str, Practice]) -> tuple[str, ...]:
    """Return what has to be in place before a practice and is not there, each after what it needs itself."""
    found: dict[str, None] = {}

    def walk(ids: tuple[str, ...], way: frozenset[str]) -> None:
        for id_ in ids:
            if id_ in practices and id_ not in there and id_ not in found and id_ not in way:
                walk(practices[id_].prerequisites, way | {id_})
                found[id_] = None

    walk(practice.prerequisites, frozenset([practice.id]))
    return tuple(found)


def around(suggestion: Suggestion, knowledge: Knowledge) -> str:
    """Return in sentences what may come before what to begin with, and what comes between that and the practice itself."""
    if suggestion.begin_with is None:
        return earlier(suggestion.before, knowledge)
    at = suggestion.before.index(suggestion.begin_with)
    later = _in_turn(suggestion.before[at + 1 :], knowledge)
    return " ".join(
        filter(None, (earlier(suggestion.before[:at], knowledge), f"After that: {later}." if later else ""))
    )


def earlier(ids: Iterable[str], knowledge: Knowledge) -> str:
    """Return in a sentence what comes first if it is not there yet; "" for nothing."""
    said = _in_turn(ids, knowledge)
    return f"If it is not there yet, first: {said}." if said else ""


def _in_turn(ids: Iterable[str], knowledge: Knowledge) -> str:
    cards = (knowledge.practices[id_].card for id_ in ids)
    return ", then: ".join(card[:1].lower() + card[1:] for card in cards)
