"""Pages of a list by key, both ways: never an offset, never an exact large count."""

from uuid import UUID

from django.db.models import F, Q
from django.http import Http404

from areas.planning import first_rows

ROWS = 25
MOST_COUNTED = 10_000


class Page:
    """Rows of one page, and the keys of its neighbours.

    In: the filtered queryset; `base`, the same without the reader's filters; the key it
    is ordered by (names of fields or annotations, the last one unique; nulls last); and
    the request's `after` or `before`. Addresses hold a row's id alone, so that no name
    that sorts a list stands in one: its key is looked up. `communes`: nearly all rows
    of so many belong to the list.
    """

    def __init__(self, queryset, base, key, data, communes=0, rows=ROWS):
        backwards = bool(data.get("before"))
        asked = data.get("before") or data.get("after")
        values = _key_of(base, key, asked) if asked else None
        if values is not None:
            queryset = queryset.filter(beyond(key, values, backwards))
        # The keys alone first: sorting needs few columns, showing a row needs many.
        ordered = queryset.order_by(*_order(key, backwards))
        with first_rows(communes):
            keys = list(ordered.values_list("pk", flat=True)[: rows + 1])
        shown = queryset.in_bulk(keys)
        found = [shown[pk] for pk in keys if pk in shown]
        more = len(found) > rows
        self.rows = found[:rows][::-1] if backwards else found[:rows]
        has_older = bool(self.rows) and (more or backwards)
        has_newer = bool(self.rows) and (more if backwards else values is not None)
        self.older = self.rows[-1].pk if has_older else None
        self.newer = self.rows[0].pk if has_newer else None


def _key_of(base, key, asked):
    """The key values of a row, None if it is gone; nonsense is no page."""
    try:
        pk = UUID(asked)
    except ValueError as error:
        raise Http404 from error
    return base.filter(pk=pk).values_list(*key).first()


def _order(key, backwards):
    """Nulls last; the other way round when the page before is asked for."""
    for name in key:
        yield (
            F(name).desc(nulls_first=True)
            if backwards
            else F(name).asc(nulls_last=True)
        )


def beyond(key, values, backwards=False):
    """Q: the rows behind these key values (before them, if backwards)."""
    found, equal = Q(), Q()
    for name, value in zip(key, values, strict=True):
        found |= equal & _further(name, value, backwards)
        null = value is None
        equal &= Q(**{f"{name}__isnull": True} if null else {name: value})
    return found


def _further(name, value, backwards):
    null = Q(**{f"{name}__isnull": True})
    if value is None:  # nothing stands behind null; all else stands before it
        return ~null if backwards else Q(pk__in=[])
    if backwards:
        return Q(**{f"{name}__lt": value})
    return Q(**{f"{name}__gt": value}) | null


def counted(queryset):
    """How many rows, up to the cap: MOST_COUNTED + 1 means more than that."""
    return queryset.order_by()[: MOST_COUNTED + 1].count()
