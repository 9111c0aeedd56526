"""A world with something in every table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.formulation.tiny import Tiny

YEARS = (2030, 2035)
COLD = [0.6 / 6] * 3 + [0.4 / 6] * 6 + [0.6 / 6] * 3

SECTIONS: dict[str, Any] = {
    "years": YEARS,
    "seasons": "winter-summer",
    "discount_rate": "5 %",
    "projects": {"power": {"status": "candidate"}, "more": {"status": "committed"}},
    "budgets": {"all": {"limit": "100 bn USD", "from": 2031}},
    "swaps": {
        "swap": {
            "gives": {"origin": "Qatar", "at": "Italy"},
            "takes": {"origin": "Russia", "at": "Turkey"},
            "ratio": 0.9,
            "capacity": "1 bcm/yr",
            "fee": "0.1 USD/MMBtu",
            "from": "2030-05-01",
        }
    },
    "policies": {
        "cap": {"cap": {"origin": "Russia", "into": "EU", "form": "pipeline", "volume": "9 bcm/yr"}},
        "ban": {"ban": {"origin": "Russia", "into": "EU", "form": "lng", "from": "2030-05-01"}},
        "sales": {
            "ban": {
                "origin": "Russia",
                "into": "Turkey",
                "transit": "allowed",
                "form": "pipeline",
                "from": "2035-06-01",
            }
        },
    },
}


def rich(folder: Path, **options: Any) -> Tiny:
    """Russian gas at home, in two European markets, Turkey and Asia, against Norway, Qatar and local gas."""
    world = Tiny(folder, **options).profile("cold", COLD)
    world.node("Siberia", "basin", "RUS", "Russia").node("Junction", "hub", "RUS", "Russia").node(
        "LNG Russia", "liquefaction", "RUS", "Russia"
    )
    world.node("Sea", "basin", "NOR", "Europe").node("Gulf", "basin", "QAT").node("LNG Qatar", "liquefaction", "QAT")
    markets = (
        ("Home", "RUS", "Russia;region:Russia", 20.0),
        ("Germany", "DEU", "EU;Europe;region:EU", 15.0),
        ("Italy", "ITA", "EU;Europe;region:EU", 10.0),
        ("Turkey", "TUR", "region:Türkiye", 8.0),
        ("China", "CHN", "Asia;region:China", 12.0),
    )
    for name, country, groups, volume in markets:
        world.node(name, "market", country, groups).market(name, volume, 280.0, -0.3 if name != "Home" else 0.0, "cold")
    world.sector("power", "Germany", 0.3, elasticity=-0.5).sector("homes", "Germany", 0.7)
    world.node("Regas Italy", "regas", "ITA", "EU;Europe;region:EU").node(
        "Regas China", "regas", "CHN", "Asia;region:China"
    )
    world.producer("siberia", "Siberia", 80.0, [(0.6, 60.0), (0.4, 90.0)], swing=0.1)
    world.producer("sea", "Sea", 14.0, 80.0, origin="Norway", swing=0.2).producer(
        "gulf", "Gulf", 20.0, 40.0, origin="Qatar"
    )
    world.producer("coal-bed", "China", 5.0, 200.0, origin="China").producer(
        "old", "Germany", 3.0, 120.0, origin="Europe", minimum=0.5
    )
    world.producer("thrace", "Turkey", 9.0, 250.0, origin="Turkish")
    world.pipeline("trunk", "Siberia", "Junction", 60.0, tariff=10.0, length=3000.0, fuel_rate=1e-5, route="Trunk")
    world.pipeline("to-home", "Junction", "Home", 40.0, tariff=5.0).pipeline(
        "stream-1", "Junction", "Germany", 6.0, tariff=30.0, loss=0.02, route="Stream"
    )
    world.pipeline("stream-2", "Junction", "Germany", 5.0, tariff=32.0, loss=0.02, route="Stream")
    world.pipeline("blue", "Junction", "Turkey", 9.0, tariff=25.0).pipeline(
        "alps", "Germany", "Italy", 7.0, tariff=8.0, reverse_capacity=3.0
    )
    world.pipeline("balkan", "Turkey", "Italy", 4.0, tariff=15.0).pipeline("north", "Sea", "Germany", 13.0, tariff=12.0)
    world.pipeline("power", "Siberia", "China", 0.5, tariff=40.0, length=5000.0).project(
        "power", "power", 6.0, 6.0 * 600.0, earliest=2035.0
    )
    world.liquefaction("plant-russia", "Siberia", "LNG Russia", 4.0, cost=60.0, own_use=0.1).project(
        "more", "plant-russia", 1.0, 300.0, stage={"2035": 1.0}
    )
    world.liquefaction("plant-qatar", "Gulf", "LNG Qatar", 9.0, cost=50.0, own_use=0.1)
    for start in ("Russia", "Qatar"):
        for end in ("Italy", "China"):
            world.voyage(f"{start}>{end}".lower(), f"LNG {start}", f"Regas {end}", cost=30.0, boil_off=0.02)
    world.terminal("regas-italy", "Regas Italy", "Italy", 6.0, cost=9.0, own_use=0.01).terminal(
        "regas-china", "Regas China", "China", 8.0, cost=9.0, own_use=0.01
    )
    world.storage("cavern", "Germany", 3.0, 8.0, cost=12.0, loss=0.01).contract(
        "deal", "Germany", "stream-1;stream-2", 8.0, 0.7, 230.0
    )
    world.booking("held", "north", 3.0, 0.2)
    world.contract("dead", "Turkey", "blue", 5.0, 0.8, 700.0).event("works", "north", "2030-06", "2030-09", factor=0.5)
    return world
