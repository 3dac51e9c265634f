"""One's own second step: set up, printed codes, take away."""

from base64 import b64decode, b64encode

import segno
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import activity, factors, mint, passkeys, proving
from accounts.forms.own import AppForm, PasskeyForm
from accounts.proving import proven
from accounts.roles import NEED_SECOND_FACTOR
from accounts.sealing import seal, unseal

SECRET, CODES = "new_totp", "new_codes"


@require_GET
def factor_list(request):
    """What I have; and, for whose role needs it, the page before all others."""
    mine = factors.mine()
    main = [factor for factor in mine if factor.kind != "code"]
    context = {
        "factors": main,
        "codes_left": sum(f.kind == "code" and not f.used_at for f in mine),
        "needed": not NEED_SECOND_FACTOR.isdisjoint(request.user.roles),
        "last": len(main) == 1,
    }
    return render(request, "accounts/factor_list.html", context)


@require_http_methods(["GET", "POST"])
@proven
def totp_add(request):
    """Show a new secret as a picture and as letters; kept once a code proves it."""
    form = AppForm(request.POST or None)
    secret = _kept(request, SECRET) if request.method == "POST" else ""
    if request.method == "POST" and form.is_valid() and secret:
        if factors.add_app(request.user, secret, form.cleaned_data["code"]):
            del request.session[SECRET]
            return _set_up(request, "totp")
        sentence = _("That is not the code. Is the clock of the phone right?")
        form.add_error("code", sentence)
    if not secret:
        secret = factors.new_secret()
        _keep(request, SECRET, secret)
    context = {"form": form, "picture": _picture(request, secret), "secret": secret}
    return render(request, "accounts/totp_add.html", context)


def _picture(request, secret):
    """The key as a picture (QR): an SVG path of unit squares and its side."""
    name = f"{_('Work notebook')}:{request.user.username}"
    more = urlencode({"secret": secret, "issuer": _("Work notebook")})
    rows = list(segno.make(f"otpauth://totp/{name}?{more}", error="m").matrix_iter())
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    return {"path": path, "side": len(rows)}


@require_http_methods(["GET", "POST"])
@proven
def passkey_add(request):
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if passkeys.add(request, typed["passkey"], typed["label"]):
            return _set_up(request, "passkey")
        form.add_error(None, _("The passkey could not be made. Try again."))
    context = {"form": form, "passkey": passkeys.offered(request)}
    return render(request, "accounts/passkey_add.html", context)


def _set_up(request, kind):
    """It was just given too; printed codes belong to it."""
    proving.prove(request, kind)
    messages.success(request, _("The second step is set up."))
    if any(factor.kind == "code" for factor in factors.mine()):
        return redirect("factor_list")
    return _print_codes(request)


@require_POST
@proven
def codes_renew(request):
    if not any(factor.kind != "code" for factor in factors.mine()):
        raise Http404
    return _print_codes(request)


def _print_codes(request):
    _keep(request, CODES, "\n".join(factors.renew_codes(request.user)))
    return redirect("codes_paper")


@require_GET
def codes_paper(request):
    """The ten codes, shown once and kept nowhere else."""
    codes = _kept(request, CODES)
    if not codes:
        messages.info(
            request, _("The codes were shown already. You can print new ones.")
        )
        return redirect("factor_list")
    del request.session[CODES]
    return render(request, "accounts/codes_paper.html", {"codes": codes.split("\n")})


@require_POST
@proven
def factor_drop(request, pk):
    if pk not in [factor.id for factor in factors.mine()]:
        raise Http404
    if mint.call("drop_factor", pk)[0][0]:
        activity.record("drop second step", request.user)
        messages.success(request, _("It is taken away."))
    else:
        messages.error(
            request, _("The last one stays: set up another before taking this away.")
        )
    return redirect("factor_list")


def _keep(request, name, text):
    """Until the next page, sealed: the session table is not its place."""
    sealed = seal(text, f"{name}:{request.user.pk}")
    request.session[name] = b64encode(sealed).decode()


def _kept(request, name):
    sealed = request.session.get(name)
    if not sealed:
        return ""
    return unseal(b64decode(sealed), f"{name}:{request.user.pk}")
