"""A council that permits one more source, and the installation that works under it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pipeline.framework_files import APPROVAL_NAME, FRAMEWORK_NAME, TRUST_ROOT_NAME
from pipeline.settings import PACKAGED_CONFIG
from privacy.framework.ceremony import example_ceremony, with_validity

if TYPE_CHECKING:
    from pathlib import Path

_PERMISSION = """
  - id: {source}
    soort: {kind}
    voorwaarden_url: https://stadspols.example/voorwaarden-{source}
    voorwaarden_sha256: fae999739185b53bd96f723a980183724eaaab2aeab263fd87b3a174b50797f6
    toestemming:
      kenmerk: VOORBEELD-ARCHIEF-003
      datum: 2026-09-15
    herzien_voor: 2027-11-01
"""


def council_config(
    folder: Path,
    source: str,
    kind: str,
    spec: str,
    *,
    now: datetime | None = None,
) -> Path:
    """Write a configuration folder in which `source` is permitted; return it.

    `spec` is the source's part of `bronnen.yaml`, as a YAML flow mapping.
    """
    now = now or datetime.now(UTC)
    day = now.date()
    text = (PACKAGED_CONFIG / FRAMEWORK_NAME).read_text(encoding="utf-8")
    text = text.replace("bronnen: [voorbeeld, bestand]", f"bronnen: [voorbeeld, bestand, {source}]")
    permission = _PERMISSION.format(source=source, kind=kind)
    text = text.replace("\n# Per signaal", f"{permission.rstrip()}\n\n# Per signaal", 1)
    framework = with_validity(text.encode(), day - timedelta(days=5), day + timedelta(days=200))
    approval, trust_root = example_ceremony(framework, now)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FRAMEWORK_NAME).write_bytes(framework)
    (folder / APPROVAL_NAME).write_bytes(approval)
    (folder / TRUST_ROOT_NAME).write_bytes(trust_root)
    for name in ("gebieden", "voorbeeld"):
        (folder / name).symlink_to(PACKAGED_CONFIG / name)
    (folder / "bronnen.yaml").write_text(f"bronnen:\n  {source}: {spec}\n", encoding="utf-8")
    return folder
