"""What stands in the trail, as the tester reads it."""

from accounts.models import Activity
from tests.conftest import unguarded


def rows():
    """All rows of the trail, oldest first."""
    with unguarded():
        return list(Activity.objects.order_by("id"))


def acts():
    return [row.act for row in rows()]
