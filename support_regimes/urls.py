from django.urls import path

from support_regimes.views import board, funding, provisions, requests, rules, steps

app_name = "support_regimes"

CASE = "cases/<uuid:pk>/"
REGIME = f"{CASE}regimes/<int:number>/"
REQUEST = "requests/<uuid:pk>/"
PROVISION = "provisions/<uuid:pk>/"

urlpatterns = [
    path(CASE, board.case_board, name="case_board"),
    path(REGIME, board.regime_explained, name="regime_explained"),
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
]
