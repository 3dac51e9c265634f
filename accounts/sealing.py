"""Fields that must never be read from a disk or a dump: one sealed column a record.

Authenticated encryption (AES-GCM) bound to the record's kind and key, so that sealed
bytes cannot be moved to another row. Keys come from the environment, newest first;
the first byte of sealed bytes names the key by its fingerprint.
"""

import base64
import hashlib
import hmac
import json
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models


def _keys():
    """Keys by fingerprint (4 bytes), newest first."""
    keys = [base64.b64decode(key) for key in settings.SEALING_KEYS]
    return {hashlib.sha256(key).digest()[:4]: key for key in keys}


def fingerprint():
    """What the sealed bytes of the newest key begin with."""
    return next(iter(_keys()))


def seal_bytes(content, bound_to):
    """Encrypt bytes so that they open only together with `bound_to` (str)."""
    mark, key = next(iter(_keys().items()))
    nonce = os.urandom(12)
    return mark + nonce + AESGCM(key).encrypt(nonce, content, bound_to.encode())


def unseal_bytes(sealed, bound_to):
    """The bytes again; raises InvalidTag when moved or tampered with."""
    sealed = bytes(sealed)
    key = _keys()[sealed[:4]]
    return AESGCM(key).decrypt(sealed[4:16], sealed[16:], bound_to.encode())


def seal(text, bound_to):
    """Encrypt text (str) so that it opens only together with `bound_to` (str)."""
    return seal_bytes(text.encode(), bound_to)


def unseal(sealed, bound_to):
    """Decrypt bytes made by `seal`; raises InvalidTag when moved or tampered with."""
    return unseal_bytes(sealed, bound_to).decode()


def search_hash(text, label):
    """Keyed hash for exact search of a sealed value (bytes), by label."""
    # A search key does not rotate: a setting of its own, or the oldest there is.
    key = base64.b64decode(settings.SEARCH_KEY or settings.SEALING_KEYS[-1])
    return hmac.new(key, f"{label}:{text}".encode(), hashlib.sha256).digest()


def sealed_text(name):
    """A property that keeps a text inside the record's sealed column."""

    def read(record):
        return record.unsealed().get(name, "")

    def write(record, value):
        values = record.unsealed()
        values.pop(name, None)
        if value:
            values[name] = value
        bound_to = record.sealed_label()
        record.sealed = seal(json.dumps(values), bound_to) if values else None

    return property(read, write)


class Sealed(models.Model):
    """A record with sealed texts: declare each as `note = sealed_text("note")`."""

    sealed = models.BinaryField(null=True, editable=False)

    class Meta:
        abstract = True

    def sealed_label(self):
        return f"{self._meta.label_lower}:{self.pk}"

    def unsealed(self):
        """All sealed values of this record as a new dict."""
        return (
            json.loads(unseal(self.sealed, self.sealed_label())) if self.sealed else {}
        )
