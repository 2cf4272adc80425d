"""Authority: whether those who signed a framework could allow what it allows.

Source: GOVERNANCE section 2 (widening: three persons, three roles; narrowing: FG or griffier).
Guarantee: nothing grows wider than what griffier, presidium and FG signed together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from privacy.errors import PrivacyError
from privacy.framework.approval import digest, predicate_of, read_approval
from privacy.framework.difference import compare, verdict
from privacy.framework.direction import Direction
from privacy.framework.document import parse_framework

if TYPE_CHECKING:
    from collections.abc import Sequence

    from privacy.framework.schema import Framework
    from privacy.framework.trust import TrustRoot


@dataclass(frozen=True, slots=True)
class SignedFramework:
    """The bytes of a framework and of its approval."""

    framework: bytes
    approval: bytes


def authorise(
    signed: SignedFramework, root: TrustRoot, history: Sequence[SignedFramework]
) -> tuple[Framework, int]:
    """Return the framework and the newest version in its chain that was signed to widen.

    A version signed by FG or griffier alone is compared with its predecessor, the first of
    `history`, which must itself be authorised under the same root. NOT checked: validity.

    Raises:
        PrivacyError: `kader.ander_kader`, `kader.besluit`, `kader.voorbeeld`, `kader.drempel`,
            `kader.voorganger`, `kader.verruimd`; or a document is no proper document.
    """
    approval = read_approval(signed.approval, root)
    if approval.sha256 != digest(signed.framework):
        raise PrivacyError(
            "kader.ander_kader", "Het besluit hoort bij een ander kader, of het kader is gewijzigd."
        )
    framework = parse_framework(signed.framework)
    if approval.predicate != predicate_of(framework):
        raise PrivacyError("kader.besluit", "Besluit en kader noemen een ander besluit of versie.")
    if root.voorbeeld != framework.is_example:
        raise PrivacyError(
            "kader.voorbeeld", "Voorbeeldsleutels gaan alleen samen met een voorbeeldkader."
        )
    if root.may_widen(approval.signers):
        return framework, framework.kader_versie
    if not history or not root.may_narrow(approval.signers):
        raise PrivacyError(
            "kader.drempel", "Te weinig handtekeningen: griffier, presidium en FG zijn alle nodig."
        )
    before, widened_at = authorise(history[0], root, history[1:])
    _check_narrower(before, history[0].framework, framework)
    return framework, widened_at


def _check_narrower(before: Framework, before_bytes: bytes, framework: Framework) -> None:
    successor = (before.kader_versie + 1, digest(before_bytes))
    if (framework.kader_versie, framework.vorige_sha256) != successor:
        raise PrivacyError("kader.voorganger", "vorige_sha256 wijst niet naar de vorige versie.")
    changes = compare(before, framework)
    if verdict(changes) == Direction.RUIMER:
        wider = sum(change.direction == Direction.RUIMER for change in changes)
        raise PrivacyError(
            "kader.verruimd",
            f"{wider} veld(en) zijn ruimer: griffier, presidium en FG zijn alle nodig.",
        )
