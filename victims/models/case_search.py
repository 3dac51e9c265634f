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

    def search(self, text):
        """Cases whose folded names hold every word, or whose code begins so.

        Digits find by the end of a phone or identity number (the last four, or the
        whole), and by the number inside a code.
        """
        text = text.strip()
        found = Q(code__startswith=text.upper())
        digits = re.sub(r"\D", "", text)
        if DIGITS.fullmatch(text) and len(digits) >= 4:
            found |= Q(victim__tails__contains=[tail_hash(digits)])
            found |= Q(victim__id_hash=id_hash(digits))
            found |= Q(code__contains=f"-{digits}-")
        words = Q()
        for word in folded(text).split():
            words &= Q(search__contains=word)
        return self.filter(found | words)
