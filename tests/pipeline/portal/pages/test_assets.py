from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.portal.pages.page import FOLDER, STATIC, static

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

VENDORED = [STATIC / "vendor", Path(__file__).parents[3] / "browser/vendor"]
TEMPLATES = "".join(f.read_text("utf-8") for f in (FOLDER / "templates").rglob("*.html"))


@pytest.mark.parametrize("folder", VENDORED, ids=["pages", "tests"])
def test_files_of_others_are_the_files_that_were_taken(folder: Path) -> None:
    kept = json.loads((folder / "vendor.json").read_text("utf-8"))
    assert {f.name for f in folder.iterdir()} == {*kept, "vendor.json"}
    for name, about in kept.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == about["sha256"]
        assert about["licences"], name


def test_the_credits_name_every_package_with_its_version() -> None:
    credits_ = (Path(__file__).parents[4] / "docs/credits.md").read_text("utf-8")
    for folder in VENDORED:
        for about in json.loads((folder / "vendor.json").read_text("utf-8")).values():
            for package, version in about["packages"].items():
                assert f"`{package}` {version}" in credits_
            assert about["sha256"] in credits_


def test_every_component_that_a_page_uses_was_taken() -> None:
    taken = (STATIC / "vendor/nl-design-system.css").read_text("utf-8")
    used = set(re.findall(r"utrecht-[a-z0-9_-]+", TEMPLATES))
    assert {name for name in used if f".{name}" not in taken} == set()


def test_styles_refer_to_nothing_outside() -> None:
    for file in STATIC.rglob("*.css"):
        assert not re.search(r"https?:|@import|url\((?!#)", file.read_text("utf-8")), file.name


def test_a_file_is_kept_by_browsers_as_long_as_it_does_not_change(client: TestClient) -> None:
    kept = client.get(static("portal.css"))
    assert "immutable" in kept.headers["cache-control"]
    assert kept.headers["content-encoding"] == "gzip"
    assert client.get("/static/portal.css").headers["cache-control"] == "no-cache"
    assert client.get("/static/../page.py").status_code == 404


def test_on_a_narrow_screen_a_table_that_goes_on_shows_it_by_a_shadow() -> None:
    style = (STATIC / "portal.css").read_text("utf-8")
    narrow = style[style.index("@media screen and (max-width: 48rem) {") :]
    box = narrow[narrow.index(".tabel-vak {") : narrow.index("}")]
    assert box.count("no-repeat local") == box.count("no-repeat scroll") == 2
    assert "--vak: Canvas; --schaduw: CanvasText" in narrow
