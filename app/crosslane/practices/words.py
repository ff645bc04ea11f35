"""Sentences to symptoms, offline: what people say on a handoff, compared with the wordings of the knowledge.

Every clause is a bag of stems and groups of like words, weighed by how rare they are in all that the knowledge says;
the nearest wordings speak for their symptom, the nearest situations for their practice. Offered, never applied in
silence: callers decide whether a recognised symptom counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import log, sqrt

from crosslane.practices.knowledge import Knowledge
from crosslane.practices.stems import Stemmer

# Our settings, found by leaving out each wording in turn (tests/practices/test_words.py).
ENOUGH = 0.25
# What is heard much less surely than the first is not offered: a few good guesses, no flood.
NEAR_BEST = 0.62
MOST = 4
# A group of like words says less than the word itself; a second and third like wording add a little.
KIN = 0.9
NEIGHBOURS = (0.65, 0.22, 0.13)
# How much a practice's situation speaks for the symptom that it helps against most.
THROUGH_PRACTICE, BOTH = 0.9, 0.4
# Shared words of this much weight, two or three rare ones, are enough; less makes less sure.
PLENTY = 10.0
STRANGE = 3.0
_CLAUSE = re.compile(r"[.;:!?]|,? (?:but|and then|so that|because|, so) ")
_CALM = re.compile(
    r"\b(no|not a|never a|without) (problem|issue|trouble|complaint|delay|queue|wait)s?\b"
    r"|\b(works?|runs?|goes) (very |quite )?(well|fine|smoothly)\b|\bis (fine|good|great|quick|fast)\b"
    r"|\b(no longer|any more problem|used to be|solved|are happy)\b"
    r"|\b(do|does|did|need|have)( not|n't| no) (to )?(have to )?(wait|queue)\b|\bat once\b.*\banswered\b|\banswered\b.*\bat once\b"
)

Bag = Mapping[str, float]


@dataclass(frozen=True)
class Heard:
    """A symptom heard in a sentence, with how sure (0 to 1) and the words it hung on."""

    symptom: str
    sure: float
    words: str


class Index:
    """Texts with the label they speak for, searched by likeness."""

    def __init__(self, texts: Iterable[tuple[str, Bag]]) -> None:
        """Take labelled bags of weighed words."""
        self._found: dict[str, list[tuple[int, float]]] = {}
        self._labels: list[str] = []
        self._sizes: list[float] = []
        for at, (label, bag) in enumerate(texts):
            self._labels.append(label)
            self._sizes.append(_length(bag))
            for word, weight in bag.items():
                self._found.setdefault(word, []).append((at, weight))

    def nearest(self, bag: Bag, size: float) -> dict[str, float]:
        """Return for each label how near its nearest texts are, between 0 and 1; `size` is the length of the bag."""
        near: dict[int, float] = {}
        shared: dict[int, float] = {}
        for word, weight in bag.items():
            for at, other in self._found.get(word, ()):
                near[at] = near.get(at, 0.0) + weight * other
                shared[at] = shared.get(at, 0.0) + weight
        by_label: dict[str, list[float]] = {}
        for at, value in near.items():
            sure = value / (size * self._sizes[at]) * min(1.0, shared[at] / PLENTY)
            by_label.setdefault(self._labels[at], []).append(sure)
        return {
            label: sum(n * v for n, v in zip(NEIGHBOURS, sorted(values, reverse=True), strict=False))
            for label, values in by_label.items()
        }


def _length(bag: Bag) -> float:
    return sqrt(sum(weight * weight for weight in bag.values())) or 1.0


class Ear:
    """Hears symptoms and practices in sentences, by the wordings of one body of knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Weigh every word by how rare it is."""
        words = knowledge.words
        self._stemmer = Stemmer(words.stop, words.phrases, words.forms, words.groups)
        said = [(s.id, text) for s in knowledge.symptoms.values() for text in (*s.wordings, s.title)]
        done = [(p.id, text) for p in knowledge.practices.values() for text in p.situations]
        bags = [self._features(text) for _, text in (*said, *done)]
        spread: dict[str, int] = {}
        for bag in bags:
            for word in bag:
                spread[word] = spread.get(word, 0) + 1
        self._rarity = {word: log(1 + len(bags) / count) for word, count in spread.items()}
        self._symptoms = Index((label, self._weighed(bag)) for (label, _), bag in zip(said, bags, strict=False))
        self._practices = Index(
            (label, self._weighed(bag)) for (label, _), bag in zip(done, bags[len(said) :], strict=True)
        )
        self._helps = {
            s.id: [(r.id, r.weight / 5) for r in s.practice if r.weight >= 4] for s in knowledge.symptoms.values()
        }

    def hear(self, sentence: str, likely: Callable[[str], float] = lambda _: 1.0) -> list[Heard]:
        """Return the symptoms that a sentence speaks of, surest first; `likely` weighs them by what else is known."""
        best: dict[str, tuple[float, str]] = {}
        for clause, bag, size in self._clauses(sentence):
            sure, leaning = self._symptoms.nearest(bag, size), self._practices.nearest(bag, size)
            for symptom, helps in self._helps.items():
                through = max((leaning.get(id_, 0.0) * weight for id_, weight in helps), default=0.0)
                own = sure.get(symptom, 0.0)
                value = (max(own, THROUGH_PRACTICE * through) + BOTH * min(own, through)) * likely(symptom)
                if value > best.get(symptom, (0.0, ""))[0]:
                    best[symptom] = value, clause
        ranked = sorted(((v, s, w) for s, (v, w) in best.items() if v >= ENOUGH), key=lambda e: (-e[0], e[1]))[:MOST]
        return [Heard(s, min(1.0, v), w) for v, s, w in ranked if v >= NEAR_BEST * ranked[0][0]]

    def leaning(self, sentence: str) -> dict[str, float]:
        """Return the practices whose situations are like the sentence, each with how like (0 to 1)."""
        best: dict[str, float] = {}
        for _, bag, size in self._clauses(sentence):
            for id_, near in self._practices.nearest(bag, size).items():
                best[id_] = max(best.get(id_, 0.0), near)
        return {id_: min(1.0, near) for id_, near in best.items() if near >= ENOUGH}

    def _clauses(self, sentence: str) -> list[tuple[str, Bag, float]]:
        """Return the whole and its clauses with their weighed words, without those that say all is well."""
        parts = [part for part in _CLAUSE.split(sentence) if part and len(part.split()) >= 3]
        kept = [part for part in parts if not _CALM.search(part.lower())]
        whole = " ".join(kept) if kept or parts else sentence
        texts = dict.fromkeys(part.strip() for part in ([whole, *kept] if len(kept) > 1 else [whole]))
        bags = [(text, self._weighed(self._features(text))) for text in texts if text]
        # A word that the knowledge never uses makes a sentence less like any of it.
        return [
            (text, bag, sqrt(_length(bag) ** 2 + STRANGE * len(set(self._stemmer.stems(text)) - set(bag))))
            for text, bag in bags
        ]

    def _features(self, text: str) -> dict[str, float]:
        found: dict[str, float] = {}
        for stem in self._stemmer.stems(text):
            found[stem] = 1.0
            for group in self._stemmer.kin(stem):
                found[group] = KIN
        return found

    def _weighed(self, features: Mapping[str, float]) -> Bag:
        return {w: v * self._rarity[w] for w, v in features.items() if w in self._rarity}


_EARS: dict[int, Ear] = {}


def ear_of(knowledge: Knowledge) -> Ear:
    """Return the ear for a body of knowledge, made once."""
    if id(knowledge) not in _EARS:
        _EARS.clear()
        _EARS[id(knowledge)] = Ear(knowledge)
    return _EARS[id(knowledge)]
