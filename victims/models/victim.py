"""The person: who he or she is, how to call safely, which papers there are."""

from calendar import monthrange
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import activity
from accounts.records import Event, RecordQuerySet, State
from accounts.sealed_fields import SealedCharField
from accounts.sealing import Sealed, sealed_text, search_hash
from areas.clock import today
from areas.names import folded, name_sort
from victims.models import ethnicity
from victims.models.words import NAME_LENGTH, composed

OLDEST = 110  # years


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    ESTIMATED = "estimated", _("estimated")


class Sex(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")
    NOT_SAID = "not_said", _("Prefers not to say")


class Some(models.TextChoices):
    """How much: an answer about speaking or reading."""

    WELL = "well", _("Well")
    LITTLE = "little", _("A little")
    NONE = "none", _("Not at all")
    NOT_ASKED = "not_asked", _("Not asked")


class Born(models.Model):
    """A birth date as far as it is known; never a false first of January."""

    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    born_precision = models.CharField(
        _("how exact"), max_length=9, choices=Precision.choices, blank=True
    )
    sex = models.CharField(_("sex"), max_length=8, choices=Sex.choices, blank=True)

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if not self.born_on:
            return
        if self.born_on > today():
            raise ValidationError(
                {"born_on": _("The date of birth must be before today.")}
            )
        if self.born_on.year < today().year - OLDEST:
            raise ValidationError({"born_on": _("The age cannot be over 110.")})

    @property
    def born_words(self):
        """The birth date as far as it is known: 05/03/1995, 03/1995, about 1995."""
        return words_of(self.born_on, self.born_precision)

    def age_on(self, day):
        """Calendar age in whole years on a day, or None if unknown."""
        if not self.born_on:
            return None
        had_birthday = (day.month, day.day) >= (self.born_on.month, self.born_on.day)
        return day.year - self.born_on.year - (not had_birthday)

    def is_minor_on(self, day):
        """Under 18 on a day; None when the date of birth does not decide it."""
        if not self.born_on:
            return None
        oldest, youngest = self._birth_range()
        if _turns_18(youngest) <= day:
            return False
        return True if _turns_18(oldest) > day else None

    def _birth_range(self):
        """First and last possible day of birth, by precision (estimated: ± 2 years)."""
        born = self.born_on
        if self.born_precision == Precision.MONTH:
            last = monthrange(born.year, born.month)[1]
            return born.replace(day=1), born.replace(day=last)
        if self.born_precision == Precision.YEAR:
            return date(born.year, 1, 1), date(born.year, 12, 31)
        if self.born_precision == Precision.ESTIMATED:
            return date(born.year - 2, 1, 1), date(born.year + 2, 12, 31)
        return born, born


def words_of(day, precision):
    """An uncertain date in words; a dash when nothing is known."""
    if not day:
        return "–"
    if precision == Precision.MONTH:
        return f"{day.month:02}/{day.year}"
    if precision == Precision.YEAR:
        return str(day.year)
    if precision == Precision.ESTIMATED:
        return gettext("about %(year)s") % {"year": day.year}
    return day.strftime("%d/%m/%Y")


def both_or_neither(first, second):
    """A constraint's condition: the text column is empty iff the other is null."""
    return Q(**{f"{first}__isnull": True, second: ""}) | Q(
        **{f"{first}__isnull": False}
    ) & ~Q(**{second: ""})


def _turns_18(born):
    """The 18th birthday; born on 29 February: 1 March."""
    try:
        return born.replace(year=born.year + 18)
    except ValueError:
        return date(born.year + 18, 3, 1)


class Victim(State, Born, Sealed):
    """The person who returned. A second return is a second case of the same person."""

    class Citizenship(models.TextChoices):
        VIETNAMESE = "vietnamese", _("Vietnamese citizen")
        STATELESS_RESIDENT = "stateless_resident", _("stateless, permanent resident")
        FOREIGNER = "foreigner", _("foreigner")

    class EthnicityList(models.TextChoices):
        GSO_1979 = ethnicity.GSO_1979, _("Decision 121-TCTK/PPCĐ (1979)")
        CENSUS = ethnicity.CENSUS, _("census list of the statistics office")

    name = models.CharField(_("full name"), max_length=NAME_LENGTH, blank=True)
    call_name = models.CharField(_("what to call"), max_length=40)
    name_folded = models.CharField(max_length=240, editable=False, blank=True)
    name_sort = models.CharField(
        max_length=500, editable=False, blank=True, db_collation="C"
    )
    address_form = models.CharField(_("form of address"), max_length=10, blank=True)
    ethnicity_list = models.CharField(
        _("list of the ethnicity code"), max_length=10, choices=EthnicityList.choices,
        blank=True,
    )  # fmt: skip
    ethnicity = models.CharField(_("ethnicity"), max_length=2, blank=True)
    ethnic_group = models.CharField(_("group"), max_length=40, blank=True)
    citizenship = models.CharField(
        _("citizenship"), max_length=20, choices=Citizenship.choices, blank=True
    )
    best_language = models.CharField(_("best language"), max_length=30, blank=True)
    speaks_vietnamese = models.CharField(
        _("speaks Vietnamese"), max_length=9, choices=Some.choices, blank=True
    )
    reads = models.CharField(_("reads"), max_length=9, choices=Some.choices, blank=True)
    needs_interpreter = models.BooleanField(
        _("needs an interpreter"), null=True, blank=True
    )
    interpreter_wish = SealedCharField(_("interpreter"), max_length=60, blank=True)
    id_hash = models.BinaryField(null=True, editable=False)
    tails = ArrayField(models.CharField(max_length=16), default=list, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="merged"
    )
    erased_on = models.DateField(null=True, editable=False)
    id_number = sealed_text("id_number")
    phone = sealed_text("phone")
    safe_contact = sealed_text("safe_contact")
    call_hours = sealed_text("call_hours")
    may_leave_message = sealed_text("may_leave_message")
    meeting_place = sealed_text("meeting_place")
    must_not_know = sealed_text("must_not_know")
    who_answers = sealed_text("who_answers")
    wants_known = sealed_text("wants_known")

    class Meta:
        verbose_name = _("supported person")
        verbose_name_plural = _("supported persons")
        constraints = [
            models.CheckConstraint(
                condition=both_or_neither("born_on", "born_precision"),
                name="victim_birth_with_precision",
            ),
            models.CheckConstraint(
                condition=Q(ethnicity="", ethnicity_list="")
                | ~Q(ethnicity="") & ~Q(ethnicity_list=""),
                name="victim_ethnicity_of_a_list",
            ),
        ]
        indexes = [
            models.Index(fields=["territory", "name_sort"], name="victim_names"),
            models.Index(fields=["id_hash"], name="victim_id_hash"),
        ]

    def __str__(self):
        return self.initials

    def save(self, *args, **kwargs):
        self.fold()
        super().save(*args, **kwargs)

    def fold(self):
        """Keys that follow from the names and the sealed numbers."""
        self.name, self.call_name = composed(self.name), composed(self.call_name)
        self.name_folded = folded(self.name or self.call_name)
        self.name_sort = name_sort(self.name or self.call_name)
        self.id_hash = id_hash(self.id_number)
        self.tails = sorted({tail_hash(n) for n in (self.phone, self.id_number) if n})

    @property
    def shown_name(self):
        """The name where names are shown: the one of the papers, else what to call."""
        return self.name or self.call_name

    @property
    def initials(self):
        """First letters with dots: V.T.M. for Vàng Thị Mỷ."""
        return "".join(f"{word[0].upper()}." for word in self.shown_name.split())

    @property
    def ethnicity_name(self):
        return ethnicity.name_of(self.ethnicity_list, self.ethnicity)

    @staticmethod
    def ethnicity_is(name, prefix=""):
        """Q: of this ethnic group, by whichever list the code was taken from."""
        found = Q()
        for code_list in ethnicity.NAMES:
            own = {"ethnicity_list": code_list}
            own["ethnicity"] = ethnicity.code_of(code_list, name)
            found |= Q(**{f"{prefix}{key}": value for key, value in own.items()})
        return found

    @property
    def may_be_minor(self):
        """Under 18 today, or nobody can say: the rules for children are followed."""
        return self.is_minor_on(today()) is not False

    def search_text(self):
        """Folded names for the case's search column."""
        aliases = [a.name for a in self.aliases.live()] if self.pk else []
        return folded(" ".join([self.name, self.call_name, *aliases]))

    def edit(self, *, by, fields):
        """Save what was changed on a form; raises Stale if somebody else was quicker."""
        self.fold()
        keys = {"name_folded", "name_sort", "id_hash", "tails", "sealed"}
        self.save_version(by=by, fields=sorted({*fields, *keys}))
        self.refresh_search()
        activity.record("edit person", self)

    def refresh_search(self):
        """Bring the search text of all cases of this person up to date."""
        self.cases.update(search=self.search_text(), name_sort=self.name_sort)


def tail_hash(number):
    """Keyed hash of a number's last four digits, to search without storing them."""
    return search_hash(number[-4:], "tail").hex()[:16]


def id_hash(number):
    """Keyed hash of a whole identity number, or None."""
    return search_hash(number, "id") if number else None


class VictimEvent(Event):
    """An event of a person: takes its places from the person when it is logged."""

    act = ""  # the word of the trail

    class Meta(Event.Meta):
        abstract = True

    def log(self, *, by):
        """Save the event under its person and write the trail."""
        self.recorded_by = by
        self.territory_id = self.victim.territory_id
        if not self.area_id:
            place = self.victim.territory
            self.area = place.as_of(self.happened_on) or place
        self.save(force_insert=True)
        activity.record(self.act, self)
        return self


class Alias(VictimEvent):
    """Another name: at home, by marriage, one given while away."""

    act = "add other name"

    class Kind(models.TextChoices):
        HOME = "home", _("at home")
        MARRIAGE = "marriage", _("by marriage")
        AWAY = "away", _("given while away")
        OTHER = "other", _("other")

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="aliases")
    name = models.CharField(_("other name"), max_length=NAME_LENGTH)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    for_contact = models.BooleanField(_("used when contacting"), default=False)

    class Meta(Event.Meta):
        verbose_name = _("other name")
        verbose_name_plural = _("other names")

    def __str__(self):
        return self.get_kind_display()

    def log(self, *, by):
        """Add the name, and find the person by it from now on."""
        self.name = composed(self.name)
        super().log(by=by)
        self.victim.refresh_search()
        return self

    def void(self, *, by, reason):
        """Strike the name out; the person is no longer found by it."""
        super().void(by=by, reason=reason)
        self.victim.refresh_search()


class PaperQuerySet(RecordQuerySet):
    def standing(self):
        """The last row of each kind of paper of a person."""
        return (
            self.live()
            .order_by("victim", "kind", "-happened_on", "-recorded_at")
            .distinct("victim", "kind")
        )


class Paper(VictimEvent, Sealed):
    """Whether a paper is there; the last row of a kind stands."""

    act = "record paper"

    class Kind(models.TextChoices):
        IDENTITY = "identity", _("identity card")
        BIRTH = "birth", _("birth certificate")
        RESIDENCE = "residence", _("residence information")
        VICTIM = "victim", _("confirmation by the authority")
        INSURANCE = "insurance", _("health insurance card")
        POOR = "poor", _("poor-household paper")

    class Status(models.TextChoices):
        HAS = "has", _("has it")
        LOST = "lost", _("lost")
        NONE = "none", _("none")
        UNCLEAR = "unclear", _("unclear")

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="papers")
    kind = models.CharField(_("paper"), max_length=10, choices=Kind.choices)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    number = sealed_text("number")

    MISSING = (Status.LOST, Status.NONE)

    objects = PaperQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("paper")
        verbose_name_plural = _("papers")

    def __str__(self):
        return self.get_kind_display()
