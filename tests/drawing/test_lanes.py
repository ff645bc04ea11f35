"""Bands and headers of lanes."""

from __future__ import annotations

from crosslane.drawing.lanes import lane_band, lane_header
from crosslane.drawing.shapes import Box, Text
from crosslane.drawing.theme import LIGHT, ROOM
from crosslane.model.plan import Band
from crosslane.model.records import Lane
from drawing.scenes import kit

BAND = Band(136, 136)
OPS = Lane(id="ops", name="Ops", order="a", discipline="ops", titles=("administrator", "SRE"))


def texts(lane: Lane, room: bool = False, band: Band = BAND) -> list[str]:
    header = lane_header(kit(ROOM) if room else kit(), lane, band)
    return [shape.text for shape in header.shapes if isinstance(shape, Text)]


def test_the_name_is_always_written() -> None:
    """Colour is never alone; a lane without a name is called Lane."""
    assert texts(OPS) == ["Ops", "administrator", "SRE"]
    assert texts(OPS.but(name=""))[0] == "Lane"
    assert texts(OPS, room=True) == ["Ops"]


def test_titles_that_find_no_room_are_left_out() -> None:
    """A low lane keeps its name."""
    assert texts(OPS, band=Band(0, 60)) == ["Ops"]
    assert texts(OPS.but(collapsed=True), band=Band(0, 40)) == ["Ops"]


def test_band_and_header_meet() -> None:
    """The header stands where the band begins, both as high as the lane."""
    band, header = lane_band(kit(), OPS, BAND, 500), lane_header(kit(), OPS, BAND)
    assert header.bounds.right == band.bounds.x
    assert (band.bounds.y, band.bounds.h) == (header.bounds.y, header.bounds.h) == (136, 136)


def test_lanes_outside_are_hatched() -> None:
    """Who is not in the room has a hatched edge instead of a hue."""
    outside = [s for s in lane_header(kit(), OPS.but(discipline="external"), BAND).shapes if isinstance(s, Box)]
    inside = [s for s in lane_header(kit(), OPS, BAND).shapes if isinstance(s, Box)]
    assert any(box.hatch for box in outside)
    assert not any(box.hatch for box in inside)
    assert LIGHT.lanes["ops"] in {box.fill for box in inside}


def test_a_long_name_takes_lines_before_it_is_cut() -> None:
    """Two lanes whose names begin alike are told apart."""
    lane = Lane(id="l", name="Data platform and reporting", discipline="ops", order="a1")
    texts = [shape for shape in lane_header(kit(), lane, Band(0, 136)).shapes if isinstance(shape, Text)]
    assert " ".join(text.text for text in texts) == lane.name
    folded = lane_header(kit(), lane.but(collapsed=True), Band(0, 40))
    assert len([shape for shape in folded.shapes if isinstance(shape, Text)]) == 1
