from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import User
from livelihoods.demo.cases import load_cases
from livelihoods.demo.files import load_files
from livelihoods.demo.grants import load_budgets, load_grants
from livelihoods.demo.outcomes import load_outcomes
from livelihoods.demo.people import PROVINCIAL, sign_ins
from livelihoods.demo.regimes import load_regimes
from livelihoods.demo.stage import as_if
from livelihoods.demo.stays import load_stays
from livelihoods.demo.visits import load_january, load_visits
from livelihoods.demo.voices import load_voices
from livelihoods.imports.files import read
from livelihoods.imports.run import run

RECORD = settings.BASE_DIR / "docs" / "example_record"
REGISTER = "example"


class Command(BaseCommand):
    """Load the example record and, around it, invented cases in all states.

    Needs load_demo_people before. Acts as the people of the demo, with the rights of
    the application; a second run changes nothing. --sign-ins: only say who may sign in.
    """

    help = "Load the example record and the demo's invented cases (demo only)."

    def add_arguments(self, parser):
        parser.add_argument("--sign-ins", action="store_true")

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError(_("This is for the demo only."))
        if options["sign_ins"]:
            self.stdout.write("\n".join(sign_ins()))
            return
        if not User.objects.filter(username=PROVINCIAL.username).exists():
            raise CommandError(_("Run load_demo_people first, as the tables' owner."))
        self.load_record()
        steps = [
            (_("Invented cases and households: %s added."), load_cases),
            (_("Budgets of the year: %s added."), load_budgets),
            (_("Regimes: %s steps added."), load_regimes),
            (_("Grants: %s added."), load_grants),
            (_("Visits: %s added."), load_visits),
            (_("Visits with animals: %s added."), load_january),
            (_("Papers: %s added."), load_files),
            (_("Shelter stays: %s entries added."), load_stays),
            (_("What came of support: %s entries added."), load_outcomes),
            (_("Unmet needs and complaints: %s entries added."), load_voices),
        ]
        for sentence, load in steps:
            self.stdout.write(sentence % load())

    def load_record(self):
        files = sorted(RECORD.glob("*.csv"))
        sheets = [s for file in files for s in read(file.name, file.read_bytes())]
        with as_if(PROVINCIAL) as user:
            done = run(sheets, by=user, register=REGISTER, progress=self.stdout.write)
        if not done.kept:
            raise CommandError("\n".join(str(problem) for problem in done.problems))
