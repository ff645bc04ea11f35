"""What a suggestion would give, computed on the map: as a rule of thumb, or for what the team expects itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crosslane.analysis.figures import Figures
from crosslane.analysis.flow import analyse
from crosslane.analysis.sayings import about, of_ten, part_of_lead
from crosslane.analysis.whatif import Change, changed, difference, scaled
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.model.quantity import UNKNOWN, Quantity
from crosslane.model.records import Flow
from crosslane.model.scribe.remarks import read_share
from crosslane.model.values import Calendar
from crosslane.practices.advice import Promotion, Suggestion
from crosslane.practices.beginning import earlier
from crosslane.practices.knowledge import Knowledge, Practice

WAIT, RETURNS = "shorten-wait", "fewer-come-back"
_SAME = 1e-6


@dataclass(frozen=True)
class Asked:
    """What a team can say itself about an effect: the words before the field, and an example of what is typed."""

    words: str
    example: str


def effect_of(figures: Figures, on: str, practice: Practice) -> Quantity:
    """Return what a practice would give at a place where it can be computed: half the wait, or no returns."""
    flow = figures.flows.get(on)
    if flow is None or not practice.counted or practice.lever not in (WAIT, RETURNS):
        return UNKNOWN
    if practice.lever == WAIT:
        return flow.saved_if_halved
    if flow.loss.value is None or flow.saved_if_removed.value is None:
        return UNKNOWN
    gain = flow.loss.value - flow.saved_if_removed.value
    return Quantity(gain, gain, gain, "at-most") if gain > 0 else UNKNOWN


def beginning_with(suggestion: Suggestion, figures: Figures, on: str, practice: Practice) -> Suggestion:
    """Return the suggestion of what has to be in place first, with its own effect and its own first step."""
    return replace(
        suggestion,
        practice=practice.id,
        lever=practice.lever,
        principle=practice.principle,
        ops=practice.ops,
        would_give=effect_of(figures, on, practice),
        first_step=practice.first_step,
        measure=practice.measure,
        not_if=practice.not_if,
        begin_with=None,
        before=(),
    )


def what_is_asked(map_: Map, on: str, suggestion: Suggestion) -> Asked | None:
    """Return what would have to be said to compute the effect; None where the lever has no number on the map."""
    flow = map_.get(on)
    if not isinstance(flow, Flow) or suggestion.lever not in (WAIT, RETURNS):
        return None
    if suggestion.lever == RETURNS:
        return Asked("If so many are usable:", "9/10")
    try:
        example = scaled(flow.wait.text, 0.5, map_.head.calendar) if flow.wait else ""
    except Problem:
        example = ""
    return Asked("If it waits only:", example or "1d")


def expected(map_: Map, figures: Figures, on: str, suggestion: Suggestion, guess: str = "") -> str:
    """Return in a sentence what a suggestion would give, with `guess` in place of the rule of thumb (half; none).

    A guess that cannot be read, or is not known to change anything, is answered in a sentence too.
    """
    calendar = map_.head.calendar
    if not guess.strip():
        if suggestion.would_give.bound == "unknown":
            return "Not known from the map yet. What do you expect?"
        how = "if the wait halves" if suggestion.lever == WAIT else "if nothing comes back"
        return f"{_capital(part_of_lead(suggestion.would_give, figures, calendar))}, {how}."
    try:
        change = _change(map_, on, suggestion, guess.strip())
        after = analyse(map_.apply(changed(map_, [change])))
    except Problem as problem:
        return str(problem)
    saved = difference(map_, figures.map.lead_time, after.map.lead_time, figures)
    if saved.value is not None and abs(saved.value) > _SAME:
        less = "less" if saved.value > 0 else "more"
        size = Quantity(abs(saved.value), saved.low, saved.high, saved.bound)
        return f"{_capital(part_of_lead(size, figures, calendar))} {less}."
    return _shares(figures, after)


def would_bring(promoted: Promotion, knowledge: Knowledge, calendar: Calendar) -> str:
    """Return what the practice to try next would give, and to what it opens the way; "" where neither is known."""
    known = promoted.would_give.bound != "unknown"
    said = f"It could save {about(promoted.would_give, calendar)}." if known else ""
    if promoted.opens is None:
        return " ".join(filter(None, (said, earlier(promoted.before, knowledge))))
    way = f"It opens the way to: {_small(knowledge.practices[promoted.opens].card)}"
    more = f", which could save {about(promoted.up_to, calendar)}" if promoted.up_to.bound != "unknown" else ""
    if promoted.up_to == promoted.would_give:
        # The same amount twice reads as if both could be had.
        more = ""
    return " ".join(filter(None, (said, f"{way}{more}.", earlier(promoted.before, knowledge))))


def _change(map_: Map, on: str, suggestion: Suggestion, guess: str) -> Change:
    if suggestion.lever == WAIT:
        return Change(on, "set", "wait", guess)
    share = read_share(guess)
    flow = map_.flow(on)
    back = [f for f in map_.flows_from(flow.target) if f.type == "rework" and f.probability]
    return Change(back[0].id, "set", "probability", 1 - share) if back else Change(on, "set", "pca", share)


def _shares(before: Figures, after: Figures) -> str:
    was, now = before.map.rolled_pca.value, after.map.rolled_pca.value
    if was is None or now is None or abs(was - now) <= _SAME:
        return "That alone changes nothing that is known of the whole."
    return f"{of_ten(now)} get through with nothing sent back, instead of {of_ten(was)}."


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
