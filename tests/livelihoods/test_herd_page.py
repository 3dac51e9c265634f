"""The ledger on screen: rows, sums, as of a day, chart; entries, corrections."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from livelihoods.charts import herd_chart
from livelihoods.ledger import Ledger
from livelihoods.models import Herd, HerdEntry
from tests.conftest import send, unguarded
from tests.factories import make_case, make_household
from tests.livelihoods.herds import Kind, make_entry, make_herd, make_income, queries

pytestmark = pytest.mark.django_db
JANUARY, MAY = date(2023, 1, 25), date(2023, 5, 20)


@pytest.fixture
def case(commune):
    return make_case(commune)


@pytest.fixture
def herd(case):
    herd = make_herd(case.household, heads=3)
    make_entry(herd, Kind.BORN, 8, JANUARY)
    make_entry(herd, Kind.SOLD, 4, MAY, income=8_800_000)
    return herd


@pytest.fixture
def client_of(sign_in, caseworker):
    return sign_in(caseworker)


def page(client, herd, **query):
    return client.get(reverse("livelihoods:herd_page", args=[herd.pk]), query)


def figures(ledger):
    return ledger.came, ledger.left, ledger.balance, ledger.sold, ledger.income


def test_the_ledger_adds_up_day_by_day(client_of, herd):
    ledger = page(client_of, herd).context["ledger"]

    assert [row["balance"] for row in ledger.rows] == [3, 11, 7]
    assert figures(ledger) == (11, 4, 7, 4, 8_800_000)


@pytest.mark.parametrize(
    ("on", "balance"), [("24/01/2023", 3), ("25/01/2023", 11), ("20/05/2023", 7)]
)
def test_as_of_a_day(client_of, herd, on, balance):
    response = page(client_of, herd, on=on)

    assert response.context["ledger"].balance == balance


@pytest.mark.parametrize("on", ["01/01/2025", "vớ vẩn", ""])
def test_a_day_that_cannot_be_shows_today(client_of, herd, on):
    response = page(client_of, herd, on=on)

    assert response.context["as_of"] == date(2024, 1, 15)


def test_a_struck_out_row_stays_and_counts_nothing(client_of, herd, caseworker):
    with unguarded():
        sold = HerdEntry.objects.get(kind="sold")
        sold.correct(by=caseworker, void_reason="thiếu một con", heads=-5)
    response = page(client_of, herd)

    ledger = response.context["ledger"]
    assert [row["balance"] for row in ledger.rows] == [3, 11, 6, None]
    assert ledger.income == 8_800_000
    assert "thiếu một con" in response.content.decode()


def test_an_empty_herd_shows_no_chart(client_of, commune):
    herd = make_herd(make_household(commune), heads=0)

    assert page(client_of, herd).context["chart"] is None


def test_the_chart_steps_at_each_entry():
    rows = [(JANUARY, 3, None, None), (MAY, 11, None, None)]
    chart = herd_chart(rows, MAY + timedelta(days=115))

    assert chart["line"] == "M34.0 180.8 L187.0 180.8 L187.0 70.9 L340.0 70.9"
    assert [tick["label"] for tick in chart["y_ticks"]] == [0, 5, 10, 15]


def test_the_chart_marks_sales():
    rows = [(JANUARY, 9, None, None), (MAY, 5, 4, 8_800_000)]
    points = herd_chart(rows, date(2024, 1, 15))["points"]

    assert [point.get("note") for point in points] == ["bán 4: 8,8 triệu", None]


def test_a_sale_on_the_last_day_is_one_circle():
    rows = [(JANUARY, 9, None, None), (MAY, 5, 4, 8_800_000)]
    (point,) = herd_chart(rows, MAY)["points"]

    assert (point["label"], point["note"]) == ("5 con", "bán 4: 8,8 triệu")


def test_a_herd_that_died_out_can_be_drawn():
    rows = [(JANUARY, 0, None, None)]

    assert herd_chart(rows, JANUARY)["y_ticks"][-1]["label"] == 1


def test_a_ledger_counts_what_was_handed_over_apart():
    entries = [
        HerdEntry(kind="handed_over", heads=3, happened_on=JANUARY),
        HerdEntry(kind="died", heads=-1, cause="cold", happened_on=MAY),
    ]
    ledger = Ledger.from_entries(entries)

    assert (ledger.first, ledger.died, ledger.growth, ledger.shrinkage) == (3, 1, -1, 1)


def test_the_page_takes_as_many_queries_for_any_number_of_entries(client_of, herd):
    before = queries(lambda: page(client_of, herd))
    for n in range(1, 4):
        make_entry(herd, Kind.BORN, 1, MAY + timedelta(days=n))
        make_income(herd.household, on=MAY + timedelta(days=n))

    assert queries(lambda: page(client_of, herd)) == before


def add(client, herd, **data):
    data = {"happened_on": "15/01/2024"} | data
    return send(client, reverse("livelihoods:herd_entry_add", args=[herd.pk]), data)


def heads(herd):
    with unguarded():
        return Herd.objects.get(pk=herd.pk).heads_now


def test_a_change_is_entered(client_of, herd):
    response = add(client_of, herd, kind="died", heads="2", cause="cold", income="5tr")

    assert response.status_code == 302
    assert heads(herd) == 5


def test_a_recount_enters_the_difference(client_of, herd):
    add(client_of, herd, kind="recount", heads="9", reason="hai con đi lạc về")

    assert heads(herd) == 9


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"kind": "sold", "heads": "1"}, "income"),
        ({"kind": "died", "heads": "1"}, "cause"),
        ({"kind": "recount", "heads": "1"}, "reason"),
        ({"kind": "born", "heads": "0"}, "heads"),
        ({"kind": "born", "heads": "-1"}, "heads"),
        ({"kind": "lost", "heads": "8"}, "__all__"),
        ({"kind": "born", "heads": "1", "happened_on": "16/01/2024"}, "happened_on"),
        ({"kind": "handed_over", "heads": "1"}, "kind"),
    ],
)
def test_half_an_entry_is_sent_back(client_of, herd, data, field):
    response = add(client_of, herd, **data)

    assert list(response.context["form"].errors) == [field]
    assert heads(herd) == 7


def test_a_doubtful_price_wants_a_tick(client_of, herd):
    sale = {"kind": "sold", "heads": "2", "income": "52.000"}
    response = add(client_of, herd, **sale)
    assert [doubt["name"] for doubt in response.context["form"].open_doubts] == [
        "income_ok"
    ]

    add(client_of, herd, **sale, income_ok="on")

    assert heads(herd) == 5


def entry(kind):
    with unguarded():
        return HerdEntry.objects.get(kind=kind)


def test_an_entry_is_struck_out_with_a_reason(client_of, herd):
    url = reverse("livelihoods:herd_entry_void", args=[entry("sold").pk])
    refused = send(client_of, url, {"reason": "nhầm"})
    assert list(refused.context["form"].errors) == ["reason"]

    send(client_of, url, {"reason": "ghi nhầm sang đàn khác"})

    assert heads(herd) == 11


def test_what_later_days_need_is_not_struck_out(client_of, herd):
    url = reverse("livelihoods:herd_entry_void", args=[entry("born").pk])
    response = send(client_of, url, {"reason": "ghi nhầm sang đàn khác"})

    assert list(response.context["form"].errors) == ["__all__"]
    assert heads(herd) == 7


def test_the_correction_form_shows_what_was_entered(client_of, herd):
    url = reverse("livelihoods:herd_entry_correct", args=[entry("sold").pk])
    form = client_of.get(url).context["form"]

    assert (form["heads"].value(), form["income"].value()) == (4, 8_800_000)


def test_an_entry_is_corrected(client_of, herd):
    url = reverse("livelihoods:herd_entry_correct", args=[entry("sold").pk])
    data = {
        "kind": "sold",
        "heads": "3",
        "income": "6,6tr",
        "happened_on": "20/05/2023",
    }
    send(client_of, url, data | {"void_reason": "bán ba con thôi"})

    with unguarded():
        new = HerdEntry.objects.live().get(kind="sold")
    assert (new.heads, new.income, heads(herd)) == (-3, 6_600_000, 8)


def test_a_sale_becomes_a_death(client_of, herd):
    url = reverse("livelihoods:herd_entry_correct", args=[entry("sold").pk])
    data = {"kind": "died", "heads": "4", "cause": "cold", "income": "8,8tr"}
    data |= {"happened_on": "20/05/2023", "void_reason": "chết chứ không bán"}
    send(client_of, url, data)

    new = entry("died")
    assert (new.cause, new.income, new.purpose) == ("cold", None, "")


def test_animals_that_were_bought_open_a_herd(client_of, case):
    url = reverse("livelihoods:herd_open", args=[case.household_id])
    form = client_of.get(url).context["form"]
    goat = form.fields["species"].queryset.get(code="goat")
    send(client_of, url, {"species": goat.pk, "heads": "2", "happened_on": "1/1/2024"})

    with unguarded():
        herd = Herd.objects.get(species=goat)
    assert (herd.household, herd.heads_now) == (case.household, 2)


def test_a_species_in_the_ledger_is_not_opened_again(client_of, herd):
    url = reverse("livelihoods:herd_open", args=[herd.household_id])
    species = client_of.get(url).context["form"].fields["species"].queryset

    assert not species.filter(code="pig").exists()


def test_the_province_reads_and_cannot_write(sign_in, provincial_officer, herd):
    client = sign_in(provincial_officer)

    assert page(client, herd).context["may_add"] is False
    assert add(client, herd, kind="born", heads="1").status_code == 403
