"""Erasing a person: two officers, no mark left anywhere, every figure as before."""

import json
from contextlib import suppress
from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.urls import reverse
from django.utils import translation

from accounts.models import Submission
from accounts.roles import Role
from accounts.sealed_fields import SealedMixin, sealed_as
from accounts.sealing import Sealed, seal
from livelihoods.models import Guidance
from support_regimes.models import RegimeRequest
from tests.accounts.trail import rows as trail
from tests.conftest import post, send, unguarded
from tests.factories import make_case, make_household, make_victim, recorder
from tests.livelihoods.herds import make_income, make_visit
from tests.reporting.erasures import as_owner, asked, closed, confirmed
from tests.reporting.factories import BARN, PIGS, give, make_minor, provide
from tests.support_regimes.audits import make_audited, make_finding
from tests.victims.factories import (
    make_alias,
    make_consent,
    make_identification,
    make_paper,
    make_risk,
)
from victims.erasing import acts_on, models_of_people
from victims.erasing_rows import belonging, vague
from victims.models import Case, Closure, Erasure, Household, Victim
from victims.tombstones import tombstones

MARK = "Zzqmark"
GONE = ("empty", "blank", "unique")
# Keys of outcomes.toml and audit.toml: the models refuse any other; what the database or
# a digest makes (tests/support_regimes/test_outcomes, test_audit).
KEYS = {
    "support_regimes.AuditFinding": {"question"},
    "support_regimes.AuditSample": {"seed", "population_mark"},
    "support_regimes.Provision": {"item_code"},
    "support_regimes.Outcome": {"kind", "body", "level", "plan_help", "share"},
    "support_regimes.OutcomeStep": {"kind", "cause", "what", "level"},
}


@pytest.mark.parametrize("model", models_of_people(), ids=lambda m: m._meta.label)
def test_every_column_about_people_is_decided(model):
    """A new column: say in erasing.py of its app what erasing a person does to it."""
    acts = set(acts_on(model).values())

    assert acts <= {"keep", "empty", "blank", "unique", "vague", "destroy"}


@pytest.mark.parametrize("model", models_of_people(), ids=lambda m: m._meta.label)
def test_what_is_kept_is_no_free_text(model):
    """Codes, keys, choices and numbers; a unit of goods is counted by the figures."""
    known = {
        "code", "unit", "ethnicity", "document", "number", "rule_set_key", "from_state", "to_state",
        "template",
    } | KEYS.get(model._meta.label, set())  # fmt: skip
    texts = [
        field.name
        for field in model._meta.concrete_fields
        if acts_on(model)[field.name] == "keep"
        and isinstance(field, models.CharField | models.TextField | models.BinaryField)
        and not field.choices
        and field.name not in known
    ]

    assert texts == []


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def second_officer(district):
    return post("can-bo-hai", "Phàn Mùi Chẳn", Role.DISTRICT_OFFICER, district)


@pytest.fixture
def case(commune):
    """A closed case with everything a person can have; every text carries the mark."""
    victim = make_victim(commune, born_on=date(2003, 8, 20), born_precision="day")
    case = make_case(
        commune, victim=victim, household=make_household(commune),
        received_on=date(2021, 8, 1),
    )  # fmt: skip
    minor = make_minor(case)
    make_alias(victim), make_paper(victim), make_identification(case), make_risk(case)
    make_consent(case), make_finding(make_audited(commune, case))
    give(case.household, PIGS, BARN, case=case)
    make_visit(case.household, case=case), make_income(case.household)
    provide(case, "meals_in_facility", date(2021, 9, 1))
    provide(case, "meals_in_facility", date(2021, 9, 2), minor=minor)
    with unguarded():
        Guidance(
            household=case.household, topic="ngô", happened_on=date(2023, 1, 2)
        ).log(by=recorder())
        case.holdings.model(
            case=case, user=recorder(), reason="mới", happened_on=date(2021, 8, 2)
        ).log(by=recorder())
        end = {"closed_on": date(2023, 1, 10), "closed_reason": "plan_reached"}
        Case.objects.filter(pk=case.pk).update(**end)
        Closure(
            case=case, reason="plan_reached", risk="low", happened_on=date(2023, 1, 10)
        ).log(by=recorder())
        for model, keys in belonging(victim.pk).items():
            _mark(model, keys)
    return _fresh(case)


def _fresh(case):
    with unguarded():
        return Case.objects.select_related("victim", "household").get(pk=case.pk)


def _mark(model, keys):
    """The mark into every column that erasing shall reach."""
    for key in keys:
        row = model(pk=key)
        values = {}
        for field in model._meta.concrete_fields:
            if acts_on(model)[field.name] not in GONE or field.name == "void_reason":
                continue
            if isinstance(field, SealedMixin):
                values[field.attname] = sealed_as(MARK, field.bound_to(row))
            elif isinstance(field, models.CharField | models.TextField):
                most = field.max_length or 200
                values[field.attname] = f"{MARK} {key}"[:most]
            elif field.name == "sealed" and isinstance(row, Sealed):
                values["sealed"] = seal(json.dumps({"note": MARK}), row.sealed_label())
        for name, value in values.items():
            # Some rows may hold no text there: a reason only where animals were recounted.
            with suppress(IntegrityError), transaction.atomic():
                model.objects.filter(pk=key).update(**{name: value})


def left():
    """(table, column) of the whole database that still hold the mark."""
    found = []
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' ORDER BY 1, 2"
        )
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{table}"'
                f' WHERE "{column}"::text ILIKE %s)',
                [f"%{MARK}%"],
            )
            if cursor.fetchone()[0]:
                found.append((table, column))
    return found


def sealed_left(case):
    """Sealed columns of the person that hold more than a dash."""
    found = []
    with unguarded():
        for model, keys in belonging(case.victim_id).items():
            for row in model.objects.filter(pk__in=keys):
                for field in model._meta.concrete_fields:
                    value = getattr(row, field.attname)
                    if acts_on(model)[field.name] not in GONE:
                        continue
                    is_short = field.name in ("voucher",) and len(value) == 8
                    if value not in (None, "", "–", [], {}) and not is_short:
                        found.append((model._meta.label, field.name, value))
    return found


def test_no_mark_is_left_and_every_figure_stays(
    case, district_officer, second_officer, acts_as, union, labour, neighbour_commune
):
    give(make_household(neighbour_commune), PIGS)
    ends = [date(2021, 12, 31), date(2022, 12, 31), date(2023, 12, 31)]

    def figures():
        return [
            ask(to_on=end, as_of=end, from_on=first)
            for ask in (union, labour)
            for end in ends
            for first in (date(2019, 1, 1), end.replace(month=1, day=1))
        ]

    before, marked = figures(), left()

    confirmed(asked(case, district_officer, acts_as), second_officer, acts_as)

    assert len(marked) > 15
    assert left() == []
    assert sealed_left(case) == []
    assert figures() == before
    assert [row.act for row in trail()][-1] == "erase person"
    victim = _fresh(case).victim
    assert (victim.name, victim.sex, victim.erased_on) == (
        "",
        "female",
        date(2024, 1, 15),
    )


def test_nobody_confirms_alone(case, district_officer, acts_as):
    erasure = asked(case, district_officer, acts_as)

    with pytest.raises(ValidationError, match="Somebody else"):
        confirmed(erasure, district_officer, acts_as)
    with acts_as(district_officer), pytest.raises(DatabaseError), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(
            confirmed_by=district_officer, confirmed_at="2024-01-15T00:00Z"
        )
    assert ("victims_victim", "name") in left()


def test_nobody_confirms_in_the_name_of_another(
    case, district_officer, second_officer, acts_as
):
    erasure = asked(case, district_officer, acts_as)
    confirming = Erasure.objects.filter(pk=erasure.pk)

    with (
        acts_as(district_officer),
        pytest.raises(DatabaseError, match="two persons"),
        transaction.atomic(),
    ):
        confirming.update(confirmed_by=second_officer, confirmed_at="2024-01-15T00:00Z")
    assert ("victims_victim", "name") in left()


def test_events_can_be_blanked_by_a_confirmed_erasure_alone(
    case, district_officer, acts_as
):
    asked(case, district_officer, acts_as)
    for statement in (
        "UPDATE victims_alias SET name = ''",
        "UPDATE livelihoods_grantline SET item = ''",
        "UPDATE victims_erasure SET done_at = now()",
    ):
        with (
            acts_as(district_officer),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert ("victims_alias", "name") in left()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"closed_on": None, "closed_reason": ""}, "Close the person's cases first"),
        ({}, "The time of keeping is not over yet"),
    ],
)
def test_what_forbids_it(commune, district_officer, acts_as, change, said):
    case = closed(make_case(commune))
    with unguarded():
        Case.objects.filter(pk=case.pk).update(**change)

    with pytest.raises(ValidationError, match=said):
        asked(_fresh(case), district_officer, acts_as, why="retention")


def test_a_running_request_forbids_it(case, district_officer, acts_as):
    with unguarded():
        item = case.victim.provisions.first().item
        made = RegimeRequest(case=case, item=item, regime=item.regime, state="asked")
        made.territory, made.recorded_by = case.territory, recorder()
        made.asked_on = date(2023, 1, 1)
        made.save(force_insert=True)

    with pytest.raises(ValidationError, match="still runs"):
        asked(case, district_officer, acts_as)


def test_a_household_that_others_need_loses_the_head_only_if_it_is_hers(
    commune, district_officer, second_officer, acts_as
):
    for head, kept in [("Vàng Thị Mỷ", ""), ("Giàng A Pó", "Giàng A Pó")]:
        home = make_household(commune, head_name=head, high_risk_from=date(2023, 1, 1))
        made = make_case(commune, household=home)
        with unguarded():
            Case.objects.filter(pk=made.pk).update(
                closed_on=date(2023, 12, 1), closed_reason="moved"
            )
        confirmed(asked(made, district_officer, acts_as), second_officer, acts_as)
        with unguarded():
            home = Household.objects.get(pk=home.pk)
        assert (home.head_name, home.hamlet) == (kept, "thôn 2")


def test_both_cases_and_the_forms_that_led_to_them_go(
    commune, district_officer, second_officer, acts_as
):
    case = closed(make_case(commune, received_on=date(2021, 8, 1)))
    again = make_case(
        commune, victim=case.victim, household=case.household,
        received_on=date(2023, 2, 1), reception_place=MARK,
    )  # fmt: skip
    with unguarded():
        Case.objects.filter(pk=again.pk).update(
            closed_on=date(2023, 3, 1), closed_reason="moved"
        )
        for by in (recorder(), second_officer):
            Submission.objects.create(
                key=uuid4(), user=by, digest=b"x", answer=f"/cases/{again.pk}/"
            )

    confirmed(asked(case, district_officer, acts_as), second_officer, acts_as)

    with unguarded():
        assert Submission.objects.filter(answer__contains=str(again.pk)).count() == 0
        assert _fresh(again).reception_place == ""


@pytest.mark.parametrize(
    ("born", "received", "kept"),
    [
        (date(2003, 8, 20), [date(2023, 1, 1)], (date(2003, 1, 1), "year")),
        (date(2003, 8, 20), [date(2021, 3, 1)], (date(2003, 8, 1), "month")),
        (date(2003, 8, 20), [date(2021, 8, 19)], (date(2003, 8, 20), "day")),
    ],
)
def test_the_birth_is_as_vague_as_the_figures_allow(commune, born, received, kept):
    victim = make_victim(commune, born_on=born, born_precision="day")
    for day in received:
        make_case(commune, victim=victim, received_on=day)

    with unguarded():
        assert vague(victim) == kept


def test_a_restored_backup_is_erased_again(
    case, district_officer, second_officer, acts_as, tmp_path
):
    confirmed(asked(case, district_officer, acts_as), second_officer, acts_as)
    file = tmp_path / "tombstones.jsonl"
    with unguarded():
        file.write_text("".join(json.dumps(stone) + "\n" for stone in tombstones()))
        Erasure.objects.all().delete()
        Victim.objects.filter(pk=case.victim_id).update(name=MARK, erased_on=None)
        case.victim.aliases.update(name=MARK)
    assert len(left()) == 2

    with as_owner():
        call_command("erase_again", file)

    assert left() == []
    with unguarded():
        assert [stone["victim"] for stone in tombstones()] == [str(case.victim_id)]
    file.write_text("no tombstone")
    with pytest.raises(CommandError):
        call_command("erase_again", file)


def test_the_pages_of_asking_and_confirming(
    case, district_officer, second_officer, sign_in
):
    client = sign_in(district_officer)
    ask = reverse("victims:erasure_ask", args=[case.pk])
    refused = send(client, ask, {"why": "wish", "document": ""})
    answer = send(client, ask, {"why": "wish", "document": "12/QĐ-UBND"})
    page = client.get(answer.url)
    assert refused.context["form"].errors["document"] == [
        "Write the number of the paper."
    ]
    assert (page.context["is_waiting"], page.context["may_confirm"]) == (True, False)
    assert case.code in client.get(reverse("victims:retention_list")).content.decode()

    client = sign_in(second_officer)
    send(client, answer.url + "confirm/")

    page = client.get(answer.url)
    assert (page.context["is_waiting"], left()) == (False, [])
    person = client.get(reverse("victims:case_person", args=[case.pk]))
    assert person.context["code_alone"]
    reopened = send(
        client, reverse("victims:case_reopen", args=[case.pk]), {"reason": "x" * 20}
    )
    assert reopened.status_code == 200
