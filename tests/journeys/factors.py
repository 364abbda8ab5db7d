"""An app, a key and a printed list of somebody who has set up all three, as rows of the libraries."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

import psycopg
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

HOST = "localhost"
PRESENT, WITH_KEY = 0x01, 0x40  # flags of what a key says about itself


def give(database: psycopg.Connection, user: int) -> None:
    """Once; the key has the number that tests/access/routes.py opens."""
    made: dict[str, dict[str, Any]] = {
        "webauthn": {"name": "Schlüssel am Bund", "credential": key()},
        "totp": {"secret": "JBSWY3DPEHPK3PXP"},
        "recovery_codes": {"seed": "0" * 80, "used_mask": 0},
    }
    database.execute("SELECT setval(pg_get_serial_sequence('mfa_authenticator', 'id'), 10)")
    for number, (kind, data) in enumerate(made.items(), start=1):
        database.execute(
            "INSERT INTO mfa_authenticator (id, user_id, type, data, created_at) VALUES (%s, %s, %s, %s, now())"
            " ON CONFLICT DO NOTHING",
            [number, user, kind, json.dumps(data)],
        )


def next_code(database: psycopg.Connection) -> str:
    """From the printed list; each opens once."""
    row = database.execute("SELECT data FROM mfa_authenticator WHERE type = 'recovery_codes'").fetchone()
    assert row is not None
    list_ = Authenticator(type="recovery_codes", data=row[0] if isinstance(row[0], dict) else json.loads(row[0]))
    return str(RecoveryCodes(list_).get_unused_codes()[0])


def key() -> dict[str, Any]:
    """What a browser sends when a key has been set up."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = AttestedCredentialData.create(bytes(16), b"key on a ring", public)
    says = AuthenticatorData.create(sha256(HOST.encode()).digest(), PRESENT | WITH_KEY, 0, credential)
    asked = CollectedClientData.create("webauthn.create", b"challenge", f"https://{HOST}")
    return {
        "type": "public-key",
        "id": text(b"key on a ring"),
        "rawId": text(b"key on a ring"),
        "response": {
            "clientDataJSON": text(bytes(asked)),
            "attestationObject": text(bytes(AttestationObject.create("none", says, {}))),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }


def text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
