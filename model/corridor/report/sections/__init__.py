"""The sections of a report, one function each, in the order in which they are printed."""

from __future__ import annotations

from collections.abc import Callable

from corridor.report.blocks import Section
from corridor.report.sections.capacity import capacity_by_route
from corridor.report.sections.certificate import certificate
from corridor.report.sections.commitments import contracts_and_policies
from corridor.report.sections.comparison import compared
from corridor.report.sections.conduct import market_conduct
from corridor.report.sections.cover import cover
from corridor.report.sections.destinations import exports_by_destination
from corridor.report.sections.flows import where_the_gas_goes
from corridor.report.sections.foresight import how_much_was_known
from corridor.report.sections.history import model_and_history
from corridor.report.sections.nations import nations_and_markets
from corridor.report.sections.prices import prices_and_netbacks
from corridor.report.sections.projects import projects
from corridor.report.sections.scenario import what_the_base_says, what_the_scenario_says
from corridor.report.sections.shortfalls import shortfalls
from corridor.report.sections.sources import sources_used
from corridor.report.sections.studies import comparison_with_studies
from corridor.report.sections.trust import how_far_to_trust
from corridor.report.subject import Subject

__all__ = ["SECTIONS"]

SECTIONS: tuple[Callable[[Subject], Section | None], ...] = (
    cover,
    shortfalls,
    compared,
    what_the_scenario_says,
    where_the_gas_goes,
    exports_by_destination,
    capacity_by_route,
    prices_and_netbacks,
    market_conduct,
    projects,
    how_much_was_known,
    contracts_and_policies,
    model_and_history,
    nations_and_markets,
    how_far_to_trust,
    comparison_with_studies,
    certificate,
    what_the_base_says,
    sources_used,
)
"""A section is a function of the subject; one with nothing to say returns None."""
