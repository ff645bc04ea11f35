"""Which steps reach one another over forward flows: found for all steps at once, in time proportional to the map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crosslane.model.map import Map


def circles(map_: Map) -> dict[str, int]:
    """Return a number for every step: steps that reach one another have the same, and no others have it."""
    onward: dict[str, list[str]] = {step.id: [] for step in map_.steps}
    for flow in map_.drawn_flows:
        if flow.type == "forward":
            onward[flow.source].append(flow.target)
    search = _Search(onward)
    for id_ in onward:
        search.from_(id_)
    return search.found


class _Search:
    """Tarjan's: depth first, each step with the earliest one that is met again below it. Without recursion."""

    def __init__(self, onward: Mapping[str, list[str]]) -> None:
        self.found: dict[str, int] = {}
        self._onward = onward
        self._met: dict[str, int] = {}
        self._earliest: dict[str, int] = {}
        self._open: list[str] = []

    def from_(self, start: str) -> None:
        """Walk everything that is reached from a step and was not met before."""
        way: list[tuple[str, Iterator[str]]] = [] if start in self._met else [self._meet(start)]
        while way:
            here, rest = way[-1]
            there = next(rest, None)
            if there is None:
                way.pop()
                self._leave(here, way[-1][0] if way else None)
            elif there not in self._met:
                way.append(self._meet(there))
            elif there not in self.found:
                self._earliest[here] = min(self._earliest[here], self._met[there])

    def _meet(self, id_: str) -> tuple[str, Iterator[str]]:
        self._met[id_] = self._earliest[id_] = len(self._met)
        self._open.append(id_)
        return id_, iter(self._onward[id_])

    def _leave(self, id_: str, above: str | None) -> None:
        if self._earliest[id_] == self._met[id_]:
            while id_ not in self.found:
                self.found[self._open.pop()] = self._met[id_]
        if above is not None:
            self._earliest[above] = min(self._earliest[above], self._earliest[id_])
