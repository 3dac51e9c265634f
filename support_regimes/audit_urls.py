"""Addresses of the audit of cases."""

from django.urls import path

from support_regimes.views import audits

AUDIT = "audits/<uuid:pk>/"

urlpatterns = [
    path("audits/", audits.audit_list, name="audit_list"),
    path("audits/draw/", audits.audit_draw, name="audit_draw"),
    path(AUDIT, audits.audit_sample, name="audit_sample"),
    path(f"{AUDIT}void/", audits.audit_void, name="audit_void"),
    path(f"{AUDIT}findings/", audits.audit_xlsx, name="audit_xlsx"),
    path("audits/cases/<uuid:pk>/", audits.audit_case, name="audit_case"),
    path("cases/<uuid:pk>/findings/", audits.case_findings, name="case_findings"),
]
