"""Span: one piece of personal data in a text, with the rule that found it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


class PIIType(StrEnum):
    """The types of personal data that are found and removed."""

    PERSON = "PERSON"
    USERNAME = "USERNAME"
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    ADDRESS = "ADDRESS"
    POSTCODE = "POSTCODE"
    IBAN = "IBAN"
    BSN = "BSN"
    LICENSE_PLATE = "LICENSE_PLATE"
    DATE_OF_BIRTH = "DATE_OF_BIRTH"
    ID_NUMBER = "ID_NUMBER"
    URL_PERSONAL = "URL_PERSONAL"
    IP_ADDRESS = "IP_ADDRESS"
    COORDINATES = "COORDINATES"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points `start` (included) to `end` (excluded) of the input text."""

    start: int
    end: int
    type: PIIType
    score: float
    """Confidence in [0, 1]."""
    rule: str
    """Id of the recogniser that found it, such as `nl.bsn.elfproef`."""


class Detector(Protocol):
    """Finds personal data."""

    def detect(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return per text its spans, in order, without overlaps; offsets in code points."""
        ...


class NameFinder(Protocol):
    """Finds names with a model; `models` implements it, `pipeline.jobs` wires it."""

    def find(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return per text its PERSON spans, in order, without overlaps."""
        ...
