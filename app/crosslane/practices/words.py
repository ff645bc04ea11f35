"""Sentences to symptoms, offline: what people say on a handoff, matched to the wordings of the knowledge.

Words are reduced to stems and synonyms, weighed by how rare they are over all wordings; offered, never applied in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import log

from crosslane.practices.knowledge import Knowledge

ENOUGH = 0.34
# What is heard much less surely than the first is not offered: a few good guesses, no flood. Our setting.
NEAR_BEST = 0.72
_WORD = re.compile(r"[a-z][a-z0-9']+")
_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "if",
        "we",
        "i",
        "you",
        "they",
        "he",
        "she",
        "it",
        "our",
        "us",
        "them",
        "their",
        "this",
        "that",
        "these",
        "those",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "to",
        "of",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "as",
        "so",
        "then",
        "than",
        "do",
        "does",
        "did",
        "has",
        "have",
        "had",
        "will",
        "would",
        "can",
        "could",
        "just",
        "very",
        "not",
        "no",
        "nobody",
        "never",
        "there",
        "here",
        "what",
        "when",
        "who",
        "how",
        "which",
        "all",
        "any",
        "some",
        "more",
        "most",
        "about",
        "into",
        "out",
        "up",
        "down",
        "over",
        "after",
        "before",
        "again",
        "only",
        "own",
        "same",
        "too",
    ]
)
_GROUPS = (
    ("wait", "queue", "stuck", "stall", "sit", "idle", "pend", "backlog", "hang"),
    ("approv", "sign", "signoff", "board", "cab", "permission", "authoris", "authoriz", "agree", "consent", "legal"),
    ("deploy", "release", "rollout", "ship", "live", "production", "prod", "golive"),
    ("hand", "manual", "manually", "click", "script", "checklist"),
    ("break", "broke", "broken", "fail", "crash", "outage", "down"),
    ("schema", "column", "field", "renam", "type", "structure"),
    ("copy", "paste", "excel", "spreadsheet", "csv", "export", "download"),
    ("person", "tom", "ana", "expert", "guy", "colleague", "holiday", "sick"),
    ("know", "knowledge", "document", "documentation", "wiki", "head", "undocument"),
    ("rollback", "undo", "revert", "back", "restore"),
    ("alert", "alarm", "page", "pager", "notification", "noise"),
    ("stale", "old", "outdat", "late", "yesterday", "fresh"),
    ("model", "predict", "score", "forecast", "algorithm"),
    ("notebook", "jupyter", "laptop", "rewrit", "rebuild", "reimplement"),
    ("drift", "decay", "degrad", "worse", "accuracy"),
    ("customer", "user", "complain", "notic"),
    ("ticket", "request", "jira", "servicedesk"),
    ("test", "check", "validat", "verify"),
    ("password", "secret", "credential", "key", "token"),
    ("label", "annotat"),
    ("definition", "meaning", "different", "number", "revenue", "kpi", "metric"),
    ("review", "pull", "pr", "merge"),
    ("access", "permission", "right", "privacy", "gdpr", "personal"),
    ("environment", "server", "machine", "staging", "vm", "gpu", "cluster"),
)
_SYNONYM = {word: group[0] for group in _GROUPS for word in group}
_ENDINGS = (
    "ations",
    "ation",
    "ingly",
    "ments",
    "ment",
    "ings",
    "ing",
    "edly",
    "ness",
    "ies",
    "ed",
    "es",
    "ly",
    "s",
    "e",
)


@dataclass(frozen=True)
class Heard:
    """A symptom heard in a sentence, with how sure (0 to 1) and the words it hung on."""

    symptom: str
    sure: float
    words: str


def stem(word: str) -> str:
    """Return the part of a word that stays when it is bent, and one word for all of a group of synonyms."""
    plain = word.removesuffix("'s").replace("'", "")
    if plain in _SYNONYM:
        return _SYNONYM[plain]
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= 3:
            plain = plain[: -len(ending)]
            break
    if len(plain) > 3 and plain[-1] == plain[-2] and plain[-1] not in "lsz":
        plain = plain[:-1]
    return _SYNONYM.get(plain, plain)


def stems(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order."""
    return [stem(word) for word in _WORD.findall(text.lower()) if word not in _STOP]


class Ear:
    """Hears symptoms in sentences, by the wordings of one body of knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Weigh every stem by how few symptoms speak of it."""
        said = {id_: [*s.wordings, s.title, s.question] for id_, s in knowledge.symptoms.items()}
        self._bags: Mapping[str, list[frozenset[str]]] = {
            id_: [frozenset(stems(t)) for t in texts] for id_, texts in said.items()
        }
        spread: dict[str, int] = {}
        for bags in self._bags.values():
            for word in frozenset().union(*bags):
                spread[word] = spread.get(word, 0) + 1
        total = len(self._bags)
        self._rarity = {word: log(1 + total / count) for word, count in spread.items()}

    def hear(self, sentence: str, most: int = 4) -> list[Heard]:
        """Return the symptoms that a sentence speaks of, surest first."""
        words = frozenset(stems(sentence))
        known = [word for word in words if word in self._rarity]
        if not known:
            return []
        mass = sum(self._rarity[word] for word in known)
        found = []
        for id_, bags in self._bags.items():
            best, shared = max(
                ((self._near(words, bag, mass), bag & words) for bag in bags), key=lambda entry: entry[0]
            )
            whole = frozenset().union(*bags) & words
            sure = 0.75 * best + 0.25 * sum(self._rarity[w] for w in whole) / mass
            if sure >= ENOUGH and len(whole) >= 1:
                found.append(Heard(id_, min(1.0, sure), " ".join(sorted(shared or whole))))
        best_first = sorted(found, key=lambda heard: (-heard.sure, heard.symptom))[:most]
        return [heard for heard in best_first if heard.sure >= NEAR_BEST * best_first[0].sure]

    def _near(self, words: frozenset[str], bag: frozenset[str], mass: float) -> float:
        shared = sum(self._rarity[w] for w in words & bag)
        other = sum(self._rarity.get(w, 1.0) for w in bag)
        return 2 * shared / (mass + other) if mass + other else 0.0


_EARS: dict[int, Ear] = {}


def ear_of(knowledge: Knowledge) -> Ear:
    """Return the ear for a body of knowledge, made once."""
    if id(knowledge) not in _EARS:
        _EARS.clear()
        _EARS[id(knowledge)] = Ear(knowledge)
    return _EARS[id(knowledge)]
