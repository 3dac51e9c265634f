from django.urls import include, path

from reporting.home import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("accounts.urls")),
    path("areas/", include("areas.urls")),
    path("", include("victims.urls")),
    path("", include("support_regimes.urls")),
    path("", include("livelihoods.urls")),
    path("", include("reporting.urls")),
    path("", include("operation.urls")),
]

handler400 = "accounts.failing.unreadable"
handler500 = "accounts.failing.failed"
