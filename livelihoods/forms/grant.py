"""What a caseworker types to ask for a grant: rows of what, and why it fits."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from areas.clock import today
from areas.widgets import DayField, MoneyField, dotted
from livelihoods.forms.herd import choices
from livelihoods.models import Grant, GrantLine, Species
from support_regimes.models import Budget

MOST_LINES = 12
MOST_MONEY = 500_000_000
Holder = Grant.Holder


class CountField(forms.CharField):
    """A quantity as written here: 3, 2,5 or 1.500 -> Decimal."""

    def __init__(self, **kwargs):
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        parts = text.split(",")
        whole = parts[0].replace(".", "") if _is_grouped(parts[0]) else parts[0]
        try:
            number = Decimal(".".join([whole, *parts[1:]]))
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite() or number >= 10**8:
            raise ValidationError(_("Write a number, such as 3 or 2,5."))
        return number

    def prepare_value(self, value):
        if isinstance(value, Decimal):
            return f"{value.normalize():f}".replace(".", ",")
        return value


def _is_grouped(text):
    groups = text.split(".")
    return len(groups) > 1 and all(len(group) == 3 for group in groups[1:])


def opened(kinds):
    """The choices with a capital at the begin of each."""
    return [(value, capfirst(label)) for value, label in kinds.choices]


def money(label):
    return MoneyField(label=label, required=False, min_value=1, max_value=MOST_MONEY)


class LineForm(forms.ModelForm):
    """One row: a unit price with a quantity, a price of the lot, or not valued."""

    quantity = CountField(label=gettext_lazy("Quantity"), required=False)
    unit_price = money(gettext_lazy("Unit price"))
    lot_amount = money(gettext_lazy("Or: price of the whole lot"))

    class Meta:
        model = GrantLine
        fields = ["kind", "species", "item", "quantity", "unit", "unit_price"]
        fields += ["lot_amount", "not_valued"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choose")), *opened(GrantLine.Kind)]
        self.fields["species"].queryset = Species.objects.in_order()
        self.fields["species"].empty_label = _("no animals")
        self.fields["unit"].widget.attrs["placeholder"] = _("head, kg, session")
        if self.is_bound and not self._is_of_animals():
            self.fields["species"].disabled = True

    def _is_of_animals(self):
        return self.data.get(self.add_prefix("kind")) == GrantLine.Kind.ANIMALS

    def clean(self):
        data = super().clean()
        if data.get("kind") == GrantLine.Kind.ANIMALS and not data.get("unit"):
            data["unit"] = pgettext("unit", "head")
        return data

    @property
    def amount(self):
        """VND of what stands in the row, as far as it can be read; else None."""
        if self.is_bound:
            return _amount(self.cleaned_data) if self.is_valid() else None
        typed = {name: _read(self.fields[name], self[name].value()) for name in PRICED}
        return _amount(typed)


PRICED = ("quantity", "unit_price", "lot_amount")


def _read(field, value):
    try:
        return field.to_python(value) if isinstance(value, str) else value
    except ValidationError:
        return None


def _amount(values):
    if values.get("lot_amount"):
        return values["lot_amount"]
    if values.get("unit_price") and values.get("quantity"):
        return int(values["quantity"] * values["unit_price"])
    return None


class LineFormSet(BaseFormSet):
    """The rows. Adding and removing one draws the page again; nothing typed is lost."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, form_kwargs={"use_required_attribute": False}, **kwargs)

    def clean(self):
        if not any(self.errors) and not self.lines():
            raise ValidationError(_("Add at least one line: what is asked for."))

    def lines(self):
        """The rows that say something, as unsaved GrantLine."""
        return [form.instance for form in self if form.has_changed()]

    @property
    def total(self):
        """VND of what stands in the rows; None when nothing is valued."""
        amounts = [form.amount for form in self if form.amount is not None]
        return sum(amounts) if amounts else None


Lines = formset_factory(LineForm, formset=LineFormSet, extra=0, max_num=MOST_LINES)


def typed(form):
    """What stands in a bound form, for drawing it again without judging it."""
    return {
        name: field.widget.value_from_datadict(
            form.data, form.files, form.add_prefix(name)
        )
        for name, field in form.fields.items()
    }


def changed_lines(lines, act):
    """The rows anew after `add`, `remove-2` or `count`."""
    rows = [typed(form) for form in lines]
    if act == "add" and len(rows) < MOST_LINES:
        rows.append({})
    elif act.startswith("remove-") and act[7:].isdecimal():
        rows = [row for place, row in enumerate(rows) if place != int(act[7:])]
    return Lines(initial=rows or [{}], prefix=lines.prefix)


def lines_of(grant):
    """The rows of a grant that is edited."""
    names = LineForm.Meta.fields
    return [{n: _initial(line, n) for n in names} for line in grant.lines.all()]


def _initial(line, name):
    return line.species_id if name == "species" else getattr(line, name)


class GrantForm(forms.ModelForm):
    """Why it fits, who was asked, who is paid; the money proposed."""

    why = forms.MultipleChoiceField(
        label=gettext_lazy("Why this support fits"),
        choices=opened(Grant.Why),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("At most 300 letters, nothing about what happened."),
        widget=forms.Textarea({"rows": 3, "maxlength": 300}),
        max_length=300,
        required=False,
    )
    consulted = forms.MultipleChoiceField(
        label=gettext_lazy("Who was asked"),
        help_text=gettext_lazy("Not the village head, not neighbours."),
        choices=opened(Grant.Asked),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Ask the supported person first.")},
    )
    consulted_on = DayField(label=gettext_lazy("Asked on"))
    trained = choices(
        Grant.Trained,
        label=gettext_lazy("Trained in care?"),
        required=False,
        shape="segment",
    )
    payee = choices(
        Holder, label=gettext_lazy("Who receives the money"), shape="", initial="self"
    )
    keeper = choices(
        Holder, label=gettext_lazy("Who keeps the animals"), shape="", initial="self"
    )
    other_holder = forms.CharField(
        label=gettext_lazy("The other person"), max_length=80, required=False
    )
    agreed_alone = forms.BooleanField(
        label=gettext_lazy("The supported person was asked alone and said yes."),
        required=False,
    )
    agreed_alone_on = DayField(label=gettext_lazy("Said yes on"), required=False)
    again_reason = forms.CharField(
        label=gettext_lazy("Why again"), max_length=200, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Grant
        fields = ["budget", "has_quote", "why", "note", "consulted", "consulted_on"]
        fields += ["trained", "payee", "keeper", "other_holder", "agreed_alone"]
        fields += ["agreed_alone_on", "again_reason"]

    # the columns that an edit saves; sealed texts stand in one
    saved = ["budget", "has_quote", "why", "consulted", "consulted_on", "trained"]
    saved += ["payee", "keeper", "agreed_alone_on", "again_reason", "sealed"]

    def __init__(self, *args, budgets, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["budget"] = BudgetField(budgets)
        grant = self.instance
        self.initial["version"] = grant.version
        if not grant._state.adding:
            self.initial |= {
                "note": grant.note,
                "other_holder": grant.other_holder,
                "agreed_alone": bool(grant.agreed_alone_on),
            }
        if self._meta.model and grant.household_id and not grant.earlier().exists():
            del self.fields["again_reason"]

    def clean(self):
        data = super().clean()
        if Holder.OTHER not in (data.get("payee"), data.get("keeper")):
            data |= {"other_holder": "", "agreed_alone_on": None}
            return data
        if not data.get("agreed_alone"):
            self.add_error("agreed_alone", _("Ask the person alone, and tick."))
        if not data.get("agreed_alone_on") and "agreed_alone_on" not in self.errors:
            self.add_error("agreed_alone_on", _("Write the day on which it was said."))
        if not data.get("other_holder"):
            self.add_error("other_holder", _("Write who it is."))
        return data

    def _post_clean(self):
        for name in ("note", "other_holder"):
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        super()._post_clean()


class BudgetField(forms.ModelChoiceField):
    """A budget by source and year, with what is left of it."""

    def __init__(self, budgets, **kwargs):
        kwargs = {
            "label": _("Funding source"),
            "required": False,
            "empty_label": _("the officer chooses"),
        } | kwargs
        super().__init__(budgets, **kwargs)

    def label_from_instance(self, budget):
        left = {"budget": budget, "left": dotted(budget.left)}
        return _("%(budget)s – %(left)s đ left") % left


def budgets_for(area):
    """Budgets of this year and last that may be spent in the area."""
    years = (today().year, today().year - 1)
    budgets = Budget.objects.filter(year__in=years).select_related("source")
    anywhere = budgets.filter(area__isnull=True)
    return (anywhere | budgets.filter(area__covering__covers=area)).distinct()
