"""Stop orders: one signature of the FG or the griffier halts everything.

Only a later framework version with the signatures to widen ends a stop.

Source: GOVERNANCE section 2.
Guarantee: an order that cannot be read stops too; no order is ever skipped.
"""
# No `from __future__ import annotations`: pydantic reads the annotations at run time.

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

from pydantic import Field, ValidationError

from privacy.errors import PrivacyError
from privacy.framework import canonical
from privacy.framework.approval import digest
from privacy.framework.approved import ApprovedFramework, who_to_ask
from privacy.framework.envelope import open_envelope, seal
from privacy.framework.schema import Closed, Day, Framework, Text
from privacy.framework.trust import TrustRoot, read_trust_root

PAYLOAD_TYPE: Final = "application/vnd.stadspols.stop+json"


class StopOrder(Closed):
    """Everything under versions up to and including `tot_en_met_versie` stops."""

    soort: Literal["stadspols.stop/1"]
    gemeente_code: str = Field(pattern=r"^GM[0-9]{4}$")
    tot_en_met_versie: int = Field(ge=1, le=1_000_000)
    datum: Day
    reden: Text


def stop_order(framework: Framework, reason: str, day: date) -> StopOrder:
    """Return the order that stops `framework` and every earlier version.

    Raises:
        PrivacyError: `kader.stop_reden`.
    """
    try:
        return StopOrder(
            soort="stadspols.stop/1",
            gemeente_code=framework.gemeente.code,
            tot_en_met_versie=framework.kader_versie,
            datum=day,
            reden=reason,
        )
    except ValidationError:
        raise PrivacyError("kader.stop_reden", "Geef een reden van 3 tot 2000 tekens.") from None


def propose_stop(order: StopOrder) -> bytes:
    """Return an unsigned stop order, for `ceremony.sign`."""
    return seal(canonical.write(order), PAYLOAD_TYPE)


def read_stop(data: bytes, root: TrustRoot) -> StopOrder:
    """Return the order in `data`, signed by someone who may stop alone.

    Raises:
        PrivacyError: as `open_envelope`; `kader.stop_drempel`.
    """
    signed = open_envelope(data, PAYLOAD_TYPE, root.keys())
    if not root.may_narrow(root.holders(signed.key_ids)):
        raise PrivacyError("kader.stop_drempel", "Alleen de FG of de griffier kan stoppen.")
    return canonical.read(signed.payload, StopOrder, "Stopbevel")


def check_not_stopped(
    approved: ApprovedFramework, orders: Iterable[bytes], trust_root_bytes: bytes
) -> None:
    """No order in `orders`, which are all there are, stops `approved`.

    Raises:
        PrivacyError: `kader.gestopt`; `kader.ander_anker`; or an order is not readable.
    """
    if digest(trust_root_bytes) != approved.trust_root_sha256:
        raise PrivacyError("kader.ander_anker", "Het kader is onder een ander anker goedgekeurd.")
    root = read_trust_root(trust_root_bytes)
    for data in orders:
        order = read_stop(data, root)
        if order.gemeente_code != approved.framework.gemeente.code:
            raise PrivacyError("kader.stop_gemeente", "Dit stopbevel is van een andere gemeente.")
        check_mandate(approved, order.tot_en_met_versie)


def check_mandate(approved: ApprovedFramework, stopped_until: int) -> None:
    """`approved` rests on the signatures of all three under a version after `stopped_until`.

    Raises:
        PrivacyError: `kader.gestopt`.
    """
    if approved.widened_at <= stopped_until:
        raise PrivacyError(
            "kader.gestopt",
            "Er is een stopbevel. Starten kan alleen met een nieuwe versie,"
            " getekend door griffier, presidium en FG."
            f" {who_to_ask(approved.framework)}",
        )
