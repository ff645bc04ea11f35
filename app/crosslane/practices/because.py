"""Why a card is there, as a card says it: people's own words first, then two facts of the map."""

from __future__ import annotations

from collections.abc import Iterator

from crosslane.practices.advice import Place, Suggestion
from crosslane.practices.knowledge import Knowledge
from crosslane.practices.phrases import NO_FACT

FACTS = 2
_BY_SYMPTOM = "symptom:"
_SAID = "people said"


def because(place: Place, suggestion: Suggestion, said: tuple[str, ...], knowledge: Knowledge) -> str:
    """Return the reasons of a suggestion in one line: what was said of the place, then at most two facts.

    Where there is neither, its weightiest reason.
    """
    found = {finding.symptom: finding for finding in place.findings}
    seen = [id_ for id_ in _symptoms(suggestion) if id_ in found]
    told = [sentence for sentence in said if any(sentence in text for text in _texts(place, suggestion, seen))]
    words = [f"“{sentence}”" for sentence in told[:1]]
    pinned = [id_ for id_ in seen if found[id_].pinned and id_ in knowledge.symptoms]
    if not words and pinned:
        title = knowledge.symptoms[pinned[0]].title
        words = [f"{_SAID}: {title[:1].lower()}{title[1:]}"]
    facts = dict.fromkeys(fact for id_ in seen for fact in found[id_].evidence if not fact.startswith(_SAID))
    facts.pop(NO_FACT, None)
    line = "; ".join([*words, *list(facts)[:FACTS]])
    if not line:
        return suggestion.because[0].sentence if suggestion.because else ""
    return f"{line[:1].upper()}{line[1:]}."


def _symptoms(suggestion: Suggestion) -> list[str]:
    ordered = sorted(suggestion.because, key=lambda reason: -reason.points)
    return [r.source.removeprefix(_BY_SYMPTOM) for r in ordered if r.source.startswith(_BY_SYMPTOM)]


def _texts(place: Place, suggestion: Suggestion, seen: list[str]) -> Iterator[str]:
    yield from (reason.sentence for reason in suggestion.because)
    yield from (words for symptom, words in place.recognised if symptom in seen)
    for finding in place.findings:
        if finding.symptom in seen:
            yield from finding.evidence
