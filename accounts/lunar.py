"""The Vietnamese lunar calendar (time zone +7), for the neutral page.

Astronomical months: each begins on the day of a new moon; the eleventh holds the winter
solstice; a leap month is the first one without a main solar term. The formulas are
Jean Meeus' as published for Vietnam by Hồ Ngọc Đức; valid for 1900–2100.
"""

from datetime import date
from math import floor, pi, sin

ZONE = 7 / 24
STEMS = ("Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý")
BRANCHES = (
    "Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi",
)  # fmt: skip


def _julian(day):
    """The Julian day number (at noon) of a calendar day."""
    return day.toordinal() + 1721425


def _new_moon(k):
    """Julian day number, in Vietnam, of the k-th new moon after January 1900."""
    t = k / 1236.85
    r = pi / 180
    mean = (
        2415020.75933 + 29.53058868 * k + 0.0001178 * t**2 - 0.000000155 * t**3
    ) + 0.00033 * sin((166.56 + 132.87 * t - 0.009173 * t**2) * r)
    sun = (359.2242 + 29.10535608 * k - 0.0000333 * t**2 - 0.00000347 * t**3) * r
    moon = (306.0253 + 385.81691806 * k + 0.0107306 * t**2 + 0.00001236 * t**3) * r
    node = (21.2964 + 390.67050646 * k - 0.0016528 * t**2 - 0.00000239 * t**3) * r
    change = (
        (0.1734 - 0.000393 * t) * sin(sun)
        + 0.0021 * sin(2 * sun)
        - 0.4068 * sin(moon)
        + 0.0161 * sin(2 * moon)
        - 0.0004 * sin(3 * moon)
        + 0.0104 * sin(2 * node)
        - 0.0051 * sin(sun + moon)
        - 0.0074 * sin(sun - moon)
        + 0.0004 * sin(2 * node + sun)
        - 0.0004 * sin(2 * node - sun)
        - 0.0006 * sin(2 * node + moon)
        + 0.0010 * sin(2 * node - moon)
        + 0.0005 * sin(sun + 2 * moon)
    )
    delta = -0.000278 + 0.000265 * t + 0.000262 * t**2
    return floor(mean + change - delta + 0.5 + ZONE)


def _sun_sector(julian):
    """In which twelfth of its year (0–11) the sun stands at the day's begin."""
    t = (julian - 0.5 - ZONE - 2451545) / 36525
    r = pi / 180
    anomaly = (357.5291 + 35999.0503 * t - 0.0001559 * t**2 - 0.00000048 * t**3) * r
    longitude = 280.46645 + 36000.76983 * t + 0.0003032 * t**2
    longitude += (1.9146 - 0.004817 * t - 0.000014 * t**2) * sin(anomaly)
    longitude += (0.019993 - 0.000101 * t) * sin(2 * anomaly)
    longitude += 0.00029 * sin(3 * anomaly)
    return floor(longitude % 360 / 30)


def _eleventh_month(year):
    """The new moon (k) that begins the month of that year's winter solstice."""
    k = floor((_julian(date(year, 12, 31)) - 2415021) / 29.530588853)
    return k - 1 if _sun_sector(_new_moon(k)) >= 9 else k


def _leap_offset(k):
    """How many months after the eleventh the leap month stands."""
    offset = 1
    while _sun_sector(_new_moon(k + offset)) != _sun_sector(_new_moon(k + offset + 1)):
        offset += 1
    return offset


def lunar(day):
    """(day, month, year, is leap month) in the lunar calendar of a calendar day."""
    julian = _julian(day)
    k = floor((julian - 2415021.076998695) / 29.530588853) + 1
    if _new_moon(k) > julian:
        k -= 1
    year = day.year
    eleventh, following = _eleventh_month(year - 1), _eleventh_month(year)
    if k >= following:
        eleventh, following = following, _eleventh_month(year + 1)
    else:
        year -= 1
    months, leap = k - eleventh, False
    month = months + 11
    if following - eleventh == 13:
        offset = _leap_offset(eleventh)
        if months >= offset:
            month -= 1
            leap = months == offset
    if month > 12:
        month, year = month - 12, year + 1
    return julian - _new_moon(k) + 1, month, year, leap


def year_name(year):
    """The name of a lunar year: 2024 -> "Giáp Thìn"."""
    return f"{STEMS[(year + 6) % 10]} {BRANCHES[(year + 8) % 12]}"
