from django.urls import path

from reporting import views
from reporting.reconcile import views as reconcile

app_name = "reporting"

urlpatterns = [
    path("reports/", views.report_list, name="report_list"),
    path("reports/womens-union/", views.womens_union, name="womens_union"),
    path("reports/womens-union.pdf", views.womens_union_pdf, name="womens_union_pdf"),
    path(
        "reports/womens-union.xlsx", views.womens_union_xlsx, name="womens_union_xlsx"
    ),
    path(
        "reports/womens-union/records/",
        views.womens_union_records,
        name="womens_union_records",
    ),
    path("reports/labour/", views.labour, name="labour"),
    path("reports/labour.pdf", views.labour_pdf, name="labour_pdf"),
    path("reports/labour.xlsx", views.labour_xlsx, name="labour_xlsx"),
    path("reports/labour/records/", views.labour_records, name="labour_records"),
    path("reports/unmet-needs/", views.unmet, name="unmet"),
    path("reports/unmet-needs.pdf", views.unmet_pdf, name="unmet_pdf"),
    path("reports/unmet-needs.xlsx", views.unmet_xlsx, name="unmet_xlsx"),
    path("reports/unmet-needs/records/", views.unmet_records, name="unmet_records"),
    path("reconciliations/", reconcile.reconciliation_list, name="reconciliation_list"),
    path("reconciliations/new/", reconcile.reconcile, name="reconcile"),
    path(
        "reconciliations/keep/",
        reconcile.reconciliation_keep,
        name="reconciliation_keep",
    ),
    path("reconciliations/<uuid:pk>/", reconcile.reconciliation, name="reconciliation"),
    path(
        "reconciliations/<uuid:pk>.xlsx",
        reconcile.reconciliation_xlsx,
        name="reconciliation_xlsx",
    ),
]
