"""Addresses of what came of the support."""

from django.urls import path

from support_regimes.views import outcomes

CASE, OUTCOME, STEP = (
    "cases/<uuid:pk>/outcomes/",
    "outcomes/<uuid:pk>/",
    "outcome-steps/<uuid:pk>/",
)

urlpatterns = [
    path(CASE, outcomes.case_outcomes, name="case_outcomes"),
    path(f"{CASE}<slug:topic>/add/", outcomes.outcome_add, name="outcome_add"),
    path(f"{OUTCOME}correct/", outcomes.outcome_correct, name="outcome_correct"),
    path(f"{OUTCOME}void/", outcomes.outcome_void, name="outcome_void"),
    path(
        f"{OUTCOME}steps/<slug:kind>/add/",
        outcomes.outcome_step_add,
        name="outcome_step_add",
    ),
    path(f"{STEP}correct/", outcomes.outcome_step_correct, name="outcome_step_correct"),
    path(f"{STEP}void/", outcomes.outcome_step_void, name="outcome_step_void"),
]
