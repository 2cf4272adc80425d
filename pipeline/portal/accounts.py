"""Accounts for the demo: one per role, with a password that is shown once and kept as a hash."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from privacy.errors import PrivacyError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.portal.council import Standing
    from privacy.framework.roles import Rol

_HASHER = PasswordHasher()


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown once, when the portal starts."""

    password: str
    token: str


@dataclass(frozen=True, slots=True)
class Accounts:
    """The hashes of passwords, and the tokens for programs, as long as the portal runs."""

    hashes: Mapping[Rol, str]
    tokens: Mapping[Rol, str]

    def role_of(self, role: str, password: str) -> Rol | None:
        """Return the role when the password is its own; without such a role it takes as long."""
        known = {each.value: each for each in self.hashes}.get(role)
        try:
            _HASHER.verify(self.hashes[known or next(iter(self.hashes))], password)
        except VerificationError:
            return None
        return known

    def role_of_token(self, token: str) -> Rol | None:
        """Return the role that a token stands for."""
        sent = token.encode()
        right = (r for r, own in self.tokens.items() if hmac.compare_digest(own.encode(), sent))
        return next(right, None)


def make_accounts(
    standing: Standing, hasher: PasswordHasher = _HASHER
) -> tuple[Accounts, dict[Rol, Shown]]:
    """Return an account per role of an example framework, and what to show of each, once.

    Raises:
        PrivacyError: `portal.demo`, the framework is a council's own: its people log in with the
            municipality.
    """
    if standing.approved is None or not standing.approved.framework.is_example:
        raise PrivacyError("portal.demo", "proefaccounts bestaan alleen bij een voorbeeldkader")
    shown = {
        role: Shown(secrets.token_urlsafe(12), secrets.token_urlsafe(32))
        for role in standing.approved.framework.rollen
    }
    hashes = {role: hasher.hash(each.password) for role, each in shown.items()}
    return Accounts(hashes, {role: each.token for role, each in shown.items()}), shown
