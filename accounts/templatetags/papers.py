"""What the heading and the foot of an official paper need."""

from django import template

register = template.Library()


@register.filter
def paper_mark(mark, kind):
    """ "BTV" or "BC-BTV" as the mark of a decision ("QĐ") -> "QĐ-BTV"; "" -> "QĐ"."""
    body = (mark or "").rpartition("-")[2].strip()
    return f"{kind}-{body}" if body else kind


@register.filter
def listed(text):
    """The lines of a text, without the dashes they may begin with."""
    lines = (line.strip().lstrip("-–").strip() for line in (text or "").splitlines())
    return [line for line in lines if line]
