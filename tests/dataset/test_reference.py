"""Structure and laws of the reference dataset; never its values."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from corridor import dataset
from corridor.dataset import Dataset, split
from corridor.dataset.schema import ARC_COMPONENTS, COMPONENTS, MONTHS

#: What people say, and a pattern that finds it among the routes.
ROUTES = {
    "Nord Stream 1": r"^Nord Stream( 1)?$",
    "Nord Stream 2": r"^Nord Stream 2$",
    "Yamal-Europe": r"^Yamal-Europe",
    "Ukraine transit": r"^Ukraine transit|Ukraine entry|^Russia-Ukraine",
    "TurkStream 1": r"^TurkStream( 1)?$|^TurkStream 1",
    "TurkStream 2": r"^TurkStream 2",
    "Blue Stream": r"^Blue Stream$",
    "Trans-Balkan": r"^Trans-Balkan",
    "Finland (Imatra)": r"^Finland \(Imatra\)|Imatra",
    "Baltic states": r"^Baltic|Latvia|Estonia",
    "Belarus": r"Belarus",
    "Power of Siberia 1": r"^Power of Siberia( 1)?$",
    "Power of Siberia 2": r"^Power of Siberia 2",
    "Far Eastern route": r"^Far Eastern",
    "Central Asia-Centre": r"^Central Asia-Centre",
    "Mozdok-Hajigabul": r"^Mozdok-Hajigabul|^Mozdok-Gazimahomed",
    "Hajigabul-Astara": r"^Hajigabul-Astara",
    "North Caucasus-Transcaucasus": r"^North Caucasus",
    "Yamal LNG": r"^Yamal LNG",
    "Arctic LNG 2": r"^Arctic LNG 2",
    "Sakhalin-2 LNG": r"^Sakhalin-2",
    "Vysotsk and Portovaya LNG": r"Vysotsk",
    "Murmansk LNG": r"^Murmansk LNG",
    "Ust-Luga LNG": r"^Ust-Luga LNG",
    "Iran-Türkiye": r"^Iran-Türkiye",
    "Turkmenistan-Iran": r"^Turkmenistan-Iran",
}


@pytest.fixture(scope="module")
def reference() -> Dataset:
    return dataset.load()


@pytest.fixture(scope="module")
def routes(reference: Dataset) -> frozenset[str]:
    return frozenset(route for component in ARC_COMPONENTS for route in reference.identities[component]["route"])


def test_it_is_the_size_of_the_world(reference):
    assert len(reference.nodes) >= 60
    assert len(reference.arcs) >= 130


@pytest.mark.parametrize("name", ROUTES)
def test_the_route_is_there(routes, name):
    assert [route for route in routes if re.search(ROUTES[name], route)], sorted(routes)


def test_every_figure_has_a_source(reference):
    keys = set(reference.tables["sources"]["key"])
    for name, table in (*reference.identities.items(), *reference.figures.items(), *reference.tables.items()):
        if name != "sources":
            assert set(table["source"]) <= keys, name
            assert (table["source"] != "").all(), name


def test_every_source_is_complete(reference):
    sources = reference.tables["sources"]
    assert sources["key"].is_unique
    for _, row in sources.iterrows():
        assert row["publisher"], row["key"]
        assert row["title"], row["key"]
        if row["key"].startswith("estimate:"):
            assert row["publisher"] == "Corridor", row["key"]
            assert len(row["title"].split()) >= 4, f"{row['key']} does not explain itself"
        elif row["publisher"] != "Corridor":
            assert re.match(r"https?://", row["url"]), row["key"]


@pytest.mark.parametrize("component", [name for name, each in COMPONENTS.items() if each.attributes])
def test_every_estimate_lies_in_its_range(reference, component):
    table = reference.figures[component]
    estimates = table[table["source"].str.startswith("estimate:")]
    assert (estimates["low"] <= estimates["value"]).all()
    assert (estimates["value"] <= estimates["high"]).all()


def test_every_estimated_parameter_lies_in_its_range(reference):
    table = reference.tables["parameters"]
    estimates = table[table["source"].str.startswith("estimate:")]
    low, value, high = (pd.to_numeric(estimates[column]) for column in ("low", "value", "high"))
    assert ((low <= value) & (value <= high)).all()


def test_figures_lie_where_the_schema_allows(reference):
    for component, table in reference.figures.items():
        limits = table["attribute"].map({name: each.limits for name, each in COMPONENTS[component].attributes.items()})
        assert (table["value"] >= limits.str[0]).all(), component
        assert (table["value"] <= limits.str[1]).all(), component


@pytest.mark.parametrize("component", ["seasonality"])
def test_profiles_sum_to_a_year(reference, component):
    table = reference.figures[component]
    assert set(table["attribute"]) == set(MONTHS)
    assert (table.groupby("object")["value"].sum() - 1.0).abs().max() < 1e-3


def test_windows_have_twelve_months(reference):
    assert (reference.figures["windows"].groupby("object")["attribute"].nunique() == 12).all()


def test_steps_make_up_their_producer(reference):
    steps, figures = reference.identities["supply_steps"], reference.figures["supply_steps"]
    share = figures[figures["attribute"] == "share"].set_index("object")["value"]
    total = share.groupby(steps["producer"].reindex(share.index)).sum()
    assert set(total.index) == set(reference.ids("producers"))
    assert (total - 1.0).abs().max() < 1e-4


def test_arcs_lead_between_the_right_kinds_of_nodes(reference):
    kind = reference.nodes["kind"]
    plants, ships, terminals = (reference.identities[name] for name in ("liquefaction", "shipping", "regasification"))
    assert set(kind[plants["to"]]) == {"liquefaction"}
    assert set(kind[ships["from"]]) == {"liquefaction"}
    assert set(kind[ships["to"]]) == {"regas"}
    assert set(kind[terminals["from"]]) == {"regas"}
    pipelines = reference.identities["pipelines"]
    assert not {"regas", "liquefaction"} & (set(kind[pipelines["from"]]) | set(kind[pipelines["to"]]))
    assert (pipelines["from"] != pipelines["to"]).all()


def test_every_market_is_sold_to_in_exactly_one_region(reference):
    for market in reference.ids("demand"):
        regions = [group for group in split(reference.nodes.at[market, "groups"]) if group.startswith("region:")]
        assert len(regions) == 1, market


def test_a_regas_node_carries_the_groups_of_its_market(reference):
    terminals = reference.identities["regasification"]
    for start, end in zip(terminals["from"], terminals["to"], strict=True):
        groups = {name: set(split(reference.nodes.at[name, "groups"])) for name in (start, end)}
        assert groups[end] <= groups[start], start


def test_countries_are_codes_and_nodes_are_on_the_globe(reference):
    nodes = reference.nodes
    assert nodes["country"].str.fullmatch(r"[A-Z]{3}").all()
    assert nodes["lon"].between(-180.0, 180.0).all()
    assert nodes["lat"].between(-90.0, 90.0).all()


def test_ids_are_lower_case_words(reference):
    for component in ARC_COMPONENTS:
        for arc in reference.ids(component):
            assert re.fullmatch(r"[a-z0-9]+([->][a-z0-9]+)*", arc), arc


def test_tables_are_sorted_by_id(reference):
    for name, component in COMPONENTS.items():
        lines = reference.identities[name].sort_values("line")[component.key].tolist()
        assert lines == sorted(lines), name


def test_events_are_about_arcs(reference):
    events = reference.tables["events"]
    unknown = {target for text in events["targets"] for target in split(text)} - set(reference.arcs)
    assert not unknown


def test_observations_are_about_known_subjects(reference, routes):
    observed = reference.tables["observed"]
    known = {
        "route_flow": set(routes)
        | {f"{route} (reverse)" for route in routes},  # "A + B" where only the sum is published
        "route_flow_other": set(routes),
        "consumption": set(reference.nodes.index) | set(reference.groups),
        "production": set(reference.nodes.index) | set(reference.groups),
        "price": set(reference.nodes.index),
    }
    for _, row in observed.iterrows():
        if row["kind"] != "trade":
            assert set(row["subject"].split(" + ")) <= known[row["kind"]], row["observation"]
