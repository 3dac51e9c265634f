"""`manage.py entitlements`, and decisions drawn again from what they saw."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import Activity
from support_regimes.eligibility import assess
from support_regimes.facts import File, rules_of
from support_regimes.loading import read, save
from support_regimes.models import Norm, RegimeRequest, RuleSet, RuleVersion
from support_regimes.replaying import from_plain, judged, kept, plain, replay
from support_regimes.rulebook import regimes_from
from tests.conftest import take, unguarded
from tests.factories import recorder
from tests.support_regimes.factories import (
    item,
    make_confirmed,
    make_minor,
    make_poverty,
    make_request,
)
from tests.support_regimes.rulebooks import documents

DAY = date(2024, 1, 15)


def told(case, *arguments):
    out = StringIO()
    call_command("entitlements", case.code, *arguments, stdout=out)
    return out.getvalue()


def test_the_tables_and_the_files_give_the_same_rules(commune):
    keys = {area.key for area in [commune, *commune.ancestors()]}
    for rule_set, document in zip(
        RuleSet.objects.order_by("valid_from"), documents(), strict=True
    ):
        for day in (date(2019, 6, 1), DAY, date(2025, 9, 15)):
            loaded, _procedure = rules_of(rule_set, commune, day)
            assert loaded == regimes_from(document, keys, day)


def test_json_has_conditions_articles_and_results(caseworker, labour_officer, commune):
    case = make_confirmed(commune)
    make_minor(case)

    found = json.loads(told(case, "--on", "15/01/2024", "--format", "json"))

    assert (found["case"], found["on"]) == (case.code, "2024-01-15")
    assert found["rules"]["key"] == "decree-09-2013"
    assert [person["kinds"] for person in found["people"]] == [
        ["citizen"],
        ["minor"],
    ]
    hardship = found["people"][0]["regimes"][5]
    assert (hardship["state"], hardship["apply_by"]) == ("eligible", "2024-09-12")
    poor = next(c for c in hardship["conditions"] if c["key"] == "poor_household")
    assert (poor["verdict"], poor["record"], poor["record_on"], poor["article"]) == (
        "met", "poverty", "2023-09-14", "NĐ 09/2013/NĐ-CP, Điều 23.2c",
    )  # fmt: skip
    assert case.victim.name not in json.dumps(found, ensure_ascii=False)


def test_as_of_an_earlier_day_later_records_are_not_known(labour_officer, commune):
    case = make_confirmed(commune, poor=False, away="long")

    def state(day):
        found = json.loads(told(case, "--on", day, "--format", "json"))
        return found["people"][0]["regimes"][3]["state"]

    # Identified and taken in on 14/09/2023.
    assert (state("2023-09-13"), state("2023-09-14")) == ("not_covered", "eligible")


def test_text_reads_on_a_terminal_and_the_trail_keeps_it(labour_officer, commune):
    case = make_confirmed(commune)

    text = told(case)

    assert "NĐ 09/2013/NĐ-CP, Điều 23.2c" in text
    with unguarded():
        acts = Activity.objects.filter(act="tell entitlements")
        assert [act.user_id for act in acts] == [labour_officer.pk]


def test_a_case_that_nobody_may_see_and_a_wrong_day_are_refused(
    labour_officer, administrator, commune
):
    case = make_confirmed(commune)

    with pytest.raises(CommandError):
        told(case, "--user", administrator.username)
    with pytest.raises(CommandError, match="--on"):
        told(case, "--on", "32/01/2024")
    with pytest.raises(CommandError):
        told(case, "--user", "nobody")


def decided(case):
    """A request approved, with what was seen; its step."""
    with unguarded():
        request = RegimeRequest(
            case=case, item=item("hardship_allowance"), asked_on=date(2023, 10, 2)
        )
        request.ask(by=recorder(), seen={}, facts={})
        request.decide(
            by=recorder(),
            on=date(2023, 10, 20),
            result="approved",
            body_name="UBND huyện",
            document_number="1/QĐ",
            **judged(request),
        )
        return request.decision


def test_a_decision_is_drawn_again_after_norm_and_facts_changed(commune):
    case = make_confirmed(commune)
    step = decided(case)
    before = replay(step)
    make_poverty(case, "not_poor")
    with unguarded():
        norms = Norm.objects.filter(key="hardship_allowance.ha-giang")
        norms.update(amount=9_000_000)
        again, now = replay(step), assess(File(case).facts(), File(case).rules[5])

    assert (before.is_same, again.is_same) == (True, True)
    assert again.seen == step.facts_seen
    assert again.result.item("hardship_allowance").item.amount == 3_000_000
    assert (again.seen["poor_household"], now.state) == ("met", "not_covered")
    assert step.rule_set_version == 1


def test_what_a_step_keeps_has_no_names_and_no_texts(commune):
    case = make_confirmed(commune)
    with unguarded():
        text = json.dumps(kept(File(case)), ensure_ascii=False)

    assert case.victim.name not in text
    assert "Công an" not in text


def test_facts_come_back_from_plain_data(commune):
    case = make_confirmed(commune)
    with unguarded():
        facts = File(case).facts()

    again = from_plain(json.loads(json.dumps(plain(facts))))

    assert plain(again) == plain(facts)
    assert (again.confirmed_on, again.needs) == (facts.confirmed_on, facts.needs)


def test_a_step_without_facts_is_not_drawn_again(commune):
    request = make_request(make_confirmed(commune))
    with unguarded():
        assert replay(request.steps.get()) is None


def test_a_version_is_kept_once_and_never_changed(commune):
    case = make_confirmed(commune)
    decided(case)
    with unguarded():
        version = RuleVersion.objects.get()
    assert (version.rule_set.key, version.version) == ("decree-09-2013", 1)


def test_ten_regimes_on_the_pages_of_a_case_of_august_2025(
    sign_in, caseworker, commune, settings
):
    settings.TODAY = date(2025, 8, 20)
    case = make_confirmed(commune, received_on=date(2025, 8, 4))
    client = sign_in(caseworker)

    board = client.get(reverse("support_regimes:case_board", args=[case.pk]))
    page = client.get(reverse("support_regimes:regime_explained", args=[case.pk, 10]))

    assert len(board.context["mine"]["regimes"]) == 10
    text = page.content.decode()
    assert "Trợ cấp khó khăn ban đầu" in text
    assert "NĐ 162/2025/NĐ-CP, Điều 24" in text
    assert "Sở Y tế" in text


def test_a_condition_names_its_record_and_its_article(sign_in, caseworker, commune):
    case = make_confirmed(commune)

    page = sign_in(caseworker).get(
        reverse("support_regimes:regime_explained", args=[case.pk, 6])
    )

    lines = {c["label"]: c for c in page.context["conditions"]}
    poor = lines["hộ nghèo"]
    assert poor["article"] == "NĐ 09/2013/NĐ-CP, Điều 23.2c"
    assert "14/09/2023" in poor["record"]
    assert poor["record"] in page.content.decode()


def test_a_loader_run_after_a_decision_raises_the_version(commune):
    decided(make_confirmed(commune))
    take("app_owner")
    rules = read()
    rules[0]["regime"][0]["note"] = "Đã đọc lại."

    save(rules)

    versions = RuleSet.objects.order_by("valid_from").values_list("version", flat=True)
    assert list(versions) == [2, 1]
