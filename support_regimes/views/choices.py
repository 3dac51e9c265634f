"""Other rules than the date gives, or another answer, for one case: chosen, taken back."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import activity
from accounts.views.acted import done
from areas.clock import today
from support_regimes import choosing
from support_regimes.forms.choices import ReadingForm, RulesForm
from support_regimes.forms.provisions import VoidForm
from support_regimes.models import Reading, ReadingChoice, RuleChoice, RuleSet
from support_regimes.models.choice import CHOOSE
from support_regimes.views.found import case_or_404

METHODS = ["GET", "POST"]
BACK = gettext_lazy("Take the choice back")
STAYS = gettext_lazy("It stays readable, struck through, and counts no more.")


@require_http_methods(METHODS)
@permission_required(CHOOSE, raise_exception=True)
def rules_choose(request, pk):
    """Which rules the case follows, and the other ones to choose."""
    case = case_or_404(request, pk, CHOOSE)
    current = choosing.rule_set_of(case)
    begun = RuleSet.objects.filter(valid_from__lte=today())
    others = begun.exclude(pk=current and current.pk)
    form = RulesForm(request.POST or None, others=others)

    def choose():
        RuleChoice(case=case, **form.cleaned_data).log(by=request.user)

    if done(request, form, choose, _("The case follows these rules now.")):
        return redirect("support_regimes:case_board", case.pk)
    made = RuleChoice.objects.filter(case=case).select_related("rule_set")
    activity.shown(request, case, *made)
    context = {
        "case": case,
        "form": form,
        "current": current,
        "others": others,
        "why": choosing.why(case),
        "straddles": choosing.straddles(case),
        "made": _told(made),
    }
    return render(request, "support_regimes/rules_choose.html", context)


@require_http_methods(METHODS)
@permission_required(CHOOSE, raise_exception=True)
def reading_choose(request, pk, number, topic):
    """Which of several answers the case follows: in one regime, and where asked too."""
    case = case_or_404(request, pk, CHOOSE)
    rules = choosing.rule_set_of(case)
    answers = Reading.objects.filter(
        regime__rule_set=rules, regime__number=number, topic=topic
    ).select_related("instrument", "regime")
    followed = choosing.followed_of(rules, today(), case).get((number, topic))
    if not answers:
        raise Http404
    form = ReadingForm(request.POST or None, answers=answers.order_by("order"))

    def choose():
        ReadingChoice(case=case, **form.cleaned_data).log(by=request.user)

    if done(request, form, choose, _("The case follows this answer now.")):
        return redirect("support_regimes:regime_explained", case.pk, number)
    made = ReadingChoice.objects.filter(case=case, reading__topic=topic)
    made = made.select_related("reading__instrument")
    activity.shown(request, case, *made)
    context = {
        "case": case,
        "form": form,
        "regime": answers[0].regime,
        "question": answers[0].question,
        "followed": followed,
        "made": _told(made),
    }
    return render(request, "support_regimes/reading_choose.html", context)


def _told(choices):
    rows = choices.select_related("recorded_by", "voided_by", *_named(choices))
    return rows.order_by("-happened_on", "-recorded_at")


def _named(choices):
    return ["rule_set"] if choices.model is RuleChoice else ["reading__instrument"]


@require_http_methods(METHODS)
@permission_required(CHOOSE, raise_exception=True)
def rules_choice_void(request, pk):
    return _void(request, RuleChoice, pk)


@require_http_methods(METHODS)
@permission_required(CHOOSE, raise_exception=True)
def reading_choice_void(request, pk):
    return _void(request, ReadingChoice, pk)


def _void(request, model, pk):
    """Take a choice back, with a reason: what the date or the rules say holds again."""
    rows = model.objects.visible_to(request.user).select_related(
        "case__victim",
        "case__household__holder",
        "case__territory",
        *_named(model.objects),
    )
    rows = rows.filter(territory__in=request.user.reach(CHOOSE))
    choice = get_object_or_404(
        rows.for_writing() if request.method == "POST" else rows, pk=pk
    )
    form = VoidForm(request.POST or None)
    back = choice.case.get_absolute_url()

    def void():
        choice.void(by=request.user, reason=form.cleaned_data["reason"])

    if done(request, form, void, _("The choice is taken back.")):
        return redirect(back)
    activity.shown(request, choice.case, choice)
    context = {"form": form, "choice": choice, "case": choice.case, "back": back}
    context |= {"title": BACK, "button": BACK, "hint": STAYS, "is_danger": True}
    return render(request, "support_regimes/choice_void.html", context)
