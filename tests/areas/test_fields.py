from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

from areas.widgets import (
    ComingDayInput,
    DayField,
    DayInput,
    MoneyField,
    StepperField,
)


class Sheet(forms.Form):
    born_on = DayField()
    income = MoneyField(max_value=50_000_000, steps=(100_000, 1_000_000))
    sold = StepperField(max_value=9)


def boxes(day, month, year):
    return {"born_on_day": day, "born_on_month": month, "born_on_year": year}


def errors(form, field):
    return form.errors.get(field, [])


@pytest.fixture(autouse=True)
def _day_of_the_data(settings):
    settings.TODAY = date(2024, 1, 15)
    with override("en"):
        yield


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (boxes("5", "3", "2024"), date(2024, 3, 5)),
        (boxes("05", "03", "24"), date(2024, 3, 5)),
        (boxes(" 29", "2 ", "2024"), date(2024, 2, 29)),
        (boxes("1", "1", "95"), date(1995, 1, 1)),
        (boxes("5/3/24", "", ""), date(2024, 3, 5)),
        (boxes("", "", "05-03-2024"), date(2024, 3, 5)),
        (boxes("5.3.2024", "", ""), date(2024, 3, 5)),
        ({"born_on": "2024-03-05"}, date(2024, 3, 5)),
        ({"born_on": "05/03/2024"}, date(2024, 3, 5)),
    ],
)
def test_day_is_read_as_it_is_written_here(typed, day):
    form = Sheet(typed)

    form.is_valid()

    assert form.cleaned_data["born_on"] == day


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Enter the day, month and year."),
        (boxes("", "", ""), "Enter the day, month and year."),
        (boxes("5", "", ""), "Enter the day, month and year, all three."),
        (boxes("5", "", "2024"), "Enter the day, month and year, all three."),
        (boxes("30", "02", "2024"), "The date 30/02/2024 does not exist."),
        (boxes("31", "4", "24"), "The date 31/04/2024 does not exist."),
        (boxes("1", "13", "2024"), "The date 01/13/2024 does not exist."),
        (boxes("0", "1", "2024"), "The date 00/01/2024 does not exist."),
        (boxes("năm", "3", "2024"), "Write the date like this: 05/03/2024."),
        (boxes("hôm qua", "", ""), "Write the date like this: 05/03/2024."),
        (boxes("1", "1", "0202"), "The year 202 is too long ago. Check the year."),
        (boxes("1", "1", "204"), "Write the date like this: 05/03/2024."),
        ({"born_on": "2024-02-30"}, "The date 30/02/2024 does not exist."),
    ],
)
def test_day_that_cannot_be_is_named(typed, sentence):
    assert errors(Sheet(typed), "born_on") == [sentence]


def test_day_keeps_what_was_typed_in_its_boxes():
    drawn = str(Sheet(boxes("30", "02", "2024"))["born_on"])

    assert 'name="born_on_day" value="30"' in drawn
    assert 'name="born_on_month" value="02"' in drawn
    assert 'name="born_on_year" value="2024"' in drawn


@pytest.mark.parametrize("first", [date(2024, 3, 5), "2024-03-05"])
def test_day_fills_its_boxes_from_a_stored_day(first):
    drawn = str(Sheet(initial={"born_on": first})["born_on"])

    assert 'name="born_on_day" value="05"' in drawn
    assert 'name="born_on_year" value="2024"' in drawn


def test_day_that_was_not_touched_has_not_changed():
    form = Sheet(boxes("5", "3", "24"), initial={"born_on": date(2024, 3, 5)})

    assert "born_on" not in form.changed_data


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12tr", 12_000_000),
        ("12 triệu", 12_000_000),
        ("12 TRIỆU", 12_000_000),
        ("12,5 triệu", 12_500_000),
        ("12.5tr", 12_500_000),
        ("500k", 500_000),
        ("500 nghìn", 500_000),
        ("0,03 tỷ", 30_000_000),
        ("12.000.000", 12_000_000),
        ("12,000,000", 12_000_000),
        ("12 000 000", 12_000_000),
        ("12.000.000 đ", 12_000_000),
        ("12000000 đồng", 12_000_000),
        ("0", 0),
    ],
)
def test_money_is_read_as_it_is_said_here(typed, amount):
    form = Sheet({"income": typed})

    form.is_valid()

    assert form.cleaned_data["income"] == amount


@pytest.mark.parametrize(
    "typed",
    [
        "mười",
        "12.00",
        "12.0000",
        "1.000,000",
        "12 con",
        "-5",
        "0,5",
        "tr",
        "1,2345 triệu",
    ],
)
def test_doubtful_money_is_asked_again(typed):
    expected = ["Write the amount like this: 12.000.000 or 12 triệu."]

    assert errors(Sheet({"income": typed}), "income") == expected


def test_money_outside_its_limits_names_the_limit():
    too_much = Sheet({"income": "51tr"})

    with pytest.raises(ValidationError) as too_little:
        MoneyField(min_value=1_000).clean("999")

    expected = ["The amount must be 50.000.000 đ or less."]
    assert errors(too_much, "income") == expected
    assert too_little.value.messages == ["The amount must be 1.000 đ or more."]


def test_money_is_drawn_with_dots_and_words():
    drawn = str(Sheet(initial={"income": 5_200_000})["income"])

    assert 'value="5.200.000"' in drawn
    assert "Năm triệu hai trăm nghìn đồng" in drawn
    assert ">+100.000<" in drawn
    assert ">+1 triệu<" in drawn


def test_money_that_was_not_touched_has_not_changed():
    form = Sheet({"income": "5.200.000"}, initial={"income": 5_200_000})

    assert "income" not in form.changed_data


def test_money_may_be_left_out_where_it_is_not_required():
    assert MoneyField(required=False).clean("") is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-1", "The number must be 0 or more."),
        ("10", "The number must be 9 or less."),
        ("hai", "Write a whole number, such as 3."),
    ],
)
def test_stepper_refuses_what_cannot_be_counted(typed, sentence):
    assert errors(Sheet({"sold": typed}), "sold") == [sentence]


def test_stepper_reads_a_number():
    assert StepperField().clean("3") == 3


def test_a_day_to_come_offers_no_yesterday():
    offers = {
        widget: "data-set-day" in widget().render("on", None)
        for widget in (DayInput, ComingDayInput)
    }

    assert offers == {DayInput: True, ComingDayInput: False}


def test_djangos_own_sentences_are_said_in_plain_words():
    class Note(forms.Form):
        empty = forms.CharField()
        long = forms.CharField(max_length=3)

    with override("vi"):
        found = {
            name: list(wrong) for name, wrong in Note({"long": "xanh"}).errors.items()
        }

    assert found == {
        "empty": ["Chưa điền chỗ này."],
        "long": ["Dài nhất 3 chữ. Đang có 4 chữ."],
    }
