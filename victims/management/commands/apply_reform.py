from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import Posting, User
from accounts.requests import acting
from accounts.roles import Role
from areas.models import Area
from victims.reform import ended_communes, give


class Command(BaseCommand):
    """Bring the households of ended communes to their new ones, as an officer.

    In: --on, the first day of the new communes; --user, as whom (left out: every
    provincial officer posted to a province of that day, one after another). Each commune
    is one act of its own. Split communes, and those whose caseworkers have no posting at
    the new commune yet, are named and left. A second run changes nothing.
    """

    help = "Bring households to the communes of a reform."

    def add_arguments(self, parser):
        parser.add_argument("--on", type=date.fromisoformat, required=True)
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--user", metavar="SIGN-IN-NAME")

    def handle(self, *args, on, dry_run, user, **options):
        last = on - timedelta(days=1)
        if not Area.objects.filter(valid_to=last).exists():
            raise CommandError(_("No places ended on %s.") % f"{last:%d/%m/%Y}")
        given = left = 0
        for officer in officers(on, user):
            with acting(officer):
                found = [c for c in ended_communes(officer) if c.area.valid_to == last]
            for commune in found:
                if not commune.left:
                    continue
                number = self.bring(commune, officer, dry_run)
                given += number
                left += commune.left - number
        text = _("Given: %(given)s households. Left: %(left)s.")
        self.stdout.write(text % {"given": given, "left": left})

    def bring(self, commune, officer, dry_run):
        """The number of households given (or that would be), saying what was left."""
        try:
            with acting(officer):
                if dry_run and commune.is_ready:
                    number = commune.left
                else:
                    number = give(commune, by=officer)
        except ValidationError as error:
            self.stdout.write(f"– {' '.join(error.messages)} ({commune.left})")
            return 0
        self.stdout.write(f"{commune.area.label} → {commune.to.label}: {number}")
        return number


def officers(on, name):
    """Who acts: the person named, else one officer of each province of that day."""
    if name:
        found = User.objects.filter(username=name).first()
        if not found:
            raise CommandError(_("There is no such user: %s") % name)
        return [found]
    held = Posting.objects.live().filter(
        role=Role.PROVINCIAL_OFFICER,
        user__is_active=True,
        area__in=Area.objects.on(on),
    )
    first = {}
    for posting in held.select_related("user").order_by("user__username"):
        first.setdefault(posting.area_id, posting.user)
    if not first:
        raise CommandError(
            _("No provincial officer is posted to a province of that day.")
        )
    return list(first.values())
