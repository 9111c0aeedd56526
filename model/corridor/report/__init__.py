"""Reports and figures: tables of results in, matplotlib figures and PDF files out."""

from corridor.report.document import write
from corridor.report.figures import (
    alluvial,
    capacity_utilisation,
    exports_over_time,
    flow_map,
    netback_chart,
    prices_over_time,
    small_multiples,
)

__all__ = [
    "alluvial",
    "capacity_utilisation",
    "exports_over_time",
    "flow_map",
    "netback_chart",
    "prices_over_time",
    "small_multiples",
    "write",
]
