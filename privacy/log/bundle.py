"""Bundle: all that a council member needs to check what ran, offline and without the database.

Names in a bundle: `anker/1.json` (the first trust root), `anker/N.json` with `anker/N.wissel.json`
(each later one), `kader/N.yaml` with `kader/N.besluit.json` (each framework version),
`logboek.jsonl`, `controlepunt.json` and `logboek.sleutel` (the public key that signed it).

Source: GOVERNANCE section 3 (`controleer BUNDLE`).
Guarantee: a changed, missing or added file is refused or becomes a finding. NOT checked: that
the first trust root, and a key that comes with the bundle, are the municipality's own; its
reader compares the fingerprints.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from privacy.errors import PrivacyError
from privacy.framework.approval import digest
from privacy.framework.authority import SignedFramework, authorise
from privacy.framework.rotation import rotate
from privacy.framework.trust import read_trust_root
from privacy.log.audit import Finding, audit
from privacy.log.checkpoint import check_log, log_key, read_checkpoint
from privacy.log.journal import read_log
from privacy.log.record import Activation, Rotation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from securesystemslib.signer import SSlibKey  # type: ignore[attr-defined] # its public name

    from privacy.framework.schema import Framework
    from privacy.framework.trust import TrustRoot
    from privacy.log.checkpoint import Checkpoint
    from privacy.log.record import Record

LOG_NAME: Final = "logboek.jsonl"
CHECKPOINT_NAME: Final = "controlepunt.json"
KEY_NAME: Final = "logboek.sleutel"
_NAME: Final = re.compile(
    r"logboek\.(jsonl|sleutel)|controlepunt\.json|anker/[1-9]\d{0,5}(\.wissel)?\.json"
    r"|kader/[1-9]\d{0,5}(\.yaml|\.besluit\.json)"
)


@dataclass(frozen=True, slots=True)
class CheckedBundle:
    """What a whole bundle says; `findings` is empty when all that ran was allowed."""

    root_sha256: str
    """Fingerprint of the first trust root, to compare with one's own copy."""
    log_key_ids: tuple[str, ...]
    """Fingerprints of the keys that the checkpoint was checked with."""
    records: tuple[Record, ...]
    frameworks: Mapping[str, Framework]
    """By digest."""
    findings: tuple[Finding, ...]


def check_bundle(
    files: Mapping[str, bytes], keys: Mapping[str, SSlibKey], held: Checkpoint | None
) -> CheckedBundle:
    """Return what the bundle says; `held` is a checkpoint its reader kept from before.

    Without `keys` the key in the bundle counts: then only its fingerprint tells whose it is.

    Raises:
        PrivacyError: `logboek.bundel`, a file is missing or strange; `logboek.ongetekend`; or
            a document in it does not hold.
    """
    _check_names(files)
    keys = keys or key_in(files)
    records = _signed_log(files, keys, held)
    roots = _roots(files)
    frameworks, findings = _frameworks(files, records, roots)
    findings += [
        Finding(record.nummer, "logboek.anker", "Dit anker zit niet in de bundel.")
        for record in records
        if isinstance(record, Rotation) and record.anker_sha256 not in roots
    ]
    findings += audit(records, frameworks)
    return CheckedBundle(next(iter(roots)), tuple(keys), records, frameworks, tuple(findings))


def key_in(files: Mapping[str, bytes]) -> dict[str, SSlibKey]:
    """Return the public key of the log that comes with the bundle, by its id.

    Raises:
        PrivacyError: `logboek.sleutel`, it is not there or is no key.
    """
    try:
        key = log_key(bytes.fromhex(files[KEY_NAME].decode("ascii")))
    except (KeyError, ValueError):
        raise PrivacyError(
            "logboek.sleutel", "De sleutel van het logboek zit niet in de bundel: geef --publiek."
        ) from None
    return {key.keyid: key}


def _check_names(files: Mapping[str, bytes]) -> None:
    """Each file has a known name and comes with its counterpart.

    Raises:
        PrivacyError: `logboek.bundel`.
    """
    if strange := [name for name in files if not _NAME.fullmatch(name)]:
        raise PrivacyError("logboek.bundel", f"{len(strange)} bestand(en) horen hier niet.")
    versions, roots = _numbers(files, "kader", ".yaml"), _numbers(files, "anker", ".json")
    paired = versions == _numbers(files, "kader", ".besluit.json") and (
        roots == [1, *_numbers(files, "anker", ".wissel.json")]
    )
    if not paired or LOG_NAME not in files or CHECKPOINT_NAME not in files:
        raise PrivacyError("logboek.bundel", "Er ontbreekt een anker, besluit, kader of logboek.")


def _frameworks(
    files: Mapping[str, bytes], records: tuple[Record, ...], roots: Mapping[str, TrustRoot]
) -> tuple[dict[str, Framework], list[Finding]]:
    """Return the frameworks by digest, each authorised under the root that the log names.

    Raises:
        PrivacyError: `logboek.bundel`, that root is not there; or a framework was not authorised.
    """
    activations = {r.kader_sha256: r for r in records if isinstance(r, Activation)}
    frameworks: dict[str, Framework] = {}
    findings: list[Finding] = []
    history: list[SignedFramework] = []
    for number in _numbers(files, "kader", ".yaml"):
        signed = SignedFramework(
            files[f"kader/{number}.yaml"], files[f"kader/{number}.besluit.json"]
        )
        sha256 = digest(signed.framework)
        activation = activations.get(sha256)
        root = roots.get(activation.anker_sha256) if activation else list(roots.values())[-1]
        if root is None:
            raise PrivacyError("logboek.bundel", "Een anker uit het logboek zit niet in de bundel.")
        frameworks[sha256], widened_at = authorise(signed, root, history)
        history.insert(0, signed)
        stated = (digest(signed.approval), widened_at)
        if activation and stated != (activation.besluit_sha256, activation.verruimd_bij):
            message = "Het logboek noemt een ander besluit."
            findings.append(Finding(activation.nummer, "logboek.besluit", message))
    return frameworks, findings


def _signed_log(
    files: Mapping[str, bytes], keys: Mapping[str, SSlibKey], held: Checkpoint | None
) -> tuple[Record, ...]:
    """Return the records, all of them under the bundle's checkpoint and grown from `held`."""
    log = files[LOG_NAME]
    records = read_log(log)
    checkpoint = read_checkpoint(files[CHECKPOINT_NAME], keys)
    check_log(log, checkpoint)
    if len(records) != checkpoint.omvang:
        raise PrivacyError("logboek.ongetekend", "Na het controlepunt staan regels zonder bewijs.")
    if held:
        if held.gemeente_code != checkpoint.gemeente_code:
            raise PrivacyError("logboek.ander_logboek", "Dit logboek is van een andere gemeente.")
        check_log(log, held)
    return records


def _roots(files: Mapping[str, bytes]) -> dict[str, TrustRoot]:
    """Return the chain of trust roots by digest, oldest first, each rotated from the one before."""
    current = files["anker/1.json"]
    roots = {digest(current): read_trust_root(current)}
    for number in _numbers(files, "anker", ".wissel.json"):
        after = files[f"anker/{number}.json"]
        roots[digest(after)] = rotate(current, files[f"anker/{number}.wissel.json"], after)
        current = after
    return roots


def _numbers(files: Mapping[str, bytes], folder: str, ending: str) -> list[int]:
    """Return the version numbers of the files in `folder` with this ending, in order."""
    found = (re.fullmatch(rf"{folder}/(\d+){re.escape(ending)}", name) for name in files)
    return sorted(int(match[1]) for match in found if match)
