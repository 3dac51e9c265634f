app_name = "support_regimes"

urlpatterns = []
