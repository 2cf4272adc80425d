"""Trust roots on disk: replacing one by the next, and keeping the chain for who checks later.

`eerder/anker-1.json` is the first root once it is replaced; `eerder/anker-2.wissel.json` holds the
signatures that made root 2 follow upon it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import durable
from pipeline.framework_files import (
    APPROVAL_NAME,
    PREDECESSORS,
    TRUST_ROOT_NAME,
    read_papers,
    record_stops,
)
from privacy.framework.approved import verify
from privacy.framework.rotation import rotate
from privacy.framework.trust import read_trust_root

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pipeline.journal import Journal
    from privacy.framework.approved import ApprovedFramework

_OLD = "anker-*.json"


def replace_root(  # noqa: PLR0913 - the folder, three documents, the log and the moment
    folder: Path,
    root: bytes,
    proposal: bytes,
    approval: bytes,
    *,
    journal: Journal,
    now: datetime,
) -> ApprovedFramework:
    """Put the next trust root in force, with an approval of the present framework under it.

    Between the files that are replaced the gate is shut. The log tells of the new root first, and
    of the framework under it: who checks a bundle later finds both, whether anything ran or not.

    Raises:
        PrivacyError: the old and the new thresholds are not both met, or the new persons did not
            approve the framework that is in force.
    """
    present = read_papers(folder)
    rotated = rotate(present.trust_root, proposal, root)
    approved = verify(present.framework, approval, root, now=now, history=present.history)
    old = read_trust_root(present.trust_root).anker_versie
    record_stops(present, journal)  # the new persons did not sign them
    journal.rotated(rotated.anker_versie, root)
    journal.activated(approved)
    (folder / PREDECESSORS).mkdir(exist_ok=True)
    for name, content in (
        (f"{PREDECESSORS}/anker-{old}.json", present.trust_root),
        (f"{PREDECESSORS}/anker-{rotated.anker_versie}.wissel.json", proposal),
        (APPROVAL_NAME, approval),
        (TRUST_ROOT_NAME, root),  # last: until then the command can be given again
    ):
        durable.write(folder / name, content)
    return approved


def root_chain(folder: Path) -> dict[str, bytes]:
    """Return every trust root and what made it follow, by the names of a bundle."""
    present = read_papers(folder).trust_root
    files = {f"anker/{read_trust_root(present).anker_versie}.json": present}
    for path in sorted((folder / PREDECESSORS).glob(_OLD)):
        files[f"anker/{path.name.removeprefix('anker-')}"] = path.read_bytes()
    return files
