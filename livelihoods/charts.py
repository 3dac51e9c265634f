"""The step chart of a herd: heads after each change, as places in a picture."""

from datetime import date

from django.utils.translation import gettext as _

from areas.widgets import dotted

WIDTH, HEIGHT = 420, 270
LEFT, RIGHT, TOP, BOTTOM = 34, 340, 16, 222
MOST_MONTHS = 3
NEAR = 12  # two circles closer than this are drawn as one


def herd_chart(rows, day):
    """The chart component's values, or None if nothing was counted yet.

    In: rows as (day, heads left, heads sold or None, income or None), in order; the
    last day shown. Out: see templates/components/step_chart.html.
    """
    if not rows:
        return None
    scale = _Scale(rows[0][0], day, max(left for _day, left, *_rest in rows))
    corners = _corners(rows, day, scale)
    line = "M" + " L".join(f"{x} {y}" for x, y in corners)
    first, now = rows[0][1], rows[-1][1]
    return {
        "title": _title(first, now),
        "note": _("Animals left after each entry"),
        "summary": _("On %(day)s %(now)s, at first %(first)s.")
        % {"day": f"{day:%d/%m/%Y}", "now": now, "first": first},
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": RIGHT,
        "line": line,
        "area": f"{line} L{corners[-1][0]} {BOTTOM} L{corners[0][0]} {BOTTOM} Z",
        "y_ticks": [{"y": scale.y(n), "label": n} for n in scale.steps()],
        "x_ticks": scale.months(),
        "points": _points(rows, scale, corners[-1]),
    }


def _title(first, now):
    ends = {"first": first, "now": now}
    if now > first:
        return _("The herd grew from %(first)s to %(now)s") % ends
    if now < first:
        return _("The herd went from %(first)s down to %(now)s") % ends
    return _("The herd has %(now)s, as at first") % ends


class _Scale:
    """Days to x, heads to y."""

    def __init__(self, start, end, most):
        self.start, self.end = start, max(start, end)
        self.step = next(n for n in _round_steps() if most <= n * 4)
        self.top = max(self.step * -(-most // self.step), self.step)

    def x(self, day):
        span = (self.end - self.start).days or 1
        return round(LEFT + (RIGHT - LEFT) * (day - self.start).days / span, 1)

    def y(self, heads):
        return round(BOTTOM - (BOTTOM - TOP) * heads / self.top, 1)

    def steps(self):
        return range(0, self.top + 1, self.step)

    def months(self):
        span = (self.end - self.start).days
        days = {date.fromordinal(self.start.toordinal() + span * n // MOST_MONTHS)
                for n in range(MOST_MONTHS)}  # fmt: skip
        return [
            {"x": self.x(d) + 8, "label": f"{d.month}/{d.year}"} for d in sorted(days)
        ]


def _round_steps():
    """1, 2, 5, 10, 20, 50 … without end."""
    size = 1
    while True:
        yield from (size, 2 * size, 5 * size)
        size *= 10


def _corners(rows, day, scale):
    """The path: level until the next change, then up or down."""
    corners = [(scale.x(rows[0][0]), scale.y(rows[0][1]))]
    for changed_on, left, *_rest in rows[1:]:
        x = scale.x(changed_on)
        corners += [(x, corners[-1][1]), (x, scale.y(left))]
    end = scale.x(max(day, rows[-1][0]))
    return [*corners, (end, corners[-1][1])]


def _short(amount):
    """8800000 -> 8,8 triệu; what is no whole number of hundred thousands stays whole."""
    millions, rest = divmod(amount, 1_000_000)
    if rest % 100_000 or amount < 1_000_000:
        return f"{dotted(amount)} đ"
    tenth = rest // 100_000
    return f"{dotted(millions)},{tenth} triệu" if tenth else f"{dotted(millions)} triệu"


def _points(rows, scale, last):
    """The two largest sales, and the end of the line with its number."""
    sales = sorted((row for row in rows if row[2]), key=lambda row: row[3])[-2:]
    points = [
        {
            "x": scale.x(changed_on),
            "y": scale.y(left),
            "note": _("sold %(heads)s: %(amount)s")
            % {"heads": sold, "amount": _short(income)},
            "anchor": "start" if scale.x(changed_on) < LEFT + 60 else "",
        }
        for changed_on, left, sold, income in sorted(sales)
    ]
    label = _("%(heads)s animals") % {"heads": rows[-1][1]}
    if points and last[0] - points[-1]["x"] < NEAR and points[-1]["y"] == last[1]:
        points[-1]["label"] = label
        return points
    return [*points, {"x": last[0], "y": last[1], "label": label}]
