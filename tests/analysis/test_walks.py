"""Rounds walked all at once end as they do one by one, when times are what they were and when they are others."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from analysis.maps import a_map, flow, step
from analysis.random_maps import messy, random_map
from crosslane.analysis.bounds import bound_map
from crosslane.analysis.flow import analyse
from crosslane.analysis.mesh import Mesh
from crosslane.analysis.net import Net
from crosslane.analysis.part import Stuck
from crosslane.analysis.region import Region
from crosslane.analysis.walks import walked
from crosslane.model.records import Lane


def _meshes(region: Region) -> Iterator[Mesh]:
    for branch in [*(b for fork in region.forks.values() for b in fork.branches), *region.entered.values()]:
        if isinstance(branch.inside, Mesh):
            yield branch.inside
        elif isinstance(branch.inside, Region):
            yield from _meshes(branch.inside)


def _other(net: Net, random: Random) -> Net:
    factors = (0.0, 0.5, 1.0)
    arcs = {id_: arc._replace(wait=arc.wait.times(random.choice(factors))) for id_, arc in net.arcs.items()}
    return net.but({}, arcs)


def test_all_at_once_as_one_by_one() -> None:
    found = 0
    for seed in range(30):
        for map_ in (messy(10, seed), random_map(Random(seed), wild=True)):
            try:
                lead = bound_map(map_).least.lead
            except Stuck:
                continue
            for mesh in _meshes(lead):
                found += 1
                for net in (mesh.net, _other(mesh.net, Random(seed))):
                    _compare(mesh, net)
    assert found > 30


def _compare(mesh: Mesh, net: Net) -> None:
    arcs = [net.arcs[arc.id] for arc in mesh.first]
    leaves, _ = Mesh(net, mesh.split, arcs, mesh.inner, mesh.join, mesh.delivered).leaves()
    walks = walked(mesh, net)
    assert walks.hours == pytest.approx([leaf.end for _, leaf in leaves], abs=1e-6)
    assert [walks.names[at] for at in walks.out] == [leaf.out for _, leaf in leaves]


def test_an_arc_that_no_choice_takes_is_not_taken() -> None:
    """Of two ways one has a condition of which nobody said how often it holds, and what follows comes back: the map has figures."""
    lanes = {"a": "dev", "b": "dev", "c": "analytics", "d": "ops", "e": "ops", "f": "ops", "g": "ops"}
    flows = (
        flow("b", "c", id="1"),
        flow("b", "d", id="2", label="if not good enough"),
        flow("d", "e", id="3"),
        flow("e", "f", id="4"),
        flow("f", "g", id="5"),
        flow("a", "d", id="6"),
        flow("g", "e", "3d", id="7", type="rework", probability=0.3),
    )
    steps = (step(id_, None, lane) for id_, lane in lanes.items())
    figures = analyse(a_map(*steps, *flows, lanes=(Lane(id="analytics", order="3"),)))
    assert set(figures.flows) == {each.id for each in flows}
