"""Reading an ID token: who signed it, for whom, when, and in answer to which question."""

from hashlib import sha256
from typing import Any

import jwt
from django.utils.crypto import constant_time_compare

# With a key that only the provider has. No HS256: a shared secret is no signature.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
NEEDED = ["iss", "sub", "aud", "exp", "iat"]
LEEWAY = 30  # seconds by which two clocks may differ


class NotTheirs(Exception):
    """The token does not prove what it says."""


def claims_in(
    token: str, keys: dict[str, Any], *, issuer: str, client_id: str, nonce: str
) -> dict[str, Any]:
    """Errors  NotTheirs."""
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key=_key(token, keys),
            algorithms=list(ALGORITHMS),
            audience=client_id,
            issuer=issuer,
            leeway=LEEWAY,
            options={"require": NEEDED},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotTheirs(type(error).__name__) from error
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise NotTheirs("sub")
    if not nonce or not constant_time_compare(str(claims.get("nonce")), nonce):
        raise NotTheirs("nonce")
    if claims.get("azp", client_id) != client_id:
        raise NotTheirs("azp")
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims:
        raise NotTheirs("aud")
    return claims


def _key(token: str, keys: dict[str, Any]) -> jwt.PyJWK:
    named = jwt.get_unverified_header(token).get("kid")
    known = jwt.PyJWKSet.from_dict(keys).keys
    fitting = [key for key in known if named is None or key.key_id == named]
    if len(fitting) != 1:
        raise NotTheirs("kid")
    return fitting[0]


def identity_of(claims: dict[str, Any]) -> str:
    """Who somebody is: the issuer and its name for her, and nothing that may pass to another."""
    return sha256(f"{claims['iss']}\n{claims['sub']}".encode()).hexdigest()
