"""What one import run knows: who imports, the register's name, what was read so far."""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from areas.clock import today
from areas.models import Area
from areas.names import folded
from livelihoods.imports.widgets import key_id
from livelihoods.models import Grant, Species
from support_regimes.models import Budget, FundingSource
from victims.models import Case, Household

MODELS = {"household": Household, "case": Case, "grant": Grant}


def missing(kind, key):
    reasons = {
        "household": _("Household %s is not in the register of households."),
        "case": _("Case %s is not in the register of persons."),
        "grant": _("Grant %s is not in the register of grants."),
    }
    return ValueError(reasons[kind] % key[:40])


class Book:
    """Looks up what rows refer to; remembers, so that no row asks the database twice."""

    permission = "livelihoods.import_record"

    def __init__(self, *, by, register):
        self.by, self.register = by, register
        self.known = {kind: {} for kind in MODELS}

    def id(self, kind, key):
        return key_id(self.register, kind, key)

    def add(self, kind, key, record):
        """A record of this run; None: its row was refused."""
        self.known[kind][key] = record

    def prepare(self, kind, keys):
        """Fetch at once the records of these keys that earlier runs brought in."""
        wanted = {self.id(kind, key): key for key in keys}
        wanted = {pk: key for pk, key in wanted.items() if key not in self.known[kind]}
        found = MODELS[kind].objects.filter(pk__in=wanted)
        if kind == "household":  # nobody moves it while rows are added to it
            found = found.for_writing()
        for record in found.select_related("territory__parent__parent"):
            self.known[kind][wanted[record.pk]] = record

    def find(self, kind, key):
        record = self.known[kind].get(key)
        if record is None:
            raise missing(kind, key)
        return record

    def households(self):
        """The households that this run brought in or referred to (a queryset)."""
        known = [h.pk for h in self.known["household"].values() if h]
        return Household.objects.filter(pk__in=known)

    @cached_property
    def reach(self):
        return set(self.by.reach(self.permission))

    @cached_property
    def _communes(self):
        found = {}
        for area in Area.objects.filter(level=Area.Level.COMMUNE, pk__in=self.reach):
            found.setdefault(area.code, []).append(area)
        return found

    @cached_property
    def _valid(self):
        return set(Area.objects.on(today()).values_list("pk", flat=True))

    def commune(self, code, name=""):
        """The commune of an official code, 00814 or 00814@2004; ValueError if unsure.

        Codes were used again after a reform: the name decides, then what is valid now.
        """
        code, _at, version = code.partition("@")
        areas = self._communes.get(code.zfill(5), [])
        if version:
            areas = [area for area in areas if str(area.version) == version]
        if not areas:
            raise ValueError(_("No commune of your area has the code %s.") % code[:10])
        named = [area for area in areas if _is_named(area, name)] if name else areas
        if not named:
            raise ValueError(
                _("%(code)s is the code of %(area)s, not of %(name)s.")
                % {"code": code, "area": areas[0], "name": name[:60]}
            )
        now = [area for area in named if area.pk in self._valid]
        choice = named if len(named) == 1 else now
        if len(choice) != 1:
            keys = ", ".join(f"{area.key} ({area})" for area in named)
            raise ValueError(_("The code means several communes: write %s.") % keys)
        return choice[0]

    @cached_property
    def _species(self):
        found = {}
        for species in Species.objects.all():
            found[species.code] = found[folded(species.name)] = species
        return found

    def species(self, word):
        found = self._species.get(word) or self._species.get(folded(word))
        if not found:
            names = sorted({str(s.name) for s in self._species.values()})
            raise ValueError(
                _("“%(word)s” is not in the list of animals: %(names)s.")
                % {"word": word[:40], "names": ", ".join(names)}
            )
        return found

    @cached_property
    def _sources(self):
        found = {}
        for source in FundingSource.objects.all():
            found[source.code] = found[folded(source.name)] = source
        return found

    def source(self, word):
        found = self._sources.get(word) or self._sources.get(folded(word))
        if not found:
            raise ValueError(_("No funding source is called %s.") % word[:60])
        return found

    def budget(self, head):
        """The budget of a grant's source in the year of its decision, the nearest.

        Raises ValidationError when the source gave nothing that year.
        """
        place = head.household.territory
        above = [None, *reversed([area.pk for area in place.ancestors()]), place.pk]
        year = head.decided_on.year
        budgets = Budget.objects.filter(source=head.source, year=year)
        fitting = [budget for budget in budgets if budget.area_id in above]
        if not fitting:
            raise ValidationError(
                _("%(source)s gave nothing in %(year)s. Enter its funding first.")
                % {"source": head.source, "year": year}
            )
        return max(fitting, key=lambda budget: above.index(budget.area_id))


def _is_named(area, name):
    """Is this its name, with or without the kind word, in a known spelling?"""
    spellings = [area.name, *filter(None, area.spellings.split(","))]
    names = {folded(spelling) for spelling in spellings}
    names |= {folded(f"{area.kind} {spelling}") for spelling in spellings}
    return folded(name) in names


def words(error):
    """The sentences of a ValidationError, in one line."""
    return (
        " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    )
