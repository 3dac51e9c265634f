from django.urls import path

from support_regimes import audit_urls, due_urls, outcome_urls, stay_urls
from support_regimes.views import (
    board,
    changes,
    choices,
    complaints,
    funding,
    papers,
    provisions,
    requests,
    rules,
    steps,
    unmet,
)

app_name = "support_regimes"

CASE = "cases/<uuid:pk>/"
REGIME = f"{CASE}regimes/<int:number>/"
REQUEST = "requests/<uuid:pk>/"
PROVISION = "provisions/<uuid:pk>/"
CHANGE = "rules/changes/<uuid:pk>/"
UNMET = "unmet/<uuid:pk>/"
COMPLAINT = "complaints/<uuid:pk>/"

urlpatterns = [
    path(CASE, board.case_board, name="case_board"),
    path(REGIME, board.regime_explained, name="regime_explained"),
    path(f"{CASE}rules/", choices.rules_choose, name="rules_choose"),
    path(
        f"{REGIME}readings/<slug:topic>/", choices.reading_choose, name="reading_choose"
    ),
    path(
        "choices/rules/<uuid:pk>/void/",
        choices.rules_choice_void,
        name="rules_choice_void",
    ),
    path(
        "choices/readings/<uuid:pk>/void/",
        choices.reading_choice_void,
        name="reading_choice_void",
    ),
    path(f"{REGIME}answer/", requests.regime_answer, name="regime_answer"),
    path(f"{REGIME}ask/", requests.regime_request_ask, name="regime_request_ask"),
    path(f"{REGIME}give/", provisions.provision_add, name="provision_add"),
    path("requests/", requests.request_list, name="request_list"),
    path(REQUEST, requests.regime_request, name="regime_request"),
    path(
        f"{REQUEST}verify/", steps.regime_request_verify, name="regime_request_verify"
    ),
    path(
        f"{REQUEST}appraise/",
        steps.regime_request_appraise,
        name="regime_request_appraise",
    ),
    path(
        f"{REQUEST}return/", steps.regime_request_return, name="regime_request_return"
    ),
    path(
        f"{REQUEST}complete/",
        steps.regime_request_complete,
        name="regime_request_complete",
    ),
    path(
        f"{REQUEST}decide/", steps.regime_request_decide, name="regime_request_decide"
    ),
    path(
        f"{REQUEST}withdraw/",
        steps.regime_request_withdraw,
        name="regime_request_withdraw",
    ),
    path(
        f"{REQUEST}appeal/", steps.regime_request_appeal, name="regime_request_appeal"
    ),
    path(
        f"{REQUEST}settle/", steps.regime_request_settle, name="regime_request_settle"
    ),
    path(f"{REQUEST}papers/<str:name>", papers.request_paper, name="request_paper"),
    path(
        f"{REGIME}application/<str:name>",
        papers.application_paper,
        name="application_paper",
    ),
    path(f"{REQUEST}give/", provisions.provision_give, name="provision_give"),
    path(
        "support/without-file/",
        provisions.support_without_file,
        name="support_without_file",
    ),
    path(f"{PROVISION}void/", provisions.provision_void, name="provision_void"),
    path(
        f"{PROVISION}correct/", provisions.provision_correct, name="provision_correct"
    ),
    path("funding/", funding.funding_list, name="funding_list"),
    path("funding/sources/add/", funding.source_add, name="source_add"),
    path("funding/budgets/add/", funding.budget_add, name="budget_add"),
    path("funding/budgets/<int:pk>/", funding.budget_change, name="budget_change"),
    path("rules/", rules.rule_set_list, name="rule_set_list"),
    path("rules/<int:pk>/", rules.rule_set_page, name="rule_set_page"),
    path(
        "rules/<int:pk>/changes/<slug:kind>/add/",
        changes.rule_change_add,
        name="rule_change_add",
    ),
    path("rules/changes/", changes.rule_change_list, name="rule_change_list"),
    path(CHANGE, changes.rule_change_page, name="rule_change_page"),
    path(f"{CHANGE}confirm/", changes.rule_change_confirm, name="rule_change_confirm"),
    path(f"{CHANGE}refuse/", changes.rule_change_refuse, name="rule_change_refuse"),
    path(
        f"{CHANGE}withdraw/", changes.rule_change_withdraw, name="rule_change_withdraw"
    ),
    *stay_urls.urlpatterns,
    *outcome_urls.urlpatterns,
    *due_urls.urlpatterns,
    *audit_urls.urlpatterns,
    path(f"{CASE}unmet/", unmet.case_unmet, name="case_unmet"),
    path(f"{CASE}unmet/note/", unmet.unmet_tap, name="unmet_tap"),
    path(f"{UNMET}undo/", unmet.unmet_undo, name="unmet_undo"),
    path(f"{UNMET}correct/", unmet.unmet_correct, name="unmet_correct"),
    path(f"{UNMET}met/", unmet.unmet_met, name="unmet_met"),
    path(f"{UNMET}open/", unmet.unmet_open, name="unmet_open"),
    path("unmet/without-file/", unmet.unmet_without_file, name="unmet_without_file"),
    path("complaints/", complaints.complaint_list, name="complaint_list"),
    path("complaints/add/", complaints.complaint_add, name="complaint_add"),
    path("complaints/form/", complaints.complaint_form, name="complaint_form"),
    path(COMPLAINT, complaints.complaint_page, name="complaint_page"),
    path(f"{COMPLAINT}answer/", complaints.complaint_answer, name="complaint_answer"),
    path(f"{COMPLAINT}view/", complaints.complaint_view, name="complaint_view"),
    path(f"{COMPLAINT}take-back/", complaints.complaint_back, name="complaint_back"),
]
