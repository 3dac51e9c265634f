"""What happened in a case: events of many tables in one order, a page at a time.

The page's keys come from one UNION over the tables; then each table that stands on the
page is read once. So the number of queries depends on the kinds, never on the rows.
"""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import CharField, DateField, DateTimeField, F, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from areas.clock import today
from livelihoods.timeline_sources import SOURCES

ROWS = 30
FILTERS = {
    "": gettext_lazy("All"),
    "visits": gettext_lazy("Visits"),
    "regimes": gettext_lazy("Regimes"),
    "money": gettext_lazy("Money and grants"),
    "animals": gettext_lazy("Animals, income"),
    "papers": gettext_lazy("Papers"),
    "risk": gettext_lazy("Risk and needs"),
    "course": gettext_lazy("Course of the case"),
}


@dataclass
class Timeline:
    """The events of one case, as far as this person may see them."""

    case: object
    user: object
    chosen: str = ""
    private: bool = False

    def sources(self):
        """{name: source} of the chosen kind."""
        return {
            name: source
            for name, source in SOURCES.items()
            if not self.chosen or source.group == self.chosen
        }

    def filters(self):
        """{kind: label} without the kinds of which this person may see no table."""
        seen = {
            source.group
            for source in SOURCES.values()
            if self.user.has_perm(source.model.seen_with)
        }
        return {kind: words for kind, words in FILTERS.items() if kind in seen | {""}}

    def page(self, before=None):
        """The items after a key (day, time, id), newest first, and if more follow."""
        keys = list(self._keys(before)[: ROWS + 1])
        records = self._records(keys[:ROWS])
        items = [self._item(*key, records) for key in keys[:ROWS]]
        return items, len(keys) > ROWS

    def _keys(self, before):
        rows = [self._rows(name, s, before) for name, s in self.sources().items()]
        union = rows[0].union(*rows[1:], all=True)
        return union.order_by("-event_day", "-event_at", "-event_key")

    def _rows(self, name, source, before):
        rows = source.rows(self.case)
        if source.model is not type(self.case):
            rows = rows.visible_to(self.user)
        rows = rows.annotate(
            event_of=Value(name, output_field=CharField()),
            event_key=Cast("pk", CharField()),
            event_day=Cast(F(source.day), DateField()),
            event_at=Cast(F(source.at), DateTimeField()),
        )
        if before:
            day, at, key = before
            same_time = Q(event_day=day, event_at=at)
            rows = rows.filter(
                Q(event_day__lt=day)
                | Q(event_day=day, event_at__lt=at)
                | same_time & Q(event_key__lt=key)
            )
        named = "event_of", "event_key", "event_day", "event_at"
        return rows.order_by().values_list(*named)

    def _records(self, keys):
        """{(source, key): record}, each table read once."""
        wanted = {}
        for name, key, _day, _at in keys:
            wanted.setdefault(name, []).append(key)
        found = {}
        for name, pks in wanted.items():
            source = SOURCES[name]
            rows = source.model.objects.filter(pk__in=pks)
            rows = rows.select_related(*source.related).prefetch_related(
                *source.fetched
            )
            found |= {(name, str(row.pk)): row for row in rows}
        return found

    def _item(self, name, key, day, at, records):
        source, record = SOURCES[name], records[name, key]
        item = {"day": day, "at": at, "key": key}
        item["voided"] = bool(getattr(record, "voided_at", None))
        if source.private and not self.private:
            return item | {"covered": 1, "note": ""}
        note = [source.note(record) if self.private or source.open_note else ""]
        note.append(_written(record, day, at))
        item |= {"title": source.title(record), "url": source.url(record)}
        item["note"] = " · ".join(str(part) for part in note if part)
        return item | _tag(record)

    @staticmethod
    def key(item):
        """What `page` takes to go on after this item."""
        return f"{item['day']}_{item['at'].isoformat()}_{item['key']}"

    @staticmethod
    def by_month(items):
        """[(month in words, items)], restricted ones of a day counted in one line"""
        months = groupby(items, key=lambda item: item["day"].replace(day=1))
        return [(_month(month), _counted(of)) for month, of in months]


def _counted(items):
    """Neighbours that only say "restricted" become one: how many, never what."""
    told = []
    for item in items:
        last = told[-1] if told else {}
        same = all(item.get(k) == last.get(k) for k in ("day", "voided"))
        if same and item.get("covered") and last.get("covered"):
            last["covered"] += 1
        else:
            told.append(dict(item))
    for item in told:
        if item.get("covered"):
            words = ngettext(
                "%d restricted entry", "%d restricted entries", item["covered"]
            )
            item["title"] = words % item["covered"]
    return told


def _month(day):
    return _("Month %(month)s/%(year)s") % {"month": day.month, "year": day.year}


def _written(record, day, at):
    """Who wrote it, and when if it was later than the day after."""
    written_on = timezone.localtime(at).date()
    who = record.recorded_by.name
    if (written_on - day).days <= 1 or written_on > today():
        return who  # the demo's day stands still, the clock of the rows goes on
    on = date_format(written_on, "SHORT_DATE_FORMAT")
    return _("%(who)s, written on %(day)s") % {"who": who, "day": on}


def _tag(record):
    if getattr(record, "voided_at", None):
        return {"kind": "neutral", "tag": _("struck out")}
    if getattr(record, "corrects_id", None):
        return {"kind": "info", "tag": _("correction")}
    return {}
