"""What chance adds to the results of a map, for the commands: percentiles, how sure the order is, a simulation."""

from __future__ import annotations

from typing import Any

from crosslane.analysis.figures import Figures, figures_json
from crosslane.analysis.flow import analyse
from crosslane.analysis.net import demand_of
from crosslane.analysis.outlook import Outlook
from crosslane.analysis.run import Result
from crosslane.analysis.sayings import BEFORE
from crosslane.analysis.simulate import simulate_map
from crosslane.model.durations import saying
from crosslane.model.map import Map


def refined_json(figures: Figures, chance: Outlook) -> dict[str, Any]:
    """Return the refined results for `--json`, with the first place and why there are no percentiles, if there are none."""
    found = figures_json(figures)
    lead = chance.lead
    found["rank"] = (
        {"flow": lead.first, "share": lead.share, "clear": lead.is_clear, "next": lead.next} if lead else None
    )
    found["no_percentiles"] = chance.silent or None
    return found


def simulated(map_: Map, items: int, seed: int) -> dict[str, Any] | None:
    """Return the simulation beside the exact results; None while a share is missing, so that nothing can be simulated.

    With people and a demand a second run lets items queue; beside its waits stands what queueing theory predicts.
    """
    run = simulate_map(map_, items=items, seed=seed)
    if run is None:
        return None
    figures = analyse(map_)
    lead = figures.map.lead_time
    told: dict[str, Any] = {
        "mean": run.mean,
        "half_width": run.half_width,
        "sd": run.sd,
        "items": run.items,
        "seed": seed,
        "exact": lead.value if figures.map.method == "exact" else None,
        "bound": lead.bound,
        "agrees": run.agrees_with(lead.value) if lead.value is not None and figures.map.method == "exact" else None,
        "queues": [],
    }
    queued = simulate_map(map_, queues=True, items=items, seed=seed) if demand_of(map_) else None
    if queued is not None and queued.queue_wait:
        told["queues"] = _queues(map_, queued)
        told["mean_with_queues"] = {"mean": queued.mean, "half_width": queued.half_width}
    return told


def _queues(map_: Map, run: Result) -> list[dict[str, Any]]:
    figures = analyse(map_)
    solved = figures.steps
    found = []
    for pool, wait in run.queue_wait.items():
        record = map_.get(pool)
        steps = [map_.step(pool)] if record is not None and record.kind == "step" else list(map_.steps_of(pool))
        predicted = [s for step in steps if (s := solved[step.id]).predicted_wait.value is not None]
        busy = figures.lanes[pool].busy if pool in figures.lanes else solved[pool].utilisation
        # Where more arrives than can be done the queue has no length: it grows as long as anybody looks.
        grows = busy.value is not None and busy.value >= 1
        longest = max(predicted, key=lambda s: s.predicted_wait.value or 0.0, default=None)
        found.append(
            {
                "people": pool,
                "busy": run.busy[pool],
                "wait": None if grows else wait,
                "length": None if grows else run.queue_length[pool],
                "predicted_wait": longest.predicted_wait.value if longest else None,
                "theory": longest.predicted_by if longest else None,
            }
        )
    return found


def simulation_told(map_: Map, found: dict[str, Any] | None) -> list[str]:
    """Return the simulation in sentences, never a mean without its error."""
    if found is None:
        return ["Nothing can be simulated yet: say where items go at every choice, and how many come back."]
    calendar = map_.head.calendar
    mean, give = saying(found["mean"], calendar), saying(found["half_width"], calendar)
    error = f"give or take {give}" if found["half_width"] > 0 else "every item the same"
    said = [f"Simulated mean of {found['items']} items: {mean}, {error}. Exact: {_exactly(map_, found)}."]
    if found["bound"] != "exact":
        said.append(
            f"Waits that nobody knows count nothing here: the whole is {BEFORE.get(found['bound'], '')} that long."
        )
    if found["agrees"] is False:
        said.append("The two differ by more than chance explains: please tell us, with this map.")
    for queue in found["queues"]:
        record = map_.get(queue["people"])
        name = getattr(record, "name", queue["people"])
        text = f"{name}: people busy {queue['busy'] * 100:.0f} % of the time, "
        wait = queue["wait"]
        text += "and more arrives: the queue grows" if wait is None else f"a queue of {saying(wait, calendar)}"
        if queue["predicted_wait"] is not None:
            text += f" ({queue['theory']}: {saying(queue['predicted_wait'], calendar)})"
        said.append(text + ".")
    return said


def _exactly(map_: Map, found: dict[str, Any]) -> str:
    if found["exact"] is None:
        return "not to be had for this map, its branches spread or hang together in ways that are only estimated"
    return saying(found["exact"], map_.head.calendar) + (", as it should be" if found["agrees"] else "")
