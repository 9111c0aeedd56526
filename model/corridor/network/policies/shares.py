"""Quotas and diversification: gas of an origin is at most a share of what a set of markets consumes in a year."""

from __future__ import annotations

from collections.abc import Iterable

from corridor.network.policies.draft import Draft
from corridor.network.policies.ground import OTHER, Ground
from corridor.scenario import Diversification, Policy, Quota
from corridor.scenario.policies import OverTime

#: Share that is no limit.
EVERYTHING = 1.0


def translate_quota(quota: Quota, ground: Ground, draft: Draft) -> None:
    """Limit the share of one origin: what is sold of it, less what came by ship if only pipelines count.

    Where only ships count, it is what they land.
    """
    origin = [quota.origin]
    if quota.form == "lng":
        draft.add_members(quota.name, "arc", ground.entering(quota.nodes, "lng"), origin)
    else:
        draft.add_members(quota.name, "market", ground.markets(quota.nodes), origin)
        draft.add_members(quota.name, "lng_arc", ground.entering(quota.nodes, OTHER[quota.form]), origin)
    _limit(quota, quota.share, origin, ground, draft)


def translate_diversification(rule: Diversification, ground: Ground, draft: Draft) -> None:
    """Limit the share of every origin; of those named, or else of all that do not produce in the nodes' countries."""
    named = rule.origins or ground.foreign_origins(rule.nodes)
    origins = [origin for origin in named if origin not in rule.exempt_origins]
    draft.add_members(rule.name, "market", ground.markets(rule.nodes), origins)
    _limit(rule, rule.share, origins, ground, draft)


def _limit(policy: Policy, share: OverTime, origins: Iterable[str], ground: Ground, draft: Draft) -> None:
    """Write the share of every season; time out of force leaves everything open."""
    draft.add_members(policy.name, "consumer", ground.markets(policy.nodes))
    for year in ground.years:
        shares = {season: ground.mean(policy, share, EVERYTHING, year, season) for season in ground.months}
        if min(shares.values()) < EVERYTHING:
            draft.shares += [
                (policy.name, origin, year, season, left) for origin in origins for season, left in shares.items()
            ]
