"""Reports asked for as a page or a command asks."""

from datetime import date

import pytest

from reporting.figures.labour import labour as labour_figures
from reporting.figures.scope import Scope
from reporting.figures.womens_union import womens_union

END = date(2023, 12, 31)


def asker(acts_as, figures, permission, usual_user, province):
    def asked(user=usual_user, **changes):
        question = {
            "area": province,
            "from_on": date(2019, 1, 1),
            "to_on": END,
            "as_of": END,
            "by": "district",
            "reach": tuple(user.reach(permission)),
        } | changes
        with acts_as(user):
            return figures(Scope(**question))

    return asked


@pytest.fixture
def union(acts_as, provincial_officer, province):
    """`union(**changes)` -> the Women's Union's figures, whole province, 2019–2023."""
    permission = "reporting.view_womens_union"
    return asker(acts_as, womens_union, permission, provincial_officer, province)


@pytest.fixture
def labour(acts_as, labour_officer, province):
    """`labour(**changes)` -> the Department's figures, whole province, 2019–2023."""
    permission = "reporting.view_labour"
    return asker(acts_as, labour_figures, permission, labour_officer, province)
