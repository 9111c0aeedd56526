"""Invented results in the shape of the results room: about twenty real Russian routes, five years, two seasons.

Volumes are set along paths (basin, arcs, market); flows, capacities and balances follow from them, so that every table
agrees with every other one, as it does in a solved case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

YEARS = (2025, 2027, 2030, 2035, 2040)
SEASONS = {"summer": 0.49, "winter": 0.51}
LENGTH = {"summer": 0.5, "winter": 0.5}

# node: kind, longitude, latitude, groups, region
NODES: dict[str, tuple[str, float, float, str, str]] = {
    "Yamal": ("basin", 68.5, 70.4, "Russia", ""),
    "Gydan": ("basin", 76.0, 71.0, "Russia", ""),
    "Nadym-Pur-Taz": ("basin", 76.5, 66.0, "Russia", ""),
    "Volga-Urals": ("basin", 54.5, 51.8, "Russia", ""),
    "Eastern Siberia": ("basin", 112.0, 60.3, "Russia", ""),
    "Sakhalin": ("basin", 143.5, 52.5, "Russia", ""),
    "Ukhta": ("hub", 53.7, 63.6, "Russia", ""),
    "Gryazovets": ("hub", 40.2, 58.9, "Russia", ""),
    "Torzhok": ("hub", 35.0, 57.0, "Russia", ""),
    "Vyborg": ("hub", 28.7, 60.7, "Russia", ""),
    "Perm": ("hub", 56.2, 58.0, "Russia", ""),
    "Pochinki": ("hub", 44.9, 54.7, "Russia", ""),
    "Yelets": ("hub", 38.5, 52.6, "Russia", ""),
    "Kursk": ("hub", 35.5, 51.5, "Russia", ""),
    "Alexandrov Gai": ("hub", 48.6, 50.1, "Russia", ""),
    "Izobilny": ("hub", 41.7, 45.4, "Russia", ""),
    "Anapa": ("hub", 37.4, 44.9, "Russia", ""),
    "Mozdok": ("hub", 44.7, 43.7, "Russia", ""),
    "Khabarovsk": ("hub", 135.1, 48.5, "Russia", ""),
    "Krasnoyarsk Junction": ("hub", 92.9, 56.0, "Russia", ""),
    "Russia Centre": ("market", 37.6, 55.7, "Russia", "Russia"),
    "Belarus": ("market", 27.6, 53.9, "CIS", "Belarus"),
    "Ukraine": ("market", 30.5, 49.5, "Europe", "Other Europe"),
    "Moldova": ("market", 28.8, 47.0, "Europe", "Other Europe"),
    "Finland": ("market", 24.9, 60.5, "EU;Europe", "EU"),
    "Estonia": ("market", 26.0, 58.9, "EU;Europe", "EU"),
    "Poland": ("market", 19.5, 52.2, "EU;Europe", "EU"),
    "Germany": ("market", 11.5, 51.3, "EU;Europe", "EU"),
    "Slovakia": ("market", 18.9, 48.6, "EU;Europe", "EU"),
    "Hungary": ("market", 19.3, 47.2, "EU;Europe", "EU"),
    "Bulgaria": ("market", 24.9, 42.8, "EU;Europe;Balkans", "EU"),
    "Serbia": ("market", 20.8, 44.2, "Europe;Balkans", "Other Europe"),
    "Thrace": ("hub", 28.0, 41.6, "Türkiye", ""),
    "Türkiye": ("market", 32.0, 39.8, "Türkiye", "Türkiye"),
    "Georgia": ("market", 44.0, 41.9, "Caucasus", "Caucasus"),
    "Armenia": ("market", 44.6, 40.2, "Caucasus", "Caucasus"),
    "Azerbaijan": ("market", 48.6, 40.2, "Caucasus", "Caucasus"),
    "Iran North": ("market", 51.4, 36.0, "Iran;Middle East", "Iran"),
    "Kazakhstan": ("market", 66.0, 48.0, "Central Asia;Asia", "Central Asia"),
    "Uzbekistan": ("market", 66.5, 40.5, "Central Asia;Asia", "Central Asia"),
    "China West": ("market", 87.6, 43.8, "China;Asia", "China"),
    "China North": ("market", 115.5, 39.5, "China;Asia", "China"),
    "China Northeast": ("market", 125.3, 43.9, "China;Asia", "China"),
    "China Coast": ("market", 119.5, 30.5, "China;Asia", "China"),
    "Mongolia": ("market", 106.9, 47.5, "Asia", "Other Asia"),
    "Japan": ("market", 138.5, 36.0, "Asia", "Other Asia"),
    "South Korea": ("market", 127.5, 36.8, "Asia", "Other Asia"),
    "India": ("market", 74.5, 23.5, "South Asia;Asia", "Other Asia"),
    "France": ("market", 2.5, 47.0, "EU;Europe", "EU"),
    "LNG Yamal": ("liquefaction", 72.1, 71.3, "Russia", ""),
    "LNG Arctic 2": ("liquefaction", 73.9, 71.0, "Russia", ""),
    "LNG Sakhalin": ("liquefaction", 142.9, 46.6, "Russia", ""),
    "LNG Baltic": ("liquefaction", 28.1, 60.5, "Russia", ""),
    "LNG Murmansk": ("liquefaction", 33.1, 69.0, "Russia", ""),
    "Regas France": ("regas", -2.0, 47.3, "EU;Europe", "EU"),
    "Regas Türkiye": ("regas", 26.9, 38.7, "Türkiye", "Türkiye"),
    "Regas India": ("regas", 72.6, 21.7, "South Asia;Asia", "Other Asia"),
    "Regas China Coast": ("regas", 121.9, 30.6, "China;Asia", "China"),
    "Regas China North": ("regas", 117.8, 38.9, "China;Asia", "China"),
    "Regas Japan": ("regas", 140.0, 35.4, "Asia", "Other Asia"),
    "Regas South Korea": ("regas", 126.6, 37.0, "Asia", "Other Asia"),
}

# arc: form, route, from, to, loss, capacity by year (one number: always; empty: none stated)
_NEVER = (0.0,) * 5
# what stands although it carries nothing, bcm a year
CLOSED = {"nord-stream-1": 57.2, "nord-stream-2": 12.0}
ARCS: dict[str, tuple[str, str, str, str, float, tuple[float, ...]]] = {
    "yamal-ukhta": ("pipeline", "Yamal-Ukhta", "Yamal", "Ukhta", 0.01, (115.0,)),
    "ukhta-gryazovets": ("pipeline", "Ukhta-Gryazovets", "Ukhta", "Gryazovets", 0.01, (115.0,)),
    "gryazovets-torzhok": ("pipeline", "Gryazovets-Torzhok", "Gryazovets", "Torzhok", 0.005, (90.0,)),
    "gryazovets-vyborg": ("pipeline", "Gryazovets-Vyborg", "Gryazovets", "Vyborg", 0.01, (85.0,)),
    "nadym-perm": ("pipeline", "Nadym-Perm", "Nadym-Pur-Taz", "Perm", 0.02, (330.0,)),
    "perm-pochinki": ("pipeline", "Perm-Pochinki", "Perm", "Pochinki", 0.01, (300.0,)),
    "pochinki-yelets": ("pipeline", "Pochinki-Yelets", "Pochinki", "Yelets", 0.01, (140.0,)),
    "yelets-kursk": ("pipeline", "Yelets-Kursk", "Yelets", "Kursk", 0.005, (110.0,)),
    "torzhok-centre": ("pipeline", "Torzhok-Centre", "Torzhok", "Russia Centre", 0.003, (120.0,)),
    "pochinki-centre": ("pipeline", "Pochinki-Centre", "Pochinki", "Russia Centre", 0.005, (160.0,)),
    "pochinki-anapa": ("pipeline", "Southern Corridor", "Pochinki", "Anapa", 0.01, (63.0,)),
    "pochinki-izobilny": (
        "pipeline",
        "Pochinki-Izobilny",
        "Pochinki",
        "Izobilny",
        0.01,
        (60.0, 60.0, 90.0, 90.0, 90.0),
    ),
    "izobilny-mozdok": ("pipeline", "Izobilny-Mozdok", "Izobilny", "Mozdok", 0.005, (16.0, 16.0, 40.0, 67.0, 67.0)),
    "volga-urals-alexandrov-gai": (
        "pipeline",
        "Orenburg-Alexandrov Gai",
        "Volga-Urals",
        "Alexandrov Gai",
        0.01,
        (40.0,),
    ),
    "pochinki-alexandrov-gai": ("pipeline", "Pochinki-Alexandrov Gai", "Pochinki", "Alexandrov Gai", 0.01, (40.0,)),
    "nadym-krasnoyarsk-junction": (
        "pipeline",
        "Nadym-Krasnoyarsk",
        "Nadym-Pur-Taz",
        "Krasnoyarsk Junction",
        0.015,
        (0.0, 0.0, 0.0, 30.0, 50.0),
    ),
    "sakhalin-khabarovsk": (
        "pipeline",
        "Sakhalin-Khabarovsk",
        "Sakhalin",
        "Khabarovsk",
        0.01,
        (8.0, 20.0, 28.0, 28.0, 28.0),
    ),
    "nord-stream-1": ("pipeline", "Nord Stream 1", "Vyborg", "Germany", 0.01, _NEVER),
    "nord-stream-2": ("pipeline", "Nord Stream 2", "Vyborg", "Germany", 0.01, _NEVER),
    "yamal-europe": ("pipeline", "Yamal-Europe", "Torzhok", "Poland", 0.01, (32.9,)),
    "belarus-supply": ("pipeline", "Belarus", "Torzhok", "Belarus", 0.005, (45.0,)),
    "pskov-estonia": ("pipeline", "Baltic states", "Torzhok", "Estonia", 0.005, (2.0,)),
    "finland-imatra": ("pipeline", "Finland (Imatra)", "Vyborg", "Finland", 0.002, (7.0,)),
    "ukraine-sudzha": ("pipeline", "Ukraine transit", "Kursk", "Ukraine", 0.01, (40.0,)),
    "ukraine-sokhranovka": ("pipeline", "Ukraine transit", "Alexandrov Gai", "Ukraine", 0.01, (12.0,)),
    "ukraine-slovakia": ("pipeline", "Ukraine-Slovakia", "Ukraine", "Slovakia", 0.01, (40.0,)),
    "turkstream-1": ("pipeline", "TurkStream 1", "Anapa", "Türkiye", 0.01, (15.75,)),
    "turkstream-2": ("pipeline", "TurkStream 2", "Anapa", "Thrace", 0.01, (20.7,)),
    "balkan-stream": ("pipeline", "Balkan Stream", "Thrace", "Bulgaria", 0.005, (20.7,)),
    "bulgaria-serbia": ("pipeline", "Bulgaria-Serbia", "Bulgaria", "Serbia", 0.005, (13.9,)),
    "serbia-hungary": ("pipeline", "Serbia-Hungary", "Serbia", "Hungary", 0.005, (8.5,)),
    "blue-stream": ("pipeline", "Blue Stream", "Izobilny", "Türkiye", 0.01, (16.0,)),
    "north-caucasus": ("pipeline", "North Caucasus-Transcaucasus", "Mozdok", "Georgia", 0.005, (8.0,)),
    "georgia-armenia": ("pipeline", "Georgia-Armenia", "Georgia", "Armenia", 0.003, (4.0,)),
    "mozdok-hajigabul": ("pipeline", "Mozdok-Hajigabul", "Mozdok", "Azerbaijan", 0.01, (4.5, 4.5, 28.0, 55.0, 55.0)),
    "hajigabul-astara": (
        "pipeline",
        "Hajigabul-Astara",
        "Azerbaijan",
        "Iran North",
        0.005,
        (2.0, 2.0, 28.0, 55.0, 55.0),
    ),
    "cac-kazakhstan": (
        "pipeline",
        "Central Asia-Centre",
        "Alexandrov Gai",
        "Kazakhstan",
        0.01,
        (8.0, 11.0, 20.0, 20.0, 28.0),
    ),
    "orenburg-kazakhstan": ("pipeline", "Russia-Kazakhstan (north)", "Volga-Urals", "Kazakhstan", 0.005, (6.0,)),
    "kazakhstan-uzbekistan": (
        "pipeline",
        "Kazakhstan-Uzbekistan",
        "Kazakhstan",
        "Uzbekistan",
        0.01,
        (8.0, 11.0, 20.0, 20.0, 28.0),
    ),
    "power-of-siberia-1": (
        "pipeline",
        "Power of Siberia 1",
        "Eastern Siberia",
        "China Northeast",
        0.015,
        (38.9, 38.9, 38.9, 44.0, 44.0),
    ),
    "power-of-siberia-2": (
        "pipeline",
        "Power of Siberia 2",
        "Krasnoyarsk Junction",
        "Mongolia",
        0.01,
        (0.0, 0.0, 0.0, 30.0, 50.0),
    ),
    "soyuz-vostok": ("pipeline", "Soyuz Vostok", "Mongolia", "China North", 0.01, (0.0, 0.0, 0.0, 30.0, 50.0)),
    "far-eastern-route": (
        "pipeline",
        "Far Eastern route",
        "Khabarovsk",
        "China Northeast",
        0.005,
        (0.0, 2.0, 10.0, 12.0, 12.0),
    ),
    "liquefaction-yamal": ("liquefaction", "Yamal LNG", "Yamal", "LNG Yamal", 0.09, (27.5,)),
    "liquefaction-arctic-2": (
        "liquefaction",
        "Arctic LNG 2",
        "Gydan",
        "LNG Arctic 2",
        0.09,
        (3.6, 9.0, 18.0, 27.0, 27.0),
    ),
    "liquefaction-sakhalin": ("liquefaction", "Sakhalin-2 LNG", "Sakhalin", "LNG Sakhalin", 0.09, (14.6,)),
    "liquefaction-baltic": ("liquefaction", "Vysotsk and Portovaya LNG", "Vyborg", "LNG Baltic", 0.09, (2.9,)),
    "liquefaction-murmansk": ("liquefaction", "Murmansk LNG", "Ukhta", "LNG Murmansk", 0.09, _NEVER),
    "yamal>france": ("shipping", "Yamal LNG to Europe", "LNG Yamal", "Regas France", 0.01, ()),
    "yamal>china-north-nsr": ("shipping", "Yamal LNG to Asia", "LNG Yamal", "Regas China North", 0.015, ()),
    "yamal>india": ("shipping", "Yamal LNG to Asia", "LNG Yamal", "Regas India", 0.03, ()),
    "arctic-2>china-coast-nsr": ("shipping", "Arctic LNG 2 to Asia", "LNG Arctic 2", "Regas China Coast", 0.015, ()),
    "arctic-2>china-coast": ("shipping", "Arctic LNG 2 to Asia", "LNG Arctic 2", "Regas China Coast", 0.04, ()),
    "sakhalin>japan": ("shipping", "Sakhalin-2 LNG to Asia", "LNG Sakhalin", "Regas Japan", 0.003, ()),
    "sakhalin>south-korea": ("shipping", "Sakhalin-2 LNG to Asia", "LNG Sakhalin", "Regas South Korea", 0.003, ()),
    "baltic>turkiye": ("shipping", "Vysotsk and Portovaya LNG", "LNG Baltic", "Regas Türkiye", 0.01, ()),
    "murmansk>china-coast": ("shipping", "Murmansk LNG to Asia", "LNG Murmansk", "Regas China Coast", 0.03, ()),
    "regas-france": ("regasification", "France regasification", "Regas France", "France", 0.01, (34.0,)),
    "regas-turkiye": ("regasification", "Türkiye regasification", "Regas Türkiye", "Türkiye", 0.01, (58.0,)),
    "regas-india": ("regasification", "India regasification", "Regas India", "India", 0.01, (65.0,)),
    "regas-china-north": (
        "regasification",
        "China North regasification",
        "Regas China North",
        "China North",
        0.01,
        (80.0,),
    ),
    "regas-china-coast": (
        "regasification",
        "China Coast regasification",
        "Regas China Coast",
        "China Coast",
        0.01,
        (120.0,),
    ),
    "regas-japan": ("regasification", "Japan regasification", "Regas Japan", "Japan", 0.01, (280.0,)),
    "regas-south-korea": (
        "regasification",
        "South Korea regasification",
        "Regas South Korea",
        "South Korea",
        0.01,
        (190.0,),
    ),
}

_TRUNK = ("nadym-perm", "perm-pochinki")
_SOUTH = (*_TRUNK, "pochinki-izobilny")
_TURKSTREAM = (*_TRUNK, "pochinki-anapa")
_IRAN = (*_SOUTH, "izobilny-mozdok", "mozdok-hajigabul", "hajigabul-astara")
_NORTH = ("yamal-ukhta", "ukhta-gryazovets", "gryazovets-torzhok")
# path: basin, arcs, produced volume by year; the market is where the last arc ends
PATHS: tuple[tuple[str, tuple[str, ...], tuple[float, ...]], ...] = (
    ("Yamal", (*_NORTH, "torzhok-centre"), (58, 60, 62, 62, 60)),
    ("Nadym-Pur-Taz", (*_TRUNK, "pochinki-centre"), (140, 138, 136, 132, 128)),
    ("Yamal", (*_NORTH, "belarus-supply"), (16.5, 16.8, 17, 17, 17)),
    ("Nadym-Pur-Taz", (*_TURKSTREAM, "turkstream-1"), (15.9, 16.1, 15.2, 13.0, 11.5)),
    ("Nadym-Pur-Taz", (*_TURKSTREAM, "turkstream-2", "balkan-stream"), (3.2, 2.4, 0, 0, 0)),
    ("Nadym-Pur-Taz", (*_TURKSTREAM, "turkstream-2", "balkan-stream", "bulgaria-serbia"), (3.0, 3.0, 3.1, 3.1, 3.0)),
    (
        "Nadym-Pur-Taz",
        (*_TURKSTREAM, "turkstream-2", "balkan-stream", "bulgaria-serbia", "serbia-hungary"),
        (8.3, 8.1, 4.2, 4.0, 4.0),
    ),
    ("Nadym-Pur-Taz", (*_SOUTH, "blue-stream"), (6.9, 9.0, 11.4, 10.2, 9.0)),
    ("Nadym-Pur-Taz", (*_SOUTH, "izobilny-mozdok", "north-caucasus", "georgia-armenia"), (2.6, 2.6, 2.7, 2.8, 2.9)),
    ("Nadym-Pur-Taz", (*_SOUTH, "izobilny-mozdok", "mozdok-hajigabul"), (1.0, 1.0, 1.2, 1.5, 1.5)),
    ("Nadym-Pur-Taz", _IRAN, (0.2, 2.1, 18.5, 37.0, 44.0)),
    (
        "Nadym-Pur-Taz",
        (*_TRUNK, "pochinki-alexandrov-gai", "cac-kazakhstan", "kazakhstan-uzbekistan"),
        (7.0, 9.8, 14.0, 17.0, 22.0),
    ),
    ("Volga-Urals", ("orenburg-kazakhstan",), (3.2, 3.9, 4.8, 5.2, 5.8)),
    ("Eastern Siberia", ("power-of-siberia-1",), (38.8, 38.9, 38.9, 44.0, 44.0)),
    ("Nadym-Pur-Taz", ("nadym-krasnoyarsk-junction", "power-of-siberia-2", "soyuz-vostok"), (0, 0, 0, 24.0, 49.0)),
    ("Nadym-Pur-Taz", ("nadym-krasnoyarsk-junction", "power-of-siberia-2"), (0, 0, 0, 0.6, 0.8)),
    ("Sakhalin", ("sakhalin-khabarovsk", "far-eastern-route"), (0, 1.8, 8.4, 11.2, 12.0)),
    ("Yamal", ("liquefaction-yamal", "yamal>france", "regas-france"), (20.0, 6.5, 0, 0, 0)),
    ("Yamal", ("liquefaction-yamal", "yamal>china-north-nsr", "regas-china-north"), (9.0, 14.0, 18.0, 19.0, 19.0)),
    ("Yamal", ("liquefaction-yamal", "yamal>india", "regas-india"), (0, 5.0, 9.0, 9.5, 10.0)),
    ("Gydan", ("liquefaction-arctic-2", "arctic-2>china-coast-nsr", "regas-china-coast"), (1.8, 5.0, 9.0, 12.0, 13.0)),
    ("Gydan", ("liquefaction-arctic-2", "arctic-2>china-coast", "regas-china-coast"), (0, 3.0, 8.0, 12.0, 13.0)),
    ("Sakhalin", ("liquefaction-sakhalin", "sakhalin>japan", "regas-japan"), (8.9, 8.6, 8.0, 7.0, 6.5)),
    ("Sakhalin", ("liquefaction-sakhalin", "sakhalin>south-korea", "regas-south-korea"), (6.0, 6.2, 6.5, 7.0, 7.2)),
    (
        "Yamal",
        (
            "yamal-ukhta",
            "ukhta-gryazovets",
            "gryazovets-vyborg",
            "liquefaction-baltic",
            "baltic>turkiye",
            "regas-turkiye",
        ),
        (1.2, 0.8, 0.8, 0.8, 0.8),
    ),
)

BORDER_PRICE = {
    "Germany": (11.8, 9.6, 8.1, 8.0, 8.2), "Hungary": (12.2, 10.1, 8.8, 8.6, 8.7), "Serbia": (11.0, 9.6, 8.4, 8.3, 8.3),
    "Bulgaria": (11.7, 9.7, 8.3, 8.2, 8.2), "Türkiye": (11.1, 9.5, 8.2, 8.0, 8.1), "France": (11.7, 9.5, 8.0, 7.9, 8.1),
    "China North": (10.4, 9.2, 8.4, 7.6, 7.1), "China Northeast": (9.9, 8.9, 8.2, 7.7, 7.3),
    "China Coast": (11.6, 10.0, 8.7, 8.3, 8.2), "Japan": (12.4, 10.6, 9.0, 8.7, 8.6), "South Korea": (12.3, 10.5, 8.9, 8.6, 8.6),
    "India": (11.2, 9.9, 8.6, 8.3, 8.2), "Iran North": (3.6, 3.7, 3.3, 2.9, 2.8), "Uzbekistan": (5.0, 4.9, 4.6, 4.4, 4.2),
    "Kazakhstan": (3.9, 3.9, 3.8, 3.7, 3.6), "Belarus": (3.6, 3.6, 3.6, 3.6, 3.6), "Armenia": (4.8, 4.8, 4.7, 4.6, 4.6),
    "Azerbaijan": (4.6, 4.5, 4.2, 3.9, 3.8), "Mongolia": (6.9, 6.8, 6.6, 5.9, 5.5), "Russia Centre": (2.5, 2.5, 2.4, 2.4, 2.4),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SyntheticResults:
    """The tables of a solved scenario."""

    nodes: pd.DataFrame
    flows: pd.DataFrame
    capacity: pd.DataFrame
    balance: pd.DataFrame
    consumption: pd.DataFrame
    prices: pd.DataFrame
    netbacks: pd.DataFrame
    contracts: pd.DataFrame
    projects: pd.DataFrame
    policies: pd.DataFrame
    costs: pd.DataFrame
    indicators: pd.DataFrame
    observed: pd.DataFrame
    national: pd.DataFrame
    supply_mix: pd.DataFrame
    published: pd.DataFrame
    sources: pd.DataFrame
    manifest: dict[str, Any]
    scenario_summary: list[dict[str, Any]]


def build(scale: float = 1.0) -> SyntheticResults:
    """Return the invented results; ``scale`` multiplies the volumes sent to Iran."""
    flows, sales, production = trace(scale)
    capacity = capacity_table(flows)
    return SyntheticResults(
        nodes=node_table(),
        flows=flows,
        capacity=capacity,
        balance=balance_table(flows, sales, production),
        consumption=consumption_table(sales),
        prices=price_table(),
        netbacks=netback_table(sales),
        contracts=contract_table(),
        projects=project_table(with_iran=scale >= 1.0),
        policies=policy_table(),
        costs=cost_table(scale),
        indicators=indicator_table(scale),
        observed=observed_table(flows),
        national=national_table(),
        supply_mix=supply_mix_table(),
        published=published_table(),
        sources=source_table(),
        manifest=manifest(),
        scenario_summary=scenario_summary(),
    )


def node_table() -> pd.DataFrame:
    rows = [
        {
            "node": node,
            "kind": kind,
            "lon": lon,
            "lat": lat,
            "groups": tuple(groups.split(";")),
            "region": region,
            "country": "RUS" if groups == "Russia" else node.removeprefix("Regas "),
        }
        for node, (kind, lon, lat, groups, region) in sorted(NODES.items())
    ]
    return pd.DataFrame(rows)


def trace(scale: float) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    flows: list[dict[str, Any]] = []
    sales: list[dict[str, Any]] = []
    production: list[dict[str, Any]] = []
    for basin, arcs, volumes in PATHS:
        for year, volume in zip(YEARS, volumes, strict=True):
            yearly = volume * (scale if arcs == _IRAN else 1.0)
            for season, share in SEASONS.items():
                period = {"origin": "Russia", "year": year, "season": season}
                left = yearly * share
                if left == 0:
                    continue
                production.append({"node": basin, **period, "volume": left})
                for arc in arcs:
                    loss = ARCS[arc][4]
                    flows.append({"arc": arc, **period, "volume": left, "arrived": left * (1 - loss)})
                    left *= 1 - loss
                sales.append({"node": ARCS[arcs[-1]][3], **period, "volume": left})
    keys = ["origin", "year", "season"]
    table = pd.DataFrame(flows).groupby(["arc", *keys], as_index=False).sum()
    facts = pd.DataFrame(
        [{"arc": arc, "form": row[0], "route": row[1], "from": row[2], "to": row[3]} for arc, row in ARCS.items()]
    )
    table = table.merge(facts, on="arc").sort_values(["route", "arc", "year", "season"], ignore_index=True)
    table["unit"] = "bcm"
    per_node = ["node", *keys]
    return (
        table[["route", "arc", "form", "from", "to", "origin", "year", "season", "volume", "arrived", "unit"]],
        pd.DataFrame(sales).groupby(per_node, as_index=False).sum(),
        pd.DataFrame(production).groupby(per_node, as_index=False).sum(),
    )


def capacity_table(flows: pd.DataFrame) -> pd.DataFrame:
    used = flows.groupby(["arc", "year", "season"])["volume"].sum()
    rows = []
    for arc, (form, route, start, end, _, stated) in sorted(ARCS.items()):
        for position, year in enumerate(YEARS):
            for season in SEASONS:
                volume = float(used.get((arc, year, season), 0.0))
                full = np.nan
                if stated:
                    yearly = stated[position if len(stated) > 1 else 0]
                    full = max(yearly * LENGTH[season], volume)
                first = stated[0] * LENGTH[season] if stated else np.nan
                share = volume / full if full else 0.0
                rows.append(
                    {
                        "route": route, "arc": arc, "form": form, "from": start, "to": end, "year": year,
                        "season": season, "existing": first,
                        "nameplate": full + CLOSED.get(arc, 0.0) * LENGTH[season], "added": max(full - first, 0.0) if stated else np.nan,
                        "capacity": full, "volume": volume, "utilisation": share,
                        "marginal_value": 0.62 if share > 0.999 else 0.0, "rent": 0.62 * 37.9 * volume if share > 0.999 else 0.0,
                        "volume_unit": "bcm", "marginal_value_unit": "USD/MMBtu", "rent_unit": "million USD",
                    }
                )  # fmt: skip
    return pd.DataFrame(rows)


def balance_table(flows: pd.DataFrame, sales: pd.DataFrame, production: pd.DataFrame) -> pd.DataFrame:
    keys = ["node", "origin", "year", "season"]
    parts = [
        production.assign(item="production"),
        sales.assign(item="sales", volume=-sales["volume"]),
        flows.rename(columns={"to": "node"}).groupby(keys)["arrived"].sum()
        .rename("volume").reset_index().assign(item="arrivals"),
        flows.rename(columns={"from": "node"}).groupby(keys)["volume"].sum()
        .reset_index().assign(item="departures", volume=lambda table: -table["volume"]),
    ]  # fmt: skip
    table = pd.concat(parts, ignore_index=True).assign(unit="bcm")
    return table[[*keys, "item", "volume", "unit"]].sort_values([*keys, "item"], ignore_index=True)


def consumption_table(sales: pd.DataFrame) -> pd.DataFrame:
    table = sales.rename(columns={"node": "market", "volume": "consumption"})
    table["consumption"] *= 2.5
    table["reference"] = table["consumption"] * 1.02
    return table.assign(shortfall=0.0, unit="bcm")[
        ["market", "year", "season", "reference", "consumption", "shortfall", "unit"]
    ]


def price_table() -> pd.DataFrame:
    rows = [
        {
            "node": node, "year": year, "season": season, "price": price + (0.35 if season == "winter" else -0.35),
            "unit": "USD/MMBtu", "basis": "dual of the market clearing",
        }
        for node, prices in sorted(BORDER_PRICE.items())
        for year, price in zip(YEARS, prices, strict=True)
        for season in SEASONS
    ]  # fmt: skip
    return pd.DataFrame(rows)


def netback_table(sales: pd.DataFrame) -> pd.DataFrame:
    sold = sales.groupby(["node", "year"])["volume"].sum()
    transport = {"Türkiye": 3.1, "Hungary": 4.0, "Serbia": 3.6, "Bulgaria": 3.4, "Germany": 3.2, "China Northeast": 3.9,
                 "China North": 4.4, "China Coast": 5.6, "Japan": 3.2, "South Korea": 3.4, "India": 5.2, "Iran North": 2.6,
                 "Uzbekistan": 2.4, "Kazakhstan": 1.8, "Belarus": 1.7, "Armenia": 2.5, "Azerbaijan": 2.3, "France": 4.2}  # fmt: skip
    basin = {"China Northeast": "Eastern Siberia", "Japan": "Sakhalin", "South Korea": "Sakhalin", "China Coast": "Gydan",
             "India": "Yamal", "France": "Yamal", "Belarus": "Yamal"}  # fmt: skip
    rows = []
    for market, cost in sorted(transport.items()):
        for position, year in enumerate(YEARS):
            price = BORDER_PRICE[market][position]
            rows.append(
                {
                    "origin": "Russia", "node": basin.get(market, "Nadym-Pur-Taz"), "market": market, "year": year,
                    "price": price, "transport": cost, "netback": price - cost,
                    "volume": float(sold.get((market, year), 0.0)), "unit": "USD/MMBtu",
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def contract_table() -> pd.DataFrame:
    rows = []
    for name, seller, buyer, quantity, share, taken in (
        ("statoil-germany", "Equinor", "Germany", 10.0, 0.8, (8.0, 8.0, 8.0, 8.0, 8.0)),
        ("botas-blue-stream", "Gazprom Export", "Türkiye", 16.0, 0.8, (6.9, 9.0, 11.3, 10.1, 8.9)),
        ("botas-turkstream", "Gazprom Export", "Türkiye", 5.75, 0.8, (5.6, 5.7, 5.5, 4.6, 4.6)),
        ("cnpc-power-of-siberia-1", "Gazprom Export", "China Northeast", 38.0, 0.85, (38.3, 38.4, 38.4, 43.3, 43.3)),
        ("hungary-2021", "Gazprom Export", "Hungary", 4.5, 0.7, (7.9, 7.7, 4.0, 3.8, 3.8)),
    ):
        for year, took in zip(YEARS, taken, strict=True):
            minimum = quantity * share
            short = max(0.0, minimum - took)
            rows.append(
                {"contract": name, "seller": seller, "origin": "Norway" if seller == "Equinor" else "Russia", "buyer": buyer, "year": year, "quantity": quantity,
                 "minimum": minimum, "taken": min(took, quantity), "shortfall": short, "payment": short * 248.0,
                 "unit": "bcm"}
            )  # fmt: skip
    return pd.DataFrame(rows)


def project_table(with_iran: bool = True) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for project, name, status, capacity, used, annuity, value in (
        (
            "russia-iran",
            "Russia-Iran corridor",
            "committed",
            (0, 0, 28, 55, 55),
            (0, 0, 18.5, 37, 44),
            (0, 0, 610, 1180, 1180),
            (0, 0, 90, 240, 520),
        ),
        (
            "power-of-siberia-2",
            "Power of Siberia 2 and Soyuz Vostok",
            "committed",
            (0, 0, 0, 30, 50),
            (0, 0, 0, 24.6, 49.8),
            (0, 0, 0, 1400, 2250),
            (0, 0, 0, 310, 870),
        ),
        (
            "far-eastern-route",
            "Far Eastern route",
            "committed",
            (0, 2, 10, 12, 12),
            (0, 1.8, 8.4, 11.2, 12),
            (0, 90, 240, 280, 280),
            (0, 35, 210, 330, 350),
        ),
        (
            "central-asia-expansion",
            "Central Asia expansion",
            "candidate, built",
            (0, 3, 12, 12, 20),
            (0, 1.8, 6, 9, 14),
            (0, 25, 90, 90, 140),
            (0, 20, 110, 150, 190),
        ),
        (
            "murmansk-lng",
            "Murmansk LNG",
            "candidate, not built",
            (0, 0, 0, 0, 0),
            (0, 0, 0, 0, 0),
            (0, 0, 0, 0, 0),
            (0, 0, 0, 0, 0),
        ),
    ):
        for position, year in enumerate(YEARS if with_iran or project != "russia-iran" else ()):
            full = float(capacity[position])
            rows.append(
                {"project": project, "name": name, "status": status, "year": year, "capacity": full,
                 "used": float(used[position]), "utilisation": used[position] / full if full else np.nan,
                 "annuity": float(annuity[position]), "value": float(value[position]), "unit": "bcm/yr"}
            )  # fmt: skip
    return pd.DataFrame(rows)


def policy_table() -> pd.DataFrame:
    rows = [
        {"policy": policy, "kind": kind, "year": year, "season": season, "limit": limit, "level": level,
         "shadow_price": shadow, "unit": "bcm"}
        for policy, kind, start, limit, level, shadow in (
            ("eu-pipeline-ban", "ban", 2030, 0.0, 0.0, 4.3), ("eu-lng-ban", "ban", 2027, 0.0, 0.0, 3.1),
            ("hungary-exemption", "cap", 2027, 4.2, 4.2, 1.4), ("china-diversification", "cap", 2035, 130.0, 104.0, 0.0),
        )
        for year in YEARS if year >= start
        for season in SEASONS
    ]  # fmt: skip
    return pd.DataFrame(rows)


def cost_table(scale: float) -> pd.DataFrame:
    rows = [
        {"item": item, "year": year, "value": value * (1 + position / 20), "unit": "million USD",
         "discounted": value * (1 + position / 20) / 1.05 ** (year - 2025)}
        for item, value in (("production", 61000.0 + 400.0 * scale), ("worth_of_flexible_consumption", -900.0 * scale), ("pipeline transport", 24000.0), ("shipping", 9800.0), ("liquefaction", 7400.0), ("storage", 2100.0), ("projects", 1300.0))
        for position, year in enumerate(YEARS)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def indicator_table(scale: float) -> pd.DataFrame:
    """Indicators that move with what goes to Iran: nothing in the first year, all of it in the last."""
    rows: list[dict[str, Any]] = []
    for indicator, subject, unit, value, step in (
        ("regional_price", "Iran", "USD/MMBtu", 7.0, -4.0),
        ("regional_price", "EU", "USD/MMBtu", 8.0, 0.0),
        ("producer_surplus", "Russia", "billion USD", 90.0, 9.0),
        ("producer_surplus", "Iran", "billion USD", 60.0, -30.0),
        ("consumer_surplus", "Iran", "billion USD", 500.0, 32.0),
        ("consumer_surplus", "Russia", "billion USD", 900.0, -6.0),
    ):
        rows += [
            {"indicator": indicator, "subject": subject, "year": year, "value": value + step * scale * place / 4, "unit": unit}
            for place, year in enumerate(YEARS)
        ]  # fmt: skip
    for indicator, unit, values in (
        ("export_revenue", "billion USD", (47.2, 40.8, 38.1, 45.3, 52.6)),
        ("average_netback", "USD/MMBtu", (6.1, 5.2, 4.2, 3.8, 3.4)),
        ("idle_potential", "bcm/yr", (148.0, 131.0, 104.0, 62.0, 31.0)),
        ("share_to_asia", "%", (43.0, 52.0, 61.0, 66.0, 69.0)),
    ):
        rows += [
            {"indicator": indicator, "subject": "Russia", "year": year, "value": value, "unit": unit}
            for year, value in zip(YEARS, values, strict=True)
        ]
    return pd.DataFrame(rows)


def observed_table(flows: pd.DataFrame) -> pd.DataFrame:
    modelled = flows[flows["year"] == 2025].groupby("route")["volume"].sum()
    seen = {"TurkStream 1": 14.4, "TurkStream 2": 17.0, "Blue Stream": 6.4, "Power of Siberia 1": 36.7, "Belarus": 15.9,
            "Central Asia-Centre": 6.6, "North Caucasus-Transcaucasus": 2.5, "Yamal LNG to Europe": 17.6,
            "Yamal LNG to Asia": 8.3, "Arctic LNG 2 to Asia + Sakhalin-2 LNG to Asia": 15.6, "Nord Stream 1": 0.0,
            "Russia-Kazakhstan (north)": 3.1, "Ukraine transit": 0.0}  # fmt: skip
    rows = [
        {"kind": "route_flow", "subject": route, "year": 2025, "model": model, "observed": value,
         "difference": model - value, "unit": "bcm", "source": "example-2026", "note": "counted at the border"}
        for route, value in sorted(seen.items())
        for model in [float(sum(modelled.get(name, 0.0) for name in route.split(" + ")))]
    ]  # fmt: skip
    rows.append({"kind": "price", "subject": "Germany", "year": 2025, "model": 11.8, "observed": 12.0, "difference": -0.2,
                 "unit": "USD/MMBtu", "source": "example-2026", "note": "hub"})  # fmt: skip
    return pd.DataFrame(rows)


def national_table() -> pd.DataFrame:
    nothing = float("nan")
    rows = [
        (country, item, 2025, model, cited, model - cited, (model - cited) / cited, "bcm", source, note)
        for country, item, model, cited, source, note in (
            ("Russia", "consumption", 473.0, 480.0, "example-2026", ""),
            ("Russia", "production", 640.0, 609.0, "example-2026", "fields shut in are counted"),
            ("Germany", "consumption", 79.0, 78.0, "estimate:example", ""),
            ("Norway", "production", 0.1, 0.1, "example-2026", "for export only"),
            ("Norway", "consumption", 3.0, nothing, "", "for export only"),
        )
    ]
    columns = ["country", "item", "year", "model", "cited", "difference", "share", "unit", "sources", "note"]
    return pd.DataFrame(rows, columns=columns)


def supply_mix_table() -> pd.DataFrame:
    rows = [
        ("Germany", "Norway", 2025, 30.0, 0.6, float("nan"), "bcm", ""),
        ("Germany", "Russia", 2025, 20.0, 0.4, 18.0, "bcm", "example-2026"),
        ("Germany", "Qatar", 2025, 0.01, 0.0002, float("nan"), "bcm", ""),
        ("EU (lng)", "Russia", 2025, 15.0, 1.0, 14.0, "bcm", "example-2026"),
        ("EU (lng)", "Qatar", 2025, 0.0, 0.0, 2.0, "bcm", "example-2026"),
        ("Germany", "Norway", 2030, 31.0, 1.0, float("nan"), "bcm", ""),
    ]
    columns = ["market", "origin", "year", "volume", "share", "cited", "unit", "source"]
    return pd.DataFrame(rows, columns=columns)


def published_table() -> pd.DataFrame:
    columns = ["statement", "year", "published_low", "published_high", "model", "unit", "source", "remark"]
    rows = [
        (
            "Russian exports to Central Asia",
            2030,
            19.0,
            20.0,
            18.0,
            "bcm/yr",
            "example-2024",
            "Uzbek demand grows less here.",
        ),
        (
            "Russian gas in the EU after the bans",
            2030,
            0.0,
            0.0,
            3.9,
            "bcm/yr",
            "example-2025",
            "The scenario exempts Hungary.",
        ),
        ("Share of exports to Asia", 2040, 55.0, 70.0, 69.0, "%", "example-2026", ""),
    ]
    return pd.DataFrame(rows, columns=columns)


def source_table() -> pd.DataFrame:
    rows = [
        {"key": f"example-{year}", "publisher": f"Example publisher {number}", "title": f"Invented figures on gas routes, volume {number}",
         "url": f"https://example.org/gas/{number}" if number % 4 else "", "date": f"{year}-0{number % 9 + 1}-15", "used": 40 - number}
        for number, year in enumerate(range(2004, 2027), start=1)
    ]  # fmt: skip
    rows.append({"key": "estimate:fuel-rate", "publisher": "Corridor",
                 "title": "Fuel use of long lines between compressor stations, from the spread of operators' own figures.",
                 "url": "", "date": "", "used": 31})  # fmt: skip
    return pd.DataFrame(rows)


def manifest() -> dict[str, Any]:
    return {
        "scenario": {"name": "iran-55", "title": "55 bcm a year to Iran",
                     "description": "Russia builds the line through Azerbaijan while the EU ends its purchases.",
                     "layers": ["base", "eu-exit", "iran-55", "--set"], "hash": "5d1f0c9a7be2"},
        "dataset": {"name": "reference", "hash": "a11e93bb0c42", "vintage": "2026-06-30"},
        "report": {"years": [2025, 2035], "units": "bcm", "focus": "Russia"},
        "versions": {"corridor": "0.1.0", "highspy": "1.15.1", "numpy": "2.4.6", "pyomo": "6.10.1"},
        "solver": "HiGHS", "algorithm": "simplex", "status": "optimal", "objective": 1283456.7,
        "certificate": {"row_violation": 2.1e-10, "bound_violation": 0.0, "objective_difference": 4.4e-12,
                        "dual_violation": 6.0e-10, "complementarity": 3.2e-9, "duality_gap": 1.1e-12,
                        "tables_mass_balance": 1.3e-9, "tables_capacity": 0.0, "tables_objective": 2.0e-12},
        "overrides": ["demand.Iran.growth=1.2 %/yr"],
        "counts": {"nodes": 118, "arcs": 236, "columns": 41203, "rows": 33877},
    }  # fmt: skip


def scenario_summary() -> list[dict[str, Any]]:
    rows = (
        ("title", "55 bcm a year to Iran", "scenarios/iran-55.yaml:2"),
        ("extends", "eu-exit", "scenarios/iran-55.yaml:3"),
        ("horizon.years", "2025, 2027, 2030, 2035, 2040", "scenarios/base.yaml:4"),
        ("horizon.seasons", "winter-summer", "scenarios/base.yaml:4"),
        ("projects.russia-iran.status", "committed", "scenarios/iran-55.yaml:7"),
        (
            "projects.russia-iran.capacity",
            "2027: 2 bcm/yr, 2030: 28 bcm/yr, 2033: 55 bcm/yr",
            "scenarios/iran-55.yaml:8",
        ),
        ("projects.power-of-siberia-2.status", "committed", "scenarios/eu-exit.yaml:12"),
        (
            "policies.eu-pipeline-ban",
            "ban of Russian pipeline gas into EU from 2027-11-01, except Hungary, Slovakia",
            "scenarios/eu-exit.yaml:21",
        ),
        ("policies.eu-lng-ban", "ban of Russian LNG into EU from 2027-01-01", "scenarios/eu-exit.yaml:23"),
        ("demand.Iran.growth", "1.2 %/yr", "--set demand.Iran.growth"),
        ("market.conduct.Russia", "cournot", "scenarios/iran-55.yaml:17"),
    )
    return [{"path": path, "value": value, "origin": origin} for path, value, origin in rows]
