"""Level: how fine an area is, from the whole municipality to a neighbourhood."""

from enum import StrEnum


class Level(StrEnum):
    """A level of the official map; a coarser level is less than a finer one.

    Source: CBS, Wijk- en buurtkaart; `stadsdeel` is the municipality's own division.
    """

    GEMEENTE = "gemeente"
    STADSDEEL = "stadsdeel"
    WIJK = "wijk"
    BUURT = "buurt"

    def __lt__(self, other: str) -> bool:
        order = tuple(Level)
        return order.index(self) < order.index(Level(other))

    def __le__(self, other: str) -> bool:
        return self == other or self < other

    def __gt__(self, other: str) -> bool:
        return not self <= other

    def __ge__(self, other: str) -> bool:
        return not self < other
