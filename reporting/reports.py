"""The reports there are: what each needs to be asked, counted, laid out and opened."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.models import Organisation
from areas.clock import today
from reporting import definitions
from reporting.figures import behind_labour, behind_union, behind_unmet
from reporting.figures.labour import labour
from reporting.figures.unmet import unmet
from reporting.figures.womens_union import womens_union
from reporting.layout import labour as labour_layout
from reporting.layout import unmet as unmet_layout
from reporting.layout import womens_union as union_layout

DISTRICTS_ENDED = date(2025, 7, 1)  # and the Department's work went to health


@dataclass(frozen=True)
class Kind:
    """A report. name: of its URL, template and permission; slug: of its files.

    body: kind of Organisation whose letterhead it bears; list_permissions: what opens
    the records behind its numbers; is_state: the national heading of a state body.
    """

    name: str
    title: str
    about: str
    slug: str
    figures: object
    layout: object
    behind: object
    definitions: list
    body: str
    list_permissions: tuple
    is_state: bool

    @property
    def permission(self):
        return f"reporting.view_{self.name}"

    @property
    def url(self):
        return reverse(f"reporting:{self.name}")

    @property
    def pdf_url(self):
        return reverse(f"reporting:{self.name}_pdf")

    @property
    def xlsx_url(self):
        return reverse(f"reporting:{self.name}_xlsx")

    @property
    def records_url(self):
        return reverse(f"reporting:{self.name}_records")

    def may_open(self, user):
        """May this person see the records behind the numbers?"""
        return user.has_perms(self.list_permissions)

    def file_name(self, scope, ending):
        """ "BC-phu-nu-2019-2023_tinh-den-31-12-2023.pdf": never a person's name."""
        first, last = scope.from_on.year, scope.to_on.year
        years = str(last) if first == last else f"{first}-{last}"
        where = "" if scope.area.level == "province" else f"_{scope.area.code}"
        internal = "_noi-bo" if scope.is_internal else ""
        day = f"{scope.as_of:%d-%m-%Y}"
        return f"BC-{self.slug}-{years}{where}_tinh-den-{day}{internal}.{ending}"

    def taken(self, scope, ending):
        """One row in the trail: these figures left the office, in what form, of when."""
        days = f"{scope.from_on}..{scope.to_on}, {scope.as_of}, {scope.by}"
        act = f"take {self.name} {ending}"
        activity.write(act, territory=scope.area.pk, purpose=days)

    def bodies(self):
        """The kinds of body that may bear it: what was labour's is health's now."""
        health = [Organisation.Kind.HEALTH] if self.body == "labour" else []
        return [self.body, *(health if today() >= DISTRICTS_ENDED else [])]

    def letterhead(self, scope, user):
        """The body that prints it: the person's own, else the nearest of its kind; None
        if none is known.
        """
        bodies = Organisation.objects.on(today()).filter(kind__in=self.bodies())
        own = bodies.filter(pk=user.organisation_id).first()
        if own and own.heading_name:
            return own
        area = scope.area
        above = [area, *area.ancestors(), area.province_today() or area]
        near = {body.area_id: body for body in bodies.filter(area__in=above)}
        return next((near[area.pk] for area in above if area.pk in near), own)


UNION = Kind(
    name="womens_union",
    title=_("Livelihood support"),
    about=_(
        "Households at high risk and returned victims: support, animals, income, by"
        " district."
    ),
    slug="phu-nu",
    figures=womens_union,
    layout=union_layout.Layout,
    behind=behind_union,
    definitions=definitions.WOMENS_UNION,
    body=Organisation.Kind.WOMENS_UNION,
    list_permissions=("victims.view_household", "livelihoods.view_grant"),
    is_state=False,
)
LABOUR = Kind(
    name="labour",
    title=_("Support by regime"),
    about=_(
        "Persons received and supported by the state's regimes: persons and turns."
    ),
    slug="che-do",
    figures=labour,
    layout=labour_layout.Layout,
    behind=behind_labour,
    definitions=definitions.LABOUR,
    body=Organisation.Kind.LABOUR,
    list_permissions=(
        "victims.view_case",
        "support_regimes.view_provision",
        "support_regimes.view_outcome",
    ),
    is_state=True,
)
UNMET = Kind(
    name="unmet",
    title=_("Unmet needs"),
    about=_(
        "What was asked for and not given, by cause: persons, turns, met later or not."
    ),
    slug="nhu-cau",
    figures=unmet,
    layout=unmet_layout.Layout,
    behind=behind_unmet,
    definitions=definitions.UNMET,
    body=Organisation.Kind.WOMENS_UNION,
    list_permissions=("reporting.open_unmet",),
    is_state=False,
)
REPORTS = {kind.name: kind for kind in (UNION, LABOUR, UNMET)}
