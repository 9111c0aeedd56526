"""Bans and caps: limits on what enters a set of nodes, or on what is sold there."""

from __future__ import annotations

from collections.abc import Iterable

from corridor.network.calendar import share_in_force
from corridor.network.policies.draft import PIPED, Draft
from corridor.network.policies.ground import OTHER, Ground, counts_sales, held, span
from corridor.scenario import Ban, Cap


def translate_ban(ban: Ban, ground: Ground, draft: Draft) -> None:
    """Limit what enters in every season in which a ban is in force, or what is sold.

    A ban on pipeline gas that allows transit limits what is *sold* inside the group; without transit, and for LNG, it
    limits what *enters*, by arcs or by title in a swap. Exempt nodes count as outside.
    """
    sale_only = counts_sales(ban)
    entry_form = {"pipeline": None, "any": "lng"}[ban.form] if sale_only else ban.form
    entering = ground.entering(ban.nodes, entry_form)
    cargoes = ground.entering(ban.nodes, "lng") if sale_only and ban.form == "pipeline" else []
    landing = ground.entering(ban.nodes, "pipeline") if sale_only else []
    markets = ground.markets(ban.nodes) if sale_only else []
    brought = ground.brought(ban.nodes, entry_form, [ban.origin])
    titles = ground.brought(ban.nodes, "pipeline", [ban.origin]) if sale_only else {}
    draft.add_swaps(ban.name, brought)
    for kind, names in (("arc", entering), ("market", markets), ("lng_arc", cargoes)):
        draft.add_members(ban.name, kind, names, [ban.origin])
    for year in ground.years:
        opened = {season: 1.0 - share_in_force(*span(ban), year, months) for season, months in ground.months.items()}
        limited = [(season, share) for season, share in opened.items() if share < 1.0]
        for season, share in limited if entering or brought else ():
            left = _left(ground, entering, year, season, share) + share * ground.swapped(brought, year, season)
            draft.entry.append((ban.name, year, season, left))
        for season, share in limited if sale_only else ():
            left = _left(ground, [*landing, *entering], year, season, share)
            draft.sale.append((ban.name, year, season, left + share * ground.swapped(titles, year, season)))
        share = sum(opened[season] * length for season, length in ground.durations.items())
        # Where ships may still come, only what is delivered by pipeline is excused.
        barred = [(f"{PIPED}{market}" if cargoes else market) for market in markets]
        _note_open(ban.origin, year, share, (*entering, *barred), draft)
        if share == 0.0:
            draft.closed |= {(ban.origin, arc, year) for arc in entering}
            draft.unsold |= {(ban.origin, market, year) for market in markets if not cargoes}


def _left(ground: Ground, arcs: list[str], year: int, season: str, share: float) -> float:
    return share * ground.capacity(arcs, year, season) if share > 0.0 else 0.0


def _note_open(origin: str, year: int, share: float, names: Iterable[str], draft: Draft) -> None:
    """Note the share of the year that a ban leaves open."""
    for name in names if share < 1.0 else ():
        key = (origin, name, year)
        draft.open_to[key] = min(share, draft.open_to.get(key, 1.0))


def translate_cap(cap: Cap, ground: Ground, draft: Draft) -> None:
    """Limit what enters in a year, or what is sold; the time before a cap leaves open what could come then."""
    entering = ground.entering(cap.nodes, cap.form)
    brought = ground.brought(cap.nodes, cap.form, [cap.origin])
    if counts_sales(cap):
        # What is sold counts, less what came in a form that the cap does not touch.
        draft.add_members(cap.name, "market", ground.markets(cap.nodes), [cap.origin])
        draft.add_members(cap.name, "lng_arc", ground.entering(cap.nodes, OTHER[cap.form]), [cap.origin])
    else:
        draft.add_members(cap.name, "arc", entering, [cap.origin])
        draft.add_swaps(cap.name, brought)
    volume = held(cap.volume)
    start, end = span(cap)
    start = max(start, volume.dates[0]) if volume.over_time == "hold" else start
    for year in ground.years:
        share, whole = 0.0, 0.0
        for season, duration in ground.durations.items():
            part = share_in_force(start, end, year, ground.months[season]) * duration
            share += part
            if part < duration:
                possible = ground.capacity(entering, year, season) + ground.swapped(brought, year, season)
                whole += (duration - part) * possible
        if share > 0.0:
            allowed = volume.mean(max(float(year), start), min(year + 1.0, end))
            draft.annual.append((cap.name, year, share * allowed + whole))
