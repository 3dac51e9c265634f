from django.urls import path

from accounts.views import neutral, own

urlpatterns = [
    path("sign-in/", own.sign_in, name="sign_in"),
    path("sign-out/", own.sign_out, name="sign_out"),
    path("account/", own.account, name="account"),
    path("account/password/", own.password_change, name="password_change"),
    path("account/sign-ins/end/", own.sign_in_end, name="sign_in_end"),
    path("account/language/", own.set_language, name="set_language"),
    path("names/", own.name_switch, name="name_switch"),
    path("exit/", neutral.quick_exit, name="quick_exit"),
    path("calendar/", neutral.calendar, name="calendar"),
]
