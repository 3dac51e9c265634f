import pytest
from django.template.loader import get_template
from django.utils.translation import override


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "409", "500", "503"])
def test_error_pages_need_nothing(name):
    with override("en"):
        drawn = get_template(f"{name}.html").render()

    assert drawn.count("<h1>") == 1
    assert 'href="/"' in drawn
    assert "<script>" not in drawn
    assert "style=" not in drawn
