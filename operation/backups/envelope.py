"""The backup's file: sealed for a public key, each block authenticated, none missing.

    header   MAGIC · fingerprint of the public key (8) · one-time public key (32)
    blocks   ChaCha20-Poly1305 of up to 1 MiB each; the nonce is the block's number and
             whether it is the last one, so no block can be cut off, doubled or moved
    key      HKDF-SHA256 of the X25519 exchange, bound to both public keys

The server knows the public key only. Inside: members, each a name and its bytes.
"""

import base64
import hashlib
import io
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"sotay-backup-1\n"
BLOCK = 1024 * 1024
TAG = 16
HEADER = len(MAGIC) + 8 + 32


class Broken(Exception):
    """The file cannot be opened: a sentence says why."""


def new_pair():
    """A private key and its public key (two str of base64)."""
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    return _text(private.private_bytes_raw()), _text(public)


def _text(raw):
    return base64.b64encode(raw).decode()


def parse(text, what):
    """The 32 bytes of a key as people give it; Broken if they are not 32."""
    try:
        raw = base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        raw = b""
    if len(raw) != 32:
        raise Broken(f"This is no {what}: it must be 32 bytes in base64.")
    return raw


def fingerprint(public):
    return hashlib.sha256(public).digest()[:8]


def _key(shared, once, public):
    derive = HKDF(SHA256(), 32, salt=once + public, info=MAGIC)
    return derive.derive(shared)


def _nonce(number, last):
    return number.to_bytes(11, "big") + bytes([last])


class Sealer:
    """Writes members to a file; `close` writes the last block, else it stays broken."""

    def __init__(self, file, public_key):
        public = parse(public_key, "public key")
        once = X25519PrivateKey.generate()
        once_public = once.public_key().public_bytes_raw()
        shared = once.exchange(X25519PublicKey.from_public_bytes(public))
        self.key = _key(
            shared, once_public, public
        )  # opens this one file, see `verify`
        self.header = MAGIC + fingerprint(public) + once_public
        self.cipher = ChaCha20Poly1305(self.key)
        self.file, self.number, self.waiting = file, 0, bytearray()
        file.write(self.header)

    def write(self, data):
        self.waiting += data
        while len(self.waiting) > BLOCK:  # the last block is never empty
            self._block(bytes(self.waiting[:BLOCK]), last=False)
            del self.waiting[:BLOCK]

    def _block(self, data, last):
        nonce = _nonce(self.number, last)
        self.file.write(self.cipher.encrypt(nonce, data, self.header))
        self.number += 1

    def member(self, name, chunks):
        """One member: its name, its chunks (iterable of bytes), its SHA-256 (hex)."""
        digest = hashlib.sha256()
        self.write(struct.pack(">H", len(name)) + name.encode())
        for chunk in chunks:
            if chunk:
                digest.update(chunk)
                self.write(struct.pack(">I", len(chunk)) + bytes(chunk))
        self.write(struct.pack(">I", 0))
        return digest.hexdigest()

    def close(self):
        self.write(struct.pack(">H", 0))
        self._block(bytes(self.waiting), last=True)


def open_key(file, private_key):
    """The key of this one file, by the private key; Broken when it is another's."""
    raw = parse(private_key, "private key")
    private = X25519PrivateKey.from_private_bytes(raw)
    public = private.public_key().public_bytes_raw()
    header = _header(file)
    wanted = header[len(MAGIC) : len(MAGIC) + 8]
    if wanted != fingerprint(public):
        raise Broken(
            f"Wrong key: the file is sealed for the key {wanted.hex()}, this is"
            f" {fingerprint(public).hex()}."
        )
    once = header[-32:]
    return _key(private.exchange(X25519PublicKey.from_public_bytes(once)), once, public)


def _header(file):
    file.seek(0)
    header = file.read(HEADER)
    if len(header) < HEADER or not header.startswith(MAGIC):
        raise Broken("This is no backup of this program, or its beginning is cut off.")
    return header


class Opener(io.RawIOBase):
    """Reads the opened bytes; a block that was changed or cut off raises Broken."""

    def __init__(self, file, key):
        self.header = _header(file)
        self.cipher = ChaCha20Poly1305(key)
        self.file, self.number, self.ready = file, 0, b""
        self.next = file.read(BLOCK + TAG)

    def block(self):
        """The next block's bytes, b"" after the last."""
        sealed, self.next = self.next, self.file.read(BLOCK + TAG)
        if not sealed:
            return b""
        nonce = _nonce(self.number, last=not self.next)
        self.number += 1
        try:
            return self.cipher.decrypt(nonce, sealed, self.header)
        except InvalidTag:
            raise Broken(
                f"The file is damaged at block {self.number}: changed or cut off."
            ) from None

    def take(self, count):
        """Exactly so many bytes."""
        while len(self.ready) < count:
            block = self.block()
            if not block:
                raise Broken("The file ends too early.")
            self.ready += block
        taken, self.ready = self.ready[:count], self.ready[count:]
        return taken

    def members(self):
        """(name, chunks) one after the other; chunks must be used up before the next."""
        while length := struct.unpack(">H", self.take(2))[0]:
            yield self.take(length).decode(), self._chunks()
        if self.ready or self.block():
            raise Broken("The file goes on after its end.")

    def _chunks(self):
        while length := struct.unpack(">I", self.take(4))[0]:
            yield self.take(length)
