"""A bundle of this installation: all that someone else needs to check what ran."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.framework_files import framework_folder, read_papers
from pipeline.root_files import root_chain
from privacy.framework.authority import SignedFramework
from privacy.framework.ceremony import sign
from privacy.framework.document import parse_framework
from privacy.log.bundle import CHECKPOINT_NAME, KEY_NAME, LOG_NAME
from privacy.log.checkpoint import propose_checkpoint
from privacy.log.journal import read_log

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from pipeline.settings import Settings


def bundle_of(settings: Settings, key: Ed25519PrivateKey, now: datetime) -> dict[str, bytes]:
    """Return the files of a bundle: roots, frameworks, decisions, and the log under a checkpoint.

    `key` is the log key, which signs the checkpoint.

    Raises:
        PrivacyError: a file of the council is missing, or the log is damaged.
    """
    folder = framework_folder(settings, now)
    papers = read_papers(folder)
    log = settings.journal.read_bytes() if settings.journal.exists() else b""
    read_log(log)
    in_force = SignedFramework(papers.framework, papers.approval)
    files = root_chain(folder)
    for signed in (in_force, *papers.history):
        version = parse_framework(signed.framework).kader_versie
        files[f"kader/{version}.yaml"] = signed.framework
        files[f"kader/{version}.besluit.json"] = signed.approval
    city = parse_framework(papers.framework).gemeente.code
    files[LOG_NAME] = log
    files[CHECKPOINT_NAME] = sign(propose_checkpoint(log, city, now), key)
    files[KEY_NAME] = key.public_key().public_bytes_raw().hex().encode()
    return files
