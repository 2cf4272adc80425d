from __future__ import annotations

import re

import pytest

from privacy.errors import PrivacyError
from privacy.framework import schema
from privacy.framework.document import MAX_BYTES, parse_framework
from privacy.framework.roles import Rol
from privacy.framework.schema import Framework
from tests.privacy.framework.council import FRAMEWORK, REAL_FRAMEWORK, SHIPPED, edited

SECRET = "Geheim-Van-Jansen"


def refused(data: bytes) -> str:
    with pytest.raises(PrivacyError) as caught:
        parse_framework(data)
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None
    return caught.value.rule


def test_the_shipped_framework_is_a_framework_and_says_that_it_is_an_example() -> None:
    assert parse_framework(SHIPPED.read_bytes()).is_example


def test_a_framework_with_a_council_decision_is_no_example() -> None:
    assert not parse_framework(REAL_FRAMEWORK).is_example


MODELS = [
    value
    for value in vars(schema).values()
    if isinstance(value, type) and issubclass(value, schema.Closed) and value is not schema.Closed
]
SCALAR_LINES = [
    line
    for line in FRAMEWORK.decode().splitlines()
    if re.match(r" *[a-z_0-9]+: [^>]", line) and FRAMEWORK.decode().count(f"{line}\n") == 1
]


def test_no_field_has_a_default() -> None:
    assert Framework in MODELS
    fields = [field for model in MODELS for field in model.model_fields.values()]
    assert [field for field in fields if not field.is_required()] == []


@pytest.mark.parametrize("line", SCALAR_LINES)
def test_every_line_that_goes_missing_is_refused(line: str) -> None:
    assert refused(edited(FRAMEWORK, (f"{line}\n", ""))).startswith("kader.")


def test_a_missing_field_is_named() -> None:
    with pytest.raises(PrivacyError, match=r"kader\.veld_ontbreekt.*tekst\.bewaren_uren ontbreekt"):
        parse_framework(edited(FRAMEWORK, ("  bewaren_uren: 0\n", "")))


@pytest.mark.parametrize(
    "extra", ["nepaccounts: true", "emotieherkenning: true", "zoek_persoon: x"]
)
def test_what_the_product_never_does_cannot_be_switched_on(extra: str) -> None:
    assert refused(FRAMEWORK + f"{extra}\n".encode()) == "kader.veld_onbekend"


def test_an_extra_field_with_an_odd_name_is_not_repeated() -> None:
    with pytest.raises(PrivacyError, match=r"\(veld\) bestaat niet") as caught:
        parse_framework(FRAMEWORK + f"'{SECRET}!': 1\n".encode())
    assert SECRET not in str(caught.value)


def test_a_wrong_value_is_named_by_field_and_not_repeated() -> None:
    data = edited(FRAMEWORK, ("code: GM0034", f"code: {SECRET}"))
    with pytest.raises(PrivacyError, match=r"kader\.veld_waarde.*gemeente\.code") as caught:
        parse_framework(data)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("k: 10 ", "k: 4 "),
        ("k: 10 ", "k: '10' "),
        ("k: 10 ", "k: 10.0 "),
        ("k: 10 ", "k: true "),
        ("bewaren_uren: 0", "bewaren_uren: 73"),
        ("bewaren_uren: 0", "bewaren_uren: -1"),
        ("dominantie_pct: 20", "dominantie_pct: 51"),
        ("rho_per_week: 0.05", "rho_per_week: 0"),
        ("rho_per_week: 0.05", "rho_per_week: 100.0"),
        ("soort: bestand", "soort: facebook"),
        ("ondermijning: gemeente", "ondermijning: straat"),
        ("tijdkorrel: dag", "tijdkorrel: minuut"),
        ("weglaten_en_tellen", "bewaren"),
        ("- PERSON ", "- GHOST "),
        ("url: https://stadspols.example/raad", "url: http://stadspols.example/raad"),
        ("kader_versie: 1", "kader_versie: 0"),
        ("geldig_van: 2026-11-01", "geldig_van: 2026-11-01T00:00:00"),
        ("geldig_van: 2026-11-01", "geldig_van: 2026-13-01"),
        ("geldig_van: 2026-11-01", "geldig_van: 20261101"),
        ("talen: [nl]", "talen: []"),
        ("raadslid: [verantwoording_zien", "raadslid: [auteurs_zien"),
        ("naam: Almere", "naam: '  '"),
    ],
)
def test_a_value_outside_its_bounds_is_refused(old: str, new: str) -> None:
    assert refused(edited(FRAMEWORK, (old, new))) in {
        "kader.veld_waarde", "kader.yaml_soort", "kader.yaml",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("kader.dubbel", "verwijderen:\n", "verwijderen:\n    - PERSON\n"),
        ("kader.dubbel", "talen: [nl]", "talen: [nl, nl]"),
        ("kader.dubbel", "id: haat", "id: onrust"),
        ("kader.dubbel", "operator: [taken_bedienen", "operator: [openbaar_zien"),
        ("kader.vorige", "vorige_sha256: geen", "vorige_sha256: " + "a" * 64),
        ("kader.vorige", "kader_versie: 1", "kader_versie: 2"),
        ("kader.geldigheid", "\ngeldig_tot: 2027-10-31", "\ngeldig_tot: 2027-11-01"),
        ("kader.geldigheid", "\ngeldig_tot: 2027-10-31", "\ngeldig_tot: 2026-10-31"),
        ("kader.besluit_datum", "datum: 2026-10-15", "datum: 2026-11-02"),
        ("kader.besluit_datum", "datum: 2026-10-01", "datum: 2026-10-16"),
        ("kader.aanleiding_bron", "[voorbeeld, bestand]", "[voorbeeld]"),
        ("kader.aanleiding_bron", "[voorbeeld, bestand]", "[voorbeeld, bestand, elders]"),
        ("kader.niveau_per_signaal", "    onrust: wijk\n", ""),
        ("kader.verwijder_alles", "    - PERSON         # namen van mensen\n", ""),
        ("kader.rollen", "  raadslid: [verantwoording_zien, openbaar_zien]\n", ""),
        ("kader.tekst_inzage", "bewaren_uren: 0", "bewaren_uren: 24"),
        ("kader.tekst_inzage", "inzage_rollen: []", "inzage_rollen: [analist]"),
        ("kader.tekst_inzage", "analist: [", "analist: [tekst_inzien, "),
        ("kader.budget", "rho_per_jaar: 2.6", "rho_per_jaar: 0.01"),
        ("kader.minimum_recall", "taak: signalen", "taak: persoonsgegevens"),
    ],
)
def test_a_rule_across_fields_is_enforced(rule: str, old: str, new: str) -> None:
    assert refused(edited(FRAMEWORK, (old, new))) == rule


def test_text_may_stay_when_hours_readers_and_rights_agree() -> None:
    framework = parse_framework(
        edited(
            FRAMEWORK,
            ("bewaren_uren: 0", "bewaren_uren: 24"),
            ("inzage_rollen: []", "inzage_rollen: [analist]"),
            ("analist: [", "analist: [tekst_inzien, "),
        )
    )
    assert framework.tekst.bewaren_uren == 24


def test_a_framework_from_leap_day_may_hold_until_the_28th() -> None:
    dates = (
        ("\ngeldig_van: 2026-11-01", "\ngeldig_van: 2028-02-29"),
        ("\ngeldig_tot: 2027-10-31", "\ngeldig_tot: 2029-02-28"),
    )
    assert parse_framework(edited(FRAMEWORK, *dates)).geldig_tot.year == 2029
    later = edited(FRAMEWORK, dates[0], ("\ngeldig_tot: 2027-10-31", "\ngeldig_tot: 2029-03-01"))
    assert refused(later) == "kader.geldigheid"


@pytest.mark.parametrize(
    ("rule", "data"),
    [
        ("kader.omvang", b""),
        ("kader.omvang", b"#" * (MAX_BYTES + 1)),
        ("kader.utf8", b"\xff\xfe"),
        ("kader.utf8", FRAMEWORK.decode().encode("utf-16")),
        ("kader.teken", b"\xef\xbb\xbf" + FRAMEWORK),
        ("kader.teken", FRAMEWORK.replace(b"\n", b"\r\n")),
        ("kader.teken", FRAMEWORK + b"\x00"),
        ("kader.teken", FRAMEWORK + "# \u2028".encode()),
        ("kader.teken", FRAMEWORK + "# \u202edraai".encode()),
        ("kader.teken", FRAMEWORK + "# \u200bnul".encode()),
        ("kader.yaml", b"a: [1"),
        ("kader.yaml_vorm", b"[" * 5000),
        ("kader.yaml", b"a: " + b"9" * 5000),
        ("kader.getal", b"a: .nan"),
        ("kader.getal", b"a: .inf"),
        ("kader.yaml_soort", b"1: a"),
        ("kader.yaml_vorm", b"<<: {a: 1}"),
        ("kader.yaml_soort", b"a: 2026-11-01T00:00:00Z"),
        ("kader.yaml_vorm", b"a: &x 1"),
        ("kader.yaml_vorm", b"a: &x 1\nb: *x"),
        ("kader.yaml_vorm", b"a: !!python/object/apply:os.system [ls]"),
        ("kader.yaml_vorm", b"a: !!binary aGE="),
        ("kader.yaml_vorm", b"%YAML 1.1\n---\na: 1"),
        ("kader.yaml_vorm", b"---\na: 1"),
        ("kader.yaml_vorm", FRAMEWORK + b"---\n" + FRAMEWORK),
        ("kader.dubbel_veld", FRAMEWORK + b"kader_versie: 1\n"),
        ("kader.dubbel_veld", edited(FRAMEWORK, ("  set: almere\n", "  set: almere\n  set: x\n"))),
        ("kader.veld_waarde", b"[]"),
        ("kader.veld_waarde", b"tekst"),
        ("kader.veld_waarde", b"# niets"),
    ],
)
def test_a_document_that_is_not_plain_yaml_is_refused(rule: str, data: bytes) -> None:
    assert refused(data) == rule


def test_mappings_of_a_framework_cannot_be_changed() -> None:
    framework = parse_framework(FRAMEWORK)
    with pytest.raises(TypeError, match="mappingproxy"):
        framework.rollen[Rol.FG] = ()  # type: ignore[index]
    with pytest.raises(ValueError, match="frozen"):
        framework.kader_versie = 2  # type: ignore[misc]
