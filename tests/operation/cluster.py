"""A superuser's address of the tests' own cluster, and new empty databases in it."""

import os
from contextlib import contextmanager

import psycopg
from psycopg.conninfo import conninfo_to_dict

from config.postgres import PROJECT, Cluster


def own():
    """The cluster whose socket the tests use."""
    door = conninfo_to_dict(os.environ["DATABASE_URL"])["host"]
    for secret in (PROJECT / ".var").glob("postgres-*.secret"):
        cluster = Cluster(secret.stem.removeprefix("postgres-"))
        if (server := cluster.running()) and server[1] == door:
            return cluster
    raise LookupError("The tests' cluster is not one of config.postgres.")


@contextmanager
def new_database(name):
    """The superuser's address of a new, empty database; gone afterwards."""
    cluster = own()
    with psycopg.connect(cluster.url("postgres", "postgres"), autocommit=True) as door:
        door.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        door.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        try:
            yield cluster.url("postgres", name)
        finally:
            door.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
