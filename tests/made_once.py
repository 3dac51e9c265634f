"""The schema and the reference data, made by one worker and copied for the others."""

from django.conf import settings
from django.db import connection

EXISTS = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = %s)"


def copy_for(worker, keep, load):
    """A database of this worker's own; False if an earlier run left one to keep.

    The first to come makes the one that is copied, and fills it by `load`.
    """
    test, creation = connection.settings_dict["TEST"], connection.creation
    own, name = test["NAME"], connection.settings_dict["NAME"]
    shared = own.removesuffix(f"_{worker}")
    with creation._nodb_cursor() as cursor:  # Django's own; pinned
        cursor.execute("SELECT pg_advisory_lock(1)")  # ends with this connection
        cursor.execute(EXISTS, [own])
        if keep and cursor.fetchone()[0]:
            return False
        test["NAME"] = shared
        cursor.execute(EXISTS, [shared])
        made = cursor.fetchone()[0]
        creation.create_test_db(0, autoclobber=True, serialize=False, keepdb=keep)
        if not (made and keep):
            load()
        creation.clone_test_db(worker, verbosity=0, keepdb=keep)
    test["NAME"] = own
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    return True
