from django.urls import path

from victims.views import (
    acts,
    emergency,
    exports,
    files,
    households,
    intake,
    lists,
    person,
    reform,
    retention,
    tasks,
    trail,
    transfers,
)

app_name = "victims"

CASE = "cases/<uuid:pk>/"
FILE = "files/<uuid:pk>/"
HOUSEHOLD = "households/<uuid:pk>/"
ERASURE = "erasures/<uuid:pk>/"

urlpatterns = [
    path("cases/", lists.case_list, name="case_list"),
    path("cases/search/", lists.case_search, name="case_search"),
    path("cases/export/", exports.case_export, name="case_export"),
    path("cases/exports/<uuid:pk>/make/", exports.export_make, name="export_make"),
    path("cases/names/", lists.names_reveal, name="names_reveal"),
    path("cases/intake/", intake.case_intake, name="case_intake"),
    path(f"{CASE}return/", intake.case_return, name="case_return"),
    path(f"{CASE}tasks/", tasks.case_tasks, name="case_tasks"),
    path(f"{CASE}tasks/check/", tasks.case_check, name="case_check"),
    path(f"{CASE}tasks/<slug:task>/", tasks.case_task, name="case_task"),
    path(
        f"{CASE}tasks/aliases/<uuid:alias>/void/", tasks.alias_void, name="alias_void"
    ),
    path(f"{CASE}minors/add/", tasks.minor_add, name="minor_add"),
    path(f"{CASE}minors/<uuid:minor>/", tasks.minor_edit, name="minor_edit"),
    path(
        f"{CASE}consents/<slug:purpose>/withdraw/",
        tasks.consent_withdraw,
        name="consent_withdraw",
    ),
    path(f"{CASE}person/", person.case_person, name="case_person"),
    path(f"{CASE}reveal/", person.case_reveal, name="case_reveal"),
    path(f"{CASE}trail/", trail.case_trail, name="case_trail"),
    path(f"{CASE}assign/", acts.case_assign, name="case_assign"),
    path(f"{CASE}move/", acts.case_move, name="case_move"),
    path(f"{CASE}close/", acts.case_close, name="case_close"),
    path(f"{CASE}reopen/", acts.case_reopen, name="case_reopen"),
    path(f"{CASE}files/", files.file_list, name="file_list"),
    path(f"{CASE}files/add/", files.file_add, name="file_add"),
    path(FILE, files.file_page, name="file_page"),
    path(f"{FILE}content/<int:page>/", files.file_content, name="file_content"),
    path(f"{FILE}download/", files.file_download, name="file_download"),
    path(f"{FILE}remove/", files.file_remove, name="file_remove"),
    path("transfers/", transfers.transfer_list, name="transfer_list"),
    *(
        path(
            f"transfers/<uuid:pk>/{act}/",
            getattr(transfers, f"transfer_{act}"),
            name=f"transfer_{act}",
        )
        for act in ("confirm", "accept", "refuse", "withdraw")
    ),
    path("reform/", reform.reform_list, name="reform_list"),
    path("reform/<int:area>/", reform.reform_choose, name="reform_choose"),
    path("reform/<int:area>/give/", reform.reform_give, name="reform_give"),
    path(f"{HOUSEHOLD}old-commune/", reform.reform_back, name="reform_back"),
    path("emergency/", emergency.emergency_list, name="emergency_list"),
    path("emergency/<uuid:pk>/", emergency.emergency_page, name="emergency_page"),
    path(
        "emergency/<uuid:pk>/agree/", emergency.emergency_agree, name="emergency_agree"
    ),
    path(
        "emergency/<uuid:pk>/refuse/",
        emergency.emergency_refuse,
        name="emergency_refuse",
    ),
    path("emergency/<uuid:pk>/end/", emergency.emergency_end, name="emergency_end"),
    path("cases/kept/", retention.retention_list, name="retention_list"),
    path(f"{CASE}erase/", retention.erasure_ask, name="erasure_ask"),
    path(f"{ERASURE}", retention.erasure_page, name="erasure_page"),
    path(f"{ERASURE}confirm/", retention.erasure_confirm, name="erasure_confirm"),
    path(f"{ERASURE}cancel/", retention.erasure_cancel, name="erasure_cancel"),
    path("households/", households.household_list, name="household_list"),
    path("households/search/", lists.household_search, name="household_search"),
    path("households/enrol/", households.household_enrol, name="household_enrol"),
    path(f"{HOUSEHOLD}edit/", households.household_edit, name="household_edit"),
    path(f"{HOUSEHOLD}move/", households.household_move, name="household_move"),
    path(f"{HOUSEHOLD}poverty/", households.poverty_add, name="poverty_add"),
]
