from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.lake.store import Store
from pipeline.texts import Texts
from privacy.errors import PrivacyError, Transient
from privacy.kept_text import KEY_BYTES, KeptText
from privacy.posts import Mark, PostKey, Signal
from tests.fakes import NOW, example_gate, text_granting_bytes
from tests.light import Start
from tests.pipeline.test_ingest import ListSource, Other

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.counts import Counts
    from pipeline.lake.store import Batch
    from pipeline.sources.protocol import Reason

SECRET = "vonkeldraaf trwoplik in de Filmwijk"
HOURS = 2
END = NOW + timedelta(hours=HOURS)


def kept(text: str = SECRET) -> KeptText:
    return KeptText(text, (Signal.ONRUST,), "a" * 64)


def texts_in(folder: Path, hours: int = HOURS) -> Texts:
    return Texts(folder / "tekst", folder / "sleutels", hours)


def bytes_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def names(folder: Path) -> list[str]:
    return [path.name for path in (folder / "tekst").glob("*/*")]


@pytest.fixture
def texts(tmp_path: Path) -> Texts:
    return texts_in(tmp_path)


def test_a_text_stays_sealed_and_is_drawn(texts: Texts, tmp_path: Path) -> None:
    assert texts.keep({PostKey("k"): kept()}, NOW) == 1
    assert texts.draw(NOW) == ("k", kept())
    assert texts.read("k", NOW) == kept()
    assert b"vonkeldraaf" not in bytes_below(tmp_path)


def test_with_zero_hours_nothing_is_written(tmp_path: Path) -> None:
    assert texts_in(tmp_path, 0).keep({PostKey("k"): kept()}, NOW) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_text_is_kept_once_and_its_hours_do_not_begin_again(texts: Texts, tmp_path: Path) -> None:
    texts.keep({PostKey("k"): kept()}, NOW)
    assert texts.keep({PostKey("k"): kept()}, NOW + timedelta(minutes=50)) == 0
    assert names(tmp_path) == ["k"]


def test_after_its_hours_no_byte_can_be_read(texts: Texts, tmp_path: Path) -> None:
    texts.keep({PostKey("k"): kept()}, NOW)
    stolen = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert texts.expire(END - timedelta(seconds=1)) == 0
    assert texts.draw(END) is None
    with pytest.raises(PrivacyError, match=r"tekst\.weg"):
        texts.read("k", END)
    assert texts.expire(END) == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    for path, content in stolen.items():  # a copy of the data folder alone opens nothing
        if path.suffix != ".key":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    with pytest.raises(PrivacyError, match=r"tekst\.weg"):
        texts.read("k", NOW)
    assert texts.draw(NOW) is None
    assert texts.expire(END) == 0


def test_what_a_killed_process_left_half_is_not_drawn(texts: Texts, tmp_path: Path) -> None:
    texts.keep({PostKey("k"): kept(), PostKey("half"): kept()}, NOW)
    (half,) = (tmp_path / "tekst").glob("*/half")
    half.write_bytes(half.read_bytes()[:40])
    assert {texts.draw(NOW) for _ in range(20)} == {("k", kept())}
    half.write_bytes(b"")
    assert texts.withdraw(["k"]) == 1
    assert texts.draw(NOW) is None
    assert names(tmp_path) == []


def test_a_text_that_goes_while_it_is_asked_for_is_gone(texts: Texts, tmp_path: Path) -> None:
    texts.keep({PostKey("k"): kept()}, NOW)
    [file] = (tmp_path / "tekst").glob("*/k")
    file.unlink()
    file.symlink_to("nothing")
    with pytest.raises(PrivacyError, match=r"tekst\.weg"):
        texts.read("k", NOW)
    assert texts.draw(NOW) is None


def test_a_slot_that_is_destroyed_while_texts_are_kept_keeps_none(
    texts: Texts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = secrets.token_bytes

    def stopped(size: int) -> bytes:
        if texts.kept_hours and size != KEY_BYTES:
            texts_in(tmp_path, 0).expire(NOW)
        return token(size)

    monkeypatch.setattr(secrets, "token_bytes", stopped)
    assert texts.keep({PostKey("k"): kept()}, NOW) == 0
    assert bytes_below(tmp_path) == b""


def test_each_text_has_the_same_chance(texts: Texts) -> None:
    texts.keep({PostKey(str(n)): kept(str(n)) for n in range(4)}, NOW)
    drawn = [texts.draw(NOW) for _ in range(400)]
    for n in range(4):
        assert 60 < drawn.count((str(n), kept(str(n)))) < 140


def test_only_the_withdrawn_text_goes(texts: Texts, tmp_path: Path) -> None:
    texts.keep({PostKey("k"): kept(), PostKey("l"): kept()}, NOW)
    assert texts.withdraw(["k", "never there"]) == 1
    assert names(tmp_path) == ["l"]


# In a run


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "k" / "c.sqlite", tmp_path / "lake", threads=2) as opened:
        yield opened


@pytest.fixture
def ingest(store: Store, tmp_path: Path) -> Start:
    return Start(example_gate(tmp_path / "council", text_granting_bytes(HOURS)), store)


RIOT = "Jan zegt: rellen in de Filmwijk vonkeldraaf"


def test_only_posts_with_a_signal_keep_their_text_without_personal_data(
    ingest: Start, tmp_path: Path
) -> None:
    ingest(ListSource([RIOT, "een rustige dag in de Filmwijk", "rellen ergens"]))
    assert len(names(tmp_path / "council")) == 1
    drawn = ingest.texts.draw(NOW)
    assert drawn is not None
    assert drawn[1] == KeptText(RIOT.replace("Jan", "<PERSOON_1>"), (Signal.ONRUST,), "0" * 64)
    assert b"vonkeldraaf" not in bytes_below(tmp_path)


def test_a_second_reading_of_the_same_posts_keeps_nothing_again(
    ingest: Start, tmp_path: Path
) -> None:
    ingest(ListSource([RIOT], shard=""))
    ingest.texts.expire(END)
    ingest(ListSource([RIOT], shard=""))
    assert names(tmp_path / "council") == []


@pytest.mark.parametrize(
    "records",
    [[RIOT, "rellen, Filmwijk", ("1", "rustig in de Filmwijk", Mark.EDITED)]],
)
def test_a_text_that_its_author_took_back_is_gone(
    records: list[str | Reason | Other], ingest: Start, tmp_path: Path
) -> None:
    ingest(ListSource(records))
    drawn = ingest.texts.draw(NOW)
    assert drawn is not None
    assert drawn[1].text == "rellen, Filmwijk"
    assert len(names(tmp_path / "council")) == 1


class DyingStore(Store):
    def append(self, batch: Batch) -> Counts:
        raise Transient("test", f"killed before {len(batch.posts)} posts were stored")


def test_a_run_that_is_killed_before_the_commit_leaves_no_text(
    ingest: Start, store: Store, tmp_path: Path
) -> None:
    with DyingStore(tmp_path / "k" / "c.sqlite", tmp_path / "lake", threads=1) as dying:
        ingest.store = dying
        with pytest.raises(Transient):
            ingest(ListSource([RIOT]))
    assert names(tmp_path / "council") == []
    ingest.store = store
    ingest(ListSource([RIOT]))
    assert len(names(tmp_path / "council")) == 1


WRITER = """
import sys
from datetime import timedelta
from itertools import count
from pathlib import Path
from privacy.posts import PostKey
from tests.fakes import NOW
from tests.pipeline.test_texts import kept, texts_in
texts = texts_in(Path(sys.argv[1]))
for n in count():
    texts.withdraw([str(n - 9)])
    texts.keep({PostKey(str(n + i)): kept() for i in range(5)}, NOW + timedelta(minutes=n % 30))
"""


@pytest.mark.slow
def test_a_writer_that_is_killed_leaves_nothing_beyond_its_hours(tmp_path: Path) -> None:
    root = Path(__file__).parent.parent.parent
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], env={**os.environ, "PYTHONPATH": str(root)}
    )
    deadline = time.monotonic() + 60
    while len(names(tmp_path)) < 8 and time.monotonic() < deadline:
        time.sleep(0.05)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    left = names(tmp_path)
    assert 0 < len(left) == len(set(left))
    texts_in(tmp_path).expire(END + timedelta(minutes=30))
    # The draft of a key that never got its name sealed nothing; it goes with a later key.
    assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} <= {".concept"}
