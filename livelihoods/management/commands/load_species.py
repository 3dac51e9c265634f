from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from livelihoods.loading import load_species


class Command(BaseCommand):
    """Load the list of animals and usual prices; a second run changes nothing."""

    help = "Load the animals and their usual prices."

    def handle(self, *args, **options):
        species, prices = load_species()
        self.stdout.write(
            _("Animals: %(species)d added. Prices: %(prices)d added.")
            % {"species": species, "prices": prices}
        )
