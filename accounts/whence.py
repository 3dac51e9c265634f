"""From where a request comes: its address and what kind of program sends it."""

from ipaddress import ip_address, ip_network

from django.conf import settings

UNKNOWN = "unknown"  # such as behind a socket of the machine itself
BROWSERS = ["Edg", "OPR", "CocCoc", "coc_coc_browser", "Firefox", "Chrome", "Safari"]
NAMES = {
    "Edg": "Edge",
    "OPR": "Opera",
    "CocCoc": "Coc Coc",
    "coc_coc_browser": "Coc Coc",
}
SYSTEMS = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"]


def address(request):
    """The sender's address (text). A proxy's word counts only if the proxy is trusted.

    Then the last address that the proxy itself wrote is taken, never one that the
    sender could have put before it.
    """
    here = request.META.get("REMOTE_ADDR", "") or UNKNOWN
    passed = request.META.get("HTTP_X_FORWARDED_FOR", "")
    for told in reversed(passed.split(",")):
        if not _trusted(here) or not told.strip():
            break
        here = told.strip()
    return _tidy(here)


def _tidy(text):
    try:
        return str(ip_address(text))
    except ValueError:
        return UNKNOWN


def _trusted(here):
    if here == UNKNOWN:  # a socket of the machine: whoever runs the proxy says so
        return UNKNOWN in settings.TRUSTED_PROXIES
    try:
        found = ip_address(here)
    except ValueError:
        return False
    return any(
        found in ip_network(proxy, strict=False)
        for proxy in settings.TRUSTED_PROXIES
        if proxy != UNKNOWN
    )


def agent(request):
    """Browser and system in two words, such as "Chrome, Android"; nothing finer."""
    text = request.META.get("HTTP_USER_AGENT", "")
    browser = next((name for name in BROWSERS if name in text), "")
    system = next((name for name in SYSTEMS if name in text), "")
    return ", ".join(filter(None, [NAMES.get(browser, browser), system]))
