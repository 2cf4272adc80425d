"""Everything a framework says has an effect: each field of the schema, changed, changes behaviour.

For each field there is a change of the text and something the system does; what it does must
differ. A field of the schema that is not here, or that changes nothing, fails.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest

from models.load import NAMES_DIR, PACKAGED_DIR
from models.lock import verify_lock
from models.measured import MEASURED_NAME, Measured, require, require_recall
from models.name_finder import THRESHOLD_NAME
from pipeline import jobs
from pipeline.accountability.facts import Facts
from pipeline.accountability.kept import artefacts
from pipeline.aggregate import aggregate, bucket_end, bucket_start
from pipeline.areas.gazetteer import Gazetteer
from pipeline.lake.cells import read_cells
from pipeline.lake.store import Store
from pipeline.portal.council import Standing
from pipeline.public import due_cells
from pipeline.read import query
from pipeline.release import release
from pipeline.review import Review
from pipeline.settings import PACKAGED_CONFIG, Settings
from privacy.budget import Ledger
from privacy.cells import Bucket, Cell
from privacy.errors import Permanent, PrivacyError
from privacy.framework.approval import digest
from privacy.framework.approved import check_validity
from privacy.framework.continuity import Seen, check_succession
from privacy.framework.direction import DIRECTIONS
from privacy.framework.document import parse_framework
from privacy.framework.roles import Rol
from privacy.framework.schema import Tijdkorrel
from privacy.keyring import KeyRing
from privacy.log.audit import audit
from privacy.log.journal import append, read_log
from privacy.posts import AreaCode, Signal, SourceId
from tests.fakes import (
    ALMOST_PERFECT,
    NOW,
    MemoryKeys,
    approve,
    batch,
    classified,
    example_bytes,
    example_gate,
    signed_example,
)
from tests.light import Start
from tests.pipeline.test_ingest import ListSource

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.framework_files import Gate

Text = tuple[str, str]
"""What stands in the example, and what takes its place."""

BASE = example_bytes()
CITY = AreaCode("GM0034")
DAY = datetime(2026, 11, 9, 23, tzinfo=UTC)
LIMIT = timedelta(seconds=30)
TWO_PLACES = ("WK003418", "WK003410")
"""Quarters in two districts."""


@dataclass(frozen=True)
class Probe:
    """A change of the framework, and what must differ because of it."""

    does: Callable[[bytes, Path], object]
    changes: tuple[Text, ...]


def changed(*changes: Text) -> bytes:
    text = BASE.decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


def refusal(action: Callable[[], object]) -> str:
    """Return the rule that refuses, with its message; empty when nothing does."""
    try:
        action()
    except (PrivacyError, Permanent) as error:
        return str(error)
    return ""


# What the system does


def gives_account(framework: bytes, _: Path) -> object:
    """Make every artefact: register, residents' page, council answers, DPIA, IAMA."""
    return artefacts(Facts(parse_framework(framework), "f" * 64), date(2026, 11, 20))


def reads_as_a_framework(framework: bytes, _: Path) -> object:
    return refusal(lambda: parse_framework(framework))


def opens_sources(framework: bytes, _: Path) -> object:
    """Say per source on which of these days it may be read."""
    approved = approve(framework)
    days = [datetime(2026, 11, 5, tzinfo=UTC) + timedelta(days=40 * n) for n in range(10)]
    names = ("voorbeeld", "bestand", "nieuws")
    return [
        refusal(lambda s=source, d=day: approved.source(s, d))[:24]  # type: ignore[misc]
        for day in days
        for source in names
    ]


def follows_upon_what_ran(framework: bytes, _: Path) -> object:
    approved = approve(framework)
    return refusal(lambda: check_succession(approved, Seen(1, digest(BASE))))


def refuses_by_naming_whom_to_ask(framework: bytes, _: Path) -> object:
    late = datetime(2030, 1, 1, tzinfo=UTC)
    return refusal(lambda: check_validity(parse_framework(framework), late))


def takes_posts_in(framework: bytes, folder: Path) -> object:
    gate: Gate = example_gate(folder / "council", framework)
    with Store(folder / "k" / "c.sqlite", folder / "lake", threads=1) as store:
        start = Start(gate, store)
        counts = start(ListSource(["rellen in de Filmwijk", "the riots in Filmwijk"]))
    return counts.as_dict(), start.texts.draw(NOW) is None


def reads_a_source_of_this_kind(framework: bytes, folder: Path) -> object:
    config = signed_example(folder / "config", framework)
    for name in ("gebieden", "bronnen.yaml"):
        (config / name).symlink_to(PACKAGED_CONFIG / name)
    settings = Settings(config=config, data=folder / "data", keys=folder / "keys")
    return refusal(lambda: jobs.ingest(settings, source=SourceId("bestand"), clock=lambda: NOW))


def finds_its_areas(framework: bytes, _: Path) -> object:
    folder = PACKAGED_CONFIG / "gebieden" / parse_framework(framework).gebieden.set
    return folder.is_dir()


def shows_texts_to(framework: bytes, folder: Path) -> object:
    config = signed_example(folder / "config", framework)
    settings = Settings(config=config, data=folder / "data", keys=folder / "keys")
    return [refusal(lambda r=role: Review(settings, r, lambda: NOW)) for role in Rol]  # type: ignore[misc]


def keeps_keys(framework: bytes, _: Path) -> object:
    ring = KeyRing(approve(framework), MemoryKeys())
    return [ring.keeps(NOW - timedelta(days=days), NOW) for days in range(60)]


@cache
def almere() -> Gazetteer:
    return Gazetteer.load(PACKAGED_CONFIG / "gebieden" / "almere")


def releases(framework: bytes, folder: Path) -> object:
    """Release what seventeen authors wrote on two days, and say what analysts see."""
    with Store(folder / "k" / "c.sqlite", folder / "lake", threads=1) as store:
        for day in range(2):
            hour = DAY + timedelta(days=day, hours=9)
            posts = [classified(100 * day + n, author=f"{n:032x}", hour=hour) for n in range(17)]
            store.append(batch(*posts, shard=str(day)))
        parsed = parse_framework(framework)
        aggregate(store, parsed, almere(), NOW)
        database = folder / "v.duckdb"
        release(read_cells(store), parsed, almere(), ALMOST_PERFECT, database=database, now=NOW)
    return query(
        database,
        "SELECT * EXCLUDE (onder, boven) FROM cellen WHERE signaal = 'onrust' AND niveau IN"
        " ('gemeente', 'wijk') AND gebied_code IN ('GM0034', 'WK003418') ORDER BY ALL",
        limit=LIMIT,
    ).to_pylist()


def publishes(framework: bytes, folder: Path) -> object:
    """Say which counts of a week are due for everybody, when each author wrote about two places."""
    with Store(folder / "k" / "c.sqlite", folder / "lake", threads=1) as store:
        posts = [classified(n, author=f"{n:032x}", hour=DAY, areas=TWO_PLACES) for n in range(17)]
        store.append(batch(*posts))
        due = due_cells(store, parse_framework(framework), almere(), Ledger(), NOW)
    return [(cell.bucket, cell.area, cell.authors) for cell in due if cell.signal == "onrust"]


def keeps_figures(framework: bytes, folder: Path) -> object:
    """Release a day, and say how many of its figures are there 400 days later."""
    database, parsed = folder / "v.duckdb", parse_framework(framework)
    start = bucket_start(NOW - timedelta(days=2), Tijdkorrel.DAG)
    bucket = Bucket(start, bucket_end(start, Tijdkorrel.DAG))
    cells = [Cell(bucket, CITY, Signal.ONRUST, 50, 50, 0, (SourceId("bestand"),))]
    for now, new in ((NOW, cells), (NOW + timedelta(days=400), [])):
        release(new, parsed, almere(), ALMOST_PERFECT, database=database, now=now)
    return query(database, "SELECT count(*) AS n FROM cellen", limit=LIMIT).to_pylist()


def lets_models_run(framework: bytes, _: Path) -> object:
    """Ask what `Job.permitted_models` asks, of the packaged models."""
    approved = approve(framework)
    reader, finder = verify_lock(PACKAGED_DIR), verify_lock(NAMES_DIR)
    recall = json.loads((NAMES_DIR / THRESHOLD_NAME).read_bytes())["recall"]

    def ask() -> None:
        reads = approved.algorithm(reader.id, reader.sha256, "signalen")
        finds = approved.algorithm(finder.id, finder.sha256, "persoonsgegevens")
        require(Measured.read(PACKAGED_DIR / MEASURED_NAME), reads.minimum)
        require_recall(recall, finds.minimum)

    return refusal(ask)


def gives_rights(framework: bytes, _: Path) -> object:
    standing = Standing(approve(framework), None)
    return [standing.rights_of(role) for role in Rol]


def holds_runs_to_the_budget(framework: bytes, _: Path) -> object:
    """Audit a log in which two weeks each spent 0.04."""
    sha256 = digest(framework)
    fields = [
        {
            "soort": "kader", "kader_versie": 1, "verruimd_bij": 1, "kader_sha256": sha256,
            "besluit_sha256": "b" * 64, "anker_sha256": "c" * 64,
            "raadsbesluit_id": "VOORBEELD-2026-001",
        },
        *(
            {
                "soort": "taak", "taak": "vrijgeven", "kader_sha256": sha256,
                "code_sha256": "c" * 64, "model_sha256": (), "begin": moment, "einde": moment,
                "gelezen": 0, "vervallen": 0, "bewaard": 0, "gevonden_per_soort": {},
                "rho_besteed": 0.04, "verwijderd": 0, "uitkomst": "voltooid",
            }
            for moment in (NOW, NOW + timedelta(weeks=1))
        ),
    ]  # fmt: skip
    log = b""
    for record in fields:
        log += append(read_log(log), NOW + timedelta(weeks=1), record)
    return [finding.rule for finding in audit(read_log(log), {sha256: parse_framework(framework)})]


# Which change shows it

_SHORT_OCCASION = """bronnen: [voorbeeld]
  - id: kort
    reden: Een korte reden.
    eigenaar: hoofd OOV
    geldig_tot: 2027-01-31
    bronnen: [bestand]"""
_NEWS = """bronnen:
  - id: nieuws
    soort: rss
    voorwaarden_url: https://nieuws.example/voorwaarden
    voorwaarden_sha256: fae999739185b53bd96f723a980183724eaaab2aeab263fd87b3a174b50797f6
    toestemming:
      kenmerk: ARCHIEF-003
      datum: 2026-09-15
    herzien_voor: 2027-11-01
"""
_OTHER = "ab" * 32


def says(*changes: Text) -> Probe:
    return Probe(gives_account, changes)


_CUT = "0" * 12
"""The first digits of another digest."""

_TO_THE_END = ("\ngeldig_tot: 2027-10-31", "\ngeldig_tot: 2027-06-30")
_HOURS = ("bewaren_uren: 0", "bewaren_uren: 2")
_READERS = (
    _HOURS,
    ("inzage_rollen: []", "inzage_rollen: [fg]"),
    ("openbaar_zien, bezwaar_verwerken]", "openbaar_zien, bezwaar_verwerken, tekst_inzien]"),
)

GOVERNED: dict[str, Probe] = {
    "kader_versie": Probe(
        follows_upon_what_ran,
        (("kader_versie: 1", "kader_versie: 3"), ("sha256: geen", f"sha256: {digest(BASE)}")),
    ),
    "vorige_sha256": Probe(
        follows_upon_what_ran,
        (("kader_versie: 1", "kader_versie: 2"), ("sha256: geen", f"sha256: {_OTHER}")),
    ),
    "gemeente.naam": says(("naam: Almere", "naam: Elders")),
    "gemeente.code": says(("GM0034", "GM9999")),
    "talen": Probe(takes_posts_in, (("talen: [nl]", "talen: [nl, en]"),)),
    "doel": says(("De gemeente ziet in welk deel", "De gemeente weet in welk deel")),
    "grondslag": says(("wet: Gemeentewet", "wet: Andere wet")),
    "geldig_van": Probe(opens_sources, (("geldig_van: 2026-11-01", "geldig_van: 2026-11-10"),)),
    "geldig_tot": Probe(opens_sources, (_TO_THE_END,)),
    "aanleidingen[]": says(("id: stadsbeeld", "id: anders")),
    "aanleidingen[].reden": says(("De gemeente wil eerder weten", "De gemeente wil graag weten")),
    "aanleidingen[].eigenaar": says(("hoofd Openbare Orde", "hoofd Orde")),
    "aanleidingen[].geldig_tot": Probe(
        opens_sources, (("    geldig_tot: 2027-10-31", "    geldig_tot: 2027-03-31"),)
    ),
    "aanleidingen[].bronnen": Probe(
        opens_sources, (("bronnen: [voorbeeld, bestand]", _SHORT_OCCASION),)
    ),
    "bronnen[]": Probe(
        opens_sources,
        (
            ("bronnen: [voorbeeld, bestand]", "bronnen: [voorbeeld, bestand, nieuws]"),
            ("\nbronnen:\n", f"\n{_NEWS}"),
        ),
    ),
    "bronnen[].soort": Probe(reads_a_source_of_this_kind, (("soort: bestand", "soort: rss"),)),
    "bronnen[].voorwaarden_url": says(("voorwaarden-voorbeeld", "andere-voorwaarden")),
    "bronnen[].voorwaarden_sha256": says(("fae999739185", _CUT)),
    "bronnen[].toestemming.kenmerk": says(("VOORBEELD-ARCHIEF-001", "ARCHIEF-9")),
    "bronnen[].toestemming.datum": says(("datum: 2026-09-15", "datum: 2026-09-14")),
    "bronnen[].herzien_voor": Probe(
        opens_sources, (("    herzien_voor: 2027-11-01", "    herzien_voor: 2027-02-01"),)
    ),
    "gebieden.set": Probe(finds_its_areas, (("set: almere", "set: elders"),)),
    "gebieden.fijnste_niveau_per_signaal[]": Probe(
        releases, (("onrust: wijk", "onrust: gemeente"),)
    ),
    "signalen[]": Probe(
        takes_posts_in,
        (
            ("    onrust: wijk\n", ""),
            (BASE.decode().split("signalen:\n")[1].split("  - id: dreiging")[0], ""),
        ),
    ),
    "signalen[].omschrijving": says(("Tekenen van drugshandel", "Sporen van drugshandel")),
    "persoonsgegevens.verwijderen": Probe(
        reads_as_a_framework, (("    - PERSON         # namen van mensen\n", ""),)
    ),
    "persoonsgegevens.bijzondere_categorieen": Probe(
        reads_as_a_framework, (("weglaten_en_tellen", "bewaren"),)
    ),
    "tekst.bewaren_uren": Probe(takes_posts_in, _READERS),
    "tekst.inzage_rollen": Probe(shows_texts_to, _READERS),
    "bewaartermijnen.berichten_dagen": Probe(
        keeps_keys, (("berichten_dagen: 35", "berichten_dagen: 20"),)
    ),
    "bewaartermijnen.cellen_dagen": Probe(
        keeps_figures, (("cellen_dagen: 1095", "cellen_dagen: 300"),)
    ),
    "bewaartermijnen.logboek_dagen": says(("logboek_dagen: 2555", "logboek_dagen: 3000")),
    "vrijgave.intern.tijdkorrel": Probe(releases, (("tijdkorrel: dag", "tijdkorrel: week"),)),
    "vrijgave.intern.k": Probe(releases, (("k: 10 ", "k: 20 "),)),
    "vrijgave.intern.dominantie_pct": Probe(
        releases, (("dominantie_pct: 20", "dominantie_pct: 5"),)
    ),
    "vrijgave.intern.afronding": Probe(releases, (("afronding: 5 ", "afronding: 10 "),)),
    "vrijgave.intern.bijdrage_per_auteur": Probe(
        releases, (("bijdrage_per_auteur: 3", "bijdrage_per_auteur: 1"),)
    ),
    "vrijgave.openbaar.tijdkorrel": Probe(publishes, (("tijdkorrel: week", "tijdkorrel: dag"),)),
    "vrijgave.openbaar.gebied": Probe(publishes, (("gebied: stadsdeel", "gebied: gemeente"),)),
    "vrijgave.openbaar.bijdrage_per_auteur": Probe(
        publishes, (("bijdrage_per_auteur: 1", "bijdrage_per_auteur: 2"),)
    ),
    "vrijgave.openbaar.rho_per_week": Probe(
        holds_runs_to_the_budget, (("rho_per_week: 0.05", "rho_per_week: 0.03"),)
    ),
    "vrijgave.openbaar.rho_per_jaar": Probe(
        holds_runs_to_the_budget, (("rho_per_jaar: 2.6", "rho_per_jaar: 0.06"),)
    ),
    "algoritmen[]": Probe(lets_models_run, (("signalen-encoder-5", "signalen-encoder-6"),)),
    "algoritmen[].sha256": Probe(lets_models_run, (("bf149ccc2975", _CUT),)),
    "algoritmen[].taak": Probe(
        lets_models_run,
        (
            ("taak: signalen", "taak: persoonsgegevens"),
            ("recall_per_pii_type: {}", "recall_per_pii_type: {PERSON: 0.1}"),
        ),
    ),
    "algoritmen[].minimum.macro_f1": Probe(lets_models_run, (("macro_f1: 0.7", "macro_f1: 0.99"),)),
    "algoritmen[].minimum.recall_per_pii_type[]": Probe(
        lets_models_run, (("{PERSON: 0.9}", "{PERSON: 0.999}"),)
    ),
    "algoritmen[].minimum.max_fpr_beschermde_uiting": Probe(
        lets_models_run, (("beschermde_uiting: 0.10", "beschermde_uiting: 0.0"),)
    ),
    "algoritmen[].minimum.max_verschil_groepen": Probe(
        lets_models_run, (("verschil_groepen: 0.3", "verschil_groepen: 0.0"),)
    ),
    "algoritmen[].register_id": says(("ALGORITMEREGISTER-001", "ALGORITMEREGISTER-009")),
    "rollen[]": Probe(gives_rights, (("analist: [intern_zien, ", "analist: ["),)),
    "dpia.sha256": says(("d4dd80bae185", _CUT)),
    "dpia.herzien_voor": Probe(
        opens_sources, (("\n  herzien_voor: 2027-11-01", "\n  herzien_voor: 2027-02-01"),)
    ),
    "iama.sha256": says(("e22dade696be", _CUT)),
    "fg_advies.sha256": says(("565ade0bc8aa", _CUT)),
    "fg_advies.datum": says(("datum: 2026-10-01", "datum: 2026-10-02")),
    "raadsbesluit.id": says(("VOORBEELD-2026-001", "VOORBEELD-2026-007")),
    "raadsbesluit.url": says(("raadsbesluit-voorbeeld", "ander-besluit")),
    "raadsbesluit.sha256": says(("a20c43ccfaaa", _CUT)),
    "raadsbesluit.datum": says(("datum: 2026-10-15", "datum: 2026-10-16")),
    "contact_stop": Probe(refuses_by_naming_whom_to_ask, (("fg@almere", "stop@almere"),)),
}


def test_every_field_of_the_schema_is_here() -> None:
    assert set(GOVERNED) == set(DIRECTIONS)


@pytest.fixture(scope="module")
def without_a_change(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., object]:
    """Return what the system does under the example as it is, asked once for each thing it does."""
    asked: dict[object, object] = {}

    def ask(does: Callable[[bytes, Path], object]) -> object:
        if does not in asked:
            asked[does] = does(BASE, tmp_path_factory.mktemp("base"))
        return asked[does]

    return ask


@pytest.mark.parametrize("field", sorted(GOVERNED))
def test_a_change_of_the_field_changes_what_the_system_does(
    field: str, tmp_path: Path, without_a_change: Callable[..., object]
) -> None:
    probe = GOVERNED[field]
    assert probe.does(changed(*probe.changes), tmp_path) != without_a_change(probe.does)
