"""An identity provider that signs with keys of its own, behind the HTTP of `requests`."""

import base64
import hashlib
import json
import time
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from requests.adapters import BaseAdapter

CITY, PREFECTURE = "https://login.city.example", "https://login.prefecture.example/realms/staff"
ALGORITHMS = {"RS256": jwt.algorithms.RSAAlgorithm, "ES256": jwt.algorithms.ECAlgorithm}


class FakeProvider(BaseAdapter):
    """Answers as a provider does; a test changes what it claims, or how it signs."""

    def __init__(self, issuer: str, client: str, secret: str, algorithm: str = "RS256") -> None:
        super().__init__()
        self.issuer, self.client, self.secret, self.algorithm = issuer, client, secret, algorithm
        self.key = new_key(algorithm)
        self.signs_with: Any = self.key
        self.claims: dict[str, Any] = {}  # what differs from an honest token
        self.told_beside: dict[str, Any] = {}
        self.configuration: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.is_away = False

    def authorise(self, address: str) -> dict[str, str]:
        """What the provider's page does once somebody has signed in there."""
        asked = dict(parse_qsl(urlsplit(address).query))
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def send(self, request: requests.PreparedRequest, **_more: Any) -> requests.Response:
        if self.is_away:
            raise requests.ConnectionError("nobody answers")
        path = (request.url or "").removeprefix(self.issuer)
        self.asked.append(path)
        answers = {
            "/.well-known/openid-configuration": self._configuration,
            "/keys": self._keys,
            "/me": lambda _request: self.told_beside,
            "/token": self._token,
        }
        return _response(request, answers[path](request))

    def close(self) -> None:
        pass

    def _configuration(self, _request: Any) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorise",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/me",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **self.configuration,
        }

    def _keys(self, _request: Any) -> dict[str, Any]:
        public = ALGORITHMS[self.algorithm].to_jwk(self.key.public_key())
        return {"keys": [{**json.loads(public), "kid": "one", "alg": self.algorithm}]}

    def _token(self, request: requests.PreparedRequest) -> dict[str, Any]:
        given = {name: value[0] for name, value in parse_qs(str(request.body)).items()}
        asked = self.codes.pop(given["code"])
        digest = hashlib.sha256(given["code_verifier"].encode()).digest()
        assert asked["code_challenge_method"] == "S256"
        assert asked["code_challenge"] == base64.urlsafe_b64encode(digest).decode().rstrip("=")
        assert given["redirect_uri"] == asked["redirect_uri"]
        assert (given["client_id"], given["client_secret"]) == (self.client, self.secret)
        return {"access_token": "a", "token_type": "Bearer", "id_token": self._signed(asked)}

    def _signed(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        honest = {
            "iss": self.issuer,
            "sub": "1234",
            "aud": self.client,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "email": "",
            "email_verified": True,
        }
        claims = {name: value for name, value in (honest | self.claims).items() if value != "-"}
        return jwt.encode(claims, self.signs_with, self.algorithm, headers={"kid": "one"})


def new_key(algorithm: str) -> Any:
    if algorithm == "ES256":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _response(request: requests.PreparedRequest, body: Any) -> requests.Response:
    response = requests.Response()
    response.status_code = 200
    response.url = str(request.url)
    response.request = request
    response.headers["Content-Type"] = "application/json"
    response.raw = BytesIO(json.dumps(body).encode())
    return response
