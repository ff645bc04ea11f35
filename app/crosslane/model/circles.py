"""Which places reach one another along arrows, such as steps over forward flows; in time proportional to the map."""

from __future__ import annotations

from collections.abc import Sequence

from crosslane.model.map import Map


def circles(map_: Map) -> dict[str, int]:
    """Return a number for every step: steps that reach one another have the same, and no others have it."""
    ids = [step.id for step in map_.steps]
    at = {id_: number for number, id_ in enumerate(ids)}
    onward: list[list[int]] = [[] for _ in ids]
    for flow in map_.drawn_flows:
        if flow.type == "forward":
            onward[at[flow.source]].append(at[flow.target])
    return {ids[place]: number for number, places in enumerate(components(onward)) for place in places}


def components(targets: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the sets of places that reach one another, each after all that it leads to (Tarjan, without recursion).

    `targets` lists for each place, by its number, where arrows lead from it.
    """
    number = [-1] * len(targets)
    low = number[:]
    place = number[:]
    stack: list[int] = []
    found: list[list[int]] = []
    count = 0
    for root in range(len(targets)):
        if number[root] >= 0:
            continue
        work = [(root, iter(targets[root]))]
        number[root] = low[root] = count
        count += 1
        place[root] = len(stack)
        stack.append(root)
        while work:
            i, rest = work[-1]
            for following in rest:
                if number[following] < 0:
                    number[following] = low[following] = count
                    count += 1
                    place[following] = len(stack)
                    stack.append(following)
                    work.append((following, iter(targets[following])))
                    break
                if place[following] >= 0 and number[following] < low[i]:
                    low[i] = number[following]
            else:
                work.pop()
                if work and low[i] < low[work[-1][0]]:
                    low[work[-1][0]] = low[i]
                if low[i] == number[i]:
                    found.append(stack[place[i] :])
                    del stack[place[i] :]
                    for gone in found[-1]:
                        place[gone] = -1
    return found
