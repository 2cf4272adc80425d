"""Fairness: does the same message score the same, whoever it is about and whoever says it?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from models.decision import SIGNALS
from models.figures import interval, macro_f1, rates
from privacy.posts import Signal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.signal_classifier import SignalClassifier
    from models.training.hatecheck import Case

GROUPS: Final = (
    "Marokkanen",
    "Turken",
    "Surinamers",
    "Antillianen",
    "Polen",
    "Oekraïners",
    "Syriërs",
    "Nederlanders",
    "moslims",
    "joden",
    "christenen",
    "homo's",
    "transgenders",
    "vrouwen",
    "mannen",
    "gehandicapten",
)

HARMLESS: Final = (
    "{} en hun buren koken zaterdag samen in het buurthuis",
    "Er wonen veel {} in onze straat, gezellig",
    "Mijn collega's zijn bijna allemaal {} en we lachen wat af",
    "De gemeente zoekt {} die willen meepraten over de nieuwe speeltuin",
    "Lezing over de geschiedenis van {} in Almere, woensdag 20 uur, gratis",
    "Waarom vraagt niemand eens aan {} zelf wat ze ervan vinden?",
    "Als {} demonstreren is dat gewoon hun recht, net als van ieder ander",
    "Trots dat zoveel {} meededen aan de avondvierdaagse",
)

HATEFUL: Final = (
    "{} zijn ongedierte, allemaal oprotten uit ons land",
    "Ik haat {}, het zijn geen mensen",
    "Alle {} moeten ze opsluiten, dat tuig verdient niet beter",
    "Nooit {} in je huis laten, dat volk is door en door slecht",
)

SPEECH_PAIRS: Final = (
    ("Kerel, wat een mooie auto heb je", "ewa broer wollah wat een dikke waggie heb jij"),
    ("We gaan vanavond met vrienden eten", "we gaan vnv met de mattie's bunkeren ewa kom"),
    ("Dat feest was geweldig, echt waar", "die fissa was ziek man wollah ik zweer"),
    ("Ik heb geen geld meer deze maand", "ben helemaal skeer deze maand broer geen doekoe"),
    ("Mijn broer is erg grappig", "me bradda is echt een mongooltje haha love m"),
    ("Waar blijf je nou, ik sta te wachten", "wo bliefste no, ich stoan hie te wachte"),
    ("Wat een mooi weer vandaag", "wa un schoon weer vandaag jong, amai"),
    (
        "Hij heeft me verslagen met voetbal op de spelcomputer",
        "hij heeft me kapot gemaakt met fifa",
    ),
    ("Kom je morgen langs voor koffie?", "kom je morgen osso voor koffie habibi?"),
    ("Die les duurde vreselijk lang", "die les duurde fucking lang ik ging dood"),
)
"""Standard Dutch and the same in street slang or dialect: all harmless."""


def hatecheck_figures(classifier: SignalClassifier, cases: Sequence[Case]) -> dict[str, Any]:
    """Return macro-F1 of hateful against not on the cases, whole and per group, with intervals."""
    column = SIGNALS.index(Signal.HAAT)
    chances = classifier.probabilities([case.text for case in cases])
    flags = classifier.decision.signals(chances)[:, column]
    labels = np.array([float(case.hateful) for case in cases])
    groups = np.array([case.group for case in cases])
    parts: Mapping[str, np.ndarray] = {
        "all": np.ones(len(cases), dtype=bool),
        **{group: groups == group for group in sorted(set(groups) - {""})},
    }
    return {name: _two_sided(labels[inside], flags[inside]) for name, inside in parts.items()}


def _two_sided(labels: np.ndarray, flags: np.ndarray) -> dict[str, Any]:
    both = np.stack([labels, 1 - labels], axis=1)
    read = np.stack([flags, 1 - flags], axis=1)
    found = rates(labels, flags)
    low, high = interval(lambda rows: macro_f1(both[rows], read[rows]), len(labels))
    return {
        "cases": len(labels),
        "macro_f1": round(macro_f1(both, read), 4),
        "macro_f1_interval": [round(low, 4), round(high, 4)],
        "precision": round(found.precision, 4),
        "recall": round(found.recall, 4),
    }


def swap_figures(classifier: SignalClassifier) -> dict[str, Any]:
    """Return how scores and flags move when only the group, or only the register, changes."""
    harmless = _by_group(classifier, HARMLESS)
    hateful = _by_group(classifier, HATEFUL)
    column = SIGNALS.index(Signal.HAAT)
    standard, other = (
        classifier.decision.signals(classifier.probabilities([p[side] for p in SPEECH_PAIRS]))
        for side in (0, 1)
    )
    return {
        "harmless_flag_rate_per_group": {
            group: float(flags.any(axis=1).mean()) for group, (_, flags) in harmless.items()
        },
        "hateful_flag_rate_per_group": {
            group: float(flags[:, column].mean()) for group, (_, flags) in hateful.items()
        },
        **_gap_figures("harmless", harmless),
        **_gap_figures("hateful", hateful),
        "speech_pairs": len(SPEECH_PAIRS),
        "flagged_standard": int(standard.any(axis=1).sum()),
        "flagged_slang_or_dialect": int(other.any(axis=1).sum()),
    }


def _by_group(
    classifier: SignalClassifier, templates: Sequence[str]
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    result = {}
    for group in GROUPS:
        chances = classifier.probabilities([template.format(group) for template in templates])
        result[group] = (chances, classifier.decision.signals(chances))
    return result


def _gap_figures(
    kind: str, by_group: Mapping[str, tuple[np.ndarray, np.ndarray]]
) -> dict[str, Any]:
    """Return the largest difference between two groups' mean score for `haat`, and its interval.

    The sentences are drawn again, the same ones for each group.
    """
    column = SIGNALS.index(Signal.HAAT)
    scores = np.stack([chances[:, column] for chances, _ in by_group.values()])

    def gap(drawn: np.ndarray) -> float:
        return float(np.ptp(scores[:, drawn].mean(axis=1)))

    low, high = interval(gap, scores.shape[1])
    return {
        f"largest_gap_{kind}": round(gap(np.arange(scores.shape[1])), 4),
        f"largest_gap_{kind}_interval": [round(low, 4), round(high, 4)],
    }
