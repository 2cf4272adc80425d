"""Access: which right a route demands, and what a visitor may do; the default is nothing.

Every route declares `require(a right)` or `PUBLIC`, or the portal does not start. A visitor is
a role and its rights from the council's framework: the portal knows no person.
"""
# No `from __future__ import annotations`: FastAPI reads the annotations at run time.

import hmac
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urlsplit

import structlog
from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Mount

from pipeline.portal.parts import parts
from privacy.errors import PrivacyError
from privacy.framework.roles import Recht, Rol

CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF-Token"
NOBODY = "niemand"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a role, or nobody.

    `csrf` is the token that the forms of this visitor carry; None for a machine, which sends a
    bearer token and no cookie, and for nobody.
    """

    role: Rol | None = None
    csrf: str | None = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """A caller, and what the framework grants to its role at this moment."""

    role: Rol | None
    rights: frozenset[Recht]
    csrf: str | None = None

    def may(self, right: Recht) -> bool:
        """Return whether the framework grants `right` to this visitor."""
        return right in self.rights

    @property
    def key(self) -> str:
        """What tells one session from another; programs of a role are one."""
        return self.csrf or f"{self.role}"


class Recognition(Protocol):
    """Finds out who asks; `pipeline.portal.sessions` has the real one."""

    def caller(self, request: Request) -> Caller:
        """Return who sent the request; somebody unknown is nobody."""
        ...


class NotLoggedIn(HTTPException):
    """The route needs a right and nobody is logged in."""

    def __init__(self) -> None:
        super().__init__(
            HTTPStatus.UNAUTHORIZED, "Log eerst in.", headers={"WWW-Authenticate": "Bearer"}
        )


class Forbidden(HTTPException):
    """The role lacks the right, or a form lacks its token."""

    def __init__(self, detail: str = "Uw rol geeft dit recht niet.") -> None:
        super().__init__(HTTPStatus.FORBIDDEN, detail)


class Denials:
    """How often each role was refused what, since the portal started: no person, no address."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def add(self, role: str, what: str) -> int:
        """Count one refusal; return how many there are of it now."""
        with self._lock:
            self._counts[role, what] += 1
            return self._counts[role, what]

    def counts(self) -> dict[tuple[str, str], int]:
        """Return the number of refusals per role and right."""
        with self._lock:
            return dict(self._counts)


@dataclass(frozen=True, slots=True)
class Require:
    """A dependency that lets a visitor through who has one of `rights`; none are for everybody."""

    rights: frozenset[Recht]

    async def __call__(self, request: Request) -> Visitor:
        """Return the visitor, who may do this, and whose form is from our own page.

        Raises:
            NotLoggedIn, Forbidden: each is logged and counted, without a person.
        """
        visitor = await run_in_threadpool(visitor_of, request)
        if self.rights and not self.rights & visitor.rights:
            deny(request, ".".join(sorted(self.rights)), visitor)
            raise NotLoggedIn if visitor.role is None else Forbidden
        if request.method not in _SAFE_METHODS and not await _is_ours(request, visitor):
            deny(request, "csrf", visitor)
            raise Forbidden("Het formulier is verlopen. Laad de bladzijde opnieuw.")
        return visitor


def require(right: Recht, *others: Recht) -> Require:
    """Return the dependency for a route that needs `right`, or one of the `others`."""
    return Require(frozenset({right, *others}))


PUBLIC = Require(frozenset())
"""The dependency for a route that everybody may see."""


def visitor_of(request: Request) -> Visitor:
    """Return who asks and what they may do now."""
    here = parts(request)
    caller = here.recognition.caller(request)
    return Visitor(caller.role, here.council.standing().rights_of(caller.role), caller.csrf)


def demands(routes: Iterable[BaseRoute]) -> Iterator[tuple[APIRoute, frozenset[Recht]]]:
    """Yield every route with the rights of which it demands one; a public one demands none.

    Raises:
        PrivacyError: `portal.recht`, a route does not say once who may use it.
    """
    for route in routes:
        if isinstance(route, APIRoute):
            declared = {each.rights for each in _requirements(route.dependant)}
            if len(declared) != 1:
                raise PrivacyError(
                    "portal.recht",
                    f"route {route.path} zegt niet (één keer) voor wie hij is",
                )
            yield route, declared.pop()
        elif isinstance(route, Mount):
            yield from demands(route.routes)


def _requirements(dependant: Dependant) -> Iterator[Require]:
    if isinstance(dependant.call, Require):
        yield dependant.call
    for inner in dependant.dependencies:
        yield from _requirements(inner)


async def _is_ours(request: Request, visitor: Visitor) -> bool:
    """Return whether a change comes from a page of ours.

    A bearer token is not sent by itself. Who is logged in sends the token of the form; nobody
    at least comes from this address, or from no page at all.
    """
    if visitor.csrf is None:
        origin = request.headers.get("origin")
        return origin is None or urlsplit(origin).netloc == request.headers.get("host")
    sent: object = request.headers.get(CSRF_HEADER)
    if sent is None and "form" in request.headers.get("content-type", ""):
        sent = (await request.form()).get(CSRF_FIELD)
    return isinstance(sent, str) and hmac.compare_digest(sent.encode(), visitor.csrf.encode())


def deny(request: Request, what: str, visitor: Visitor) -> None:
    """Log and count a refusal: the role and the right."""
    role = visitor.role.value if visitor.role else NOBODY
    count = parts(request).denials.add(role, what)
    structlog.get_logger().warning("portal.geweigerd", job=role, rule=f"recht.{what}", count=count)
