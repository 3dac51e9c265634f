"""Changes of the rules: drafted, shown what they would change, confirmed by a second."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from accounts.models import Notice
from accounts.roles import Role
from support_regimes import choosing, previewing
from support_regimes.facts import File
from support_regimes.loading import read, save
from support_regimes.models import Item, Norm, Reading, RegimeRequest, RuleChange
from tests.conftest import post, send, unguarded
from tests.reporting.asking import text_of, url
from tests.support_regimes.chosen import (
    change,
    make_change,
    make_reading_choice,
    old_rules,
)
from tests.support_regimes.factories import make_confirmed, make_request

FEBRUARY = date(2024, 2, 1)
ALLOWANCE = "hardship_allowance"


@pytest.fixture
def second(labour_officer, province):
    """Another labour officer of the province."""
    return post("so-lao-dong-2", "Bùi Văn An", Role.LABOUR_OFFICER, province)


DECISION = {
    "version": 1,
    "result": "approved",
    "amount": "3.000.000",
    "body_name": "UBND huyện",
    "document_number": "12/QĐ-UBND",
    "happened_on": "10/01/2024",
}


def decision(request):
    """What the row of the decision holds, column by column."""
    return request.steps.filter(act="decide").values().get()


def allowance(case, day):
    """The norm of the hardship allowance, in VND, as the case reads it on a day."""
    items = {i.code: i for r in File(case, day).rules for i in r.items}
    return items[ALLOWANCE].amount


def page(name, record):
    return reverse(f"support_regimes:{name}", args=[record.pk])


def typed(**fields):
    made = change()
    return {
        "norm_kind": "fixed",
        "amount": "4.000.000",
        "area": made.area.key,
        "from_on": "01/02/2024",
        "instrument": made.instrument_id,
        "article": "Điều 2",
        "confidence": "text_seen",
        "why": "Nghị quyết mới của tỉnh",
    } | fields


def draft(client, **fields):
    """Draft another allowance on the page; gives the answer of the page."""
    made = change()
    add = reverse("support_regimes:rule_change_add", args=[made.rule_set_id, "norm"])
    return send(client, f"{add}?line={made.item_id}", typed(**fields))


def test_a_norm_changed_by_two_persons_from_a_day(
    sign_in, labour_officer, second, caseworker, commune, settings
):
    """Decisions before it are unchanged, after it follow it; closed reports stay."""
    case = make_confirmed(commune)
    request, version = make_request(case), old_rules().version
    client = sign_in(labour_officer)
    send(client, page("regime_request_decide", request), DECISION)
    before = decision(request)
    client.get(page("regime_request", request))  # takes the message away
    reported = text_of(client.get(url("labour")))

    draft(sign_in(labour_officer))
    made = RuleChange.objects.get()
    assert allowance(case, FEBRUARY) == 3_000_000  # a draft changes nothing
    send(sign_in(second), page("rule_change_confirm", made))

    assert [allowance(case, day) for day in (date(2024, 1, 31), FEBRUARY)] == [
        3_000_000,
        4_000_000,
    ]
    assert decision(request) == before
    assert text_of(sign_in(labour_officer).get(url("labour"))) == reported
    assert old_rules().version == version + 1
    settings.TODAY = FEBRUARY
    later = make_request(make_confirmed(commune))
    paper = DECISION | {"happened_on": "01/02/2024", "amount": "4.000.000"}
    send(sign_in(labour_officer), page("regime_request_decide", later), paper)
    assert decision(later)["amount"] == 4_000_000
    assert decision(later)["rule_set_version"] == version + 1
    explained = reverse("support_regimes:regime_explained", args=[case.pk, 6])
    assert "4.000.000" in sign_in(caseworker).get(explained).content.decode()


def test_the_old_line_ends_the_day_before_and_keeps_what_it_said(
    acts_as, labour_officer, second, commune
):
    made = make_change()
    old = Norm.objects.get(key="hardship_allowance.ha-giang")

    with acts_as(second):
        made.confirm(by=second)

    ended = Norm.objects.get(pk=old.pk)
    new = Norm.objects.get(key=f"page-{made.pk}")
    assert (ended.amount, ended.valid_to) == (old.amount, date(2024, 1, 31))
    assert (new.amount, new.valid_from, new.basis) == (
        4_000_000,
        FEBRUARY,
        "NQ 15/2020/NQ-HĐND Hà Giang, Điều 2",
    )
    assert made.decided_by == second
    assert Item.objects.get(pk=made.item_id).norm_on(FEBRUARY, commune) == new


def test_the_same_person_never_confirms_not_even_by_sql(
    acts_as, sign_in, labour_officer, administrator
):
    draft(sign_in(labour_officer))
    made = RuleChange.objects.get()

    answer = sign_in(labour_officer).get(page("rule_change_page", made))
    assert "Cần người thứ hai xác nhận." in answer.content.decode()
    assert answer.context["may"] == ["withdraw"]
    with acts_as(labour_officer):
        with pytest.raises(ValidationError, match="Cần người thứ hai"):
            made.confirm(by=labour_officer)
        for act in ("confirm", "refuse"):
            with pytest.raises(ProgrammingError), transaction.atomic():
                run("SELECT decide_rule_change(%s, %s)", made.pk, act)
        for table in ("norm", "ruleset", "reading"):
            with pytest.raises(ProgrammingError), transaction.atomic():
                run(f"UPDATE support_regimes_{table} SET id = id")
    with acts_as(administrator), pytest.raises(ProgrammingError), transaction.atomic():
        run("SELECT decide_rule_change(%s, 'confirm')", made.pk)
    made.refresh_from_db()
    assert made.is_waiting


def run(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def test_nobody_drafts_in_anothers_name_or_as_confirmed(
    acts_as, caseworker, labour_officer, second
):
    with acts_as(labour_officer):
        for wrong in ({"drafted_by": second}, {"state": "confirmed"}):
            made = change(**{"drafted_by": labour_officer} | wrong)
            with pytest.raises(ProgrammingError), transaction.atomic():
                made.save(force_insert=True)
    with acts_as(caseworker), pytest.raises(ValidationError, match="Không có quyền"):
        change().draft(by=caseworker)
    with acts_as(caseworker), pytest.raises(ProgrammingError), transaction.atomic():
        change(drafted_by=caseworker).save(force_insert=True)


def test_the_second_person_is_told_and_the_drafter_hears(
    sign_in, acts_as, administrator, labour_officer, provincial_officer
):
    draft(sign_in(administrator))

    made = RuleChange.objects.get()
    for person in (labour_officer, provincial_officer):
        with acts_as(person):
            [notice] = Notice.objects.visible_to(person).unseen()
        assert (notice.kind, notice.subject) == ("rules_drafted", made.pk)
    send(sign_in(provincial_officer), page("rule_change_refuse", made))
    with acts_as(administrator):
        kinds = [n.kind for n in Notice.objects.visible_to(administrator).unseen()]
    assert kinds == ["rules_refused"]
    made.refresh_from_db()
    assert made.state == "refused"


def test_whose_code_the_drafter_made_is_no_second_person(
    sign_in, acts_as, administrator, labour_officer
):
    draft(sign_in(administrator))
    made = RuleChange.objects.get()
    with unguarded():
        run(
            "INSERT INTO accounts_renewal (by_id, of_id) VALUES (%s, %s)",
            *(administrator.pk, labour_officer.pk),
        )

    send(sign_in(labour_officer), page("rule_change_confirm", made))
    with acts_as(labour_officer), pytest.raises(ProgrammingError), transaction.atomic():
        run("SELECT decide_rule_change(%s, 'confirm')", made.pk)

    made.refresh_from_db()
    assert made.is_waiting


def test_who_drafted_it_takes_it_back(sign_in, labour_officer, second):
    draft(sign_in(labour_officer))
    made = RuleChange.objects.get()

    send(sign_in(second), page("rule_change_withdraw", made))
    made.refresh_from_db()
    assert made.is_waiting
    send(sign_in(labour_officer), page("rule_change_withdraw", made))
    made.refresh_from_db()
    assert made.state == "withdrawn"


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"from_on": "20/07/2020"}, "from_on", "Trùng thời gian với mức chi"),
        ({"from_on": "14/04/2013"}, "from_on", "không có hiệu lực ngày này"),
        ({"from_on": "01/07/2025"}, "from_on", "không có hiệu lực ngày này"),
        ({"area": "04@2004"}, "area", "ngoài"),
        ({"amount": ""}, "amount", "Ghi số tiền"),
        ({"instrument": ""}, None, "Chọn văn bản, hoặc ghi loại"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_typed_is_lost(
    sign_in, labour_officer, fields, field, said
):
    response = draft(sign_in(labour_officer), **fields)

    errors = response.context["form"].errors
    assert said in str(errors[field or "__all__"])
    assert "Nghị quyết mới của tỉnh" in response.content.decode()
    assert not RuleChange.objects.exists()


def test_a_rule_set_does_not_reach_into_the_next(sign_in, labour_officer):
    rules = old_rules()
    add = reverse("support_regimes:rule_change_add", args=[rules.pk, "end"])
    fields = {"until_on": "01/07/2025", "instrument": typed()["instrument"]}
    fields |= {"confidence": "secondary", "why": "Thử kéo dài"}

    response = send(sign_in(labour_officer), add, fields)

    said = str(response.context["form"].errors["until_on"])
    assert "Trùng thời gian với bộ" in said


def test_a_new_text_is_listed_when_its_change_comes_into_force(
    sign_in, labour_officer, second
):
    text = {"instrument": "", "text_kind": "resolution", "text_number": "09/2024/NQ"}
    text |= {"text_title": "Quy định mức chi mới", "text_issuer": "HĐND tỉnh"}
    draft(sign_in(labour_officer), **text)
    made = RuleChange.objects.get()
    send(sign_in(second), page("rule_change_confirm", made))

    norm = Norm.objects.get(key=f"page-{made.pk}")
    assert norm.basis == "09/2024/NQ, Điều 2"
    assert old_rules().instruments.filter(pk=norm.instrument_id).exists()


def test_before_confirming_the_page_counts_cases_that_would_conclude_otherwise(
    sign_in, labour_officer, second, administrator, commune, monkeypatch
):
    make_confirmed(commune)
    make_confirmed(commune)
    make_confirmed(commune, poor=False, closed_on=None)  # papers missing: the norm too
    draft(sign_in(labour_officer))
    made = RuleChange.objects.get()

    text = sign_in(second).get(page("rule_change_page", made)).content.decode()
    assert "3 hồ sơ sẽ đổi kết luận" in text
    assert "Đã đếm 3 trong 3 hồ sơ" in text
    monkeypatch.setattr(previewing, "CHUNK", 2)
    first = sign_in(second).get(page("rule_change_page", made)).context["count"]
    assert (first.done, first.changed, first.total) == (2, 2, 3)
    more = f"{page('rule_change_page', made)}?more={first.token}"
    then = sign_in(second).get(more).context["count"]
    assert (then.done, then.changed) == (3, 3)
    blind = sign_in(administrator).get(page("rule_change_page", made))
    assert blind.context["count"] is None


def test_another_answer_from_a_day_moves_every_case_but_those_that_chose(
    acts_as, second, commune
):
    case, own = make_confirmed(commune), make_confirmed(commune)
    make_reading_choice(own, "60 ngày")
    wanted = Reading.objects.get(
        answer="90 ngày", regime__number=1, regime__rule_set=old_rules()
    )
    made = make_change("reading", reading=wanted, from_on=FEBRUARY)

    with acts_as(second):
        made.confirm(by=second)

    def limit(case, day):
        with acts_as(second):
            return next(r.stay_days for r in File(case, day).rules if r.number == 1)

    assert limit(case, date(2024, 1, 31)) == 60
    assert limit(case, FEBRUARY) == 90
    assert limit(own, FEBRUARY) == 60
    assert choosing.readings_of(case, FEBRUARY, version=1)[(1, "stay")] == 1


def test_the_loader_leaves_what_the_pages_changed_and_loads_the_rest(acts_as, second):
    made = make_change()
    line = Norm.objects.get(key="hardship_allowance.tt-84")
    sure = make_change("line", line_kind="norm", line_id=line.pk, note="Đã xem bản gốc")
    whole = make_change("whole")
    with acts_as(second):
        for each in (made, sure, whole):
            each.confirm(by=second)
    with unguarded():
        Item.objects.filter(code="clothing").update(name="đã sửa tay")
        done = save(read())

    line.refresh_from_db()
    assert (line.confidence, line.note) == ("text_seen", "Đã xem bản gốc")
    assert Norm.objects.filter(key=f"page-{made.pk}").exists()
    ended = Norm.objects.get(key="hardship_allowance.ha-giang")
    assert ended.valid_to == date(2024, 1, 31)
    assert old_rules().state == "confirmed"
    assert not Item.objects.filter(name="đã sửa tay").exists()
    assert (done["left"], done["removed"]) == (3, 0)


def test_the_rule_pages_offer_changes_to_those_who_draft_them(
    sign_in, labour_officer, caseworker
):
    rules = page("rule_set_page", old_rules())

    assert sign_in(caseworker).get(rules).context["draft"] == {}
    text = sign_in(labour_officer).get(rules).content.decode()
    item = Item.objects.get(code=ALLOWANCE, regime__rule_set=old_rules())
    assert f"changes/norm/add/?line={item.pk}" in text
    for kind in ("line-1", "norm-x", "user-1"):
        add = reverse("support_regimes:rule_change_add", args=[old_rules().pk, "line"])
        assert sign_in(labour_officer).get(f"{add}?line={kind}").status_code == 404
    assert not RegimeRequest.objects.exists()
