"""Sessions: who is logged in, as a role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.portal.access import Caller

if TYPE_CHECKING:
    from fastapi import Request


class Sessions:
    """Gives out no session yet: everybody is nobody."""

    def caller(self, request: Request) -> Caller:  # noqa: ARG002
        """Return nobody."""
        return Caller()
