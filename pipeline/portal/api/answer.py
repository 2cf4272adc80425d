"""How the API answers: pages with links, and nothing new when nothing changed."""
# No `from __future__ import annotations`: FastAPI reads the annotations at run time.

import hashlib
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Query, Request, Response

from pipeline.portal.models import Bladzijvraag, Cijfervraag
from pipeline.portal.parts import Here

Paging = Annotated[Bladzijvraag, Query()]
Choice = Annotated[Cijfervraag, Query()]


class Unchanged(Exception):  # noqa: N818 - no error: the answer is that nothing changed
    """What the asker has is still right."""

    def __init__(self, etag: str) -> None:
        super().__init__()
        self.etag = etag


@dataclass(frozen=True, slots=True)
class Fresh:
    """A dependency: the answer is new to who asks, or there is no answer.

    `public` figures may be kept by a cache on the way; others by the asker alone. Either asks
    each time whether they changed.
    """

    public: bool

    def __call__(self, request: Request, response: Response, here: Here) -> None:
        """Set the tag of the figures, and of what was said of them, as they are now.

        Raises:
            Unchanged: the asker has that tag already.
        """
        digest = (here.public if self.public else here.internal).digest
        state = f"{self.public} {digest} {_bytes(here.settings.assessments)}"
        etag = f'W/"{hashlib.sha256(state.encode()).hexdigest()[:16]}"'
        if etag in request.headers.get("if-none-match", ""):
            raise Unchanged(etag)
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = f"{'public' if self.public else 'private'}, no-cache"
        response.headers["Vary"] = "Authorization, Cookie"


FRESH, FRESH_PUBLIC = Depends(Fresh(public=False)), Depends(Fresh(public=True))


def place(request: Request, response: Response, ask: Bladzijvraag, total: int) -> dict[str, int]:
    """Return the fields of a `Bladzijde`; set the links to the pages around it (RFC 8288)."""
    last = max(1, math.ceil(total / ask.per_pagina))
    pages = {"first": 1, "prev": ask.pagina - 1, "next": ask.pagina + 1, "last": last}
    response.headers["Link"] = ", ".join(
        f'<{request.url.path}?{request.url.include_query_params(pagina=page).query}>; rel="{name}"'
        for name, page in pages.items()
        if 1 <= page <= last
    )
    return {"pagina": ask.pagina, "per_pagina": ask.per_pagina, "totaal": total}


def _bytes(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0
