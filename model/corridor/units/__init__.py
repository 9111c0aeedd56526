"""Gas units: text with a unit on the outside, plain floats inside.

Canonical inside (see :data:`UNIT_LABELS`): volumes in bcm (15 C, gross 40 MJ/m3, so 1 bcm = 40 PJ), rates in bcm/yr,
prices in million USD of 2025 per bcm (the same number as USD per thousand cubic metres), money in million USD, lengths
in km, times in years of 365 days, shares as fractions of 1.

Every unit says its basis: a volume its reference condition (``bcm``, ``Nm3``, ``bcm_ru``, ``mmcf``), a mass or liquid
volume that it is LNG, an energy its calorific value (gross unless ``net`` stands behind it; ``toe`` needs one of the
two), money its currency and year (dollars and euros are of 2025 unless it is said). A word that leaves the basis open,
such as ``m3`` or ``Mt``, is an error that lists the words that do not; so two bases never mix unless both are said.
Factors are exact fractions, so that ``55.2 mcm/d`` and ``0.0552 bcm/d`` are the same float.

The parts: ``dimensions`` (what can be measured), ``registry`` (sizes, from ``corridor_units.txt``), ``money``
(deflators and exchange rates), ``words`` and ``ambiguous`` (what people write), ``quantities`` (reading and writing
numbers).
"""

from corridor.units.dimensions import DIMENSIONS, UNIT_LABELS, Dimension, ReportUnits
from corridor.units.quantities import Reported, from_canonical, parse, report, separate, text, to_canonical

__all__ = [
    "DIMENSIONS",
    "UNIT_LABELS",
    "Dimension",
    "ReportUnits",
    "Reported",
    "from_canonical",
    "parse",
    "report",
    "separate",
    "text",
    "to_canonical",
]
