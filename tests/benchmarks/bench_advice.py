"""Advice on a map of 100 handoffs: cold, after one edit, and the loading of the knowledge. Run as a program.

Targets: 50 ms cold, and far less after an edit. What only a reader needs (questions, chips, reasons in words) is worked
out when it is read, as for the one place that is in view. Prints; never fails by the clock.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import process_time

from crosslane.analysis.flow import analyse
from crosslane.model.map import Map
from crosslane.model.records import Flow, Lane, MapRecord, Step
from crosslane.model.values import Duration
from crosslane.practices.knowledge import load, shipped
from crosslane.practices.suggest import advise
from crosslane.practices.words import Ear
from crosslane.settings import resource

LANES = ("dev", "ops", "analytics", "ai")
CARRIED = ("code", "dataset", "model", "request", "alert", "prediction")
SENTENCE = "We open a ticket and wait two weeks, and nobody knows who has it."
MEDIA = ("ticket", "email", "api", "file-drop")


def long_map(handoffs: int = 100) -> Map:
    """Return a chain of handoffs round the four lanes, each with its fields and every third with a sentence."""
    lanes = [Lane(id=name, name=name, discipline=name, order=chr(97 + at)) for at, name in enumerate(LANES)]
    time = Duration(text="2h")
    steps = [
        Step(id=f"s{n}", lane=LANES[n % 4], name=f"S{n}", x=n * 208, process_time=time) for n in range(handoffs + 1)
    ]
    flows = [
        Flow(
            id=f"f{n}",
            number=n + 1,
            source=f"s{n}",
            target=f"s{n + 1}",
            carries=CARRIED[n % 6],
            medium=MEDIA[n % 4],
            wait=Duration(text=f"{n % 9 + 1}d"),
            pca=(n % 10) / 10,
            tests=("none", "manual", "automated")[n % 3],
            contract=("none", "written")[n % 2],
            said=("We open a ticket and wait two weeks.",) if n % 3 == 0 else (),
        )
        for n in range(handoffs)
    ]
    return Map.of([MapRecord(id="map", title="Long"), *lanes, *steps, *flows])


def milliseconds(action: Callable[[], object], before: Callable[[], object] = lambda: None, times: int = 7) -> str:
    """Return the median and the least processor time of an action."""
    took = []
    for _ in range(times):
        before()
        start = process_time()
        action()
        took.append((process_time() - start) * 1000)
    return f"{median(took):7.1f} ms, least {min(took):6.1f}"


def main() -> None:
    """Measure and print."""
    knowledge = load(resource("knowledge"))
    map_ = long_map()
    edited = Map.of([r.but(wait=Duration(text="9d")) if r.id == "f50" else r for r in map_.records()])
    figures, after = analyse(map_), analyse(edited)

    def cold() -> None:
        knowledge.memory.clear()

    def warm() -> None:
        cold()
        advise(map_, figures, knowledge)

    def told() -> None:
        for place in advise(map_, figures, knowledge).flows.values():
            place.questions, place.recognised, [suggestion.because for suggestion in place.suggestions]

    print("read all its files   ", milliseconds(lambda: load(resource("knowledge"))))
    print("load the knowledge   ", milliseconds(shipped, shipped.cache_clear))
    print("make the ear         ", milliseconds(lambda: Ear(knowledge)))
    print("hear a first sentence", milliseconds(lambda: Ear(knowledge).hear(SENTENCE)))
    print("advise, cold         ", milliseconds(lambda: advise(map_, figures, knowledge), cold))
    print("and all put in words ", milliseconds(told, cold))
    print("advise, words counted", milliseconds(lambda: advise(map_, figures, knowledge, accept_words=True), cold))
    print("advise after one edit", milliseconds(lambda: advise(edited, after, knowledge), warm))


if __name__ == "__main__":
    main()
