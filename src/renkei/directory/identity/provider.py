"""What we ask an organisation's provider, and what we believe of its answer."""

from secrets import token_urlsafe
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from renkei.directory.identity.tokens import NotTheirs, claims_in, identity_of
from renkei.directory.providers import IdentityProvider, is_safe_address

ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")
# What a provider may tell beside the token; how somebody signed in is no part of it.
TOLD_BESIDE = ("email", "email_verified", "name")


def provider_called(key: str) -> IdentityProvider:
    return next(one for one in settings.IDENTITY_PROVIDERS if one.key == key)


class Conversation(OpenIDConnectOAuth2Adapter):
    """One sign-in with one provider."""

    nonce = ""

    @property
    def ours(self) -> IdentityProvider:
        return provider_called(self.provider_id)

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says about itself; it must be the one that we mean."""
        if not hasattr(self, "_openid_config"):
            address = self.ours.issuer.rstrip("/") + "/.well-known/openid-configuration"
            said = self._read(address)
            if said.get("issuer") != self.ours.issuer:
                raise OAuth2Error("another issuer answers")
            if not all(is_safe_address(said.get(name)) for name in ADDRESSES):
                raise OAuth2Error("an address is missing or not safe")
            self._openid_config = said
        return self._openid_config

    def _read(self, address: str, **headers: str) -> dict[str, Any]:
        from requests import RequestException

        try:
            with get_adapter().get_requests_session() as session:
                response = session.get(address, headers=headers)
                response.raise_for_status()
                said = response.json()
        except (RequestException, ValueError) as error:
            raise OAuth2Error("the provider does not answer") from error
        if not isinstance(said, dict):
            raise OAuth2Error("the provider's answer cannot be read")
        return said

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        """Nothing is asked of the provider later, so nothing is kept for it."""
        return SocialToken(token=str(data["access_token"]))

    def complete_login(
        self,
        request: HttpRequest,
        app: Any,  # noqa: ARG002
        token: SocialToken,
        **more: Any,
    ) -> Any:
        claims = self._claims(str(more["response"].get("id_token") or ""))
        if "email" not in claims or "email_verified" not in claims:
            claims = self._with_told_beside(claims, token.token)
        login = self.get_provider().sociallogin_from_response(request, claims)
        login.claims = claims
        return login

    def _claims(self, id_token: str) -> dict[str, Any]:
        keys = self._read(self.openid_config["jwks_uri"])
        ours = self.ours
        try:
            return claims_in(
                id_token, keys, issuer=ours.issuer, client_id=ours.client_id, nonce=self.nonce
            )
        except NotTheirs as error:
            raise OAuth2Error(f"the token is not theirs: {error}") from error

    def _with_told_beside(self, claims: dict[str, Any], token: str) -> dict[str, Any]:
        address = self.openid_config.get("userinfo_endpoint")
        if not is_safe_address(address):
            return claims
        told = self._read(str(address), Authorization=f"Bearer {token}")
        if told.get("sub") != claims["sub"]:
            raise OAuth2Error("told of somebody else")
        return {**{name: told[name] for name in TOLD_BESIDE if name in told}, **claims}

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:  # noqa: ARG002
        """At the configured host: what a browser says of its host may be false."""
        return settings.ADDRESS + reverse("openid_connect_callback", args=[self.provider_id])


class OrganisationProvider(OpenIDConnectProvider):
    oauth2_adapter_class = Conversation
    pkce_enabled_default = True

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """What is asked for is ours to say: nothing of it comes from the page's address."""
        nonce = token_urlsafe(32)
        following = get_next_redirect_url(request)
        return {
            "process": AuthProcess.LOGIN,
            "nonce": nonce,
            "scope": self.get_default_scope(),
            "auth_params": {"nonce": nonce},
            **({"next_url": following} if following else {}),
        }

    def serialize(self) -> dict[str, Any]:
        """Under its own key, while a second factor is asked: a client id may be used twice."""
        return {**super().serialize(), "id": self.sub_id}

    def extract_uid(self, data: dict[str, Any]) -> str:
        return identity_of(data)

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        """Of what the provider tells nothing is kept."""
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:  # noqa: ARG002
        return []
