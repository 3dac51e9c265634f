from django.urls import include, path

from accounts.views import (
    exports,
    factors,
    neutral,
    notices,
    organisations,
    own,
    people,
    postings,
    reform,
    settings,
    sign_in,
    trail,
)

people_patterns = [
    path("", people.user_list, name="user_list"),
    path("add/", people.user_add, name="user_add"),
    path("<uuid:pk>/", people.user_page, name="user_page"),
    path("<uuid:pk>/edit/", people.user_edit, name="user_edit"),
    path("<uuid:pk>/lock/", people.user_lock, name="user_lock"),
    path("<uuid:pk>/unlock/", people.user_unlock, name="user_unlock"),
    path("<uuid:pk>/sign-out/", people.user_sign_out, name="user_sign_out"),
    path("<uuid:pk>/code/", people.user_code, name="user_code"),
    path(
        "<uuid:pk>/second-step/reset/",
        people.user_factors_reset,
        name="user_factors_reset",
    ),
    path("<uuid:pk>/tries/clear/", people.user_misses_clear, name="user_misses_clear"),
    path("<uuid:pk>/paper/", people.user_paper, name="user_paper"),
    path("<uuid:pk>/postings/add/", postings.posting_add, name="posting_add"),
    path("postings/<uuid:pk>/end/", postings.posting_end, name="posting_end"),
    path("postings/", postings.posting_waiting, name="posting_waiting"),
    path(
        "postings/<uuid:pk>/confirm/", postings.posting_confirm, name="posting_confirm"
    ),
    path("postings/<uuid:pk>/refuse/", postings.posting_refuse, name="posting_refuse"),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("reform/", reform.reform_list, name="reform_list"),
    path("organisations/<int:pk>/end/", reform.body_end, name="body_end"),
    path("organisations/add/", organisations.organisation_add, name="organisation_add"),
    path(
        "organisations/<int:pk>/edit/",
        organisations.organisation_edit,
        name="organisation_edit",
    ),
    path("trail/", trail.trail_list, name="trail_list"),
    path("trail/unusual/", trail.trail_unusual, name="trail_unusual"),
    path("settings/", settings.setting_list, name="setting_list"),
    path("settings/add/", settings.setting_add, name="setting_add"),
]

export_patterns = [
    path("", exports.export_list, name="export_list"),
    path("<uuid:pk>/", exports.export_page, name="export_page"),
    path("<uuid:pk>/approve/", exports.export_approve, name="export_approve"),
    path("<uuid:pk>/refuse/", exports.export_refuse, name="export_refuse"),
    path("<uuid:pk>/download/", exports.export_download, name="export_download"),
]
named_patterns = [
    path("people/", include(people_patterns)),
    path("exports/", include(export_patterns)),
]

# Of everybody, so without a prefix in their names.
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/second/", sign_in.sign_in_second, name="sign_in_second"),
    path("sign-in/code/", sign_in.sign_in_code, name="sign_in_code"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("lock/", sign_in.lock, name="lock"),
    path("unlock/", sign_in.unlock, name="unlock"),
    path("prove/", sign_in.prove, name="prove"),
    path("account/", own.account, name="account"),
    path("account/password/", own.password_change, name="password_change"),
    path("account/sign-ins/end/", own.sign_in_end, name="sign_in_end"),
    path("account/sign-ins/end-others/", own.sign_ins_end, name="sign_ins_end"),
    path("account/second-step/", factors.factor_list, name="factor_list"),
    path("account/second-step/app/", factors.totp_add, name="totp_add"),
    path("account/second-step/passkey/", factors.passkey_add, name="passkey_add"),
    path("account/second-step/codes/", factors.codes_renew, name="codes_renew"),
    path("account/second-step/paper/", factors.codes_paper, name="codes_paper"),
    path(
        "account/second-step/<uuid:pk>/drop/", factors.factor_drop, name="factor_drop"
    ),
    path("account/language/", own.set_language, name="set_language"),
    path("names/", own.name_switch, name="name_switch"),
    path("exit/", neutral.quick_exit, name="quick_exit"),
    path("calendar/", neutral.calendar, name="calendar"),
    path("still-here/", neutral.still_here, name="still_here"),
    path("notices/<uuid:pk>/seen/", notices.notice_seen, name="notice_seen"),
    path("", include((named_patterns, "accounts"))),
]
