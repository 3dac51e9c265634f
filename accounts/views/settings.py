"""Numbers of the work from a day on: new rows only."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.forms.people import SettingForm
from accounts.models import WorkSetting
from accounts.proving import proven
from accounts.views.acted import done
from accounts.views.tabs import tabs
from areas.clock import today


@require_GET
@permission_required("accounts.view_worksetting", raise_exception=True)
def setting_list(request):
    rows = {}
    for row in WorkSetting.objects.order_by("-from_on"):
        rows.setdefault(row.key, []).append(row)
    settings = [_setting(key, rows.get(key, [])) for key in WorkSetting.DEFAULTS]
    context = {"settings": settings, "tabs": tabs("accounts:setting_list")}
    return render(request, "accounts/setting_list.html", context)


def _setting(key, rows):
    """What holds today, since when and why; what is set for later; what held before."""
    day = today()
    begun = [row for row in rows if row.from_on <= day]
    return {
        "key": key,
        "label": WorkSetting.LABELS[key],
        "value": begun[0].value if begun else WorkSetting.DEFAULTS[key],
        "now": begun[0] if begun else None,
        "is_unconfirmed": key in WorkSetting.UNCONFIRMED and not begun,
        "later": [row for row in rows if row.from_on > day],
        "before": begun[1:],
    }


@require_http_methods(["GET", "POST"])
@permission_required("accounts.add_worksetting", raise_exception=True)
@proven
def setting_add(request):
    form = SettingForm(request.POST or None, initial={"key": request.GET.get("key")})
    if done(
        request,
        form,
        lambda: form.instance.add(by=request.user),
        _("The setting is saved."),
    ):
        return redirect("accounts:setting_list")
    return render(request, "accounts/setting_add.html", {"form": form})
