"""Every page and state that is looked at, with the role that may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from privacy.framework.roles import Rol

A, R, O, F = Rol.ANALIST, Rol.RAADSLID, Rol.OPERATOR, Rol.FG  # noqa: E741 - as short as a column is wide


SURGE: Final = "1cfaed76ca2a"
"""Unrest in the Stadscentrum on the last day of the invented city."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page; `name` is that of its screenshot."""

    name: str
    role: Rol | None
    path: str
    installation: str = "year"
    """The fixture that yields the address; `second` has a framework that lets texts be read."""

    def __str__(self) -> str:
        return self.name


PAGES: Final = tuple(
    Shown(*each)
    for each in (
        ("begin", None, "/"),
        ("bewoner", None, "/bewoner"),
        ("bewoner-cijfers", None, "/bewoner/cijfers"),
        ("bewoner-rechten", None, "/bewoner/rechten"),
        ("bewoner-register", None, "/bewoner/register"),
        ("uitleg", None, "/uitleg"),
        ("toegankelijkheid", None, "/toegankelijkheid"),
        ("inloggen", None, "/inloggen"),
        ("analist", A, "/analist"),
        ("analist-reeks", A, "/analist/reeks"),
        ("analist-kaart", A, "/analist/kaart"),
        ("analist-pieken", A, "/analist/pieken"),
        ("analist-piek", A, f"/analist/pieken/{SURGE}"),
        ("analist-kaart-grenzen", A, "/analist/kaart", "second"),
        ("analist-vergelijk", A, "/analist/vergelijk"),
        ("analist-vragen", A, "/analist/vragen"),
        ("raad", R, "/raad"),
        ("raad-kader", R, "/raad/kader"),
        ("raad-kader-verschil", R, "/raad/kader", "second"),
        ("raad-verwerking", R, "/raad/verwerking"),
        ("raad-algoritmen", R, "/raad/algoritmen"),
        ("raad-pieken", R, "/raad/pieken"),
        ("raad-controleer", R, "/raad/controleer"),
        ("beheer", O, "/beheer"),
        ("lezen", F, "/lezen", "second"),
    )
)

STATES: Final = tuple(
    Shown(*each)
    for each in (
        ("in het engels", A, "/analist?taal=en"),
        ("kaart zonder gegevens", A, "/analist/kaart?tot=2026-11-08"),
        ("kaart van een signaal zonder wijken", A, "/analist/kaart?signaal=ondermijning"),
        ("reeks met achtergehouden dagen", A, "/analist/reeks?gebied=WK003434&signaal=onrust"),
        ("reeks van een jaar", A, "/analist/reeks?van=2025-12-01"),
        ("reeks zonder cijfer", A, "/analist/reeks?gebied=WK003434&signaal=haat"),
        ("geen pieken", A, "/analist/pieken?signaal=haat&van=2026-11-26"),
        ("antwoord op een vraag", A, "/analist/vragen?sql=FROM+cellen+LIMIT+9"),
        ("vraag die niet kan", A, "/analist/vragen?sql=DROP"),
        ("antwoord zonder rijen", A, "/analist/vragen?sql=FROM+cellen+WHERE+waarde+%3C+0"),
        ("antwoord met meer rijen", A, "/analist/vragen?sql=FROM+cellen"),
        ("piek in het engels", A, f"/analist/pieken/{SURGE}?taal=en"),
        ("piek na een oordeel", A, f"/analist/pieken/{SURGE}?opgeslagen=ja"),
        ("raad in het engels", R, "/raad?taal=en"),
        ("gemist gemeld", A, "/analist/pieken?gemeld=ja"),
        ("rechten met uren tekst", None, "/bewoner/rechten", "second"),
        ("niet gevonden", None, "/bestaat-niet"),
        ("niet ingelogd", None, "/analist"),
        ("geen recht", R, "/analist"),
        ("keuze die niet kan", A, "/analist/pieken?van=gisteren"),
    )
)
