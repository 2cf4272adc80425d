"""Normal form: the one shape of text that every model here is trained on and reads."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from privacy.detect.normalise import LEET, normalise
from privacy.detect.placeholder import PLACEHOLDER, WORD
from privacy.detect.span import PIIType

MAX_CHARACTERS = 4000
"""What lies beyond is not read: longer than any platform's post that the product fetches."""

READ_AS: Final = {
    PIIType.PERSON: "persoon",
    PIIType.USERNAME: "persoon",
    PIIType.EMAIL: "contact",
    PIIType.PHONE: "contact",
    PIIType.URL_PERSONAL: "contact",
    PIIType.ADDRESS: "adres",
    PIIType.POSTCODE: "adres",
    PIIType.COORDINATES: "adres",
    PIIType.IBAN: "gegeven",
    PIIType.BSN: "gegeven",
    PIIType.LICENSE_PLATE: "gegeven",
    PIIType.DATE_OF_BIRTH: "gegeven",
    PIIType.ID_NUMBER: "gegeven",
    PIIType.IP_ADDRESS: "gegeven",
}
"""The plain word that a model reads for each placeholder: a handle is as good as a name."""

_WORDS: Final = {WORD[kind]: word for kind, word in READ_AS.items()}
_NUMBER = re.compile(r"_\d+$")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\u200b\u200c\u200e\u200f\u2060\ufeff\u00ad\ufe0e\ufe0f]")
_STRETCHED = re.compile(r"(.)\1{3,}")
_SPACE = re.compile(r"\s+")
_INSIDE = re.compile(r"(?<=[A-Za-z])[013457@$]+(?=[A-Za-z])")


def normal_form(text: str) -> str:
    """Return `text` as the models read it: one line, plain characters, plain placeholders.

    `<PERSOON_2>` becomes `persoon`: which person it was makes no difference. Links become
    `link`, a character repeated four times or more is kept three times. What hides a word from
    rules (`privacy.detect.normalise`) hides it from the models neither: characters that do not
    show, full-width and bold letters, letters of another alphabet, s p a c e s, and d1gits
    inside a word. Case is kept, except of a text that is all capitals.
    """
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text[:MAX_CHARACTERS]))
    shouted = text.isupper()
    text = PLACEHOLDER.sub(_plain_word, text)
    text = normalise(_SPACE.sub(" ", _LINK.sub(" link ", text))).text
    text = _INSIDE.sub(lambda found: found[0].translate(LEET), text)
    text = _STRETCHED.sub(r"\1\1\1", text.lower() if shouted else text)
    return _SPACE.sub(" ", text).strip()


def _plain_word(found: re.Match[str]) -> str:
    return f" {_WORDS[_NUMBER.sub('', found[0][1:-1])]} "
