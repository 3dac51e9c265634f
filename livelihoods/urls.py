from django.urls import path

from livelihoods.views import (
    cases,
    files,
    grant_acts,
    grant_delivery,
    grant_list,
    grant_papers,
    grants,
    herds,
    households,
    imports,
    visits,
)

app_name = "livelihoods"

grant_urls = [
    path("grants/", grant_list.grant_list, name="grant_list"),
    path("households/<uuid:pk>/grants/ask/", grants.grant_ask, name="grant_ask"),
    path("grants/<uuid:pk>/", grants.grant_page, name="grant_page"),
    path("grants/<uuid:pk>/edit/", grants.grant_edit, name="grant_edit"),
    path("grants/<uuid:pk>/submit/", grant_acts.grant_submit, name="grant_submit"),
    path("grants/<uuid:pk>/approve/", grant_acts.grant_approve, name="grant_approve"),
    path("grants/<uuid:pk>/return/", grant_acts.grant_return, name="grant_return"),
    path("grants/<uuid:pk>/refuse/", grant_acts.grant_refuse, name="grant_refuse"),
    path(
        "grants/<uuid:pk>/withdraw/", grant_acts.grant_withdraw, name="grant_withdraw"
    ),
    path("grants/<uuid:pk>/number/", grant_acts.grant_number, name="grant_number"),
    path("grants/<uuid:pk>/close/", grant_acts.grant_close, name="grant_close"),
    path("grants/<uuid:pk>/pay/", grant_delivery.grant_pay, name="grant_pay"),
    path(
        "grants/<uuid:pk>/hand-over/",
        grant_delivery.grant_hand_over,
        name="grant_hand_over",
    ),
    path("payments/<uuid:pk>/void/", grant_delivery.payment_void, name="payment_void"),
    path(
        "handovers/<uuid:pk>/void/", grant_delivery.handover_void, name="handover_void"
    ),
    path("grants/<uuid:pk>/slip/", grant_papers.grant_slip, name="grant_slip"),
    path("grants/<uuid:pk>/letter/", grant_papers.grant_letter, name="grant_letter"),
]

urlpatterns = [
    *grant_urls,
    path("visits/", visits.visit_list, name="visit_list"),
    path("visits/<uuid:pk>/", visits.visit_page, name="visit_page"),
    path("visits/<uuid:pk>/void/", visits.visit_void, name="visit_void"),
    path("visits/<uuid:pk>/files/add/", files.visit_file_add, name="visit_file_add"),
    path("grants/<uuid:pk>/files/add/", files.grant_file_add, name="grant_file_add"),
    path("households/<uuid:pk>/", households.household_page, name="household_page"),
    path("households/<uuid:pk>/visits/log/", visits.visit_log, name="visit_log"),
    path("households/<uuid:pk>/herds/open/", herds.herd_open, name="herd_open"),
    path("households/<uuid:pk>/incomes/add/", households.income_add, name="income_add"),
    path(
        "households/<uuid:pk>/guidance/add/",
        households.guidance_add,
        name="guidance_add",
    ),
    path("incomes/<uuid:pk>/void/", households.income_void, name="income_void"),
    path("guidance/<uuid:pk>/void/", households.guidance_void, name="guidance_void"),
    path("herds/<uuid:pk>/", herds.herd_page, name="herd_page"),
    path("herds/<uuid:pk>/add/", herds.herd_entry_add, name="herd_entry_add"),
    path("herd-entries/<uuid:pk>/void/", herds.herd_entry_void, name="herd_entry_void"),
    path(
        "herd-entries/<uuid:pk>/correct/",
        herds.herd_entry_correct,
        name="herd_entry_correct",
    ),
    path("cases/<uuid:pk>/timeline/", cases.case_timeline, name="case_timeline"),
    path("cases/<uuid:pk>/livelihood/", cases.case_livelihood, name="case_livelihood"),
    path("import/", imports.import_record, name="import_record"),
    path("import/template/", imports.import_template, name="import_template"),
]
