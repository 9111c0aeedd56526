"""Kinds of policies: what each may say, what it comes to mean, and what is refused."""

from __future__ import annotations

import io

import pytest
from ruamel.yaml import YAML

from corridor.scenario import Diversification, Filling, PriceCap, Quota, Tariff
from corridor.scenario.rules import KINDS

HEAD = "title: Test\nhorizon: {years: [2025, 2030]}\n"
RULES = {
    "ban": "{origin: Russia, into: EU}",
    "cap": "{origin: Russia, into: EU, volume: {2027: 3 bcm/yr}}",
    "quota": "{origin: Russia, into: EU, form: pipeline, share: {2025: 30 %, 2028-07: 10 %}}",
    "diversification": "{into: EU, largest_share: 40 %, except_origins: [Russia], from: 2026}",
    "tariff": "{origin: any, into: EU, form: lng, rate: 2 USD/MMBtu, except: Hungary, except_origins: Russia}",
    "price_cap": "{origin: any, into: EU, form: pipeline, price: {2027: 20 EUR/MWh}, except_origins: [Russia]}",
    "filling": '{into: EU, share: {2025: 80 %, 2026: 90 %}, by: "10-01", since: "03-15", opening: 30 %}',
}


def rule(kind: str, text: str = "") -> str:
    return f"{HEAD}policies: {{a: {{{kind}: {text or RULES[kind]}}}}}\n"


def only(scenario):
    (policy,) = scenario.policies
    return policy


def test_every_kind_has_an_example_here():
    assert [kind.key for kind in KINDS] == list(RULES)


def test_a_tariff(read):
    policy = only(read(rule("tariff")))
    assert isinstance(policy, Tariff)
    assert (policy.kind, policy.origin, policy.form, policy.transit) == ("tariff", "any", "lng", "forbidden")
    assert policy.nodes == ("Regas Hungary", "Slovakia")
    ((date, rate),) = policy.rate
    assert date is None
    assert rate == pytest.approx(2.0 * 37.913, rel=1e-4)  # million USD per bcm: 37.913 million MMBtu in a bcm
    assert policy.exempt_origins == ("Russia",)


def test_a_price_cap(read):
    policy = only(read(rule("price_cap")))
    assert isinstance(policy, PriceCap)
    assert (policy.kind, policy.origins, policy.exempt_origins, policy.form) == (
        "price_cap",
        (),
        ("Russia",),
        "pipeline",
    )
    ((date, price),) = policy.price
    assert date == 2027.0
    assert price == pytest.approx(20.0 * 12.5, rel=0.1)  # 11.1 TWh in a bcm, and a euro is more than a dollar
    named = only(read(rule("price_cap", "{origin: [Russia], into: [EU], price: 8 USD/MMBtu}")))
    assert (named.origins, named.form) == (("Russia",), "any")


def test_a_rate_is_in_any_unit_of_a_price(read):
    rates = [
        only(read(rule("tariff", f"{{origin: Russia, into: EU, rate: {rate}}}"))).rate[0][1]
        for rate in ("10 USD/kcm", "2 EUR/MWh")
    ]
    assert rates[0] == pytest.approx(10.0)
    assert rates[1] > 10.0


def test_a_quota(read):
    policy = only(read(rule("quota")))
    assert isinstance(policy, Quota)
    assert (policy.origin, policy.form) == ("Russia", "pipeline")
    assert [share for _, share in policy.share] == [0.3, 0.1]
    assert [date for date, _ in policy.share] == [2025.0, pytest.approx(2028.5)]


def test_diversification_is_on_everybody_unless_it_names_some(read):
    policy = only(read(rule("diversification")))
    assert isinstance(policy, Diversification)
    assert (policy.origins, policy.exempt_origins, policy.share) == ((), ("Russia",), ((None, 0.4),))
    assert policy.start == 2026.0
    named = only(read(rule("diversification", "{into: EU, largest_share: 40 %, origin: [Russia]}")))
    assert named.origins == ("Russia",)


def test_a_filling_target(read):
    policy = only(read(rule("filling")))
    assert isinstance(policy, Filling)
    assert policy.by == pytest.approx(9 / 12)
    assert policy.since == pytest.approx((2 + 14 / 31) / 12)
    assert policy.opening == 0.3
    assert policy.share == ((2025.0, 0.8), (2026.0, 0.9))


def test_filling_counts_from_an_empty_store_in_april_unless_it_says_else(read):
    policy = only(read(rule("filling", '{into: EU, share: 90 %, by: "10-01"}')))
    assert (policy.since, policy.opening) == (pytest.approx(3 / 12), 0.0)


@pytest.mark.parametrize("kind", RULES)
def test_what_is_resolved_reads_back_the_same(read, kind):
    scenario = read(rule(kind).replace("}}}\n", "}, reason: why}}\n"))
    text = io.StringIO()
    YAML().dump(scenario.resolved(), text)
    again = read(text.getvalue())
    assert again.hash == scenario.hash
    assert only(again).content() == only(scenario).content()
    assert next(iter(scenario.resolved()["policies"]["a"])) == kind


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("tariff", "2 USD/MMBtu", "3 USD/MMBtu"),
        ("tariff", "form: lng", "form: any"),
        ("tariff", ", except_origins: Russia", ""),
        ("price_cap", "20 EUR/MWh", "21 EUR/MWh"),
        ("price_cap", "form: pipeline", "form: lng"),
        ("price_cap", ", except_origins: [Russia]", ""),
        (
            "price_cap",
            "origin: any, into: EU, form: pipeline, price: {2027: 20 EUR/MWh}, except_origins: [Russia]",
            "origin: Russia, into: EU, form: pipeline, price: {2027: 20 EUR/MWh}",
        ),
        ("quota", "10 %", "11 %"),
        ("diversification", "40 %", "41 %"),
        ("diversification", ", except_origins: [Russia]", ""),
        ("filling", "opening: 30 %", "opening: 20 %"),
        ("filling", "03-15", "03-16"),
        ("filling", "10-01", "11-01"),
    ],
)
def test_what_can_change_a_solution_changes_the_hash(read, kind, before, after):
    assert before in rule(kind)
    assert read(rule(kind)).hash != read(rule(kind).replace(before, after)).hash


def test_the_spelling_of_an_amount_does_not_change_the_hash_but_nodes_do(read):
    text = rule("tariff", "{origin: Russia, into: EU, rate: 75.826 USD/kcm, except: Hungary}")
    other = text.replace("75.826 USD/kcm", "0.075826 bn USD/bcm")
    assert read(text).hash == read(other).hash
    assert read(text).hash != read(text.replace(", except: Hungary", "")).hash


def test_a_layer_changes_the_amount_of_a_rule(read):
    main = "title: Main\nextends: base\npolicies: {a: {tariff: {rate: x1.5}}}\n"
    base = rule("tariff", "{origin: Russia, into: EU, rate: 20 USD/kcm}")
    assert only(read(main, base=base)).rate == ((None, pytest.approx(30.0)),)
    stricter = "title: Main\nextends: base\npolicies: {a: {quota: {share: x0.5}}}\n"
    halved = only(read(stricter, base=rule("quota"))).share
    assert [share for _, share in halved] == [pytest.approx(0.15), pytest.approx(0.05)]


def test_one_number_is_set_from_the_command_line(read):
    policy = only(read(rule("tariff"), ["policies.a.tariff.rate=40 USD/kcm"]))
    assert policy.rate == ((None, pytest.approx(40.0)),)
    whole = "policies.b.tariff={origin: Russia, into: EU, rate: 1 USD/MMBtu}"
    assert [each.name for each in read(rule("ban"), [whole]).policies] == ["a", "b"]


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        ("tariff", "{origin: Russia, into: EU}", "'rate' is missing in policies.a.tariff"),
        ("tariff", "{origin: Russia, into: EU, rate: 2}", "a unit is missing: write e.g. '2 USD/MMBtu'"),
        ("tariff", "{origin: Russia, into: EU, rate: 2 bcm/yr}", "a unit of price is needed"),
        ("tariff", "{origin: Russia, into: EU, rate: -2 USD/MMBtu}", "no earlier layer has a value"),
        ("tariff", "{origin: Russia, into: EU, rate: x2}", "no earlier layer has a value that 'x2' could change"),
        ("tariff", "{origin: Rusia, into: EU, rate: 2 USD/MMBtu}", "did you mean 'Russia'?"),
        (
            "tariff",
            "{origin: Russia, into: EU, rate: 2 USD/MMBtu, except_origins: Russia}",
            "'except_origins' only goes with 'origin: any'",
        ),
        ("ban", "{origin: any, into: EU}", "unknown origin 'any'"),
        ("price_cap", "{origin: Russia, into: EU}", "'price' is missing in policies.a.price_cap"),
        ("price_cap", "{origin: Russia, into: EU, price: 3 bcm/yr}", "a unit of price is needed"),
        ("price_cap", "{origin: [any, Russia], into: EU, price: 3 USD/MMBtu}", "'any' stands for every origin"),
        (
            "price_cap",
            "{origin: Russia, into: EU, price: 3 USD/MMBtu, except_origins: Russia}",
            "'except_origins' only goes with 'origin: any'",
        ),
        ("price_cap", "{origin: Russia, into: EU, price: 3 USD/MMBtu, transit: allowed}", "unknown key 'transit'"),
        ("quota", "{origin: Russia, into: EU, share: 120 %}", "'120 %' is above 100 %"),
        ("quota", "{origin: Russia, into: EU, share: 3 bcm/yr}", "a unit of share is needed"),
        ("quota", "{origin: Russia, into: EU, share: 3 %, transit: allowed}", "unknown key 'transit'"),
        (
            "diversification",
            "{into: EU, largest_share: 30 %, origin: [any, Russia]}",
            "'any' stands for every origin",
        ),
        ("diversification", "{into: EU, share: 30 %}", "'largest_share' is missing in policies.a.diversification"),
        ("filling", "{into: EU, share: 90 %}", "'by' is missing in policies.a.filling"),
        ("filling", '{into: EU, share: 90 %, by: "02-30"}', "'02-30' is not a day of the year"),
        ("filling", "{into: EU, share: 90 %, by: 2027-10-01}", "'2027-10-01' is not a day of the year"),
        (
            "filling",
            '{into: EU, share: 90 %, by: "04-01"}',
            "filling counts from 04-01, so it cannot be due on the same",
        ),
        (
            "filling",
            '{into: EU, share: 90 %, by: "10-01", from: 2027, until: 2026}',
            "'until' 2026 is not after 'from'",
        ),
        ("filling", '{into: EU, share: 90 %, by: "10-01", except: EU}', "exempts every node it names"),
        ("filling", '{origin: Russia, into: EU, share: 90 %, by: "10-01"}', "unknown key 'origin'"),
    ],
)
def test_a_wrong_rule_is_told_with_its_place(problems, kind, text, message):
    told = problems(rule(kind, text))
    assert message in told
    assert "main.yaml:3:" in told


def test_two_rules_in_one_policy_are_refused(problems):
    text = f"{HEAD}policies: {{a: {{ban: {RULES['ban']}, quota: {RULES['quota']}}}}}\n"
    assert (
        "a policy holds one rule: 'ban', 'cap', 'quota', 'diversification', 'tariff', 'price_cap' or 'filling'"
        in problems(text)
    )
