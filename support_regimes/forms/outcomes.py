"""What is typed about an outcome: only what outcomes.toml asks for, in its order."""

from django import forms
from django.utils.translation import gettext_lazy

from areas.clock import today
from areas.widgets import ComingDayInput, DayField, MoneyField, StepperField
from support_regimes.forms.unmet import MOST_MONEY
from support_regimes.models.outcomes import OUTCOME_FIELDS, STEP_FIELDS
from support_regimes.outcomes import SHARES
from victims.forms.base import radio, text

MOST_MONTHS = 240
REQUIRED = {"required": gettext_lazy("Choose one.")}
NOT_KNOWN = gettext_lazy("not known")
NO_ACCOUNT = gettext_lazy("Never the number of an account or a card.")
PLAN = [("yes", gettext_lazy("with a plan")), ("no", gettext_lazy("without a plan"))]
# The label of a field where a topic or step has its own.
LABELS = {
    ("learning", "kind"): gettext_lazy("What is learned"),
    ("learning", "body"): gettext_lazy("Place of learning"),
    ("learning", "happened_on"): gettext_lazy("Started on"),
    ("loan", "kind"): gettext_lazy("What for"),
    ("loan", "body"): gettext_lazy("Who lends"),
    ("loan", "place"): gettext_lazy("Name of the bank or fund"),
    ("loan", "happened_on"): gettext_lazy("Applied on"),
    ("loan", "amount"): gettext_lazy("Amount asked for"),
    ("legal", "kind"): gettext_lazy("Matter"),
    ("legal", "body"): gettext_lazy("Who helps"),
    ("legal", "happened_on"): gettext_lazy("Since"),
    ("insurance", "kind"): gettext_lazy("Kind of card"),
    ("insurance", "happened_on"): gettext_lazy("Seen or asked on"),
    ("health", "kind"): gettext_lazy("Kind of place"),
    ("health", "happened_on"): gettext_lazy("Referred on"),
    ("granted", "amount"): gettext_lazy("Amount granted"),
    ("repaid", "amount"): gettext_lazy("Repaid in all so far"),
    ("repaid", "happened_on"): gettext_lazy("As of"),
    ("job_kept", "happened_on"): gettext_lazy("As of"),
    ("no_job", "happened_on"): gettext_lazy("As of"),
    ("goes_on", "happened_on"): gettext_lazy("As of"),
    ("unpaid", "happened_on"): gettext_lazy("As of"),
    ("job", "happened_on"): gettext_lazy("Works since"),
    ("job", "what"): gettext_lazy("What work"),
    ("paper", "what"): gettext_lazy("Which paper"),
    ("asked", "amount"): gettext_lazy("Amount asked for"),
    ("awarded", "amount"): gettext_lazy("Amount awarded"),
    ("received", "amount"): gettext_lazy("Amount received"),
}


def listed(choices):
    return [(each.key, each.name) for each in choices.values()]


def select(label, choices, *, required=False):
    return forms.ChoiceField(
        label=label,
        choices=[("", NOT_KNOWN), *choices],
        required=required,
        error_messages=REQUIRED,
    )


def share_choices():
    """ "at least 50 %: …", each with a mark where nobody has confirmed it."""
    for share in SHARES.values():
        least = gettext_lazy("at least %(n)s %%: %(rule)s")
        exact = gettext_lazy("%(n)s %%: %(rule)s")
        words = (least if share.least else exact) % {
            "n": share.percent,
            "rule": share.name,
        }
        mark = gettext_lazy("not confirmed")
        yield share.key, f"{words} ({mark})" if share.is_unconfirmed else words


def money(label, **kwargs):
    return MoneyField(label=label, min_value=1, max_value=MOST_MONEY, **kwargs)


class AskedForm(forms.Form):
    """Keeps the fields of one rule, in its order, and a reason where one corrects."""

    def arrange(self, rule, correcting):
        for name in list(self.fields):
            if name not in rule.fields:
                del self.fields[name]
        for name, field in self.fields.items():
            field.required = name in rule.needs or name == "happened_on"
            field.label = LABELS.get((rule.key, name), field.label)
            if field.required and isinstance(field.widget, forms.Select):
                field.choices = [("", gettext_lazy("choose")), *field.choices[1:]]
        self.order_fields(rule.fields)
        if correcting:
            self.fields["reason"] = text(
                gettext_lazy("Why it is corrected"),
                most=200,
                rows=2,
                required=True,
                help_text=gettext_lazy("At least 10 letters, in plain words."),
            )
        self.initial.setdefault("happened_on", today())

    def typed(self, names):
        return {n: v for n, v in self.cleaned_data.items() if n in names}


class OutcomeForm(AskedForm):
    """A beginning, by its topic."""

    def __init__(self, *args, topic, correcting=False, **kwargs):
        super().__init__(*args, **kwargs)
        bodies, helps = listed(topic.bodies), listed(topic.helps)
        self.fields |= {
            "kind": radio(listed(topic.kinds), label="", error_messages=REQUIRED),
            "body": select("", bodies),
            "level": select(gettext_lazy("Level"), listed(topic.levels)),
            "place": text(gettext_lazy("Name of the place"), most=120),
            "happened_on": DayField(),
            "amount": money("", help_text=NO_ACCOUNT),
            "with_plan": radio(
                PLAN,
                label=gettext_lazy("Plan"),
                shape="segment",
                error_messages=REQUIRED,
            ),
            "plan_help": select(gettext_lazy("Who helped with the plan"), helps),
            "valid_from": DayField(label=gettext_lazy("Valid from")),
            "valid_until": DayField(
                label=gettext_lazy("Valid until"), widget=ComingDayInput
            ),
            "share": select(
                gettext_lazy("Share the state pays"), list(share_choices())
            ),
            "note": text(gettext_lazy("Note"), most=200, rows=2),
        }
        self.arrange(topic, correcting)
        if topic.key == "loan":
            self.fields["note"].help_text = NO_ACCOUNT

    def clean_with_plan(self):
        return {"yes": True, "no": False}.get(self.cleaned_data["with_plan"])

    def fill(self, outcome):
        """The outcome with what was typed, not saved."""
        for name, value in self.typed([*OUTCOME_FIELDS, "happened_on"]).items():
            setattr(outcome, name, value)
        return outcome


class StepForm(AskedForm):
    """How it went on, by the kind of step."""

    def __init__(self, *args, step, topic, correcting=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= {
            "cause": radio(
                listed(step.causes), label=gettext_lazy("Why"), error_messages=REQUIRED
            ),
            "what": radio(listed(step.whats), label="", error_messages=REQUIRED),
            "level": select(gettext_lazy("Level"), listed(topic.levels)),
            "amount": money(gettext_lazy("Amount"), help_text=NO_ACCOUNT),
            "months": StepperField(
                label=gettext_lazy("Months of the loan"),
                min_value=1,
                max_value=MOST_MONTHS,
            ),
            "happened_on": DayField(label=gettext_lazy("Day")),
            "note": text(gettext_lazy("Note"), most=200, rows=2),
        }
        self.arrange(step, correcting)

    def fill(self, step):
        """The step with what was typed, not saved."""
        for name, value in self.typed([*STEP_FIELDS, "happened_on"]).items():
            setattr(step, name, value)
        return step
