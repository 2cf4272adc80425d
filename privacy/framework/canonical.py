"""One way to write a JSON document, so that any other spelling of it is refused.

Guarantee: a byte that changes in a signed document or a trust root never goes unnoticed.
"""

from __future__ import annotations

import json
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from privacy.errors import PrivacyError

MAX_BYTES: Final = 262_144

Model = TypeVar("Model", bound=BaseModel)


def encode(document: object) -> bytes:
    """Return the only accepted bytes for `document` (JSON types): sorted, indented, UTF-8."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2, sort_keys=True)
    return text.encode() + b"\n"


def write(model: BaseModel) -> bytes:
    """Return the only accepted bytes for `model`."""
    return encode(model.model_dump(mode="json", by_alias=True))


def read(data: bytes, model: type[Model], what: str) -> Model:
    """Return the `model` in `data`, which are exactly the bytes that `write` gives.

    `what` is the document's Dutch name, for the message.

    Raises:
        PrivacyError: `kader.json`, the document has another shape; `kader.spelling`, its
            content is right but spelled otherwise (spaces, order, duplicate names).
    """
    if len(data) > MAX_BYTES:
        raise PrivacyError("kader.omvang", f"{what}: te groot.")
    try:
        document = model.model_validate_json(data)
    except ValidationError as error:
        count = error.error_count()
        raise PrivacyError(
            "kader.json", f"{what}: {count} fout in de vorm. Maak het opnieuw."
        ) from None
    if write(document) != data:
        raise PrivacyError("kader.spelling", f"{what}: gewijzigd na het maken. Maak het opnieuw.")
    return document
