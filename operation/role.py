"""As whom the site signs in to its database: a role that row security binds, or not at all."""

import logging

from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.utils import OperationalError

POWERS = """
    SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication,
        EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
                AND pg_has_role(current_user, c.relowner, 'MEMBER')),
        current_user <> session_user
    FROM pg_roles WHERE rolname = current_user"""


def too_powerful(connection):
    """Why this connection's role may not run the site (a sentence), or None.

    Row security does not bind a superuser, BYPASSRLS or (unless forced) the owner.
    """
    with connection.cursor() as cursor:
        cursor.execute(POWERS)
        powers, owner, changed = cursor.fetchone()
    if powers:
        return "DATABASE_URL: this role may pass by row security or make roles."
    if owner:
        return "DATABASE_URL: this role owns the tables; the site runs as app."
    if changed:
        return "DATABASE_URL: this sign-in is another role's; the site signs in as app."
    return None


@register(Tags.database, deploy=True)
def bound_by_row_security(databases=None, **kwargs):
    """`check --deploy --database default`: the role is asked."""
    faults = [too_powerful(connections[name]) for name in databases or []]
    return [Error(fault, id="operation.E001") for fault in faults if fault]


def _ask(sender, connection, **kwargs):
    if fault := too_powerful(connection):
        connection.close()
        raise ImproperlyConfigured(fault)


def watch(connection):
    """For the web server: ask now, and each time a connection is made.

    A database that is away does not stop the start: the pages say so and heal.
    """
    connection_created.connect(_ask, dispatch_uid="no powerful role")
    try:
        connection.ensure_connection()
    except OperationalError:
        logging.getLogger(__name__).warning("The database is away at the start.")
    finally:
        connection.close()
