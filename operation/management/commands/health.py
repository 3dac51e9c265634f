from django.core.management.base import BaseCommand, CommandError

from accounts.models import Notice
from accounts.roles import Role
from areas.models import Area
from operation import health


class Command(BaseCommand):
    """Ask whether all is well; exits with 1 if not. --tell puts it before administrators.

    Run as the web server's role (DATABASE_URL), so that its own limits are asked.
    """

    help = "Print whether all is well: backups, trail, jobs, disks, keys, database."

    def add_arguments(self, parser):
        parser.add_argument("--tell", action="store_true", help="tell administrators")

    def handle(self, *args, tell, **options):
        checks = health.checks()
        for check in checks:
            mark = "ok " if check.ok else "BAD"
            self.stdout.write(f"{mark}  {check.name}: {check.text}")
        bad = sum(not check.ok for check in checks)
        if bad and tell:
            for area in Area.objects.filter(
                postings__role=Role.ADMINISTRATOR
            ).distinct():
                Notice.tell("operation_bad", role=Role.ADMINISTRATOR, area=area)
        if bad:
            raise CommandError(f"{bad} of {len(checks)} checks are not well.")
