"""The council's own commands, from a blank page to a stop order, as people type them."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import typer

from pipeline.cli.kader import kader_app
from pipeline.cli.logboek import logboek_app
from pipeline.cli.paper import replace
from pipeline.cli.sleutel import sleutel_app
from privacy.errors import Permanent, PrivacyError
from privacy.framework.approved import verify
from privacy.framework.ceremony import with_validity
from privacy.framework.schema import EXAMPLE_MARK
from privacy.framework.stop import check_not_stopped
from privacy.log.merkle import included
from tests.pipeline.cli.typing_at import typed as typed_at
from tests.privacy.framework.council import REAL_FRAMEWORK, SHIPPED, Council, edited
from tests.privacy.log.conftest import FIELDS, log_of

if TYPE_CHECKING:
    from pathlib import Path

PASSPHRASE = "vier losse woorden hier"
TODAY = datetime.now(UTC).date()

app = typer.Typer()
app.add_typer(kader_app, name="kader")
app.add_typer(sleutel_app, name="sleutel")
app.add_typer(logboek_app, name="logboek")


def typed(*words: object, answers: str = "") -> str:
    return typed_at(app, *words, answers=answers)


def new_key(path: Path) -> str:
    answer = typed("sleutel", "nieuw", path, answers=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    return answer.rsplit(": ", 1)[1].strip()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with three keys, their trust root and a framework for this year."""
    folder = tmp_path_factory.mktemp("griffie")
    roles = ("griffier", "presidium", "fg")
    persons = [f"{role}:Persoon {role}:{new_key(folder / role)}" for role in roles]
    options = [word for person in persons for word in ("--persoon", person)]
    typed("sleutel", "anker", folder / "anker.json", "--voorbeeld", *options)
    last = TODAY + timedelta(days=300)
    (folder / "kader.yaml").write_bytes(with_validity(SHIPPED.read_bytes(), TODAY, last))
    return folder


def test_the_whole_ceremony_opens_the_framework_and_a_stop_closes_it(desk: Path) -> None:
    framework, decision = desk / "kader.yaml", desk / "besluit.json"
    assert "volledig kader: versie 1" in typed("kader", "controleer", framework)
    assert "Alle afspraken" in typed("kader", "uitleg", framework)
    typed("kader", "voorstel", framework, decision)
    for role in ("griffier", "presidium", "fg"):
        said = typed(
            "kader", "onderteken", framework, decision, "--sleutel", desk / role,
            answers=f"ja\n{PASSPHRASE}\n",
        )  # fmt: skip
        assert said.startswith(EXAMPLE_MARK)
        assert "Geteld worden alleen deze signalen" in said
    root = (desk / "anker.json").read_bytes()
    approved = verify(framework.read_bytes(), decision.read_bytes(), root, now=datetime.now(UTC))
    typed(
        "kader", "stop", framework, desk / "stop.json", "--reden", "een klacht", "--ja",
        "--sleutel", desk / "fg", answers=f"{PASSPHRASE}\n",
    )  # fmt: skip
    with pytest.raises(PrivacyError, match=r"kader\.gestopt"):
        check_not_stopped(approved, [(desk / "stop.json").read_bytes()], root)


def test_saying_no_signs_nothing(desk: Path) -> None:
    decision = desk / "nee.json"
    typed("kader", "voorstel", desk / "kader.yaml", decision)
    before = decision.read_bytes()
    with pytest.raises(Permanent, match=r"ondertekenen\.afgebroken"):
        typed("kader", "onderteken", desk / "kader.yaml", decision, "--sleutel", desk / "fg",
              answers="nee\n")  # fmt: skip
    assert decision.read_bytes() == before


def test_a_wrong_passphrase_signs_nothing(desk: Path) -> None:
    decision = desk / "fout.json"
    typed("kader", "voorstel", desk / "kader.yaml", decision)
    before = decision.read_bytes()
    with pytest.raises(PrivacyError, match=r"sleutel\.dicht"):
        typed("kader", "onderteken", desk / "kader.yaml", decision, "--sleutel", desk / "fg",
              "--ja", answers="een verkeerde wachtzin\n")  # fmt: skip
    assert decision.read_bytes() == before


def test_a_proposal_for_another_framework_is_not_signed(desk: Path) -> None:
    other, decision = desk / "ander.yaml", desk / "ander.json"
    other.write_bytes(edited((desk / "kader.yaml").read_bytes(), ("k: 10 ", "k: 5 ")))
    typed("kader", "voorstel", other, decision)
    with pytest.raises(PrivacyError, match=r"kader\.ander_kader"):
        typed("kader", "onderteken", desk / "kader.yaml", decision, "--sleutel", desk / "fg",
              "--ja", answers=f"{PASSPHRASE}\n")  # fmt: skip


def test_a_key_file_is_for_its_owner_only_and_never_overwritten(desk: Path) -> None:
    key = desk / "fg"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_bytes()
    with pytest.raises(Permanent, match=r"bestand\.schrijven"):
        new_key(key)
    assert key.read_bytes() == before


@pytest.mark.parametrize(
    "person", ["griffier", f"chef:Persoon:{'ab' * 32}", f"griffier:Persoon:{'zz' * 32}"]
)
def test_a_person_in_another_form_enters_no_trust_root(tmp_path: Path, person: str) -> None:
    with pytest.raises(Permanent, match=r"sleutel\.persoon"):
        typed("sleutel", "anker", tmp_path / "anker.json", "-p", person)
    assert list(tmp_path.iterdir()) == []


def test_a_trust_root_that_lacks_a_role_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(PrivacyError, match=r"kader\.anker_bezetting"):
        typed("sleutel", "anker", tmp_path / "anker.json", "-p", f"fg:Persoon:{'ab' * 32}")
    assert list(tmp_path.iterdir()) == []


def test_a_framework_begins_as_the_example_and_continues_as_a_successor(tmp_path: Path) -> None:
    first, second = tmp_path / "een.yaml", tmp_path / "twee.yaml"
    typed("kader", "nieuw", first)
    assert first.read_bytes() == SHIPPED.read_bytes()
    typed("kader", "nieuw", second, "--na", first)
    assert "Dat telt niet." in typed("kader", "verschil", first, second)
    second.write_bytes(edited(second.read_bytes(), ("k: 10 ", "k: 9 ")))
    said = typed("kader", "verschil", first, second)
    assert "Was: 10. Wordt: 9. Dat is ruimer." in said
    assert "Nodig: griffier, presidium en FG." in said


def test_what_cannot_be_read_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(Permanent, match=r"bestand\.lezen.*weg\.yaml"):
        typed("kader", "uitleg", tmp_path / "weg.yaml")


def test_a_decision_in_a_folder_that_is_gone_is_not_updated(desk: Path, tmp_path: Path) -> None:
    with pytest.raises(Permanent, match=r"bestand\.schrijven"):
        replace(tmp_path / "weg" / "besluit.json", b"")
    assert desk.is_dir()


def test_status_shows_the_decision_and_which_sources_are_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STADSPOLS_DATA", str(tmp_path))
    said = typed("kader", "status")
    assert said.startswith(EXAMPLE_MARK)
    assert "Besluit: VOORBEELD-2026-001" in said
    assert "Bron voorbeeld: open tot" in said


def test_status_says_why_a_source_is_closed(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    framework = (desk / "kader.yaml").read_bytes()
    review = f"herzien_voor: {(TODAY + timedelta(days=301)).isoformat()}"
    (tmp_path / "privacykader.yaml").write_bytes(
        framework.replace(review.encode(), f"herzien_voor: {yesterday}".encode(), 1)
    )
    council = Council()
    (tmp_path / "vertrouwensanker.json").write_bytes(council.root)
    approval = council.approve((tmp_path / "privacykader.yaml").read_bytes())
    (tmp_path / "privacykader.besluit.json").write_bytes(approval)
    monkeypatch.setenv("STADSPOLS_CONFIG", str(tmp_path))
    said = typed("kader", "status")
    assert "Bron voorbeeld: dicht [kader.bron_verlopen]" in said
    assert "Bron bestand: open tot" in said


def test_the_log_is_shown_signed_proven_and_checked(tmp_path: Path) -> None:
    log, checkpoint = tmp_path / "logboek.jsonl", tmp_path / "controlepunt.json"
    log.write_bytes(log_of(FIELDS))
    public = new_key(tmp_path / "sleutel")
    shown = typed("logboek", "toon", log).splitlines()
    assert len(shown) == len(FIELDS)
    assert "gelezen 100" in shown[2]
    assert "aaaaaaaaaaaa…" in shown[2]
    typed("logboek", "checkpoint", log, checkpoint, "--gemeente", "GM0034",
          "--sleutel", tmp_path / "sleutel", answers=f"{PASSPHRASE}\n")  # fmt: skip
    log.write_bytes(log_of([*FIELDS, FIELDS[3]]))
    check = ("logboek", "controleer", log, checkpoint, "--publiek", public)
    assert "6 regels van toen, 7 regels nu" in typed(*check)
    log.write_bytes(log_of(FIELDS[:4]))
    with pytest.raises(PrivacyError, match=r"logboek\.afgekapt"):
        typed(*check)


def test_a_public_key_in_another_form_is_refused(tmp_path: Path) -> None:
    log = tmp_path / "logboek.jsonl"
    log.write_bytes(b"")
    with pytest.raises(Permanent, match=r"sleutel\.publiek"):
        typed("logboek", "controleer", log, log, "--publiek", "geen sleutel")


def test_the_proof_of_a_line_holds_and_of_a_missing_line_is_refused(tmp_path: Path) -> None:
    log = tmp_path / "logboek.jsonl"
    log.write_bytes(log_of(FIELDS))
    proof = json.loads(typed("logboek", "bewijs", log, 3))
    hashes = [bytes.fromhex(each) for each in proof["bewijs"]]
    leaf, root = (bytes.fromhex(proof[name]) for name in ("blad_sha256", "wortel_sha256"))
    assert included(leaf, proof["regel"], proof["omvang"], hashes, root)
    with pytest.raises(Permanent, match=r"logboek\.geen_regel"):
        typed("logboek", "bewijs", log, 6)


@pytest.mark.parametrize("group", ["kader", "sleutel", "logboek"])
def test_every_command_explains_itself_with_an_example(group: str) -> None:
    names = {"kader": kader_app, "sleutel": sleutel_app, "logboek": logboek_app}
    for command in names[group].registered_commands:
        assert command.callback is not None
        said = typed(group, command.callback.__name__, "--help")
        assert "Voorbeeld: stadspols" in said


def test_a_real_framework_carries_no_mark(tmp_path: Path) -> None:
    real = tmp_path / "kader.yaml"
    real.write_bytes(REAL_FRAMEWORK)
    assert typed("kader", "controleer", real).startswith("Dit is een volledig kader")
