"""Forms about oneself: signing in, the password, the second step."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts import proving
from accounts.models import User

HIDDEN_LETTERS = {"autocapitalize": "none", "spellcheck": "false"}
CODE = HIDDEN_LETTERS | {"autocomplete": "one-time-code", "autofocus": True}
NEW = forms.PasswordInput({"autocomplete": "new-password"})


def plain_name(typed):
    """A sign-in name, or a phone number written any way, as it is kept."""
    name = typed.strip().lower()
    digits = "".join(letter for letter in name if letter not in " .-")
    return digits if digits.isdecimal() else name


class SignInForm(forms.Form):
    """One sentence for a wrong name, a wrong password and a locked person."""

    username = forms.CharField(max_length=80)
    password = forms.CharField(max_length=200, strip=False)

    def clean_username(self):
        return plain_name(self.cleaned_data["username"])


class SecondForm(forms.Form):
    """A code of the authenticator or of the printed sheet, or a passkey's answer."""

    code = forms.CharField(
        label=_("Code"), max_length=20, required=False, widget=forms.TextInput(CODE)
    )
    passkey = forms.CharField(
        max_length=20_000, required=False, widget=forms.HiddenInput
    )


class NewPassword(forms.Form):
    """A new password, twice."""

    new_password1 = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=128,
        widget=NEW,
        help_text=_(
            "At least 12 characters. A short sentence that only you know is good."
        ),
    )
    new_password2 = forms.CharField(
        label=_("New password again"), strip=False, max_length=128, widget=NEW
    )

    def person(self):
        """Whose password it will be."""
        return

    def clean(self):
        cleaned = super().clean()
        first, second = cleaned.get("new_password1"), cleaned.get("new_password2")
        if first and second and first != second:
            self.add_error(
                "new_password2", _("The two new passwords are not the same.")
            )
        elif first and second and not self.errors:
            try:
                validate_password(first, self.person())
            except forms.ValidationError as error:
                self.add_error("new_password1", error)
        return cleaned


class PasswordForm(NewPassword):
    """The old password once, the new one twice."""

    old_password = forms.CharField(
        label=_("Old password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    field_order = ["old_password"]

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def person(self):
        return self.user

    def proven(self, request):
        """Whether the old password was right; the form says it if not."""
        answer = proving.by_password(request, self.cleaned_data["old_password"])
        if not answer.passed:
            sentence = _("The old password is not right.")
            self.add_error("old_password", proving.wrong(answer, sentence))
        return answer.passed


class EntryForm(NewPassword):
    """Sign-in name and one-time code from the paper, and one's own new password."""

    username = forms.CharField(
        label=_("Sign-in name or phone"),
        max_length=80,
        widget=forms.TextInput(HIDDEN_LETTERS | {"autocomplete": "username"}),
    )
    code = forms.CharField(
        label=_("One-time code on the paper"),
        max_length=80,
        widget=forms.TextInput(HIDDEN_LETTERS | {"autocomplete": "off"}),
    )
    field_order = ["username", "code"]

    def clean_username(self):
        return plain_name(self.cleaned_data["username"])

    def person(self):
        name = self.cleaned_data.get("username", "")
        return User(username=name)

    def entered(self, request):
        """Try the code; a right one and a good password are taken together."""
        typed = self.cleaned_data
        code = {"name": typed["username"], "code": typed["code"]}
        answer = proving.by_code(request, **code)
        if answer.passed:
            try:
                user = User.objects.filter(pk=answer.who).first()
                validate_password(typed["new_password1"], user)
            except forms.ValidationError as error:
                self.add_error("new_password1", error)
                return answer._replace(passed=False)
            return proving.by_code(request, **code, password=typed["new_password1"])
        sentence = _("The name or the code is not right, or the code is too old.")
        self.add_error(None, proving.wrong(answer, sentence))
        return answer


class AppForm(forms.Form):
    """The first code of a new authenticator."""

    code = forms.CharField(
        label=_("Code that the app shows"),
        max_length=10,
        widget=forms.TextInput(CODE | {"inputmode": "numeric"}),
    )

    def clean_code(self):
        return "".join(filter(str.isdecimal, self.cleaned_data["code"]))


class PasskeyForm(forms.Form):
    label = forms.CharField(
        label=_("A name for it"),
        max_length=40,
        required=False,
        help_text=_("For example: office phone."),
    )
    passkey = forms.CharField(max_length=20_000, widget=forms.HiddenInput)
