r"""Two stages: what is decided before it is known which branch of the future comes true.

A scenario with branches :math:`b` of probability :math:`\pi_b` is one program, those of all branches side by side:

.. math:: \min \sum_b \pi_b \sum_{i,y} w_y D_y\, C^b_{i,y}

where :math:`C^b_{i,y}` is the cost of account :math:`i` in branch :math:`b`, as in the objective of one future. Each
branch has its own network, prices and flows; only what ``FIRST_STAGE`` names is the same in all
(:func:`decided_alike`). Divided by :math:`\pi_b`, a dual of a branch's own rows means what it means in a run of that
branch alone. Source: Birge and Louveaux, Introduction to Stochastic Programming, 2nd edition 2011, sections 2.4 (the
extensive form) and 3.1.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

FIRST_STAGE: tuple[str, ...] = ("added",)
"""Variables that are decided before the branches are known: the capacity that starts in a year."""


@dataclass(frozen=True, slots=True)
class Moment:
    r"""When it becomes known which branch has come true.

    Capacity of a project :math:`j` that starts in year :math:`y` is decided at :math:`y - l_j`, where :math:`l_j` is
    its lead time; it belongs to the first stage if :math:`y - l_j < t`, :math:`t` being the moment.

    Attributes
    ----------
    year : float
        :math:`t`; infinite if everything is decided before.
    lead_times : mapping
        :math:`l_j` by project, yr.
    """

    year: float = math.inf
    lead_times: Mapping[str, float] = field(default_factory=dict)

    def is_after(self, key: Any) -> bool:
        """Whether a first-stage variable of this index, of a project and a year, is decided before the moment."""
        project, year = key
        return bool(year - self.lead_times.get(project, 0.0) < self.year)


AFTER_ALL = Moment()
"""Everything is decided before it is known."""


def decided_alike(places: Sequence[Mapping[Any, int]]) -> Iterator[tuple[int, int]]:
    r"""What is decided before the branches are known is the same in all of them (non-anticipativity).

    .. math:: x^b_j = x^{b'}_j \qquad \forall\, j \in J_b \cap J_{b'}

    :math:`x` first-stage variable (``FIRST_STAGE``; capacity added, bcm/yr) with its index :math:`j`, of a project
    and a year; :math:`b'` is the branch after :math:`b` among those that have it, so that all are equal. The dual is
    what building for branch :math:`b` alone would gain, million USD, discounted and weighted with its probability.

    Parameters
    ----------
    places : sequence of mapping
        For each branch, index of a first-stage variable to where it stands.

    Yields
    ------
    tuple of int
        Two places that hold the same value.
    """
    for key in dict.fromkeys(key for place in places for key in place):
        yield from pairwise(place[key] for place in places if key in place)
