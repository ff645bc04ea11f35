"""Words to stems: phrases become one word, endings fall off, bent forms go back to their word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

_WORD = re.compile(r"[a-z][a-z0-9-]*(?:'[a-z]+)?")
_VOWEL = re.compile(r"[aeiouy]")
# Longest first; the number of letters that must stay.
_ENDINGS = (
    ("isations", 3),
    ("izations", 3),
    ("isation", 3),
    ("ization", 3),
    ("ations", 3),
    ("ation", 3),
    ("ements", 4),
    ("ement", 4),
    ("ments", 4),
    ("ment", 4),
    ("nesses", 4),
    ("ness", 4),
    ("ities", 4),
    ("ity", 4),
    ("ively", 4),
    ("ive", 4),
    ("ably", 4),
    ("able", 4),
    ("ally", 4),
    ("ions", 4),
    ("ion", 4),
    ("ers", 4),
    ("er", 4),
    ("ly", 4),
    ("al", 4),
)


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, in order."""
    return _WORD.findall(text.lower().replace("’", "'"))


def plain_stem(word: str) -> str:
    """Return the part of a lower-case word that stays when it is bent."""
    stem = _singular(word.split("'", 1)[0])
    for ending in ("ed", "ing"):
        rest = stem.removesuffix(ending)
        if rest != stem and len(rest) >= 3 and _VOWEL.search(rest):
            stem = rest[:-1] if len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
            break
    for ending, least in _ENDINGS:
        if stem.endswith(ending) and len(stem) - len(ending) >= least:
            stem = stem[: -len(ending)]
            break
    return stem[:-1] + "i" if len(stem) > 3 and stem.endswith("y") else stem.removesuffix("e")


def _singular(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and len(word) > 3 and word[-2] not in "su" else word


class Stemmer:
    """Cuts sentences of one language into stems, and knows which stems mean much the same."""

    def __init__(
        self,
        stop: str,
        phrases: Mapping[str, Iterable[str]],
        forms: Mapping[str, Iterable[str]],
        groups: Mapping[str, str],
    ) -> None:
        """Take the words of a language."""
        self._phrases = {tuple(said.split()): one for one, all_ in phrases.items() for said in all_}
        self._longest = max((len(said) for said in self._phrases), default=0)
        self._beginnings = frozenset(said[0] for said in self._phrases)
        self._forms = {bent: plain_stem(word) for word, bents in forms.items() for bent in bents}
        self._stop = frozenset(stop.split())
        # Stems found so far: a few thousand words make nearly all of what is said.
        self._stemmed: dict[str, str] = {}
        self._kin: dict[str, list[str]] = {}
        for group, words in groups.items():
            for stem in {self._stem(word) for word in words.split()}:
                self._kin.setdefault(stem, []).append(f"#{group}")

    def stems(self, text: str) -> list[str]:
        """Return the stems of the words that carry meaning, in order."""
        words = words_of(text)
        # A phrase is heard besides its words, which may be what another wording uses.
        plain = [word for word in words if not self._small(word)]
        return [self._stem(word) for word in (*plain, *self._joined(words))]

    def small_words(self, text: str) -> list[str]:
        """Return the words around the matter, as they are: who speaks of nobody, before or all says something too."""
        return [word for word in words_of(text) if self._small(word)]

    def pairs(self, text: str) -> list[str]:
        """Return each two neighbouring words as one: words that carry meaning as stems, small ones as they are."""
        words = [word if self._small(word) else self._stem(word) for word in words_of(text)]
        return [f"{one} {next_}" for one, next_ in pairwise(words)]

    def _small(self, word: str) -> bool:
        return word.split("'", 1)[0] in self._stop

    def _joined(self, words: list[str]) -> Iterator[str]:
        """Yield the one word for every phrase among the words; a star in a phrase is any word."""
        for at, first in enumerate(words):
            if first not in self._beginnings:
                continue
            for length in range(1, min(self._longest, len(words) - at) + 1):
                said = tuple(words[at : at + length])
                any_middle = (said[0], "*", said[2]) if length == 3 else said
                if one := self._phrases.get(said) or self._phrases.get(any_middle):
                    yield one

    def kin(self, stem: str) -> list[str]:
        """Return the groups of words of much the same meaning that a stem stands in."""
        return self._kin.get(stem, [])

    def _stem(self, word: str) -> str:
        if word not in self._stemmed:
            self._stemmed[word] = self._forms.get(word) or plain_stem(word)
        return self._stemmed[word]
