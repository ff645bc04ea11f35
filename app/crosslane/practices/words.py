"""Sentences to symptoms, offline: what people say on a handoff, compared with the wordings of the knowledge.

The nearest wordings speak for their symptom, the nearest situations for their practice, and through it for the
symptoms it helps against. Offered, never applied in silence: callers decide whether a recognised symptom counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from math import exp

from crosslane.practices.knowledge import Knowledge
from crosslane.practices.lean import Leaning
from crosslane.practices.likeness import Index, Scale, Weighed
from crosslane.practices.stems import Stemmer

# Our settings, found by leaving out each wording in turn.
ENOUGH = 0.23
# Less than this is not made enough by anything else that is known.
FAR = 0.18
# What is heard much less surely than the first is not offered: a few good guesses, no flood.
NEAR_BEST, MOST = 0.62, 4
# How much a practice's situation speaks for the symptom it helps against most; and when both do.
THROUGH_PRACTICE, BOTH = 0.9, 0.4
# What is told of a practice counts so much of what people say; the reasons for it; the wordings of what it helps with.
ABOUT, REASON, HELPS_MOST, HELPS = 0.5, 0.3, 0.5, 0.25
# So much must speak for a practice to be heard at all; from so much on it is plain; how soon the next ones fade.
SPEAKS, SPEAKS_PLAINLY, SOFT, LEAST = 4.0, 8.0, 3.0, 0.1
# What is usual between two lanes speaks for itself a little; among more than so many practices none is sure.
USUAL, FEW = 2.0, 8.0
# Sentences of a map are heard anew with every edit; so many are remembered.
REMEMBERED = 2000
_CLAUSE = re.compile(r"[.;:!?](?=\s|$)|,? (?:but|and then|so that|because|, so) ")
_CALM = re.compile(
    r"\b(no|not a|never a|without) (problem|issue|trouble|complaint|delay|queue|wait)s?\b"
    r"|\b(works?|runs?|goes) (very |quite )?(well|fine|smoothly)\b|\bis (fine|good|great|quick|fast)\b"
    r"|\b(no longer|used to be|solved|are happy)\b"
    r"|\b(do|does|did|need|have)( not|n't| no) (to )?(have to )?(wait|queue)\b"
    r"|\banswered\b.*\bat once\b"
)


@dataclass(frozen=True)
class Heard:
    """A symptom heard in a sentence, with how sure (0 to 1) and the words it hung on."""

    symptom: str
    sure: float
    words: str


class Ear:
    """Hears symptoms and practices in sentences, by the wordings of one body of knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Weigh every word by how rare it is in all that the knowledge says."""
        words = knowledge.words
        said = [(s.id, text) for s in knowledge.symptoms.values() for text in (*s.wordings, s.title)]
        done = [(p.id, text) for p in knowledge.practices.values() for text in p.situations]
        stemmer = Stemmer(words.stop, words.phrases, words.forms, words.groups)
        self._scale = Scale(stemmer, [text for _, text in (*said, *done)])
        weighed = self._scale.weighed()
        self._symptoms = Index([label for label, _ in said], weighed[: len(said)])
        self._practices = Index([label for label, _ in done], weighed[len(said) :])
        self._known: dict[str, dict[str, tuple[float, str]]] = {}
        self._leaning = Leaning(stemmer, _texts_of_practices(knowledge))
        self._helps = {
            s.id: [(r.id, r.weight / 5) for r in s.practice if r.weight >= 4] for s in knowledge.symptoms.values()
        }

    def hear(self, sentence: str, likely: Callable[[str], float] = lambda _: 1.0) -> list[Heard]:
        """Return the symptoms that a sentence speaks of, surest first; `likely` weighs them by what else is known."""
        found = [
            (value * likely(symptom), symptom, clause) for symptom, (value, clause) in self._near(sentence).items()
        ]
        ranked = sorted((entry for entry in found if entry[0] >= ENOUGH), key=lambda e: (-e[0], e[1]))[:MOST]
        return [Heard(s, min(1.0, v), clause) for v, s, clause in ranked if v >= NEAR_BEST * ranked[0][0]]

    def leaning(self, sentence: str, usual: Container[str] = ()) -> dict[str, float]:
        """Return the practices that a sentence speaks for, each with how surely (0 to 1).

        What is `usual` here needs fewer words. The more practices it may mean, the less sure is each.
        """
        clauses = self._plain_clauses(sentence)
        if not clauses:
            return {}
        found = {
            id_: value + (USUAL if id_ in usual else 0.0) for id_, value in self._leaning.speaks_for(clauses[0]).items()
        }
        best = max(found, key=lambda id_: found[id_])
        backed = self._leaning.support(clauses[0], best)
        if backed < SPEAKS:
            return {}
        near = {id_: exp((value - found[best]) / SOFT) for id_, value in found.items()}
        surely = min(1.0, backed / SPEAKS_PLAINLY, FEW / sum(near.values()))
        return {id_: surely * value for id_, value in near.items() if surely * value >= LEAST}

    def _near(self, sentence: str) -> dict[str, tuple[float, str]]:
        """Return for each symptom how near a sentence is to it, and by which clause."""
        if sentence not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[sentence] = self._compared(sentence)
        return self._known[sentence]

    def _compared(self, sentence: str) -> dict[str, tuple[float, str]]:
        best: dict[str, tuple[float, str]] = {}
        for clause, text in self._clauses(sentence):
            own, leaning = self._symptoms.nearest(text), self._practices.nearest(text)
            for symptom, helps in self._helps.items():
                through = max((leaning.get(id_, 0.0) * weight for id_, weight in helps), default=0.0)
                direct = own.get(symptom, 0.0)
                value = max(direct, THROUGH_PRACTICE * through) + BOTH * min(direct, through)
                if value > best.get(symptom, (0.0, ""))[0]:
                    best[symptom] = value, clause
        return best

    def _clauses(self, sentence: str) -> list[tuple[str, Weighed]]:
        return [(text, self._scale.weigh(text)) for text in self._plain_clauses(sentence)]

    @staticmethod
    def _plain_clauses(sentence: str) -> list[str]:
        """Return the whole and its clauses, without those that say all is well."""
        parts = [part for part in _CLAUSE.split(sentence) if part and len(part.split()) >= 3]
        kept = [part for part in parts if not _CALM.search(part.lower())]
        whole = " ".join(kept) if kept or parts else sentence
        texts = dict.fromkeys(part.strip() for part in ([whole, *kept] if len(kept) > 1 else [whole]))
        return [text for text in texts if text]


def _texts_of_practices(knowledge: Knowledge) -> Iterator[tuple[str, str, float]]:
    """Yield what is said of each practice, and of the symptoms it helps against, with how much it counts."""
    for practice in knowledge.practices.values():
        yield from ((practice.id, text, 1.0) for text in practice.situations)
        told = (
            practice.title,
            practice.card,
            practice.what,
            practice.first_step,
            practice.experiment,
            practice.measure,
        )
        yield from ((practice.id, text, ABOUT) for text in told)
    for symptom in knowledge.symptoms.values():
        for remedy in symptom.practice:
            yield remedy.id, remedy.reason, REASON
            counts = HELPS_MOST if remedy.weight >= 5 else HELPS if remedy.weight >= 4 else 0.0
            if counts:
                yield from ((remedy.id, text, counts) for text in symptom.wordings)


_EARS: dict[int, Ear] = {}


def ear_of(knowledge: Knowledge) -> Ear:
    """Return the ear for a body of knowledge, made once."""
    if id(knowledge) not in _EARS:
        _EARS.clear()
        _EARS[id(knowledge)] = Ear(knowledge)
    return _EARS[id(knowledge)]
