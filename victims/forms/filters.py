"""The filters of the case list: what may be chosen, what it means, how many there are."""

from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from areas.clock import today
from areas.models import Area, Coverage
from victims import searching
from victims.models import Case, Victim
from victims.models.ethnicity import LOCAL
from victims.models.household import Risk
from victims.models.lists import has_children, missing_papers

SOON = 7
YEARS_SHOWN = 5
MOST_FACETS = 500  # rows up to which every option is counted
SORTS = {
    "attention": ("next_visit", "pk"),
    "name": ("order_name", "code", "pk"),
    "place": ("place_name", "order_name", "code", "pk"),
    "last_visit": ("last_visit", "pk"),
}
VISITS_SEEN_WITH = "livelihoods.view_homevisit"
RISK_LABELS = {Risk.HIGH: "▲", Risk.MEDIUM: "●", Risk.LOW: "▽"}


def _within(area):
    covered = Coverage.objects.filter(area=area).values("covers")
    return Q(territory__in=covered)


class Option:
    """One box of the panel: its query value, its words, and its condition."""

    def __init__(self, name, value, label, condition):
        self.name, self.value, self.label = name, value, label
        self.condition = condition
        self.count, self.checked = None, False


class CaseFilters:
    """Reads the address (GET) and narrows the list; nothing chosen narrows nothing."""

    def __init__(self, data, user):
        self.data = data
        self.user = user
        self.search = data.get("q", "")  # sealed, as the address carries it
        self.text = searching.told(self.search, user)
        self.sees_visits = user.has_perm(VISITS_SEEN_WITH)
        asked = data.get("sort")
        self.sort = asked if asked in self.sorts() else "attention"
        self.is_closed = data.get("state") == "closed"
        self.groups = [
            (_("Risk"), self._risks()),
            (_("Visit"), self._visits() if self.sees_visits else []),
            (_("Place"), self._places()),
            (_("Papers"), self._papers()),
            (_("Year of return"), self._years()),
            (_("Ethnicity"), self._ethnicities()),
            (_("Children"), self._children()),
        ]
        for option in self._options():
            option.checked = option.value in data.getlist(option.name)

    def sorts(self):
        """The orders this person may choose: nobody sorts by what is not shown."""
        return [sort for sort in SORTS if sort != "last_visit" or self.sees_visits]

    @property
    def key(self):
        return SORTS[self.sort]

    def found(self, cases):
        """The cases of the search and of the state, before any filter."""
        cases = cases.filter(closed_on__isnull=not self.is_closed)
        return cases.search(self.text, by=self.user) if self.text else cases

    def narrowed(self, cases):
        """Within a group any of the chosen, between groups all."""
        cases = self.found(cases)
        for _legend, options in self.groups:
            chosen = [option for option in options if option.checked]
            if not chosen:
                continue
            condition = Q()
            for option in chosen:
                condition |= option.condition
            cases = self._with_needed(cases, chosen).filter(condition)
        return cases

    def _with_needed(self, cases, options):
        names = {option.name for option in options}
        if "papers" in names:
            cases = cases.alias(papers_missing=missing_papers())
        if "children" in names:
            cases = cases.alias(with_children=has_children())
        return cases

    def count_options(self, total):
        """One query for all boxes, if there are few enough rows to pass over."""
        if total > MOST_FACETS:
            return
        options = list(self._options())
        cases = self._with_needed(
            self.found(Case.objects.visible_to(self.user)), options
        )
        counts = cases.order_by().aggregate(
            **{
                f"n{number}": Count("pk", filter=option.condition)
                for number, option in enumerate(options)
            }
        )
        for number, option in enumerate(options):
            option.count = counts[f"n{number}"]

    def shown_groups(self):
        """For the panel; boxes that would find nothing are left out of long groups."""
        for legend, options in self.groups:
            shown = [
                o for o in options if o.count != 0 or o.checked or len(options) < 4
            ]
            if shown:
                yield {"legend": legend, "options": shown}

    def chips(self):
        """The chosen filters, each with the address that takes it away."""
        return [
            {
                "label": option.label,
                "url": self.address(without=(option.name, option.value)),
            }
            for option in self._options()
            if option.checked
        ]

    def address(self, *, without=None, **more):
        """This list's query: the filters, the search, what is named; from the start."""
        pairs = [
            (option.name, option.value)
            for option in self._options()
            if option.checked and (option.name, option.value) != without
        ]
        own = {"q": self.search, "state": "closed" if self.is_closed else ""}
        if self.sort != "attention":
            own["sort"] = self.sort
        pairs += [(key, value) for key, value in (own | more).items() if value]
        return f"?{urlencode(pairs)}"

    def clear_address(self):
        """Filters away; the search text stays."""
        kept = {"q": self.search, "sort": self.data.get("sort", "")}
        return f"?{urlencode({key: value for key, value in kept.items() if value})}"

    def kept(self):
        """What the panel's form carries along."""
        pairs = [("q", self.search), ("sort", self.data.get("sort", ""))]
        return [
            *[pair for pair in pairs if pair[1]],
            *([("state", "closed")] if self.is_closed else []),
        ]

    def _options(self):
        return (option for _legend, options in self.groups for option in options)

    def _risks(self):
        return [
            Option(
                "risk",
                risk.value,
                f"{RISK_LABELS[risk]} {risk.label}",
                Q(household__risk_level=risk.value),
            )
            for risk in Risk
        ]

    def _visits(self):
        day = today()
        due = "household__next_visit_on"
        soon = {f"{due}__gte": day, f"{due}__lte": day + timedelta(days=SOON)}
        late = {f"{due}__lt": day}
        return [
            Option("visit", "overdue", _("Overdue"), Q(**late)),
            Option("visit", "soon", _("Next 7 days"), Q(**soon)),
        ]

    def _places(self):
        """Below the visitor's area; below a chosen district its communes too.

        Who is posted to several communes chooses among these.
        """
        postings = self.user.postings.live().values("area")
        below = Area.objects.filter(parent__in=postings)
        own = Area.objects.filter(pk__in=postings, level=Area.Level.COMMUNE)
        if own.count() > 1:
            below |= own
        asked = [key for key in self.data.getlist("place") if "@" in key]
        codes = [key.split("@")[0] for key in asked if key.split("@")[0].isdecimal()]
        below |= Area.objects.filter(
            parent__parent__in=postings, parent__code__in=codes
        )
        return [
            Option("place", area.key, str(area), _within(area))
            for area in below.distinct().order_by("level", "name_sort")
        ]

    def _papers(self):
        missing = Q(papers_missing__gt=0)
        return [Option("papers", "missing", _("Some are missing"), missing)]

    def _years(self):
        last = today().year
        years = range(last, last - YEARS_SHOWN, -1)
        earlier = Q(returned_on__year__lte=last - YEARS_SHOWN)
        return [
            *(
                Option("year", str(year), str(year), Q(returned_on__year=year))
                for year in years
            ),
            Option("year", "earlier", _("earlier"), earlier),
        ]

    def _ethnicities(self):
        return [
            Option("ethnicity", name, name, Victim.ethnicity_is(name, "victim__"))
            for name in LOCAL
        ]

    def _children(self):
        with_children = Q(with_children=True)
        return [Option("children", "yes", _("Came with children"), with_children)]
