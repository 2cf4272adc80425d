"""Assets: the files of the pages, kept by browsers until they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from pipeline.portal.pages.page import STATIC

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Scope

_KEEP: Final = "public, max-age=31536000, immutable"


class Assets(StaticFiles):
    """Files whose address names their content (`?v=`): a browser may keep those for a year."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file; one that is asked for without its content's name is not kept."""
        response = await super().get_response(path, scope)
        if scope["query_string"].startswith(b"v="):
            response.headers["Cache-Control"] = _KEEP
        return response


files: Final = GZipMiddleware(Assets(directory=STATIC))
"""The folder as an application. It alone is compressed: pages hold tokens, files do not."""
