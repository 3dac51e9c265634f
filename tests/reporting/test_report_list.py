"""The list of reports."""

import re

import pytest


@pytest.mark.parametrize(
    ("member", "names"),
    [
        ("district_officer", ["womens-union", "unmet-needs"]),
        ("provincial_officer", ["womens-union", "labour", "unmet-needs"]),
        ("labour_officer", ["labour", "unmet-needs"]),
    ],
)
def test_the_list_holds_the_reports_of_ones_role(request, sign_in, member, names):
    page = sign_in(request.getfixturevalue(member)).get("/reports/").content.decode()

    assert re.findall(r"/reports/([a-z-]+)/", page) == names
