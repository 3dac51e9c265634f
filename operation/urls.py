from django.urls import path

from operation import views

app_name = "operation"
urlpatterns = [
    path("status/", views.status, name="status"),
    path("health/", views.answer, name="answer"),
]
