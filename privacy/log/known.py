"""What the log remembers that a gate must know.

Source: GOVERNANCE section 2 (rollback, clock set back).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from privacy.framework.continuity import Seen
from privacy.framework.gate import Known
from privacy.log.record import Activation, Rotation, Stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from privacy.log.record import Record


def known_from(records: Sequence[Record]) -> Known:
    """Return what `records`, a whole log, remember. NOT checked: that the log is whole."""
    activations = [record for record in records if isinstance(record, Activation)]
    highest = max(activations, key=lambda record: record.kader_versie, default=None)
    roots = [record for record in records if isinstance(record, Activation | Rotation)]
    stops = [record for record in records if isinstance(record, Stop)]
    return Known(
        seen=Seen(highest.kader_versie, highest.kader_sha256) if highest else None,
        moment=records[-1].moment if records else None,
        trust_root_sha256=roots[-1].anker_sha256 if roots else None,
        stop_orders_sha256=frozenset(record.bevel_sha256 for record in stops),
        stopped_until=max((record.tot_en_met_versie for record in stops), default=0),
    )
