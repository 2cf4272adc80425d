from __future__ import annotations

import itertools
import random

import pytest

from privacy.framework.difference import compare, leaves, verdict
from privacy.framework.direction import DIRECTIONS, Direction
from privacy.framework.document import parse_framework
from privacy.framework.explanation import explain, explain_difference
from privacy.framework.schema import EXAMPLE_MARK, Framework
from tests.privacy.framework.council import FRAMEWORK, REAL_FRAMEWORK, edited

RECALL = "recall_per_pii_type: {}            # dit model zoekt geen persoonsgegevens"
TEXT = edited(
    FRAMEWORK,
    ("bewaren_uren: 0", "bewaren_uren: 24"),
    ("inzage_rollen: []", "inzage_rollen: [analist]"),
    ("analist: [", "analist: [tekst_inzien, "),
    (RECALL, "recall_per_pii_type: {BSN: 0.9}"),
    ("\nvorige_sha256: geen", "\nvorige_sha256: " + "a" * 64),
    ("kader_versie: 1", "kader_versie: 2"),
)
BASE = parse_framework(TEXT)
MODEL = "algoritmen[signalen-basislijn]"
MINIMUM = f"{MODEL}.minimum"
OCCASION = "aanleidingen[stadsbeeld]"
ENDS = "    geldig_tot: 2027-10-31"
N, W = Direction.NAUWER, Direction.RUIMER

SIGNAL = """  - id: haat
    omschrijving: >-
      Een groep mensen wordt ontmenselijkt of bedreigd om wie zij zijn. Het noemen van een
      groep is geen haat.
"""
NEW_OCCASION = """aanleidingen:
  - id: extra
    reden: nog een reden
    eigenaar: griffier
    geldig_tot: 2027-01-01
    bronnen: [bestand]
"""

CASES: list[tuple[str, Direction, tuple[tuple[str, str], ...]]] = [
    ("gemeente.naam", W, (("naam: Almere", "naam: Urk"),)),
    ("gemeente.code", W, (("GM0034", "GM0184"),)),
    ("doel", W, (("geen personen en geen", "geen mensen en geen"),)),
    ("grondslag", W, (("wet: Gemeentewet", "wet: Politiewet"),)),
    ("geldig_van", N, (("\ngeldig_van: 2026-11-01", "\ngeldig_van: 2026-11-02"),)),
    ("geldig_van", W, (("\ngeldig_van: 2026-11-01", "\ngeldig_van: 2026-10-31"),
                       ("\ngeldig_tot: 2027-10-31", "\ngeldig_tot: 2027-10-30"))),
    ("geldig_tot", N, (("\ngeldig_tot: 2027-10-31", "\ngeldig_tot: 2027-10-30"),)),
    ("aanleidingen[extra]", W, (("aanleidingen:\n", NEW_OCCASION),)),
    (f"{OCCASION}.reden", W, (("eerder weten", "later weten"),)),
    (f"{OCCASION}.eigenaar", W, (("hoofd Openbare", "chef Openbare"),)),
    (f"{OCCASION}.geldig_tot", N, ((ENDS, "    geldig_tot: 2027-10-30"),)),
    (f"{OCCASION}.geldig_tot", W, ((ENDS, "    geldig_tot: 2028-10-30"),)),
    ("bronnen[bestand].soort", W, (("soort: bestand ", "soort: rss "),)),
    ("bronnen[bestand].voorwaarden_url", W, (("voorwaarden-bestand", "andere-bestand"),)),
    ("bronnen[bestand].voorwaarden_sha256", W, (("aaf961b3", "0af961b3"),)),
    ("bronnen[bestand].toestemming.kenmerk", W, (("ARCHIEF-002", "ARCHIEF-003"),)),
    ("gebieden.set", W, (("set: almere", "set: urk"),)),
    ("gebieden.fijnste_niveau_per_signaal[haat]", N, (("haat: stadsdeel", "haat: gemeente"),)),
    ("gebieden.fijnste_niveau_per_signaal[haat]", W, (("haat: stadsdeel", "haat: wijk"),)),
    ("signalen[haat].omschrijving", W, (("is geen haat", "is haat"),)),
    ("tekst.bewaren_uren", N, (("bewaren_uren: 24", "bewaren_uren: 12"),)),
    ("tekst.bewaren_uren", W, (("bewaren_uren: 24", "bewaren_uren: 25"),)),
    ("bewaartermijnen.berichten_dagen", N, (("berichten_dagen: 35", "berichten_dagen: 28"),)),
    ("bewaartermijnen.berichten_dagen", W, (("berichten_dagen: 35", "berichten_dagen: 36"),)),
    ("bewaartermijnen.cellen_dagen", N, (("cellen_dagen: 1095", "cellen_dagen: 365"),)),
    ("bewaartermijnen.cellen_dagen", W, (("cellen_dagen: 1095", "cellen_dagen: 1096"),)),
    ("bewaartermijnen.logboek_dagen", N, (("logboek_dagen: 2555", "logboek_dagen: 2556"),)),
    ("bewaartermijnen.logboek_dagen", W, (("logboek_dagen: 2555", "logboek_dagen: 2554"),)),
    ("vrijgave.intern.tijdkorrel", N, (("tijdkorrel: dag", "tijdkorrel: week"),)),
    ("vrijgave.intern.tijdkorrel", W, (("tijdkorrel: dag", "tijdkorrel: uur"),)),
    ("vrijgave.intern.k", N, (("k: 10 ", "k: 11 "),)),
    ("vrijgave.intern.k", W, (("k: 10 ", "k: 9 "),)),
    ("vrijgave.intern.dominantie_pct", N, (("dominantie_pct: 20", "dominantie_pct: 19"),)),
    ("vrijgave.intern.dominantie_pct", W, (("dominantie_pct: 20", "dominantie_pct: 21"),)),
    ("vrijgave.intern.afronding", N, (("afronding: 5 ", "afronding: 10 "),)),
    ("vrijgave.intern.afronding", W, (("afronding: 5 ", "afronding: 7 "),)),
    ("vrijgave.intern.afronding", W, (("afronding: 5 ", "afronding: 1 "),)),
    ("vrijgave.intern.bijdrage_per_auteur", N, (("auteur: 3 ", "auteur: 2 "),)),
    ("vrijgave.intern.bijdrage_per_auteur", W, (("auteur: 3 ", "auteur: 4 "),)),
    ("vrijgave.openbaar.tijdkorrel", W, (("tijdkorrel: week", "tijdkorrel: dag"),)),
    ("vrijgave.openbaar.gebied", N, (("gebied: stadsdeel", "gebied: gemeente"),)),
    ("vrijgave.openbaar.gebied", W, (("gebied: stadsdeel", "gebied: wijk"),)),
    ("vrijgave.openbaar.rho_per_week", N, (("rho_per_week: 0.05", "rho_per_week: 0.04"),)),
    ("vrijgave.openbaar.rho_per_week", W, (("rho_per_week: 0.05", "rho_per_week: 0.06"),)),
    ("vrijgave.openbaar.rho_per_jaar", N, (("rho_per_jaar: 2.6", "rho_per_jaar: 2.5"),)),
    ("vrijgave.openbaar.rho_per_jaar", W, (("rho_per_jaar: 2.6", "rho_per_jaar: 2.7"),)),
    ("vrijgave.openbaar.bijdrage_per_auteur", W, (("auteur: 1\n", "auteur: 2\n"),)),
    (f"{MODEL}.taak", W, (("taak: signalen", "taak: persoonsgegevens"),)),
    (f"{MODEL}.sha256", W, (("sha256: bd", "sha256: 0d"),)),
    (f"{MODEL}.register_id", W, (("REGISTER-001", "REGISTER-002"),)),
    (f"{MINIMUM}.macro_f1", N, (("macro_f1: 0.5", "macro_f1: 0.6"),)),
    (f"{MINIMUM}.macro_f1", W, (("macro_f1: 0.5", "macro_f1: 0.4"),)),
    (f"{MINIMUM}.recall_per_pii_type[BSN]", N, (("BSN: 0.9", "BSN: 0.95"),)),
    (f"{MINIMUM}.recall_per_pii_type[BSN]", W, (("BSN: 0.9", "BSN: 0.8"),)),
    (f"{MINIMUM}.recall_per_pii_type[BSN]", W, (("{BSN: 0.9}", "{}"),)),
    (f"{MINIMUM}.recall_per_pii_type[IBAN]", N, (("{BSN: 0.9}", "{BSN: 0.9, IBAN: 0.5}"),)),
    (f"{MINIMUM}.max_fpr_beschermde_uiting", W, (("uiting: 0.1", "uiting: 0.2"),)),
    (f"{MINIMUM}.max_verschil_groepen", N, (("groepen: 0.1", "groepen: 0.05"),)),
    ("rollen[operator]", N, (("operator: [taken_bedienen, ", "operator: ["),)),
    ("rollen[operator]", W, (("operator: [", "operator: [intern_zien, "),)),
    ("rollen[griffier]", W, (("griffier: [verantwoording_zien, ", "griffier: ["),)),
    ("dpia.sha256", W, (("sha256: d4dd", "sha256: 0000"),)),
    ("dpia.herzien_voor", N, (("\n  herzien_voor: 2027-11-01", "\n  herzien_voor: 2027-10-01"),)),
    ("dpia.herzien_voor", W, (("\n  herzien_voor: 2027-11-01", "\n  herzien_voor: 2027-12-01"),)),
    ("iama.sha256", W, (("sha256: e22d", "sha256: 0000"),)),
    ("fg_advies.sha256", W, (("sha256: 565a", "sha256: 0000"),)),
    ("fg_advies.datum", W, (("datum: 2026-10-01", "datum: 2026-10-02"),)),
    ("raadsbesluit.id", W, (("id: VOORBEELD-2026-001", "id: VOORBEELD-2026-002"),)),
    ("raadsbesluit.url", W, (("/raadsbesluit-voorbeeld", "/raadsbesluit-ander"),)),
    ("raadsbesluit.sha256", W, (("sha256: a20c", "sha256: 0000"),)),
    ("raadsbesluit.datum", W, (("datum: 2026-10-15", "datum: 2026-10-16"),)),
    ("contact_stop", N, (("  - fg@almere", "  - raad@almere.example\n  - fg@almere"),)),
    ("contact_stop", W, (("  - fg@almere.example\n", ""),)),
    ("contact_stop", W, (("  - fg@almere", "  - chef@almere"),)),
    ("talen", W, (("talen: [nl]", "talen: [nl, fy]"),)),
]  # fmt: skip


def after(*changes: tuple[str, str]) -> Framework:
    return parse_framework(edited(TEXT, *changes))


@pytest.mark.parametrize(("path", "direction", "changes"), CASES)
def test_each_field_is_compared_in_its_own_direction(
    path: str, direction: Direction, changes: tuple[tuple[str, str], ...]
) -> None:
    changed = after(*changes)
    there, back = compare(BASE, changed), compare(changed, BASE)
    assert {change.path: change for change in there}[path].direction == direction
    assert (verdict(there) == W) == (W in {change.direction for change in there})
    assert W in {verdict(there), verdict(back)}, "nothing is free in both directions"


def test_every_field_of_the_schema_has_a_direction_and_no_direction_is_left_over() -> None:
    assert {leaf.place for leaf in leaves(BASE)} == set(DIRECTIONS)


def test_a_signal_less_is_narrower_and_its_own_fields_are_not_listed() -> None:
    without = after((SIGNAL, ""), ("    haat: stadsdeel\n", ""))
    changes = compare(BASE, without)
    assert {change.path for change in changes} == {
        "signalen[haat]", "gebieden.fijnste_niveau_per_signaal[haat]",
    }  # fmt: skip
    assert verdict(changes) == N
    assert verdict(compare(without, BASE)) == W


def test_a_renamed_source_is_wider() -> None:
    renamed = after(("id: bestand", "id: elders"), ("[voorbeeld, bestand]", "[voorbeeld, elders]"))
    directions = {change.path: change.direction for change in compare(BASE, renamed)}
    assert directions["bronnen[elders]"] == W
    assert directions["bronnen[bestand]"] == N
    assert directions["aanleidingen[stadsbeeld].bronnen"] == W


def test_the_order_of_a_list_means_nothing() -> None:
    turned = after(("[voorbeeld, bestand]", "[bestand, voorbeeld]"))
    assert compare(BASE, turned) == ()


def test_the_number_of_a_version_widens_nothing() -> None:
    third = after(("kader_versie: 2", "kader_versie: 3"), ("a" * 64, "b" * 64))
    changes = compare(BASE, third)
    assert {change.path for change in changes} == {"kader_versie", "vorige_sha256"}
    assert verdict(changes) == Direction.GELIJK
    assert "Dat telt niet." in explain_difference(changes)


def test_the_difference_reads_as_dutch() -> None:
    changes = compare(BASE, after(("k: 10 ", "k: 12 "), ("rho_per_jaar: 2.6", "rho_per_jaar: 2.7")))
    assert explain_difference(changes).splitlines() == [
        ("vrijgave.intern.k: Kleinste aantal verschillende auteurs in een cijfer."
        " Was: 10. Wordt: 12. Dat is nauwer."),
        ("vrijgave.openbaar.rho_per_jaar: Privacybudget (rho) van één jaar; daarna stopt het."
        " Was: 2,6. Wordt: 2,7. Dat is ruimer."),
        "",
        "Samen is dit ruimer. Nodig: griffier, presidium en FG.",
    ]  # fmt: skip


def test_a_narrower_framework_needs_one_signature_and_three_after_a_stop() -> None:
    changes = compare(BASE, after(("k: 10 ", "k: 12 ")))
    assert explain_difference(changes).splitlines()[-1] == (
        "Samen is dit nauwer. Nodig: de FG of de griffier."
        " Geldt er een stopbevel, dan samen: griffier, presidium en FG."
    )


def test_no_difference_says_so() -> None:
    assert explain_difference(compare(BASE, BASE)).startswith("Er verandert niets.")


def test_the_explanation_names_every_field_and_says_that_it_is_an_example() -> None:
    text = explain(BASE)
    assert text.startswith(EXAMPLE_MARK)
    for leaf in leaves(BASE):
        assert f"- {leaf.path}: {leaf.label}" in text
    assert "De tekst van een bericht blijft 24 uur. Lezers: analist." in text
    assert "1 november 2026 tot en met 31 oktober 2027" in text


def test_the_explanation_of_a_real_framework_carries_no_mark() -> None:
    text = explain(parse_framework(REAL_FRAMEWORK))
    assert EXAMPLE_MARK not in text
    assert "De tekst van een bericht wordt nooit bewaard." in text


def test_a_chain_of_narrowings_never_ends_wider_than_it_began() -> None:
    rng = random.Random(5)
    narrowing = [changes for _, direction, changes in CASES if direction == N]
    for _ in range(20):
        edits: dict[str, tuple[str, str]] = {}
        for changes in rng.sample(narrowing, 5):
            edits |= {old: (old, new) for old, new in changes}
        chain, text = [BASE], TEXT
        for old, new in edits.values():
            if text.decode().count(old) == 1:
                text = edited(text, (old, new))
                chain.append(parse_framework(text))
        steps = [verdict(compare(a, b)) for a, b in itertools.pairwise(chain)]
        assert set(steps) == {N}
        assert verdict(compare(chain[0], chain[-1])) == N
