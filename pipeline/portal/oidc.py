"""Logging in with the municipality: OpenID Connect, authorization code with PKCE.

Of what the provider tells, only the roles are read; name, address and subject are dropped with
the answer.

Source: OpenID Connect Core 1.0; RFC 7636; NL GOV Assurance profile for OpenID Connect.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, Final

import httpx2
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.starlette_client import OAuth
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from privacy.errors import Permanent, Transient
from privacy.framework.roles import Rol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request
    from fastapi.responses import RedirectResponse

    from pipeline.settings import Settings

BACK: Final = "/inloggen/terug"
_REGISTRY: Final = JWSRegistry(algorithms=["RS256", "PS256", "ES256", "EdDSA"])
_KEYS_SECONDS: Final = 300
_TIMEOUT_SECONDS: Final = 10


class Provider:
    """The login provider of the municipality (`STADSPOLS_OIDC_*`)."""

    def __init__(self, settings: Settings) -> None:
        assert settings.oidc_issuer is not None
        assert settings.oidc_client_id is not None
        secret = settings.oidc_client_secret
        self._settings = settings
        self._issuer, self._audience = settings.oidc_issuer, settings.oidc_client_id
        self._metadata_url = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
        self._back = settings.portal_url.rstrip("/") + BACK
        self._client = OAuth().register(
            "gemeente",
            client_id=self._audience,
            client_secret=secret.get_secret_value() if secret else None,
            server_metadata_url=self._metadata_url,
            client_kwargs={
                "scope": settings.oidc_scope,
                "code_challenge_method": "S256",
                "token_endpoint_auth_method": "client_secret_basic" if secret else "none",
                "timeout": _TIMEOUT_SECONDS,
            },
        )
        self._keys: tuple[float, KeySet | None] = (0.0, None)
        self._lock = threading.Lock()

    async def ask(self, request: Request) -> RedirectResponse:
        """Return the way to the provider.

        Raises:
            Transient: the provider cannot be reached.
        """
        try:
            answer: RedirectResponse = await self._client.authorize_redirect(request, self._back)
        except httpx2.HTTPError:
            raise _unreachable() from None
        return answer

    async def roles(self, request: Request) -> frozenset[Rol]:
        """Return the roles of who comes back from the provider; state, nonce and code are right.

        Raises:
            Permanent: `inloggen`, the answer is not one to our question.
            Transient: the provider cannot be reached.
        """
        try:
            token = await self._client.authorize_access_token(request)
            claims = token["userinfo"]
            if not self._of(claims):
                claims = await self._client.userinfo(token=token)
        except httpx2.HTTPError:
            raise _unreachable() from None
        except (OAuthError, JoseError, KeyError):
            raise Permanent("inloggen", "inloggen is niet gelukt; probeer het opnieuw") from None
        return self._of(claims)

    def role_of_token(self, token: str) -> Rol | None:
        """Return the role in an access token of the provider that is meant for us (RFC 9068).

        None when it is not, or names no role or more than one.
        """
        try:
            decoded = jwt.decode(token, self._key_set(), registry=_REGISTRY)
            jwt.JWTClaimsRegistry(
                iss={"essential": True, "value": self._issuer},
                aud={"essential": True, "value": self._audience},
                exp={"essential": True},
            ).validate(decoded.claims)
        except (JoseError, ValueError, httpx2.HTTPError):
            return None
        roles = self._of(decoded.claims)
        return next(iter(roles)) if len(roles) == 1 else None

    def _key_set(self) -> KeySet:
        """Return the provider's keys, fetched again now and then."""
        with self._lock:
            fetched, keys = self._keys
            if keys is None or time.monotonic() - fetched > _KEYS_SECONDS:
                with httpx2.Client(timeout=_TIMEOUT_SECONDS) as client:
                    metadata = client.get(self._metadata_url).raise_for_status().json()
                    found = client.get(metadata["jwks_uri"]).raise_for_status().json()
                keys = KeySet.import_key_set(found)
                self._keys = time.monotonic(), keys
            return keys

    def _of(self, claims: Mapping[str, Any]) -> frozenset[Rol]:
        return roles_in(claims, self._settings.oidc_claim, self._settings.oidc_roles)


def roles_in(claims: Mapping[str, Any], path: str, mapping: Mapping[str, Rol]) -> frozenset[Rol]:
    """Return the roles that `claims` name at `path` (`realm_access.roles`).

    A name stands for the role that `mapping` gives it; without a mapping, for the role of that
    name. What is no role is ignored.
    """
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    names = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    known = mapping or {role.value: role for role in Rol}
    return frozenset(known[name] for name in names if isinstance(name, str) and name in known)


def _unreachable() -> Transient:
    return Transient("inloggen.aanbieder", "de inlogdienst antwoordt niet; probeer het later")
