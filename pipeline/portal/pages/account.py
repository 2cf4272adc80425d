"""Account: the facts of this installation, for the artefacts that it generates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.accountability.facts import Facts
from pipeline.review import judgements

if TYPE_CHECKING:
    from pipeline.portal.parts import Parts


def facts(here: Parts) -> Facts | None:
    """Return the facts as they stand now; None where no approval can be proven."""
    approved = here.council.standing().approved
    if approved is None:
        return None
    return Facts(
        approved.framework,
        approved.sha256,
        here.written.records(),
        tuple(judgements(here.settings)),
    )
