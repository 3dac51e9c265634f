from django.urls import path

from victims.views import acts, households, intake, lists, person, tasks

app_name = "victims"

CASE = "cases/<uuid:pk>/"
HOUSEHOLD = "households/<uuid:pk>/"

urlpatterns = [
    path("cases/", lists.case_list, name="case_list"),
    path("cases/search/", lists.case_search, name="case_search"),
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
    path(f"{CASE}assign/", acts.case_assign, name="case_assign"),
    path(f"{CASE}move/", acts.case_move, name="case_move"),
    path(f"{CASE}close/", acts.case_close, name="case_close"),
    path(f"{CASE}reopen/", acts.case_reopen, name="case_reopen"),
    path("households/", households.household_list, name="household_list"),
    path("households/search/", lists.household_search, name="household_search"),
    path("households/enrol/", households.household_enrol, name="household_enrol"),
    path(f"{HOUSEHOLD}edit/", households.household_edit, name="household_edit"),
    path(f"{HOUSEHOLD}move/", households.household_move, name="household_move"),
    path(f"{HOUSEHOLD}poverty/", households.poverty_add, name="poverty_add"),
]
