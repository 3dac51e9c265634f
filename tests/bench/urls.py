"""The product's addresses, and two pages of the bench's own."""

from django.http import HttpResponse
from django.template import engines
from django.urls import include, path
from django.views.decorators.http import require_GET

FLOOR = engines["django"].from_string("""{% extends "base.html" %}
{% block title %}Sàn{% endblock %}{% block heading %}Sàn{% endblock %}
{% block content %}<table class="table"><tbody>
{% for row in rows %}<tr><td>{{ row.code }}</td><td>{{ row.who }}</td><td>{{ row.place }}
</td><td>{{ row.day }}</td><td>{{ row.state }}</td></tr>{% endfor %}
</tbody></table>{% endblock %}""")
ROWS = [
    {
        "code": f"HG-2024-{number:04d}-K",
        "who": "V.T.M.",
        "place": f"Thôn {number}, xã Khâu Vai",
        "day": "15/01/2024",
        "state": "Đang theo dõi",
    }
    for number in range(50)
]


@require_GET
def floor(request):
    """The real base template with 50 rows of text and no question to the database."""
    return HttpResponse(FLOOR.render({"rows": ROWS}, request))


@require_GET
def signed_in(request):
    """Session and person alone."""
    return HttpResponse(request.user.name)


urlpatterns = [
    path("bench/floor/", floor),
    path("bench/signed-in/", signed_in),
    path("", include("config.urls")),
]
