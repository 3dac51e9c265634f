"""Addresses of the stays, the return, the plans and the facilities."""

from django.urls import path

from support_regimes.views import facilities, plans, returns, stays

CASE, STAY = "cases/<uuid:pk>/", "stays/<uuid:pk>/"

urlpatterns = [
    path(f"{CASE}stays/", stays.case_stays, name="case_stays"),
    path(f"{CASE}stays/add/", stays.stay_add, name="stay_add"),
    path(f"{CASE}return-assessment/", returns.return_assess, name="return_assess"),
    path(f"{CASE}hand-over/", returns.hand_over, name="hand_over"),
    path(f"{CASE}plans/choose/", plans.plan_choose, name="plan_choose"),
    path(f"{STAY}edit/", stays.stay_edit, name="stay_edit"),
    path(f"{STAY}away/", stays.stay_away, name="stay_away"),
    path(f"{STAY}extend/", stays.stay_extend, name="stay_extend"),
    path(f"{STAY}service/", stays.stay_service, name="stay_service"),
    path(f"{STAY}leave/", stays.stay_leave, name="stay_leave"),
    path(f"{STAY}strike/", stays.stay_strike, name="stay_strike"),
    path("stays/<slug:kind>/<uuid:pk>/void/", stays.stay_void, name="stay_void"),
    path("hand-overs/<uuid:pk>/take/", returns.hand_over_take, name="hand_over_take"),
    path("plan-steps/<uuid:pk>/", plans.plan_step, name="plan_step"),
    path("plans/<uuid:pk>/end/", plans.plan_end, name="plan_end"),
    path("facilities/", facilities.facility_list, name="facility_list"),
    path("facilities/add/", facilities.facility_add, name="facility_add"),
    path("facilities/<int:pk>/", facilities.facility_edit, name="facility_edit"),
]
