"""What people can ask for about their own account: delete what is there, and read no more of it.

Source: AVG art. 17 and 21; GOVERNANCE section 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.clock import utc_now
from pipeline.framework_files import open_for_deletion
from pipeline.jobs.attested import attested, open_store
from pipeline.jobs.report import StoreSeen
from pipeline.lake.deletion import forget
from pipeline.objections import object_to
from privacy.framework.roles import Recht
from privacy.posts import SourceId
from privacy.pseudonymise import author_pseudonyms

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pipeline.settings import Settings
    from privacy.framework.roles import Rol


@dataclass(frozen=True, slots=True)
class Erased:
    """What there was of an account, and whether it is new on the objection list."""

    posts: int
    texts: int
    listed: bool


def erase(
    settings: Settings,
    role: Rol,
    author: str,
    *,
    objects: bool,
    clock: Callable[[], datetime] = utc_now,
) -> Erased:
    """Delete every stored post and text of an account; with `objects` it is read no more.

    Posts without a signal have no author and belong to nobody. Goes on when the framework has
    lapsed or was stopped: a right does not lapse. The log tells numbers and nothing else.

    Raises:
        PrivacyError: `kader.recht`, the role may not do this.
    """
    gate = open_for_deletion(settings, clock)
    gate.approved.require(role, Recht.BEZWAAR_VERWERKEN)
    with attested("avg", settings, clock, gate) as job, open_store(settings) as store:
        listed = objects and object_to(settings.objections, author)
        sources = [SourceId(source.id) for source in gate.approved.framework.bronnen]
        known_as = author_pseudonyms(job.keyring(), sources, author, clock())
        posts = forget(store, known_as)
        texts = job.texts().withdraw(posts)
        job.deleted("bezwaar" if objects else "verzoek", berichten=len(posts), tekst=texts)
        job.seen.store = StoreSeen.of(store)
        return Erased(len(posts), texts, listed)
