from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("areas/", include("areas.urls")),
    path("", include("victims.urls")),
    path("", include("support_regimes.urls")),
    path("", include("livelihoods.urls")),
    path("", include("reporting.urls")),
]
