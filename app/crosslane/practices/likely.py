"""How what is drawn at a place makes likelier, or less likely, what people there may mean."""

from __future__ import annotations

from crosslane.practices.context import Rows
from crosslane.practices.judge import Judge
from crosslane.practices.rules import fulfilled

# Our settings. A symptom that is seen, or typical between the two lanes, is likelier meant; one ruled out is less so.
SEEN, TYPICAL, RULED_OUT = 1.25, 1.2, 0.9
# A practice that is usual here: by a row made for just this, or one for the pair of lanes, at most so much.
USUAL, JUST_THIS = 3.0, 4.5
# Each of its signs, two at most; where it does not belong; and what helps most against what is seen.
SIGN, MOST_SIGNS, ELSEWHERE, HELPS = 4.8, 2, -6.0, 2.25


class Likely:
    """Weighs what may be heard at one place by what is known of the place."""

    def __init__(self, judge: Judge, rows: Rows) -> None:
        """Take the facts of the place and what is typical there."""
        self._judge, self._rows = judge, rows
        self._typical = {mode for row, _ in rows for mode in row.failure_modes}
        self._practices: dict[str, float] | None = None

    def symptom(self, id_: str) -> float:
        """Return what the sureness of a symptom is taken times."""
        symptom = self._judge.knowledge.symptoms[id_]
        if self._judge.level(symptom):
            return SEEN
        return (TYPICAL if id_ in self._typical else 1.0) * (RULED_OUT if self._judge.ruled_out(id_) else 1.0)

    def practice(self, id_: str) -> float:
        """Return how much speaks for a practice, or against it, before anybody has said a word."""
        if self._practices is None:
            self._practices = self._known()
        return self._practices[id_]

    def _known(self) -> dict[str, float]:
        judge, knowledge = self._judge, self._judge.knowledge
        known = dict.fromkeys(knowledge.practices, 0.0)
        for row, factor in self._rows:
            most = JUST_THIS if row.when else USUAL
            for remedy in row.practices:
                known[remedy.id] = max(known[remedy.id], most * factor * (0.5 + remedy.weight / 10))
        for symptom, level in sorted(judge.levels.items(), key=lambda seen: judge.rules.order[seen[0]]):
            strength = knowledge.settings.strength[level]
            for remedy in knowledge.symptoms[symptom].practice:
                known[remedy.id] += 0.0 if remedy.weight < 4 else HELPS * strength * remedy.weight / 5
        all_signs, all_about = judge.rules.signs, judge.rules.about
        # Asked for after these are numbered.
        seen = judge.known
        for id_, signs in all_signs:
            known[id_] += SIGN * min(sum(fulfilled(sets, seen) for sets in signs), MOST_SIGNS)
        for id_, against in all_about:
            if fulfilled(against, seen):
                known[id_] += ELSEWHERE
        return known
