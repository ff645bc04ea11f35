"""Questions about arrows: what is reached, what closes a loop, where branches meet again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Onward = Mapping[str, Sequence[str]]
END = "\x00end"


def reached(onward: Onward, roots: Iterable[str]) -> set[str]:
    """Return the roots and everything that arrows lead to from them."""
    seen = set(roots)
    todo = list(seen)
    while todo:
        for id_ in onward.get(todo.pop(), ()):
            if id_ not in seen:
                seen.add(id_)
                todo.append(id_)
    return seen


def within(onward: Onward, ids: frozenset[str]) -> dict[str, list[str]]:
    """Return the part of a graph between some of its steps."""
    return {id_: [to for to in onward[id_] if to in ids] for id_ in ids if id_ in onward}


def turned(onward: Onward) -> dict[str, list[str]]:
    """Return the arrows the other way round."""
    back: dict[str, list[str]] = {id_: [] for id_ in onward}
    for source, targets in onward.items():
        for target in targets:
            back.setdefault(target, []).append(source)
    return back


def closing(onward: Onward, roots: Iterable[str]) -> set[tuple[str, str]]:
    """Return the arrows that close a loop, seen from the roots in the order of the arrows."""
    state: dict[str, int] = {}
    found: set[tuple[str, str]] = set()
    for root in [*roots, *onward]:
        if root in state:
            continue
        stack = [(root, iter(onward.get(root, ())))]
        state[root] = 1
        while stack:
            id_, targets = stack[-1]
            for target in targets:
                if state.get(target) == 1:
                    found.add((id_, target))
                elif target not in state:
                    state[target] = 1
                    stack.append((target, iter(onward.get(target, ()))))
                    break
            else:
                state[id_] = 2
                stack.pop()
    return found


def without_loops(onward: Onward, roots: Iterable[str]) -> dict[str, list[str]]:
    """Return the arrows without those that close a loop, seen from the roots."""
    back = closing(onward, roots)
    return {id_: [target for target in targets if (id_, target) not in back] for id_, targets in onward.items()}


def loops(onward: Onward) -> list[set[str]]:
    """Return the sets of places that reach one another (strongly connected, more than one or with an arrow to itself)."""
    order = _finished(onward)
    back = turned(onward)
    seen: set[str] = set()
    found = []
    for root in reversed(order):
        if root in seen:
            continue
        members, todo = {root}, [root]
        seen.add(root)
        while todo:
            for id_ in back.get(todo.pop(), ()):
                if id_ not in seen:
                    seen.add(id_)
                    members.add(id_)
                    todo.append(id_)
        if len(members) > 1 or root in onward.get(root, ()):
            found.append(members)
    return found


def _finished(onward: Onward) -> list[str]:
    seen: set[str] = set()
    order: list[str] = []
    for root in onward:
        stack = [(root, iter(onward[root]))] if root not in seen else []
        seen.add(root)
        while stack:
            id_, targets = stack[-1]
            for target in targets:
                if target not in seen:
                    seen.add(target)
                    stack.append((target, iter(onward.get(target, ()))))
                    break
            else:
                order.append(id_)
                stack.pop()
    return order


def ordered(onward: Onward) -> list[str]:
    """Return the places so that arrows lead to later ones; where arrows close loops, in the order of a walk."""
    return _finished(onward)[::-1]


def inside_of(onward: Onward, first: str, last: str | None) -> set[str]:
    """Return the places from the first on, without those from the last on (a place that is not listed leads nowhere)."""
    seen, todo = {first}, [first]
    while todo:
        for id_ in onward.get(todo.pop(), ()):
            if id_ != last and id_ not in seen and id_ in onward:
                seen.add(id_)
                todo.append(id_)
    return seen


def grouped(onward: Onward, firsts: Sequence[str], last: str | None) -> list[tuple[list[int], set[str]]]:
    """Return which ways on cross one another before the last place, by their numbers, with the places on them.

    Each place is walked once: a way that comes to where another one was already joins it.
    """
    owner: dict[str, int] = {}
    joined = list(range(len(firsts)))

    def root(way: int) -> int:
        while joined[way] != way:
            joined[way] = way = joined[joined[way]]
        return way

    for way, first in enumerate(firsts):
        todo = [first] if first != last else []
        while todo:
            id_ = todo.pop()
            if id_ in owner:
                joined[root(way)] = root(owner[id_])
                continue
            owner[id_] = way
            todo += [target for target in onward.get(id_, ()) if target != last and target in onward]
    groups: dict[int, tuple[list[int], set[str]]] = {}
    for way in range(len(firsts)):
        groups.setdefault(root(way), ([], set()))[0].append(way)
    for id_, way in owner.items():
        groups[root(way)][1].add(id_)
    return list(groups.values())


def meeting_points(onward: Onward) -> dict[str, str | None]:
    """Return for each place the first one that every way from it passes (immediate post-dominator), None for the ends.

    The arrows must not close loops. Walks the places from the ends on and keeps what their ways have in common.
    """
    order = _finished(onward)
    rank = {id_: at for at, id_ in enumerate(order)}
    rank[END] = -1
    step: dict[str, str] = {END: END}
    for id_ in order:
        targets = list(onward.get(id_, ())) or [END]
        meets = targets[0]
        for target in targets[1:]:
            meets = _common(meets, target, step, rank)
        step[id_] = meets
    return {id_: None if meets == END else meets for id_, meets in step.items() if id_ != END}


def _common(a: str, b: str, step: Mapping[str, str], rank: Mapping[str, int]) -> str:
    while a != b:
        if rank[a] > rank[b]:
            a = step[a]
        else:
            b = step[b]
    return a
