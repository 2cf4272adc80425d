"""The council's files on disk: framework, decision and trust root; and the example ceremony."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.settings import PACKAGED_CONFIG, Settings
from privacy.errors import PrivacyError
from privacy.framework.approved import ApprovedFramework, verify
from privacy.framework.ceremony import example_ceremony, with_validity

if TYPE_CHECKING:
    from datetime import datetime

FRAMEWORK_NAME = "privacykader.yaml"
APPROVAL_NAME = "privacykader.besluit.json"
TRUST_ROOT_NAME = "vertrouwensanker.json"
_EXAMPLE_VALIDITY = timedelta(days=360)


def load_framework(settings: Settings, now: datetime) -> ApprovedFramework:
    """Return the framework that the council approved and that is valid at `now`.

    Without `STADSPOLS_CONFIG` it is the packaged example, signed on the first run with keys that
    are made for it and forgotten at once; it says VOORBEELD wherever it shows.

    Raises:
        PrivacyError: a file is missing, or the approval does not hold; nothing may run.
    """
    return _verify(settings.config or _example(settings, now), now)


def _verify(folder: Path, now: datetime) -> ApprovedFramework:
    files = [folder / name for name in (FRAMEWORK_NAME, APPROVAL_NAME, TRUST_ROOT_NAME)]
    missing = [file.name for file in files if not file.is_file()]
    if missing:
        raise PrivacyError(
            "kader.bestand",
            f"in de map met instellingen ontbreekt: {', '.join(missing)}. "
            "Zonder kader, besluit en vertrouwensanker draait er niets.",
        )
    framework, approval, trust_root = (file.read_bytes() for file in files)
    return verify(framework, approval, trust_root, now=now)


def _example(settings: Settings, now: datetime) -> Path:
    """Return the folder with the signed example, made on the first run or when it has lapsed."""
    folder = settings.data / "voorbeeldkader"
    if folder.is_dir():
        try:
            _verify(folder, now)
        except PrivacyError:
            shutil.rmtree(folder)
        else:
            return folder
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=settings.data, prefix=".voorbeeldkader-"))
    today = now.date()
    framework = with_validity(
        (PACKAGED_CONFIG / FRAMEWORK_NAME).read_bytes(), today, today + _EXAMPLE_VALIDITY
    )
    approval, trust_root = example_ceremony(framework, now)
    (draft / FRAMEWORK_NAME).write_bytes(framework)
    (draft / APPROVAL_NAME).write_bytes(approval)
    (draft / TRUST_ROOT_NAME).write_bytes(trust_root)
    try:
        draft.rename(folder)
    except OSError:  # another process was first
        shutil.rmtree(draft)
    return folder
