"""What two near copies of a text have in common, so that copying can be counted without text.

Of every run of three words the one with the smallest digest stands for the text: two texts agree
on it with a chance equal to the share of runs that they share (MinHash).

Source: Broder (1997), On the resemblance and containment of documents.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from privacy.posts import PseudonymisedText

FINGERPRINT_HEX_DIGITS = 4
"""Of the keyed digest so much is kept: 65,536 values.

Few enough that many texts of one week share each of them: whoever holds both the key and the
lake cannot tell from a fingerprint whether a certain text was posted. Enough that two of a
hundred different texts in one cell seldom meet.
"""

_RUN_WORDS = 3
_WORD = re.compile(r"\w+")


def standing_run(text: PseudonymisedText) -> str:
    """Return the run of words that stands for the text, without case and punctuation.

    A text shorter than a run stands for itself; one without words by its characters.
    """
    words = _WORD.findall(text.casefold()) or text.split()
    runs = {
        " ".join(words[start : start + _RUN_WORDS])
        for start in range(max(1, len(words) - _RUN_WORDS + 1))
    }
    return min(runs, key=_digest)


def _digest(run: str) -> bytes:
    return hashlib.blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest()
