"""What was searched for: in the address it is sealed, so no name stands in a log."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag

from accounts.sealing import seal, unseal

MOST = 100


def hidden(text, user):
    """The words as they may stand in an address (str); only this person reads them."""
    text = text.strip()[:MOST]
    return urlsafe_b64encode(seal(text, _bound(user))).decode() if text else ""


def told(token, user):
    """The words behind `hidden`; "" for whatever else stands in the address."""
    try:
        return unseal(urlsafe_b64decode(token), _bound(user)) if token else ""
    except (InvalidTag, KeyError, ValueError):
        return ""


def _bound(user):
    return f"search:{user.pk}"
