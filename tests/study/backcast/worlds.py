"""Small pasts to cast back."""

from __future__ import annotations

import re
from pathlib import Path

from tests.formulation.tiny import SOURCE, Tiny

ESTIMATE = "estimate:tariff"


def two_lines(folder: Path) -> Path:
    """A scenario of two years in which gas took the line with tariff 20, though the dataset guesses 10 for the other."""
    tiny = Tiny(folder).node("Buyer", "market", groups="Europe;EU").market("Buyer", 10.0)
    tiny.producer("well", "Field", 50.0, 100.0)
    tiny.pipeline("one", "Field", "Buyer", 6.0, tariff=20.0).pipeline("two", "Field", "Buyer", 20.0, tariff=10.0)
    tiny.plain["sources"].append((ESTIMATE, "Corridor", "A guess", "", "2026", ""))
    tiny.plain["year_inputs"] = [
        (f"consumption:Buyer:{year}", "consumption", "Buyer", str(year), "10.0", "bcm", "", "", SOURCE, "")
        for year in (2019, 2020)
    ]
    tiny.plain["observed"] = [
        (f"route_flow:{line}:{year}", "route_flow", line, str(year), repr(volume), "bcm", SOURCE, "")
        for year in (2019, 2020)
        for line, volume in (("one", 6.0), ("two", 4.0))
    ]
    tiny.plain["backcast_routes"] = [(line, line, "yes", SOURCE, "") for line in ("one", "two")]
    tiny.plain["calibration"] = [("tariff", "pipelines", "tariff", ESTIMATE, "")]
    dataset = tiny.write()
    figures = dataset / "pipelines_figures.csv"
    text, count = re.subn(
        r"^(two,tariff,2015,10\.0,[^,]*),,,[^,]*,", rf"\1,5,30,{ESTIMATE},", figures.read_text(), flags=re.MULTILINE
    )
    assert count == 1
    figures.write_text(text, encoding="utf-8")
    path = dataset.parent / "past.yaml"
    text = f"title: Past\ndataset: {dataset.name}\nhorizon: {{years: [2019, 2020], seasons: annual}}\n"
    path.write_text(text, encoding="utf-8")
    return path
