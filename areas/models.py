"""Where: the dated tree of places, which outlives every reform."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from areas.clock import today
from areas.names import folded, sort_key


class AreaQuerySet(models.QuerySet):
    def by_code(self, code):
        """The one area of an official code: "02", or "08@2025" where both lists
        know the code. Raises ValidationError for an unknown or ambiguous code.
        """
        official, at, version = str(code).strip().partition("@")
        found = self.filter(code=official if official.isdecimal() else "")
        if at:
            found = found.filter(version=version if version.isdecimal() else 0)
        areas = list(found.order_by("version"))
        if not areas:
            raise ValidationError(
                _("No area has the official code “%(code)s”."),
                code="unknown",
                params={"code": code},
            )
        if len(areas) > 1:
            raise ValidationError(
                _("The code %(code)s means several areas: write %(choices)s."),
                code="ambiguous",
                params={
                    "code": official,
                    "choices": ", ".join(f"{area.key} ({area})" for area in areas),
                },
            )
        return areas[0]

    def on(self, day):
        """The areas that are valid on that day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def within(self, area):
        """What the area covers: itself, what is under it, and their predecessors."""
        return self.filter(covered_by__area=area)

    def search(self, text):
        """Areas all of whose asked words begin a word of their name, of another
        spelling of it, or of the areas above. Without diacritics, words in any order.

        First the same name as it was spelt, then the same without diacritics, names
        that begin so, those that hold most of the words; the wide before the narrow.
        """
        asked = folded((text or "")[:100])
        words = set(asked.split())
        if not words:
            return self.none()
        found = self
        for word in words:
            found = found.filter(searched__contains=f" {word}")
        return found.annotate(
            likeness=_score(
                (Q(name_sort=sort_key(text)), 4),
                (Q(searched__contains=f", {asked},"), 2),
                (Q(searched__contains=f", {asked}"), 1),
            ),
            shared=sum(
                (_score((Q(name_folded__regex=rf"\m{word}\M"), 1)) for word in words),
                start=Value(0),
            ),
            breadth=_score(*((Q(level=v), n) for n, v in enumerate(Area.Level.values))),
        ).order_by("-likeness", "-shared", "breadth", "name_sort", "code", "version")


def _score(*cases):
    """The points of the first condition that holds, or none."""
    whens = [When(condition, then=Value(points)) for condition, points in cases]
    return Case(*whens, default=Value(0), output_field=IntegerField())


class Area(models.Model):
    """A province, district or commune, valid from one day to another.

    Official codes are re-used after a reform: (code, version) is the key.
    Written by `manage.py load_areas` only.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", _("province")
        DISTRICT = "district", _("district")
        COMMUNE = "commune", _("commune")

    code = models.CharField(_("official code"), max_length=5)
    version = models.PositiveSmallIntegerField(_("version of the list"))
    level = models.CharField(_("level"), max_length=8, choices=Level.choices)
    kind = models.CharField(_("kind word"), max_length=20)
    name = models.CharField(_("name"), max_length=60)
    spellings = models.CharField(_("other spellings"), max_length=120, blank=True)
    name_folded = models.CharField(max_length=60, editable=False)
    # In Vietnamese alphabetical order when compared byte by byte (areas/names.py).
    name_sort = models.CharField(max_length=240, editable=False, db_collation="C")
    # Folded: ", name, other spelling, kind name, kind name of each area above,"
    searched = models.CharField(max_length=300, editable=False)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    letters = models.CharField(_("letters of case codes"), max_length=3, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="area_code_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from")),
                name="area_ends_after_start",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.name}"

    @property
    def key(self):
        """The code that is never ambiguous: "00733@2025"."""
        return f"{self.code}@{self.version}"

    @property
    def label(self):
        """With the area above: "xã Khâu Vai, huyện Mèo Vạc"."""
        return f"{self}, {self.parent}" if self.parent_id else str(self)

    def ancestors(self):
        """The areas above, the nearest first."""
        above = []
        area = self.parent
        while area:
            above.append(area)
            area = area.parent
        return above

    def province(self):
        return self._at(self.Level.PROVINCE)

    def province_today(self):
        """Its province, or what became of that: a paper of today is sent there."""
        province = self.province()
        if province is None or not province.valid_to or province.valid_to >= today():
            return province
        return province.successors().first() or province

    def district(self):
        """The district; None for a province and since districts ended (07/2025)."""
        return self._at(self.Level.DISTRICT)

    def _at(self, level):
        places = [self, *self.ancestors()]
        return next((area for area in places if area.level == level), None)

    def communes(self):
        """The communes of the same list in this area, in alphabetical order."""
        return Area.objects.filter(
            version=self.version, level=self.Level.COMMUNE, covered_by__area=self
        ).order_by("name_sort", "code")

    def as_of(self, day):
        """The same place by the list of a day: itself, or its only successor or
        predecessor; None where a split or a merger leaves several.
        """
        if self.valid_to and day > self.valid_to:
            others = self.successors()
        elif self.valid_from and day < self.valid_from:
            others = self.predecessors()
        else:
            return self
        found = list(others[:2])
        return found[0] if len(found) == 1 else None

    @property
    def has_ended(self):
        """By today it is no place of the list any more."""
        return bool(self.valid_to and self.valid_to < today())

    def successors(self):
        """What became of it, the main one first."""
        return Area.objects.filter(predecessions__old=self).order_by(
            "-predecessions__main", "name_sort"
        )

    def predecessors(self):
        """What it was made of, the mainly moved ones first."""
        return Area.objects.filter(successions__new=self).order_by(
            "-successions__main", "name_sort"
        )


class Succession(models.Model):
    """What became of an area: a split commune has several successors, one main."""

    old = models.ForeignKey(Area, models.CASCADE, related_name="successions")
    new = models.ForeignKey(Area, models.CASCADE, related_name="predecessions")
    on = models.DateField(_("from"))
    basis = models.CharField(_("legal basis"), max_length=80)
    main = models.BooleanField(_("main successor"), default=True)
    confidence = models.CharField(_("confidence"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="succession_once")
        ]

    def __str__(self):
        return f"{self.old} → {self.new}"


class Coverage(models.Model):
    """An area and what it covers: itself, descendants and their predecessors.

    Rebuilt by the loader; the database's reach() is one lookup in it.
    """

    area = models.ForeignKey(Area, models.CASCADE, related_name="covering")
    covers = models.ForeignKey(Area, models.CASCADE, related_name="covered_by")

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverage")
        constraints = [
            models.UniqueConstraint(fields=["area", "covers"], name="coverage_once")
        ]

    def __str__(self):
        return f"{self.area_id} ⊇ {self.covers_id}"
