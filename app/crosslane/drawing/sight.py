"""What will be in view of a map that is not drawn yet: looked for on the map, because the picture does not know it."""

from __future__ import annotations

from crosslane.drawing.theme import Tokens
from crosslane.geometry import Rect
from crosslane.model.map import Map
from crosslane.model.plan import CARD_H, CARD_W, lane_bands

# Where more steps than this are in sight, none of them comes first.
MOST = 400


def steps_in_sight(map_: Map, tokens: Tokens, sight: Rect) -> list[str]:
    """Return the steps of which the cards will lie in an area of the picture; none where they are very many."""
    area = Rect.spanning(tokens.back((sight.x, sight.y)), tokens.back((sight.right, sight.bottom)))
    tops = {id_: band.top for id_, band in lane_bands(map_).items()}
    left, right, top, bottom = area.x - CARD_W, area.right, area.y - CARD_H, area.bottom
    found = [s.id for s in map_.steps if left < s.x < right and top < tops.get(s.lane, bottom) + s.y < bottom]
    return found if len(found) <= MOST else []


def flows_at(map_: Map, steps: list[str]) -> list[str]:
    """Return the flows out of and into some steps, each once."""
    found = (flow.id for id_ in steps for flow in (*map_.flows_from(id_), *map_.flows_into(id_)))
    return list(dict.fromkeys(found))
