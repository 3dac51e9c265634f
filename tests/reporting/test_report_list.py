"""The list of reports."""

import re

import pytest


@pytest.mark.parametrize(
    ("member", "names"),
    [
        ("district_officer", ["womens-union"]),
        ("provincial_officer", ["womens-union", "labour"]),
        ("labour_officer", ["labour"]),
    ],
)
def test_the_list_holds_the_reports_of_ones_role(request, sign_in, member, names):
    page = sign_in(request.getfixturevalue(member)).get("/reports/").content.decode()

    assert re.findall(r"/reports/([a-z-]+)/", page) == names
