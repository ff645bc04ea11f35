"""Sentences to symptoms and practices, offline: what people say on a handoff, held against how others told it.

Every word speaks for the symptoms and practices that it is told with oftener than with others. Offered, never applied
in silence: callers decide whether a recognised symptom counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log

from crosslane.practices.calm import is_calm
from crosslane.practices.compiled import Counted, read_counted
from crosslane.practices.knowledge import Knowledge, Symptom
from crosslane.practices.lean import Leaning, Tellings
from crosslane.practices.stems import Stemmer

# Our settings, found by leaving out tellings in turn, and by documented cases.
# What is told of a practice counts so much of what people say; the reasons for it; the wordings of what it helps with.
ABOUT, REASON, HELPS_MOST, HELPS = 0.5, 0.3, 0.5, 0.25
# How much the situations of a practice speak for a symptom that it helps against most, and for one it helps against.
THROUGH, THROUGH_SOME = 0.3, 0.15
# So much must speak for something for it to be heard at all; from so much on it is plain.
SPEAKS, SPEAKS_PLAINLY = 4.8, 9.5
# How soon the next ones fade; less than the least is none.
SOFT, LEAST = 4.0, 0.1
# A few good guesses for a sentence, no flood: at most so many symptoms, each so near to the surest.
MOST, NEAR_BEST = 4, 0.3
# A clause that says so much of what the whole says is what it hung on.
ENOUGH_OF_ALL = 0.8
# Whether it is a trouble at all, small words and two side by side tell as well as any: so many times as much as else.
TELLING_SMALL, TELLING_PAIR = 5.0, 2.0
# How much what else is known of a place counts beside the words.
KNOWN = 6.0
# What speaks so much against a symptom, nothing else that is known makes up for.
NO_CHANCE = 2.0
# Among more than so many practices none is sure; what is known of a place helps where some words do, and so much at most.
FEW, SOME, MOST_KNOWN = 8.0, 2.5, 3.0
# Sentences of a map are heard anew with every edit; so many are remembered.
REMEMBERED = 2000
_SENTENCE = re.compile(r"[.;:!?](?=\s|$)")
_CLAUSE = re.compile(r",? (?:but|and then|so that|because|, so) ")
# What is said of nothing that matters here: its own label, under which no practice or symptom is; and all the rest.
NOTHING, TROUBLE = "nothing", "trouble"
# So much must speak for any trouble rather than for small talk and good news before anybody asks which; what speaks for
# the likeliest of them counts in part, for a short sentence can be plain.
SOUNDS_TROUBLED, PLAIN = 16.5, 1.3


@dataclass(frozen=True)
class Heard:
    """A symptom heard in a sentence, with how sure (0 to 1) and the words it hung on."""

    symptom: str
    sure: float
    words: str


class Ear:
    """Hears symptoms and practices in sentences, by the tellings of one body of knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Learn which words are said of what."""
        told = tellings(knowledge, read_counted())
        self._practices = Leaning(told, _for_practices(knowledge))
        self._symptoms = Leaning(told, _for_symptoms(knowledge))
        self._troubles = Leaning(told, _for_troubles(knowledge), small=TELLING_SMALL, pair=TELLING_PAIR)
        self._known: dict[str, list[tuple[str, dict[str, float]]]] = {}

    def _is_troubled(self, text: str, speaks: float) -> bool:
        """Say whether a text tells of any trouble at all, rather than of nothing or of what goes well.

        `speaks` is how much speaks for the likeliest of what it may mean.
        """
        found = self._troubles.speaks_for(text)
        return found[TROUBLE] - found[NOTHING] + PLAIN * speaks >= SOUNDS_TROUBLED

    def hear(self, sentence: str, likely: Callable[[str], float] = lambda _: 1.0) -> list[Heard]:
        """Return the symptoms that a sentence speaks of, surest first; `likely` weighs them by what else is known."""
        heard = self._heard(sentence)
        best = self._best_clauses(heard, likely)
        if not best or heard[0][1].get(NOTHING, 0.0) >= max(heard[0][1].values()):
            return []
        ranked = sorted(best, key=lambda id_: (-best[id_][0], id_))[:MOST]
        whole = heard[0][0]
        if not self._is_troubled(whole, self._symptoms.support(whole, ranked[0])):
            return []
        surely = [(id_, self._sure(best[ranked[0]][0], *best[id_], id_)) for id_ in ranked]
        # Where too little speaks for the likeliest, what is less likely is a guess.
        if not surely[0][1]:
            return []
        return [Heard(id_, sure, best[id_][1]) for id_, sure in surely if sure >= NEAR_BEST]

    @staticmethod
    def _best_clauses(
        heard: list[tuple[str, dict[str, float]]], likely: Callable[[str], float]
    ) -> dict[str, tuple[float, str]]:
        """Return for each symptom that is spoken for how much, and by which clause: the shorter one where it will do."""
        best: dict[str, tuple[float, str]] = {}
        for clause, found in heard:
            for symptom, value in found.items():
                if value <= -NO_CHANCE:
                    continue
                known = value + KNOWN * log(likely(symptom)) if symptom != NOTHING else 0.0
                most, _ = best.get(symptom, (0.0, ""))
                if known > 0.0 and known >= ENOUGH_OF_ALL * most:
                    best[symptom] = max(known, most), clause
        return best

    def _sure(self, top: float, value: float, clause: str, symptom: str) -> float:
        backed = self._symptoms.support(clause, symptom)
        return 0.0 if backed < SPEAKS else min(1.0, backed / SPEAKS_PLAINLY) * exp((value - top) / SOFT)

    def _heard(self, sentence: str) -> list[tuple[str, dict[str, float]]]:
        """Return for a sentence and its clauses how much each speaks for the symptoms."""
        if sentence not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[sentence] = [(text, self._symptoms.speaks_for(text)) for text in _plain_clauses(sentence)]
        return self._known[sentence]

    def leaning(self, told: str, likely: Callable[[str], float] = lambda _: 0.0) -> dict[str, float]:
        """Return the practices that a telling of one or more sentences speaks for, each with how surely (0 to 1).

        `likely` says how much else that is known speaks for a practice, or against it: it then needs fewer words. The
        more practices a telling may mean, the less sure is each.
        """
        clauses = _plain_clauses(told)
        if not clauses:
            return {}
        known = {id_: likely(id_) if id_ != NOTHING else 0.0 for id_ in self._practices.labels}
        found = {id_: value + known[id_] for id_, value in self._practices.speaks_for(clauses[0]).items()}
        best = max(found, key=lambda id_: found[id_])
        if best == NOTHING:
            return {}
        backed = self._backed(clauses[0], best, known[best])
        if not self._is_troubled(clauses[0], backed):
            return {}
        near = {id_: exp((value - found[best]) / SOFT) for id_, value in found.items() if id_ != NOTHING}
        surely = min(1.0, backed / SPEAKS_PLAINLY, FEW / sum(near.values())) if backed >= SPEAKS else 0.0
        return {id_: surely * value for id_, value in near.items() if surely * value >= LEAST}

    def _backed(self, clause: str, practice: str, known: float) -> float:
        """Return how much speaks for a practice; what is known counts where people say something of it."""
        support = self._practices.support(clause, practice)
        return support + min(max(known, 0.0), MOST_KNOWN) if support >= SOME else support


def _plain_clauses(sentence: str) -> list[str]:
    """Return the whole and its clauses, without the sentences that say all is well."""
    parts = [part for part in _SENTENCE.split(sentence) if part and len(part.split()) >= 3]
    kept = [part for part in parts if not is_calm(part)]
    whole = " ".join(kept) if kept or parts else sentence
    clauses = [clause for part in kept for clause in _CLAUSE.split(part) if len(clause.split()) >= 3]
    texts = dict.fromkeys(part.strip() for part in ([whole, *clauses] if len(clauses) > 1 else [whole]))
    return [text for text in texts if text]


def tellings(knowledge: Knowledge, counted: Counted | None = None) -> Tellings:
    """Return all that the knowledge tells, under the name of where it stands; what was `counted` before is looked up."""
    words = knowledge.words
    stemmer = Stemmer(words.stop, words.phrases, words.forms, words.groups, counted)
    told = Tellings(stemmer, counted)
    told.add(NOTHING, knowledge.nothing)
    reasons: dict[str, list[str]] = {}
    for p in knowledge.practices.values():
        told.add(f"situations:{p.id}", p.situations)
        told.add(f"about:{p.id}", (p.title, p.card, p.what, p.first_step, p.experiment, p.measure))
    for symptom in knowledge.symptoms.values():
        told.add(f"wordings:{symptom.id}", (*symptom.wordings, symptom.title))
        for remedy in symptom.practice:
            reasons.setdefault(remedy.id, []).append(remedy.reason)
    for id_, texts in reasons.items():
        told.add(f"reasons:{id_}", texts)
    return told


def _for_practices(knowledge: Knowledge) -> dict[str, list[tuple[str, float]]]:
    """Return what speaks for each practice: what is said of it, and of the symptoms it helps against."""
    mix = {NOTHING: [(NOTHING, 1.0)]}
    for id_ in knowledge.practices:
        mix |= {f"situations:{id_}": [(id_, 1.0)], f"about:{id_}": [(id_, ABOUT)], f"reasons:{id_}": [(id_, REASON)]}
    for symptom in _heard_symptoms(knowledge):
        helps = [(r.id, HELPS_MOST if r.weight >= 5 else HELPS) for r in symptom.practice if r.weight >= 4]
        mix[f"wordings:{symptom.id}"] = helps
    return mix


def _for_symptoms(knowledge: Knowledge) -> dict[str, list[tuple[str, float]]]:
    """Return what speaks for each symptom: its wordings, and the situations of the practices that help against it."""
    mix = {NOTHING: [(NOTHING, 1.0)]}
    for symptom in _heard_symptoms(knowledge):
        mix[f"wordings:{symptom.id}"] = [(symptom.id, 1.0)]
        for remedy in symptom.practice:
            if remedy.weight >= 4:
                counts = THROUGH if remedy.weight >= 5 else THROUGH_SOME
                mix.setdefault(f"situations:{remedy.id}", []).append((symptom.id, counts))
    return mix


def _for_troubles(knowledge: Knowledge) -> dict[str, list[tuple[str, float]]]:
    """Return what tells of a trouble, whichever it is, and what of none."""
    situations = [f"situations:{id_}" for id_ in knowledge.practices]
    wordings = [f"wordings:{symptom.id}" for symptom in _heard_symptoms(knowledge)]
    return {NOTHING: [(NOTHING, 1.0)], **{source: [(TROUBLE, 1.0)] for source in (*situations, *wordings)}}


def _heard_symptoms(knowledge: Knowledge) -> list[Symptom]:
    return [symptom for symptom in knowledge.symptoms.values() if symptom.wordings]


_EARS: dict[int, Ear] = {}


def ear_of(knowledge: Knowledge) -> Ear:
    """Return the ear for a body of knowledge, made once."""
    if id(knowledge) not in _EARS:
        _EARS.clear()
        _EARS[id(knowledge)] = Ear(knowledge)
    return _EARS[id(knowledge)]
