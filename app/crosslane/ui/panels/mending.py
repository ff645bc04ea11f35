"""What can be done about a warning where it stands: one press each, and nothing in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from crosslane.analysis.figures import Warning
from crosslane.analysis.net import split_of
from crosslane.analysis.sayings import of_ten
from crosslane.editor import Editor
from crosslane.model.durations import is_ambiguous
from crosslane.model.edits.shares import equal_shares, scale_shares
from crosslane.model.records import Step
from crosslane.model.values import Duration

Mend = tuple[str, Callable[[], object]]
_TIMES = ("wait", "process_time", "lead_time")


def mends_of(editor: Editor, warning: Warning) -> list[Mend]:
    """Return what can be done about a warning: words and what they do; empty where only people can tell."""
    on = warning.on[0] if warning.on else ""
    if warning.code == "shares-not-one" and scale_shares(editor.map, on):
        return [("Scale them to 10 of 10", partial(editor.run, "Scale shares", scale_shares, on))]
    if warning.code == "open-choice":
        return [("Assume equal", partial(editor.run, "Assume equal shares", equal_shares, on))]
    if warning.code == "loop-without-share":
        return list(_returns(editor, on))
    if warning.code == "minutes-or-months":
        return list(_minutes(editor, on))
    return []


def asked_split(editor: Editor, step: Step) -> tuple[str, list[Mend]]:
    """Return what to ask where a step goes on to several and nobody said how, with the answers; ("", []) elsewhere."""
    out = [flow for flow in editor.map.flows_from(step.id) if flow.type == "forward"]
    if step.split is not None or len(out) < 2:
        return "", []
    taken = {"one": "one of them", "all": "all of them", "some": "some of them"}
    now = taken[split_of(step, out)]
    answers: list[Mend] = [
        (f"To {words}", partial(editor.set, step.id, "Say how it goes on", split=split))
        for split, words in taken.items()
    ]
    return f"It goes on to {len(out)} steps; taken as: to {now}. Which is it?", answers


def _returns(editor: Editor, on: str) -> Iterator[Mend]:
    """Offer that all that is not usable comes back."""
    flow = editor.map.flow(on)
    into = [f.pca for f in editor.map.flows_into(flow.source) if f.type == "forward" and f.pca is not None]
    if len(into) == 1 and into[0] < 1:
        share = round(1 - into[0], 6)
        yield f"Yes, {of_ten(share)} come back", partial(editor.set, on, "Set share", probability=share)


def _minutes(editor: Editor, on: str) -> Iterator[Mend]:
    record = editor.map.get(on)
    for field in _TIMES:
        said = getattr(record, field, None)
        if isinstance(said, Duration) and is_ambiguous(said.text):
            plain = said.text.strip().rstrip("mM").strip()
            for words, unit in (("Minutes", "min"), ("Months", "mo")):
                time = Duration(text=f"{plain} {unit}", source=said.source, said_by=said.said_by)
                yield words, partial(editor.set, on, f"It is {words.lower()}", **{field: time})
            return
