"""Reports and figures: tables of results in, matplotlib figures and PDF files out."""

from corridor.report.document import write
from corridor.report.figures.alluvial import alluvial
from corridor.report.figures.capacity_utilisation import capacity_utilisation
from corridor.report.figures.exports_over_time import exports_over_time
from corridor.report.figures.flow_map import flow_map
from corridor.report.figures.netback_chart import netback_chart
from corridor.report.figures.prices_over_time import prices_over_time
from corridor.report.figures.small_multiples import small_multiples

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
