from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.sources.config import ExampleSpec, FileSpec, load_sources
from privacy.errors import Permanent

PACKAGED = Path(__file__).parents[3] / "config" / "bronnen.yaml"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_packaged_file_has_the_example_and_a_file_source() -> None:
    sources = load_sources(PACKAGED).bronnen
    assert isinstance(sources["voorbeeld"], ExampleSpec)
    assert sources["voorbeeld"].berichten == 40_000
    assert sources["bestand"] == FileSpec(soort="bestand", standaardgebied="GM0034")


def test_every_setting_of_a_file_source_is_read(tmp_path: Path) -> None:
    text = """
bronnen:
  forum:
    soort: bestand
    formaat: csv
    velden: {text: bericht, author: gebruiker.naam}
    platform: forum
    tijdnotatie: unix_s
    tijdzone: Europe/Amsterdam
    standaardgebied: GM0034
"""
    forum = load_sources(write(tmp_path / "bronnen.yaml", text)).bronnen["forum"]
    assert isinstance(forum, FileSpec)
    assert (forum.velden.text, forum.velden.author, forum.velden.id) == (
        "bericht",
        "gebruiker.naam",
        "id",
    )
    assert forum.standaardgebied == "GM0034"


BROKEN = {
    "unknown_setting": ("bronnen: {a: {soort: bestand, wachtwoord: x}}", "bronnen.schema"),
    "unknown_field": ("bronnen: {a: {soort: bestand, velden: {tekst: x}}}", "bronnen.schema"),
    "unknown_kind": ("bronnen: {a: {soort: ftp}}", "bronnen.schema"),
    "unknown_zone": ("bronnen: {a: {soort: bestand, tijdzone: Almere/Haven}}", "bronnen.schema"),
    "zone_is_a_path": ("bronnen: {a: {soort: bestand, tijdzone: /etc/passwd}}", "bronnen.schema"),
    "area_without_code": (
        "bronnen: {a: {soort: bestand, standaardgebied: Almere}}",
        "bronnen.schema",
    ),
    "number_as_text": (
        "bronnen: {a: {soort: voorbeeld, berichten: '5', zaad: 1}}",
        "bronnen.schema",
    ),
    "id_with_a_space": ("bronnen: {'a b': {soort: bestand}}", "bronnen.schema"),
    "no_sources": ("", "bronnen.schema"),
    "key_twice": ("bronnen: {a: {soort: bestand}, a: {soort: bestand}}", "bronnen.yaml"),
    "no_yaml": ("bronnen: [", "bronnen.yaml"),
    "python_object": ("bronnen: !!python/object/apply:os.getcwd []", "bronnen.yaml"),
}


@pytest.mark.parametrize(("text", "rule"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_refused_with_its_rule(text: str, rule: str, tmp_path: Path) -> None:
    with pytest.raises(Permanent) as refused:
        load_sources(write(tmp_path / "bronnen.yaml", text))
    assert refused.value.rule == rule


@pytest.mark.parametrize(
    ("address", "permitted"),
    [
        ("https://krant.example/almere.xml", True),
        ("https://www.politie.example/rss/uw-buurt/nieuws.xml", True),
        ("https://krant.example/profile", True),
        ("https://forum.example/r/almere/.rss", True),
        ("https://mastodon.example/tags/almere.rss", True),
        ("https://mastodon.example/@vaart.rss", False),
        ("https://mastodon.example/users/vaart.rss", False),
        ("https://bluesky.example/profile/vaart.example/rss", False),
        ("https://forum.example/u/vaart.xml", False),
        ("https://forum.example/user/vaart/.rss", False),
        ("https://blog.example/Author/vaart/feed", False),
    ],
)
def test_a_feed_is_of_no_account(address: str, *, permitted: bool, tmp_path: Path) -> None:
    path = write(tmp_path / "bronnen.yaml", f"bronnen: {{a: {{soort: rss, feeds: ['{address}']}}}}")
    if permitted:
        assert load_sources(path).bronnen
    else:
        with pytest.raises(Permanent, match=r"a\.rss\.feeds\.0") as refused:
            load_sources(path)
        assert "vaart" not in str(refused.value)


TOLD = {
    "bestand, wachtwoord: geheimquux": "a.bestand.wachtwoord: bestaat niet",
    "ftp": "a: soort bestaat niet",
    "rss": "a.rss.feeds: ontbreekt",
    "rss, feeds: []": "a.rss.feeds: leeg",
    "rss, feeds: krant.example": "a.rss.feeds: geen lijst",
    "rss, feeds: ['http://krant.example/x']": "a.rss.feeds.0: geen adres met https",
    "rss, feeds: ['https://krant.example:0x/']": "a.rss.feeds.0: geen adres met https",
    "rss, feeds: ['https://krant.example/@vaart.rss']": "a.rss.feeds.0: de feed van een account",
    "bestand, platform: 7": "a.bestand.platform: geen tekst",
    "bestand, formaat: xml": "a.bestand.formaat: geen van de mogelijke waarden",
    "bestand, tijdzone: Almere/Haven": "a.bestand.tijdzone: geen bekende tijdzone",
    "bestand, standaardgebied: Almere": "a.bestand.standaardgebied: heeft een andere vorm",
    "mastodon, servers: ['https://mastodon.nl'], lokaal: 'ja'": "lokaal: geen true of false",
    "mastodon, servers: ['https://mastodon.nl'], terug_uren: '5'": "terug_uren: geen geheel getal",
    "mastodon, servers: ['https://mastodon.nl'], terug_uren: 0": "terug_uren: te klein",
    "mastodon, servers: ['https://mastodon.nl'], terug_uren: 900": "terug_uren: te groot",
    "bluesky, dienst: 'https://api.example', stroom: 'https://x.example'": "stroom: geen adres met",
    "bluesky, dienst: 'https://api.example', stil_seconden: x": "stil_seconden: past niet",
}


@pytest.mark.parametrize(("spec", "told"), TOLD.items())
def test_the_message_says_what_is_wrong(spec: str, told: str, tmp_path: Path) -> None:
    path = write(tmp_path / "bronnen.yaml", f"bronnen: {{a: {{soort: {spec}}}}}")
    with pytest.raises(Permanent, match=re.escape(told)):
        load_sources(path)


def test_the_message_names_the_line_that_is_no_yaml(tmp_path: Path) -> None:
    path = write(tmp_path / "bronnen.yaml", "bronnen:\n  a: {soort: rss}\n  a: {soort: rss}\n")
    with pytest.raises(Permanent, match=r"regel 3, of een naam er twee keer staat"):
        load_sources(path)


def test_the_message_names_the_place_and_not_the_value(tmp_path: Path) -> None:
    text = "bronnen: {forum: {soort: bestand, platform: 7, wachtwoord: geheimquux}}"
    with pytest.raises(Permanent, match=r"bronnen\.forum\.bestand\.platform") as refused:
        load_sources(write(tmp_path / "bronnen.yaml", text))
    assert "geheimquux" not in str(refused.value)


def test_a_missing_or_undecodable_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Permanent, match=r"bronnen\.bestand"):
        load_sources(tmp_path / "weg.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"# caf\xe9")
    with pytest.raises(Permanent, match=r"bronnen\.yaml"):
        load_sources(tmp_path / "latin.yaml")
