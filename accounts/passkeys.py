"""Passkeys as a second step (WebAuthn); static/passkey.js speaks to the browser."""

import json

from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from accounts import activity, mint
from accounts.sealing import seal, unseal

STATE = "passkey_state"


def _server(request):
    """Bound to the host of the request, which Django has checked (ALLOWED_HOSTS)."""
    host = request.get_host().rsplit(":", 1)[0]
    origin = f"{request.scheme}://{request.get_host()}"
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=host, name=host),
        verify_origin=lambda told: told == origin,
    )


def _bound_to(user_id):
    return f"accounts.factor:{user_id}:passkey"


def _kept(request):
    """(id, credential) of each passkey of whoever is signing in or signed in."""
    who = request.sign_in.who
    return [
        (
            row[0],
            AttestedCredentialData(bytes.fromhex(unseal(row[3], _bound_to(who)))),
        )
        for row in mint.call("my_factors")
        if row[1] == "passkey"
    ]


def offered(request):
    """What the browser needs to make a passkey (JSON text); its challenge is kept."""
    user = request.user
    options, request.session[STATE] = _server(request).register_begin(
        PublicKeyCredentialUserEntity(
            id=user.pk.bytes, name=user.username, display_name=user.username
        ),
        [credential for _id, credential in _kept(request)],
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return json.dumps(dict(options)["publicKey"])


def add(request, text, label):
    """Keep the passkey that the browser made; whether it was a right one."""
    state = request.session.pop(STATE, None)
    try:
        made = _server(request).register_complete(state, json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    credential = made.credential_data
    sealed = seal(bytes(credential).hex(), _bound_to(request.user.pk))
    found = (label or _("passkey"), sealed, credential.credential_id, made.counter)
    mint.call("add_factor", "passkey", *found)
    activity.record("add passkey", request.user)
    return True


def asked(request):
    """What the browser needs to use a passkey (JSON text), or "" if there is none."""
    credentials = [credential for _id, credential in _kept(request)]
    if not credentials:
        return ""
    options, request.session[STATE] = _server(request).authenticate_begin(
        credentials, user_verification=UserVerificationRequirement.PREFERRED
    )
    return json.dumps(dict(options)["publicKey"])


def passed(request, text):
    """Whether the browser's answer proves one of the person's passkeys: its kind."""
    state, kept = request.session.pop(STATE, None), _kept(request)
    try:
        answer = json.loads(text)
        used = _server(request).authenticate_complete(
            state, [credential for _id, credential in kept], answer
        )
        counter = _counter(answer)
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
    which = next(pk for pk, credential in kept if credential == used)
    return "passkey" if mint.call("use_passkey", which, counter)[0][0] else ""


def _counter(answer):
    """The authenticator's signature counter: a copy of it would fall behind."""
    return AuthenticationResponse.from_dict(answer).response.authenticator_data.counter
