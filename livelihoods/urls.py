app_name = "livelihoods"

urlpatterns = []
