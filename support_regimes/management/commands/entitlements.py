import json

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts import activity
from accounts.models import Posting, User
from accounts.requests import acting
from accounts.roles import roles_with
from areas.clock import today
from areas.models import Area
from areas.widgets import DayField
from support_regimes.telling import as_text, entitlements
from victims.models import Case

PERMISSION = "support_regimes.record_step"


class Command(BaseCommand):
    """What seems open to the people of a case on a day, with conditions and articles.

    In: the case's code, the day as 2023-12-31 or 31/12/2023 (left out: today), who asks
    (left out: whoever is posted over the widest area and may see it). Out: JSON or text
    without names. The trail keeps who asked. Refuses a case that is not in reach.
    """

    help = "Tell the entitlements of a case: conditions, articles, results."

    def add_arguments(self, parser):
        parser.add_argument("case", metavar="CODE")
        parser.add_argument("--on", default="", metavar="DAY")
        parser.add_argument("--format", choices=["json", "text"], default="text")
        parser.add_argument("--user", metavar="SIGN-IN-NAME")

    def handle(self, *, case, on, format, user, **options):
        day = day_in(on) if on else today()
        user = asker(user)
        with acting(user):
            found = self.find(case, user)
            activity.record("tell entitlements", found, purpose="command")
            told = entitlements(found, day)
        if format == "json":
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(as_text(told)))

    def find(self, code, user):
        cases = Case.objects.visible_to(user).filter(
            code=code, territory__in=user.reach(PERMISSION)
        )
        found = cases.select_related("victim", "household", "territory").first()
        if not found:
            raise CommandError(_("No case %s is in reach.") % code)
        return found


def day_in(text):
    try:
        return DayField().clean(text)
    except ValidationError as error:
        raise CommandError(f"--on: {' '.join(error.messages)}") from error


def asker(username):
    """The person named, else whoever is posted over the widest area."""
    if username:
        user = User.objects.filter(username=username).first()
        if not user:
            raise CommandError(_("There is no such user: %s") % username)
        return user
    postings = Posting.objects.live().filter(
        role__in=roles_with(PERMISSION), user__is_active=True
    )
    levels = list(Area.Level.values)
    found = sorted(
        postings.select_related("user", "area"),
        key=lambda row: (levels.index(row.area.level), row.user.username),
    )
    if not found:
        raise CommandError(_("Nobody is posted who may see this. Use --user."))
    return found[0].user
