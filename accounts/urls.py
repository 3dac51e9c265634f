from django.urls import include, path

from accounts.views import (
    neutral,
    notices,
    organisations,
    own,
    people,
    postings,
    settings,
)

people_patterns = [
    path("", people.user_list, name="user_list"),
    path("add/", people.user_add, name="user_add"),
    path("<uuid:pk>/", people.user_page, name="user_page"),
    path("<uuid:pk>/edit/", people.user_edit, name="user_edit"),
    path("<uuid:pk>/lock/", people.user_lock, name="user_lock"),
    path("<uuid:pk>/unlock/", people.user_unlock, name="user_unlock"),
    path("<uuid:pk>/sign-out/", people.user_sign_out, name="user_sign_out"),
    path("<uuid:pk>/password/", people.user_password, name="user_password"),
    path("<uuid:pk>/paper/", people.user_paper, name="user_paper"),
    path("<uuid:pk>/postings/add/", postings.posting_add, name="posting_add"),
    path("postings/<uuid:pk>/end/", postings.posting_end, name="posting_end"),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("organisations/add/", organisations.organisation_add, name="organisation_add"),
    path(
        "organisations/<int:pk>/edit/",
        organisations.organisation_edit,
        name="organisation_edit",
    ),
    path("settings/", settings.setting_list, name="setting_list"),
    path("settings/add/", settings.setting_add, name="setting_add"),
]

# Of everybody, so without a prefix in their names.
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
    path("still-here/", neutral.still_here, name="still_here"),
    path("notices/<uuid:pk>/seen/", notices.notice_seen, name="notice_seen"),
    path("people/", include((people_patterns, "accounts"))),
]
