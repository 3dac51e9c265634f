"""Rule sets as data: checked whole, loaded once, never changed under a record."""

import shutil
import tomllib
from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction
from django.utils import translation

from support_regimes.loading import DATA, Checks, read, save
from support_regimes.models import Item, Norm, Reading, Regime, RuleSet
from tests.conftest import take
from tests.factories import make_case
from tests.support_regimes.factories import item, make_provision

FILE = "decree-09-2013.toml"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def rules():
    return tomllib.loads((DATA / FILE).read_text(encoding="utf-8"))


@pytest.fixture
def changed(tmp_path):
    """`changed("old text", "new text")`: the folder with the file so changed."""

    def write(*pairs):
        text = (DATA / FILE).read_text(encoding="utf-8")
        for old, new in pairs:
            assert text.count(old) == 1
            text = text.replace(old, new)
        (tmp_path / FILE).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def use(code, commune):
    """A record rests on the item from now on."""
    make_provision(make_case(commune), code)
    take("app_owner")


def load(folder):
    out = StringIO()
    call_command("load_rules", "--from", str(folder), stdout=out)
    return out.getvalue().strip()


def test_a_second_run_changes_nothing(as_owner):
    told = load(DATA)

    assert told.startswith("Rules: 0 added, 0 changed, ")
    assert told.endswith(" as before, 0 removed.")


def test_six_regimes_with_their_words_and_report_lines(places):
    found = (
        Regime.objects.filter(rule_set__key="decree-09-2013")
        .order_by("number")
        .values_list("icon", "report_line")
    )

    assert list(found) == [
        ("bag", "1"),
        ("cross", "2"),
        ("speech", "3"),
        ("scales", "4"),
        ("book", "5"),
        ("banknote", "6"),
    ]
    lines = Item.objects.filter(
        regime__code="hardship", report_line__startswith="6"
    ).order_by("order")
    assert [line.report_line for line in lines] == ["6a", "6b"]


def test_the_norms_of_ha_giang(places):
    """Resolution 15/2020 as summed up by the press."""
    found = Norm.objects.filter(key__endswith=".ha-giang", amount__isnull=False)

    assert {norm.item.code: norm.amount for norm in found} == {
        "meals_in_facility": 60_000,
        "clothing": 500_000,
        "meals_travelling": 100_000,
        "ordinary_medicine": 200_000,
        "hardship_allowance": 3_000_000,
    }
    assert {norm.valid_from for norm in found} == {date(2020, 7, 20)}


def test_each_day_has_the_norm_of_its_time(commune):
    allowance = item("hardship_allowance")

    def norm(day):
        found = allowance.norm_on(day, commune)
        return found.key, found.amount

    assert norm(date(2020, 1, 14)) == ("hardship_allowance.ttlt-134", None)
    assert norm(date(2020, 1, 15)) == ("hardship_allowance.tt-84", 1_000_000)
    assert norm(date(2020, 7, 19)) == ("hardship_allowance.tt-84", 1_000_000)
    assert norm(date(2020, 7, 20)) == ("hardship_allowance.ha-giang", 3_000_000)
    assert allowance.norm_on(date(2013, 4, 14), commune) is None


def test_the_answers_of_several_texts_are_kept_and_one_is_followed(places):
    rows = Reading.objects.filter(
        regime__rule_set__key="decree-09-2013", regime__number=1, topic="stay"
    ).order_by("order")

    assert [(row.answer, row.followed) for row in rows] == [
        ("60 ngày", True),
        ("3 tháng", False),
        ("3 tháng", False),
        ("90 ngày", False),
    ]


def test_the_rule_set_of_a_day(places):
    first, second = RuleSet.objects.order_by("valid_from")

    assert RuleSet.objects.on(date(2013, 4, 14)) is None
    assert RuleSet.objects.on(date(2013, 4, 15)) == first
    assert first.holds_on(date(2025, 6, 30))
    assert not first.holds_on(date(2025, 7, 1))
    assert RuleSet.objects.on(date(2025, 7, 1)) == second
    assert second.holds_on(date(2030, 1, 1))


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (
            lambda r: r["regime"][0].pop("instrument"),
            "essential has no legal basis (instrument).",
        ),
        (
            lambda r: r["regime"][0].update(instrument="luat-khac"),
            "essential has no legal basis (instrument).",
        ),
        (
            lambda r: r["step"][0].update(confidence="sure"),
            "step ask does not say how sure it is (confidence).",
        ),
        (
            lambda r: r["regime"][0]["item"][0].update(conditions=["in_love"]),
            "essential, item meals_in_facility: there is no condition “in_love”.",
        ),
        (
            lambda r: r["regime"][0]["entitlement"][0].update(person="king"),
            "essential, entitlement king: there is no kind of person “king”.",
        ),
        (
            lambda r: r["regime"][0]["reading"][1].update(followed=True),
            "essential: “stay” needs exactly one followed reading.",
        ),
        (
            lambda r: r["regime"][5]["item"].append(dict(r["regime"][5]["item"][1])),
            "hardship, item: “loan” stands twice.",
        ),
        (
            lambda r: r["regime"][5]["item"][1].update(colour="red"),
            "hardship, item loan: unknown “colour”.",
        ),
        (
            lambda r: r["regime"][5]["item"][0]["norm"][1].update(
                valid_from=date(2020, 1, 14)
            ),
            "hardship_allowance.ttlt-134 and hardship_allowance.tt-84"
            " hold on the same days.",
        ),
        (lambda r: r.pop("rule_set"), "no [rule_set]"),
        (
            lambda r: r["regime"][5]["item"][0]["norm"][1].update(
                valid_from=date(2020, 1, 17)
            ),
            "Between hardship_allowance.ttlt-134 and hardship_allowance.tt-84"
            " days are left out.",
        ),
        (
            lambda r: r["regime"][5]["item"][0]["norm"].pop(0),
            "hardship_allowance: no norm from the first day of the set (15/04/2013).",
        ),
        (
            lambda r: r["regime"][5]["item"][0]["norm"][1].update(
                valid_to=date(2025, 6, 29)
            ),
            "hardship_allowance: no norm until the last day of the set (30/06/2025).",
        ),
        (
            lambda r: r["regime"][5]["item"][0].pop("unit"),
            "hardship, item hardship_allowance: “unit” is missing.",
        ),
        (
            lambda r: r["step"][0].update(regimes=[5, 7]),
            "step ask: there is no regime 7.",
        ),
        (lambda r: r.update(regimee=[]), "file: unknown “regimee”."),
        (
            lambda r: r["regime"][0].update(items=[]),
            "essential: unknown “items”.",
        ),
        (
            lambda r: r["rule_set"].update(
                persons=["citizen", "stateless", "foreigner", "minor"]
            ),
            "essential, entitlement awaiting: the set does not tell “awaiting” apart"
            " (persons).",
        ),
    ],
)
def test_a_fault_is_named_with_its_place(rules, spoil, fault):
    spoil(rules)

    assert Checks(rules).faults() == [fault]


def test_a_file_that_is_no_toml_is_told(tmp_path):
    (tmp_path / "broken.toml").write_text("[rule_set", encoding="utf-8")

    with pytest.raises(ValidationError) as refused:
        read(tmp_path)

    assert refused.value.messages[0].startswith("broken.toml: ")


def test_two_sets_of_one_day_are_refused(tmp_path):
    shutil.copy(DATA / FILE, tmp_path / "a.toml")
    text = (DATA / FILE).read_text(encoding="utf-8")
    text = text.replace('key = "decree-09-2013"', 'key = "other"')
    (tmp_path / "b.toml").write_text(text, encoding="utf-8")

    with pytest.raises(CommandError, match="decree-09-2013 and other hold on the same"):
        load(tmp_path)


def test_a_gap_between_two_sets_is_refused(tmp_path):
    shutil.copy(DATA / FILE, tmp_path / "a.toml")
    text = (DATA / "law-53-2024.toml").read_text(encoding="utf-8")
    text = text.replace(
        "valid_from = 2025-07-01\nstate", "valid_from = 2025-07-02\nstate"
    )
    (tmp_path / "b.toml").write_text(text, encoding="utf-8")

    with pytest.raises(ValidationError) as refused:
        read(tmp_path)

    assert refused.value.messages == [
        "Between decree-09-2013 and law-53-2024 days are left out."
    ]


def test_every_fault_is_named(rules):
    rules["regime"][0].pop("instrument")
    rules["regime"][1]["item"][0].update(conditions=["in_love"], colour="red")

    assert len(Checks(rules).faults()) == 3


def test_an_unused_line_may_still_change(as_owner, changed):
    folder = changed(("amount = 60_000", "amount = 65_000"))

    assert load(folder).startswith("Rules: 0 added, 1 changed, ")
    assert Norm.objects.get(key="meals_in_facility.ha-giang").amount == 65_000


def test_an_unused_line_may_go(as_owner, rules):
    rules["regime"][3]["item"].pop()

    done = save([rules])

    assert done["removed"] == 1
    assert not Item.objects.filter(
        code="legal_aid", regime__rule_set__key="decree-09-2013"
    ).exists()


def test_a_line_in_use_is_never_changed(as_owner, commune, changed):
    use("clothing", commune)
    folder = changed(("amount = 500_000", "amount = 600_000"))

    with pytest.raises(CommandError, match="records rest on it"):
        load(folder)

    assert Norm.objects.get(key="clothing.ha-giang").amount == 500_000


def test_a_line_in_use_may_be_ended_and_followed(as_owner, commune, rules):
    use("clothing", commune)
    [clothing] = [i for i in rules["regime"][0]["item"] if i["code"] == "clothing"]
    ended = clothing["norm"][2]
    ended |= {"valid_to": date(2023, 12, 31), "confidence": "text_seen"}
    following = ended | {
        "key": "clothing.ha-giang-2024",
        "amount": 600_000,
        "valid_from": date(2024, 1, 1),
    }
    following.pop("valid_to")
    clothing["norm"].append(following)

    done = save([rules])

    assert (done["added"], done["changed"]) == (1, 1)
    line = item("clothing")
    assert line.norm_on(date(2023, 12, 31), commune).amount == 500_000
    assert line.norm_on(date(2024, 1, 1), commune).amount == 600_000


def test_a_line_in_use_does_not_go(as_owner, commune, rules):
    use("clothing", commune)
    rules["regime"][0]["item"].pop(1)

    with pytest.raises(ValidationError, match="it may not go"):
        save([rules])


def test_overlapping_norms_are_refused_by_the_database(as_owner):
    norm = Norm.objects.get(key="clothing.tt-84")
    norm.pk, norm.key = None, "clothing.twice"

    with pytest.raises(IntegrityError, match="norm_no_overlap"), transaction.atomic():
        norm.save(force_insert=True)


def test_overlapping_rule_sets_are_refused_by_the_database(as_owner):
    rule_set = RuleSet.objects.get(key="decree-09-2013")
    rule_set.pk, rule_set.key = None, "twice"

    with (
        pytest.raises(IntegrityError, match="rule_set_no_overlap"),
        transaction.atomic(),
    ):
        rule_set.save(force_insert=True)


def test_nobody_confirms_what_they_drafted(caseworker, as_owner):
    rule_set = RuleSet.objects.get(key="decree-09-2013")
    rule_set.drafted_by = rule_set.confirmed_by = caseworker

    with (
        pytest.raises(IntegrityError, match="rule_set_two_people"),
        transaction.atomic(),
    ):
        rule_set.save()
