"""Is it well? Each question is asked anew; what cannot be asked is not well."""

import shutil
import time
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Posting, Run
from accounts.models.live import live_postings
from accounts.models.run import LABELS
from accounts.roles import Role
from areas.widgets import dotted
from operation.role import too_powerful

Check = namedtuple("Check", "name ok text")

A_NIGHT = timedelta(hours=26)  # a nightly job and two hours to end
A_MONTH = timedelta(days=35)
FULL = 85  # percent of a disk
SKEW = 5  # seconds between two clocks
SOON = timedelta(days=14)
DURABLE = ("fsync", "full_page_writes", "synchronous_commit", "data_checksums")
# What `nightly` runs: every kind must have ended well within a night.
NIGHTLY = ["trail", "anchor", "expire", "clear"]


def checks():
    """All checks in the order of the page."""
    found = []
    for question, name in QUESTIONS:
        try:
            with transaction.atomic():
                ok, text = question()
        except (Error, OSError) as error:
            ok, text = False, _("could not be asked: %s") % type(error).__name__
        found.append(Check(name, ok, text))
    return found


def well():
    return all(check.ok for check in checks())


def _ended(kind, within):
    """Whether the newest run of this kind ended well and lately enough."""
    run = Run.objects.last(kind)
    if not run:
        return False, _("never")
    lately = timezone.now() - run.ended_at < within
    when = timezone.localtime(run.ended_at).strftime("%d/%m/%Y %H:%M")
    if not run.ok:
        return False, _("failed on %(when)s") % {"when": when}
    return lately, when if lately else _("too long ago: %(when)s") % {"when": when}


def backup():
    return _ended("backup", A_NIGHT)


def restore_test():
    return _ended("restore test", A_MONTH)


def trail():
    return _ended("trail", A_NIGHT)


def jobs():
    """The night's jobs but the trail, which has its own line."""
    bad = [kind for kind in NIGHTLY if kind != "trail" and not _ended(kind, A_NIGHT)[0]]
    names = ", ".join(str(LABELS.get(kind, kind)) for kind in bad)
    return not bad, names or _("all ended well last night")


def disk():
    places = {settings.BASE_DIR, Path(settings.BACKUP_DIRECTORY or settings.BASE_DIR)}
    shares = []
    for place in places:
        usage = shutil.disk_usage(place)
        shares.append(round(100 * (usage.total - usage.free) / usage.total))
    return max(shares) <= FULL, _("%(share)s %% full") % {"share": max(shares)}


def migrations():
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not waiting:
        return True, _("the tables are those of this version")
    return False, _("%(count)s changes of the tables wait") % {"count": len(waiting)}


def clocks():
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        skew = abs(float(cursor.fetchone()[0]) - time.time())
    text = _("%(count)s seconds apart") % {"count": round(skew)}
    return skew <= SKEW, text if skew > SKEW else _("alike")


def keys():
    """The server must seal backups; what opens them must not lie here."""
    if not settings.BACKUP_PUBLIC_KEY:
        return False, _("there is no public key for backups")
    count = len(settings.SEALING_KEYS)
    return True, _("present; sealed fields: %(count)s") % {"count": count}


def durability():
    """Whether what was acknowledged outlives a power cut."""
    off = []
    with connection.cursor() as cursor:
        for setting in DURABLE:
            cursor.execute("SELECT current_setting(%s)", [setting])
            if cursor.fetchone()[0] != "on":
                off.append(setting)
    return not off, ", ".join(off) or _("all on")


def limits():
    """The application's statements end by themselves."""
    none = []
    with connection.cursor() as cursor:
        for setting in LIMITS:
            cursor.execute("SELECT current_setting(%s)", [setting])
            if cursor.fetchone()[0] == "0":
                none.append(setting)
    return not none, ", ".join(none) or _("all set")


LIMITS = (
    "statement_timeout",
    "lock_timeout",
    "idle_in_transaction_session_timeout",
)


def database_role():
    fault = too_powerful(connection)
    return not fault, _("may pass by row security") if fault else _(
        "bound by row security"
    )


def administrators():
    """Two must be able to sign in, for one asks and the other confirms."""
    live = Posting.objects.filter(
        live_postings(), role=Role.ADMINISTRATOR, user__is_active=True
    )
    people = live.values("user").distinct().count()
    soon = live.filter(until_on__lte=timezone.localdate() + SOON).count()
    text = _("%(count)s can sign in") % {"count": dotted(people)}
    if soon:
        text += "; " + _("%(count)s end within 14 days") % {"count": dotted(soon)}
    return people >= 2 and not soon, text


QUESTIONS = [
    (backup, gettext_lazy("Last backup")),
    (restore_test, gettext_lazy("Last restore test")),
    (trail, gettext_lazy("Trail walked from end to end")),
    (jobs, gettext_lazy("Jobs of the night")),
    (disk, gettext_lazy("Disks")),
    (migrations, gettext_lazy("Tables")),
    (clocks, gettext_lazy("Clocks of program and database")),
    (keys, gettext_lazy("Keys")),
    (durability, gettext_lazy("Database keeps what it acknowledged")),
    (limits, gettext_lazy("Time limits of the database")),
    (database_role, gettext_lazy("Sign-in to the database")),
    (administrators, gettext_lazy("Administrators")),
]
