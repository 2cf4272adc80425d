"""Card text: a model card in plain Dutch, made from the figures of `card.json` alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.card_sections import further_sections

if TYPE_CHECKING:
    from collections.abc import Mapping

_MEANING = {
    "onrust": "Oproep tot, aankondiging van of verslag over rellen, plundering of vernieling.",
    "dreiging": "Bedreiging met geweld tegen een mens, groep, gebouw of evenement.",
    "ondermijning": "Sporen van georganiseerde misdaad in de wijk.",
    "onveiligheid": "De schrijver of de buurt voelt zich onveilig of lastiggevallen.",
    "haat": "Haat of opruiing tegen een groep mensen om wie zij zijn.",
}

_SLICES = {
    "peaceful_demo": "vreedzaam protest",
    "political_criticism": "kritiek op bestuur en politiek",
    "satire": "satire",
    "religious_expression": "geloofsuitingen",
    "identity_mention": "een groep noemen zonder haat",
    "counter_speech": "tegenspraak tegen haat",
    "dialect_or_slang_harmless": "straattaal en dialect zonder kwaad",
    "sport_hyperbole": "overdrijving over sport",
    "gaming": "spelletjes",
    "news_report": "nieuwsbericht",
    "lyrics": "liedteksten",
    "police_official": "bericht van politie of gemeente",
}

_LIMITS = """\
- Het model leest alleen Nederlandse tekst waaruit persoonsgegevens zijn gehaald.
- Het is getraind en getoetst op verzonnen berichten. Hoe goed het is op echte berichten in uw
  gemeente weet niemand voordat dat is gemeten.
- De cijfers bovenaan komen van berichten waarop ook de drempels zijn gekozen.
- De raad stelt in het privacykader een minimum aan F1, aan onschuldig gemelde berichten en aan
  het verschil tussen groepen. Haalt het model dat niet, dan start de verwerking niet.
- Een uitkomst zegt niets over één bericht of één mens. Gebruik alleen aantallen, met hun marge.
- Berichten zonder duidelijke woorden, met ironie of met geheimtaal worden vaak gemist.
"""


def card_text(card: Mapping[str, Any]) -> str:
    """Return the card as Markdown, in Dutch; every figure in it comes from `card`."""
    figures, origin = card["figures"], card["origin"]
    trained_with = ", ".join(
        f"`{name}` (sha256 {digest[:16]}…)" for name, digest in origin["train_sha256"].items()
    )
    return "\n".join(
        [
            f"# Modelkaart {card['id']}",
            "",
            (
                "Dit model leest vijf signalen in openbare berichten. De gemeente ziet nooit de"
                " uitkomst van één bericht, alleen aantallen per wijk en dag."
            ),
            "",
            *_meaning_rows(),
            "",
            (
                f"Getraind op {origin['trained_on']} met {origin['train_posts']} berichten: "
                f"{trained_with}."
            ),
            f"Vingerafdruk van het model: `{card['sha256']}`.",
            "",
            "## Hoe goed is het?",
            "",
            (
                f"Gemeten op {figures['posts']} berichten die niet in de training zaten. Precisie: "
                "welk deel van wat het model meldt klopt. Vangst: welk deel van alles meldt het."
            ),
            "",
            *_signal_rows(figures),
            "",
            (
                f"Gemiddelde F1: **{_number(figures['macro_f1'])}** "
                f"(95%-marge {_range(figures['macro_f1_interval'])})."
            ),
            "",
            (
                "Met hoe vaak het model zich vergist is een geteld aantal te verbeteren. Dat geldt "
                "voor berichten zoals deze, waarvan ongeveer de helft een signaal heeft:"
            ),
            "",
            *_error_rows(figures),
            "",
            "## Onschuldige berichten die het toch meldt",
            "",
            (
                f"Van alle onschuldige berichten: **{_percent(figures['false_positive_rate'])}** "
                f"(95%-marge {_percents(figures['false_positive_rate_interval'])})."
            ),
            "",
            *_slice_rows(figures),
            "",
            *_probe_sections(card["probes"]),
            *further_sections(card),
            "## Grenzen",
            "",
            _LIMITS,
            "## Zelf nameten",
            "",
            "Trainen: `" + origin["command"] + "`. Nameten: `python -m models.evaluate DEV.jsonl`.",
            "",
        ]
    )


def _meaning_rows() -> list[str]:
    rows = [f"| {signal} | {meaning} |" for signal, meaning in _MEANING.items()]
    return ["| signaal | betekenis |", "|---|---|", *rows]


def _signal_rows(figures: Mapping[str, Any]) -> list[str]:
    head = [
        "| signaal | aantal | precisie | vangst | F1 | afwijking van het aantal | ijkfout |",
        "|---|---|---|---|---|---|---|",
    ]
    return head + [
        f"| {name} | {row['true_count']} | {_number(row['precision'])} | {_number(row['recall'])} "
        f"| {_number(row['f1'])} | {row['prevalence_error']:+.0%} "
        f"| {_number(row['calibration_error'])} |"
        for name, row in figures["per_signal"].items()
    ]


def _slice_rows(figures: Mapping[str, Any]) -> list[str]:
    rows = [
        f"| {_SLICES[name]} | {row['posts']} | {row['flagged']} "
        f"| {_percent(row['false_positive_rate'])} "
        f"| {_percents(row['false_positive_rate_interval'])} |"
        for name, row in figures["per_protected_slice"].items()
        if row["posts"]
    ]
    return [
        "| soort bericht | aantal | gemeld | aandeel | 95%-marge |",
        "|---|---|---|---|---|",
        *rows,
    ]


def _error_rows(figures: Mapping[str, Any]) -> list[str]:
    rows = [
        f"| {name} | {_percent(row['sensitivity'])} | {_percents(row['sensitivity_interval'])} "
        f"| {_percent(1 - row['specificity'])} "
        f"| {_percents([1 - bound for bound in reversed(row['specificity_interval'])])} |"
        for name, row in figures["error_rates"].items()
    ]
    return [
        "| signaal | gelezen waar het is | 95%-marge | gelezen waar het niet is | 95%-marge |",
        "|---|---|---|---|---|",
        *rows,
    ]


def _probe_sections(probes: list[Mapping[str, Any]]) -> list[str]:
    missed = [p for p in probes if set(p["labels"]) - set(p["read"])]
    wrong = [p for p in probes if set(p["read"]) - set(p["labels"])]
    return [
        "## Voorbeelden (verzonnen zinnen)",
        "",
        (
            f"Van {len(probes)} verzonnen proefzinnen leest het model er "
            f"{sum(set(p['labels']) == set(p['read']) for p in probes)} zoals bedoeld."
        ),
        "",
        "**Mist:**",
        "",
        *([f"- “{p['text']}” – bedoeld: {_names(p['labels'])}" for p in missed] or ["- geen"]),
        "",
        "**Meldt ten onrechte:**",
        "",
        *([f"- “{p['text']}” – gelezen: {_names(p['read'])}" for p in wrong] or ["- geen"]),
        "",
    ]


def _names(signals: list[str]) -> str:
    return ", ".join(signals) or "niets"


def _number(value: float) -> str:
    return f"{value:.2f}"


def _percent(value: float) -> str:
    return f"{100 * value:.1f}%"


def _percents(pair: list[float]) -> str:
    return f"{_percent(pair[0])} – {_percent(pair[1])}"


def _range(pair: list[float]) -> str:
    return f"{pair[0]:.2f} – {pair[1]:.2f}"
