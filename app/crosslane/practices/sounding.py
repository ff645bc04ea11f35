"""What people's words sound like: practices offered beside the suggestions, as hints, until somebody takes them up."""

from __future__ import annotations

from dataclasses import replace

from crosslane.analysis.figures import Figures
from crosslane.model.map import Map
from crosslane.model.records import Flow, Step
from crosslane.practices.advice import Advice, Place
from crosslane.practices.knowledge import Knowledge
from crosslane.practices.suggest import FIRST, advise_at


def sounding(map_: Map, figures: Figures, knowledge: Knowledge, place: Place) -> Place:
    """Return the advice for a place with what would be among the first if its words were taken at their word."""
    record = map_.get(place.on)
    if not isinstance(record, Flow | Step) or not record.said:
        return place
    taken = advise_at(map_, figures, knowledge, place.on, accept_words=True)
    known = {suggestion.practice for suggestion in place.suggestions[:FIRST]}
    heard = (s for s in (taken.suggestions[:FIRST] if taken else ()) if s.practice not in known)
    return replace(place, sounds_like=tuple(replace(suggestion, hint=True) for suggestion in heard))


def all_sounding(map_: Map, figures: Figures, knowledge: Knowledge, advice: Advice) -> Advice:
    """Return the advice for a map with what the words at each of its flows sound like."""
    flows = {id_: sounding(map_, figures, knowledge, place) for id_, place in advice.flows.items()}
    return replace(advice, flows=flows)
