from django.urls import path

from livelihoods.views import cases, herds, households, imports, visits

app_name = "livelihoods"

urlpatterns = [
    path("visits/", visits.visit_list, name="visit_list"),
    path("visits/<uuid:pk>/", visits.visit_page, name="visit_page"),
    path("visits/<uuid:pk>/void/", visits.visit_void, name="visit_void"),
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
