from __future__ import annotations

import inspect
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline import jobs
from pipeline.review import Judgement, Review, judgements
from pipeline.settings import Settings
from pipeline.texts import Texts
from privacy.errors import PrivacyError
from privacy.framework.roles import Rol
from privacy.kept_text import KeptText
from privacy.log.journal import read_log
from privacy.log.record import Deletion, Reading
from privacy.posts import PostKey, Signal
from tests.fakes import NOW, signed_example, text_granting_bytes

if TYPE_CHECKING:
    from pathlib import Path

MODEL = "b" * 64
KEPT = KeptText("rellen bij <PERSOON_1>", (Signal.ONRUST, Signal.DREIGING), MODEL)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    config = signed_example(tmp_path / "config", text_granting_bytes())
    return Settings(config=config, data=tmp_path / "data", keys=tmp_path / "keys")


@pytest.fixture
def texts(settings: Settings) -> Texts:
    settings.keys.mkdir(mode=0o700)
    texts = Texts(settings.texts, settings.text_keys, kept_hours=2)
    texts.keep({PostKey("k"): KEPT}, NOW)
    return texts


def review(settings: Settings, role: Rol = Rol.FG) -> Review:
    return Review(settings, role, lambda: NOW)


def test_nobody_can_choose_which_text_to_read() -> None:
    assert list(inspect.signature(Review.draw).parameters) == ["self"]
    assert not hasattr(Review, "search")


def test_a_read_is_in_the_log_and_the_text_after_its_judgement_is_not(
    settings: Settings, texts: Texts
) -> None:
    drawn = review(settings).draw()
    assert drawn is not None
    assert (drawn.text, drawn.signals) == (KEPT.text, KEPT.signals)
    review(settings).judge(drawn.ticket, {Signal.ONRUST})
    assert judgements(settings) == [
        Judgement(MODEL, "dreiging", agreed=0, judged=1),
        Judgement(MODEL, "onrust", agreed=1, judged=1),
    ]
    assert texts.draw(NOW) is None
    assert review(settings).draw() is None
    records = read_log(settings.journal.read_bytes())
    reads = [record for record in records if isinstance(record, Reading)]
    assert [(read.rol, read.wat, read.aantal) for read in reads] == [(Rol.FG, "tekst", 1)]
    assert [r.reden for r in records if isinstance(r, Deletion)] == ["beoordeeld"]


def test_judgements_add_up(settings: Settings, texts: Texts) -> None:
    review(settings).judge("k", {Signal.ONRUST})
    texts.keep({PostKey("l"): KEPT}, NOW)
    review(settings).judge("l", ())
    assert judgements(settings)[1] == Judgement(MODEL, "onrust", agreed=1, judged=2)


def test_a_text_that_is_gone_is_not_judged(settings: Settings, texts: Texts) -> None:
    texts.withdraw(["k"])
    with pytest.raises(PrivacyError, match=r"tekst\.weg"):
        review(settings).judge("k", ())
    assert judgements(settings) == []


@pytest.mark.parametrize("role", [role for role in Rol if role is not Rol.FG])
def test_another_role_reads_nothing(settings: Settings, role: Rol) -> None:
    with pytest.raises(PrivacyError, match=r"kader\.recht"):
        review(settings, role)


@pytest.mark.usefixtures("texts")
def test_without_a_log_nobody_reads(settings: Settings) -> None:
    reader = review(settings)
    settings.journal.write_bytes(b"damaged\n")
    with pytest.raises(PrivacyError, match="logboek"):
        reader.draw()


def test_under_a_stop_order_nobody_reads_and_cleaning_removes_every_text(
    settings: Settings, texts: Texts
) -> None:
    assert jobs.purge(settings, lambda: NOW).texts == 0
    assert settings.config is not None
    (settings.config / "stop-1.json").write_bytes(b"{}")
    with pytest.raises(PrivacyError):
        review(settings)
    assert jobs.purge(settings, lambda: NOW).texts == 1
    assert texts.draw(NOW) is None


@pytest.mark.usefixtures("texts")
def test_cleaning_removes_what_has_had_its_hours(settings: Settings) -> None:
    later = NOW + timedelta(hours=2)
    assert jobs.purge(settings, lambda: later).texts == 1
    assert list(settings.texts.iterdir()) == list(settings.text_keys.iterdir()) == []
