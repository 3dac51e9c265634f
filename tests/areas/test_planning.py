"""Settings of the planner hold for the block and no longer."""

from django.db import connection

from areas.planning import planned


def settings():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('enable_sort'), current_setting('work_mem')"
        )
        return cursor.fetchone()


def test_the_settings_hold_for_the_block_and_are_put_back(db):
    before = settings()

    with planned(enable_sort="off", work_mem="64MB"):
        assert settings() == ("off", "64MB")

    assert settings() == before != ("off", "64MB")
