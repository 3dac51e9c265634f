from datetime import date

import pytest
from django import forms
from django.template import Context, RequestContext, Template
from django.utils.translation import override

from accounts.templatetags import shell


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def test_amounts_and_days_are_written_the_vietnamese_way():
    assert shell.vnd(12_000_000) == "12.000.000 đ"
    assert shell.vnd(0) == "0 đ"
    assert shell.vnd_words(12_000_000) == "Mười hai triệu đồng"
    assert shell.number(1234) == "1.234"
    assert shell.number(1234.5) == "1.234,5"
    assert shell.day(date(2024, 3, 5)) == "05/03/2024"


def test_what_is_not_known_is_never_zero():
    assert shell.vnd(None) == "not valued"
    assert shell.vnd_words(None) == "not valued"
    assert shell.number(None) == "–"
    assert shell.day(None) == "–"


def test_icon_stays_silent_for_screen_readers():
    drawn = Template('{% load shell %}{% icon "leaf" "icon-36" %}').render(Context())

    assert drawn == (
        '<svg class="icon icon-36" aria-hidden="true" focusable="false">'
        '<use href="/static/icons.svg#leaf"></use></svg>'
    )


def test_form_keys_are_new_for_each_form(rf):
    page = Template("{% load shell %}{% form_keys %}{% form_keys %}")

    drawn = page.render(RequestContext(rf.get("/")))

    keys = [part.split('"')[0] for part in drawn.split('submission" value="')[1:]]
    assert drawn.count('name="csrfmiddlewaretoken"') == 2
    assert len(set(keys)) == 2


def test_form_keys_reach_an_include_without_context(rf):
    page = Template(
        '{% include "components/confirm.html" with action="/" label="Save" back="/" only %}'
    )

    assert 'name="submission"' in page.render(RequestContext(rf.get("/")))


def test_problems_lists_every_error_with_its_place():
    class Visit(forms.Form):
        village = forms.CharField()

        def clean(self):
            raise forms.ValidationError("The visit is in the future.")

    visits = forms.formset_factory(Visit)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-village": ""}
    )

    found = shell.problems([Visit({}), visits])

    assert found == [
        ("", "The visit is in the future."),
        ("id_village", "Village: This field is required."),
        ("", "The visit is in the future."),
        ("id_form-0-village", "Village: This field is required."),
    ]


def test_problems_name_the_field_of_a_sentence_that_repeats():
    class Visit(forms.Form):
        village = forms.CharField(label="Hamlet")
        who = forms.CharField(label="Met whom?")
        day = forms.CharField(error_messages={"required": "Write the day."})
        start = forms.CharField(error_messages={"required": "Write the hour."})
        end = forms.CharField(error_messages={"required": "Write the hour."})

    found = shell.problems(Visit({}))

    assert found == [
        ("id_village", "Hamlet: This field is required."),
        ("id_who", "Met whom? This field is required."),
        ("id_day", "Write the day."),
        ("id_start", "Start: Write the hour."),
        ("id_end", "End: Write the hour."),
    ]
