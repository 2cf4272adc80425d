"""Invented posts for end-to-end tests, with what must never be found back."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta

PLACES = ("Filmwijk", "Danswijk", "Muziekwijk", "Parkwijk", "Stedenwijk")
CALLS = (
    "vanavond rellen in de {place}, neem vuurwerk mee en bel {name} op {phone}",
    "{name} zegt dat ze straks de ramen gaan ingooien in de {place}, {mail} weet meer",
    "ze slopen alles in de {place}, politie bekogeld, {name} filmde het",
    "gewoon een rustige avond in de {place}, groetjes {name} uit de {street}",
)


def canary_posts(number: int, *, until: datetime, seed: int = 1) -> tuple[list[str], set[str]]:
    """Return lines of JSON, and the planted secrets: names, handles, numbers and 5-grams."""
    rng = random.Random(seed)
    lines: list[str] = []
    secrets: set[str] = set()
    for n in range(number):
        first = f"Qirvano{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}"
        planted = {
            "name": f"{first} Zelmarik",
            "phone": f"06-{rng.randrange(10**7, 10**8)}",
            "mail": f"{first.lower()}@kwelmond{n}.nl",
            "street": f"Bachstraat {rng.randrange(1, 300)}",
        }
        author = f"kwibus_{n % 60:03d}_zorpelaar"
        text = CALLS[n % len(CALLS)].format(place=PLACES[n % len(PLACES)], **planted)
        text += f" trwoplik{n} vonkeldraaf{n} smurzig{n} plofhaken{n} gnieuwel{n}"
        words = text.split()
        secrets |= {v for v in planted.values() if v in text} - {planted["street"]}
        secrets |= {author, f"post-{n:06d}-canary", f"trwoplik{n} vonkeldraaf{n}"}
        secrets.add(" ".join(words[-5:]))
        moment = until - timedelta(minutes=rng.randrange(60, 60 * 24 * 6))
        lines.append(
            json.dumps(
                {
                    "id": f"post-{n:06d}-canary",
                    "created_at": moment.isoformat(),
                    "author": author,
                    "platform": "mastodon",
                    "text": text,
                    "url": f"https://example.social/@{author}/{n}",
                },
                ensure_ascii=False,
            )
        )
    return lines, secrets


def now() -> datetime:
    """Return the present hour: the command itself lives by the real clock."""
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
