"""What has to be in place before a practice can begin: the whole way back, without what a map shows to be there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

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


def in_turn(suggestion: Suggestion, knowledge: Knowledge) -> str:
    """Return in a line what to begin with and what comes after that, up to the practice itself."""
    first = knowledge.practices[suggestion.before[0]].card
    return ", then: ".join((first, *(_small(text) for text in _rest(suggestion, knowledge))))


def after_that(suggestion: Suggestion, knowledge: Knowledge) -> str:
    """Return in a line what comes between what to begin with and the practice itself; "" where nothing does."""
    rest = list(_rest(suggestion, knowledge))
    return ", then: ".join((*rest[:1], *(_small(text) for text in rest[1:])))


def _rest(suggestion: Suggestion, knowledge: Knowledge) -> Iterator[str]:
    return (knowledge.practices[id_].card for id_ in suggestion.before[1:])


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
