"""The pages: what people see in a browser; `pipeline.portal.app` serves them.

`routers` holds the routes, each of which declares its right (`pipeline.portal.access`), and
`STATIC` the folder of files that is served under `/static`.
"""

from pathlib import Path

from fastapi import APIRouter

routers: tuple[APIRouter, ...] = ()
STATIC = Path(__file__).parent / "static"
