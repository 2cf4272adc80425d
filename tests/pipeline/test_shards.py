from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pipeline import jobs
from pipeline.counts import Counts, Kind
from pipeline.jobs.shards import part_of
from pipeline.journal import Journal
from pipeline.settings import PACKAGED_CONFIG, Settings
from pipeline.sources.config import load_sources
from pipeline.sources.opening import Opening
from privacy.errors import Permanent
from privacy.log.record import Run
from privacy.posts import SourceId
from tests.fakes import NOW, signed_example
from tests.light import almere

if TYPE_CHECKING:
    from pathlib import Path

FILES = 5
SOURCES = """
bronnen:
  voorbeeld: {soort: voorbeeld, berichten: 400, zaad: 36}
  bestand: {soort: bestand, map: MAP, standaardgebied: GM0034}
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    config = signed_example(tmp_path / "config")
    (config / "gebieden").symlink_to(PACKAGED_CONFIG / "gebieden")
    (config / "voorbeeld").symlink_to(PACKAGED_CONFIG / "voorbeeld")
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(FILES):
        file = folder / f"{number}.jsonl"
        file.write_text(f'{{"id": "{number}"}}\n')
        os.utime(file, (NOW.timestamp() - 3600,) * 2)
    (config / "bronnen.yaml").write_text(SOURCES.replace("MAP", str(folder)))
    return config


def test_a_source_is_one_part_unless_more_is_asked(config: Path, tmp_path: Path) -> None:
    settings = Settings(config=config, data=tmp_path, keys=tmp_path)
    assert jobs.open_parts(settings, lambda: NOW) == [
        {"source": "voorbeeld", "part": "1/1"},
        {"source": "bestand", "part": "1/1"},
    ]
    more = settings.model_copy(update={"parts_per_source": 3})
    assert jobs.open_parts(more, lambda: NOW) == [
        {"source": "voorbeeld", "part": "1/1"},
        *({"source": "bestand", "part": f"{number}/3"} for number in (1, 2, 3)),
    ]


def test_a_source_that_cannot_be_listed_is_one_part(config: Path, tmp_path: Path) -> None:
    for file in (tmp_path / "in").iterdir():
        file.unlink()
    (tmp_path / "in").rmdir()
    settings = Settings(config=config, data=tmp_path, keys=tmp_path, parts_per_source=3)
    assert {"source": "bestand", "part": "1/1"} in jobs.open_parts(settings, lambda: NOW)


def test_a_file_that_cannot_be_read_keeps_no_other_from_being_read(
    config: Path, tmp_path: Path
) -> None:
    (tmp_path / "in" / "0.jsonl").write_bytes(b"PK\x03\x04 a zip under another name")
    os.utime(tmp_path / "in" / "0.jsonl", (NOW.timestamp() - 3600,) * 2)
    settings = Settings(config=config, data=tmp_path / "data", keys=tmp_path / "keys")
    counts = Counts()
    with pytest.raises(
        Permanent, match=r"\[bron\.formaat\] .*\(deel 1 van 5; 1 deel niet gelezen\)$"
    ):
        jobs.ingest(settings, source=SourceId("bestand"), clock=lambda: NOW, counts=counts)
    assert counts.total(Kind.READ) == FILES - 1
    ended = list(Journal(settings.journal, lambda: NOW).records())[-1]
    assert isinstance(ended, Run)
    assert (ended.uitkomst, ended.gelezen) == ("mislukt", FILES - 1)


def test_a_task_names_a_shard_by_its_number_in_the_source(config: Path, tmp_path: Path) -> None:
    (tmp_path / "in" / "3.jsonl").write_bytes(b"PK\x03\x04 a zip under another name")
    os.utime(tmp_path / "in" / "3.jsonl", (NOW.timestamp() - 3600,) * 2)
    settings = Settings(config=config, data=tmp_path / "data", keys=tmp_path / "keys")
    with pytest.raises(Permanent, match=r"\(deel 4 van 5; 1 deel niet gelezen\)$"):
        jobs.ingest(settings, source=SourceId("bestand"), clock=lambda: NOW, part="2/2")


@pytest.mark.parametrize("parts", [1, 2, 3, 7])
def test_the_parts_hold_each_shard_once(config: Path, parts: int) -> None:
    spec = load_sources(config / "bronnen.yaml").bronnen["bestand"]
    opening = Opening(config, almere(), lambda: NOW)
    read = [
        shard.shard
        for number in range(1, parts + 1)
        for shard in part_of(
            opening, SourceId("bestand"), spec, None, f"{number}/{parts}"
        ).shards.values()
    ]
    assert len(read) == len(set(read)) == FILES
