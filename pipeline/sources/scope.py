"""Scope: what a source on the net may be asked for, from the framework's areas alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from privacy.errors import Permanent
from privacy.level import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.areas.area import Area
    from privacy.posts import AreaCode

_LEVELS = (Level.GEMEENTE, Level.STADSDEEL, Level.WIJK)


class Places(Protocol):
    """The areas of the municipality; `pipeline.areas.gazetteer.Gazetteer` implements it."""

    def find(self, text: str) -> tuple[AreaCode, ...]:
        """Return the areas that `text` is about."""
        ...

    def areas(self, level: Level) -> tuple[Area, ...]:
        """Return the areas of one level."""
        ...


@dataclass(frozen=True, slots=True)
class Scope:
    """Which words may be asked for, and which posts may pass.

    There is no way to ask for a person, an account or a group: words come from names of areas,
    which `bronnen.yaml` can only make fewer, by their codes.
    """

    places: Places
    terms: tuple[str, ...]

    @classmethod
    def of(cls, places: Places, codes: Sequence[str] | None = None) -> Scope:
        """Return the scope of the areas with these codes; of all with None.

        Names that mean something else without more context (`Duin`) are not asked for.

        Raises:
            Permanent: `bron.gebied`, a code is no area of the framework, or no name is left.
        """
        areas = [area for level in _LEVELS for area in places.areas(level)]
        if codes is not None:
            if not set(codes) <= {area.code for area in areas}:
                raise Permanent(
                    "bron.gebied",
                    "gebieden noemt een code die het kader niet heeft: neem codes van de gemeente, "
                    "stadsdelen en wijken, of laat gebieden weg",
                )
            areas = [area for area in areas if area.code in codes]
        names = (area.name for area in areas if places.find(area.name))
        terms = tuple(dict.fromkeys(names))
        if not terms:
            raise Permanent(
                "bron.gebied",
                "naar geen van deze gebieden is te zoeken, hun namen betekenen ook iets anders: "
                "noem er meer, of laat gebieden weg",
            )
        return cls(places, terms)

    def covers(self, text: str) -> bool:
        """Return whether a post with this text is about an area of the municipality."""
        return bool(self.places.find(text))

    @property
    def hashtags(self) -> tuple[str, ...]:
        """The terms as hashtags, without `#`."""
        joined = ("".join(filter(str.isalnum, term)).lower() for term in self.terms)
        return tuple(dict.fromkeys(joined))
