"""Finding cases."""

import re

from django.db.models import Q

from accounts.records import RecordQuerySet
from areas.names import folded
from victims.models.victim import id_hash, tail_hash

DIGITS = re.compile(r"[\d\s.\-]+")


class CaseQuerySet(RecordQuerySet):
    def open(self):
        return self.filter(closed_on__isnull=True)

    def named_to(self, user):
        """Q: of persons whom this visitor may look for by name or number."""
        own = user.reach("victims.reveal_name") if user else []
        shared = Q(unshared_from__isnull=True) | Q(territory__in=own)
        return shared & Q(restricted_from__isnull=True)

    def search(self, text, *, by=None):
        """Cases whose folded names hold every word, or whose code begins so.

        Digits find by the number inside a code; and, where the visitor sees private
        details, by the end of a phone or identity number (the last four, or the whole).
        After a withdrawal the code alone finds.
        """
        text = text.strip()
        found, named = Q(code__startswith=text.upper()), Q(pk__in=[])
        digits = re.sub(r"\D", "", text)
        if DIGITS.fullmatch(text) and len(digits) >= 4:
            number = Q(victim__tails__contains=[tail_hash(digits)])
            number |= Q(victim__id_hash=id_hash(digits))
            private = by.reach("victims.view_private") if by else []
            named |= number & Q(territory__in=private)
            found |= Q(code__contains=f"-{digits}-")
        words = Q()
        for word in folded(text).split():
            words &= Q(search__contains=word)
        return self.filter(found | (named | words) & self.named_to(by))
