"""Attribute the blocks between two seen headings to the first of them and to the lost headings that may follow it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from pharmaudit.model import Confidence
from pharmaudit.readers.page import fit
from pharmaudit.readers.page.blocks import Block, Look, Segment
from pharmaudit.readers.page.headings import HEADINGS, Shape

_UNATTRIBUTED = 5.0
_AGAIN = 4.0
_SEEN_FOR_NOTHING = 1.5
"""How much likelier a heading that is not seen has nothing to show: the vintage may not have had it."""
_MOST_BLOCKS = 60
_CONFIDENCES = ((4.5, Confidence.HIGH), (2.5, Confidence.MEDIUM), (1.2, Confidence.LOW))
"""Least difference to the next best place; below the last one a block stays unattributed."""

_Node = tuple[int, bool]
"""(number of owners passed, whether the block itself stays unattributed)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block belongs: 0 for the seen heading, n for the n-th candidate, None if it cannot be told."""

    owner: int | None
    confidence: Confidence


@dataclass(frozen=True)
class Gap:
    """The blocks under a seen heading and the lost headings, in order, that they may belong to."""

    segment: Segment
    candidates: tuple[str, ...]
    title: str = ""
    reluctance: float = 0.0  # cost of every heading that is taken for lost
    closed: bool = True  # another seen heading follows, so the candidates had to be printed before it

    def place(self) -> list[Place]:
        blocks = self.segment.blocks
        if not blocks:
            return []
        if not self.candidates:
            return self._alone()
        if len(blocks) > _MOST_BLOCKS:
            multiple = HEADINGS[self.segment.id].shape in (Shape.TABLE, Shape.LIST, Shape.NUMBERED, Shape.SKIP)
            return [Place(0 if multiple else None, Confidence.LOW)] * len(blocks)
        return self._by_costs()

    def _alone(self) -> list[Place]:
        """Everything belongs to the seen heading, but for what it can never have."""
        heading = HEADINGS[self.segment.id]
        places = []
        single = heading.shape is Shape.WORD
        for index, block in enumerate(self.segment.blocks):
            possible = fit.under_seen(block, heading, self.segment.advert) < fit.NEVER
            possible &= not index or not (single or Look.EMPTY in (block.look, self.segment.blocks[index - 1].look))
            places.append(Place(0 if possible else None, Confidence.HIGH))
        return places

    def _by_costs(self) -> list[Place]:
        """The cheapest place of each block, if every other place makes the whole alignment clearly dearer."""
        nodes = [(passed, lost) for passed in range(len(self.candidates) + 2) for lost in (False, True)]
        layers = self._forward(nodes)
        rest = self._backward(nodes)
        places = []
        for before, after in zip(layers, rest, strict=True):
            costs: dict[int | None, float] = {}
            for node in nodes:
                owner = None if node[1] else node[0] - 1
                costs[owner] = min(costs.get(owner, 2 * fit.NEVER), before[node] + after[node])
            places.append(_choose(costs))
        return places

    def _forward(self, nodes: Sequence[_Node]) -> list[dict[_Node, float]]:
        blocks = self.segment.blocks
        skips = self._skips()
        edges = _Edges(self, skips)
        layer = {node: edges.cost(None, (0, True), blocks[0], node) for node in nodes}
        layers = [layer]
        for before, block in pairwise(blocks):
            layer = {
                node: min(cost + edges.cost(before, last, block, node) for last, cost in layer.items())
                for node in nodes
            }
            layers.append(layer)
        return layers

    def _backward(self, nodes: Sequence[_Node]) -> list[dict[_Node, float]]:
        blocks = self.segment.blocks
        skips = self._skips()
        edges = _Edges(self, skips)
        layer = {node: (skips[-1] - skips[node[0]] if self.closed else 0.0) for node in nodes}
        layers = [layer]
        for before, block in reversed(list(pairwise(blocks))):
            layer = {
                node: min(edges.cost(before, node, block, following) + cost for following, cost in layer.items())
                for node in nodes
            }
            layers.append(layer)
        return layers[::-1]

    def _skips(self) -> list[float]:
        """Cost of the first n owners having nothing to show."""
        own = 0.0 if self.segment.advert else _SEEN_FOR_NOTHING * fit.nothing(HEADINGS[self.segment.id])
        return list(accumulate((own, *(fit.nothing(HEADINGS[name]) for name in self.candidates)), initial=0.0))


@dataclass(frozen=True)
class _Edges:
    """Cost of the step from the node of one block to a node of the next."""

    gap: Gap
    skips: list[float]

    def cost(self, before: Block | None, last: _Node, block: Block, node: _Node) -> float:
        (passed, unattributed), (owner, leave) = last, node
        if owner < passed:
            return fit.NEVER
        if leave:
            return _UNATTRIBUTED if owner == passed else fit.NEVER
        if owner == 0:
            return fit.NEVER
        segment, candidates = self.gap.segment, self.gap.candidates
        if owner > 1 and block.lines[0].number == segment.line.number:
            return fit.NEVER  # glued to the heading that is seen
        heading = HEADINGS[segment.id if owner == 1 else candidates[owner - 2]]
        cost = fit.mistaken(block, heading, candidates)
        if owner == passed:
            between = _AGAIN if unattributed or before is None else fit.more(before, block, heading)
            if owner > 1:
                return cost + between + fit.further_under_lost(block, heading)
            return cost + between + fit.under_seen(block, heading, segment.advert)
        cost += self.skips[owner - 1] - self.skips[passed]
        if owner == 1:
            return cost + fit.under_seen(block, heading, segment.advert)
        return cost + self.gap.reluctance + fit.start(block, heading) + fit.under_lost(block, heading, self.gap.title)


def _choose(costs: dict[int | None, float]) -> Place:
    best, second = sorted(costs, key=lambda owner: costs[owner])[:2]
    difference = costs[second] - costs[best]
    for least, confidence in _CONFIDENCES:
        if best is not None and difference >= least:
            return Place(best, confidence)
    return Place(None, Confidence.LOW)
