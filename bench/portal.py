"""How long a page of the portal takes with ten years of figures, and what it weighs.

    .venv/bin/python bench/portal.py [--days 3650]

An analyst is logged in; each page is asked for cold (a new release), then warm.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi.testclient import TestClient

from pipeline.portal.app import create_app
from pipeline.settings import Settings
from privacy.framework.roles import Rol
from privacy.posts import Signal
from tests.fakes import NOW, signed_example
from tests.pipeline.portal.conftest import UNLIMITED, Door
from tests.pipeline.portal.released_file import write_released

if TYPE_CHECKING:
    from httpx import Response

PAGES = (
    "/analist",
    "/analist/reeks?gebied=GM0034&signaal=onrust",
    "/analist/pieken",
    "/raad",
    "/bewoner",
    "/v1/cijfers?gebied=GM0034&signaal=onrust&perPagina=1000",
    "/v1/cijfers?perPagina=100",
)
QUARTERS = 8
AREAS = {
    "GM0034": ("Almere", "gemeente"),
    **{
        f"WK0034{n:02}": (f"Gebied {n}", "wijk" if n >= QUARTERS else "stadsdeel")
        for n in range(44)
    },
}


def main() -> None:
    """Print how long each page takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=3650)
    days = parser.parse_args().days
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(
            config=signed_example(folder / "config"), data=folder / "data", keys=folder / "keys"
        )
        write_released(settings.released, days=days, areas=AREAS, signals=tuple(Signal))
        write_released(settings.public, days=days, tier="openbaar", surges=False)
        rows = days * len(AREAS) * len(Signal)
        print(f"{datetime.now(UTC):%Y-%m-%d}: {days} days, {rows} cells")
        print(f"{'page':60} {'status':>6} {'cold ms':>8} {'warm ms':>8} {'kB':>6}")
        for page in PAGES:
            door = Door(Rol.RAADSLID if page == "/raad" else Rol.ANALIST)
            app = create_app(settings, lambda: NOW, recognition=door, limit=UNLIMITED)
            client = TestClient(app)
            (cold, _), (warm, answer) = (timed(client, page) for _ in range(2))
            size = len(answer.content) / 1000
            print(f"{page:60} {answer.status_code:6} {cold:8.0f} {warm:8.0f} {size:6.1f}")


def timed(client: TestClient, page: str) -> tuple[float, Response]:
    """Return how many milliseconds the answer took, and the answer."""
    began = time.perf_counter()
    answer = client.get(page)
    return 1000 * (time.perf_counter() - began), answer


if __name__ == "__main__":
    main()
