"""Crossing branches as a part of the map around them: what one passage gives, and what it saves when something gets shorter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from crosslane.analysis.law import Law, spread_of, trimmed
from crosslane.analysis.mesh import Leaf, Mesh
from crosslane.analysis.net import Net
from crosslane.analysis.part import Cut, Part, Passed

# More rounds than this are walked at once.
_FEW = 12


def mesh_part(mesh: Mesh) -> tuple[Part, list[tuple[float, Leaf]]]:
    """Return the mesh as a part, and the leaves it was read from."""
    leaves, sampled = mesh.leaves()
    part = Part([], rough=sampled or not mesh.is_close)
    part.passed = _passed_in(leaves)
    part.done, part.exits, whole = _laws(leaves, [(leaf.out, leaf.end) for _, leaf in leaves])
    random = len(leaves) > 1 and any(spread_of(mesh.net.nodes[id_].elapsed) > 0 for id_ in mesh.inner)
    spread = any(leaf.variance > 0 for _, leaf in leaves)
    part.exact = whole and not sampled and not random and not spread and mesh.is_exact
    return part, leaves


def _passed_in(leaves: list[tuple[float, Leaf]]) -> dict[str, Passed]:
    """Return how everything is passed, in the mean of all leaves; `slack` in the mean of those in which it has one."""
    passes: dict[str, float] = {}
    reached: dict[str, float] = {}
    path: dict[str, float] = {}
    critical: dict[str, float] = {}
    slack: dict[str, float] = {}
    weight: dict[str, float] = {}
    for p, leaf in leaves:
        decides = leaf.critical
        for id_, times in leaf.passes.items():
            often, ever = p * times, p * (times if times < 1.0 else 1.0)
            passes[id_] = passes.get(id_, 0.0) + often
            reached[id_] = reached.get(id_, 0.0) + ever
            if id_ in decides:
                path[id_] = path.get(id_, 0.0) + often
                critical[id_] = critical.get(id_, 0.0) + ever
        for id_, hours in leaf.slack.items():
            slack[id_] = slack.get(id_, 0.0) + p * hours
            weight[id_] = weight.get(id_, 0.0) + p
    spare = {id_: hours / weight[id_] for id_, hours in slack.items()}
    return {
        id_: Passed(times, reached[id_], path.get(id_, 0.0), critical.get(id_, 0.0), spare.get(id_))
        for id_, times in passes.items()
    }


def cuts_of(leaves: list[tuple[float, Leaf]]) -> Callable[[str], Sequence[Cut]] | None:
    """Return what becomes of the leaves when something gets shorter; None where only another walk can tell."""
    if any(leaf.without is None or leaf.out or leaf.variance > 0.0 for _, leaf in leaves):
        return None
    found: dict[str, list[Cut]] = {}
    for p, leaf in leaves:
        for id_ in leaf.critical:
            cut = Cut(p, leaf.end, leaf.passes[id_], (leaf.without or {}).get(id_, 0.0))
            found.setdefault(id_, []).append(cut)
    return lambda id_: found.get(id_, ())


def changed_part(mesh: Mesh, leaves: list[tuple[float, Leaf]], net: Net, ids: frozenset[str]) -> Part:
    """Return the mesh with what some steps and arcs take read from another net; only its laws are right."""
    if all(leaf.without is not None for _, leaf in leaves):
        ends = _ends_shorter(leaves, {id_: _shorter(mesh.net, net, id_) for id_ in ids})
    else:
        ends = mesh.ends_with(net) if len(leaves) <= _FEW else _ends_at_once(mesh, net)
    done, exits, _ = _laws(leaves, ends)
    return Part(done, exits)


def _ends_at_once(mesh: Mesh, net: Net) -> list[tuple[str, float]]:
    # NumPy takes as long to load as all results of most maps.
    from crosslane.analysis.walks import walked  # noqa: PLC0415  (see above)

    walks = walked(mesh, net)
    return [(walks.names[out], hours) for out, hours in zip(walks.out.tolist(), walks.hours.tolist(), strict=True)]


def _shorter(net: Net, other: Net, id_: str) -> float:
    if id_ in net.nodes:
        return net.nodes[id_].elapsed.mean - other.nodes[id_].elapsed.mean
    return net.arcs[id_].elapsed - other.arcs[id_].elapsed


def _ends_shorter(leaves: list[tuple[float, Leaf]], cut: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return how and when the rounds end when steps and arcs take fewer hours, by their ways around these."""
    found = []
    for _, leaf in leaves:
        end = leaf.end
        for id_, hours in cut.items():
            if leaf.without is not None and id_ in leaf.critical:
                end -= min(hours * leaf.passes[id_], max(0.0, leaf.end - leaf.without.get(id_, 0.0)))
        found.append((leaf.out, end))
    return found


def _laws(leaves: list[tuple[float, Leaf]], ends: list[tuple[str, float]]) -> tuple[Law, dict[str, Law], bool]:
    """Return when the round is through and when it is left otherwise, and whether nothing was lost by that."""
    laws: dict[str, Law] = {"": []}
    for (out, hours), (p, leaf) in zip(ends, leaves, strict=True):
        laws.setdefault(out, []).append((hours, p, leaf.work, leaf.variance))
    found = {name: trimmed(law) for name, law in laws.items()}
    done = found.pop("")[0]
    return done, {name: law for name, (law, _) in found.items()}, all(same for _, same in found.values())
