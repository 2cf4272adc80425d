"""Messages to operators by webhook or mail: rule ids and names of jobs, never content."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import httpx

from privacy.errors import Permanent, Transient

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.alarms import Alarm
    from pipeline.settings import Settings

_LIMIT_SECONDS = 20
SUBJECT = "Stadspols vraagt aandacht"


def as_text(alarms: Sequence[Alarm]) -> str:
    """Return one line per alarm."""
    return "\n".join(
        f"{alarm.level.dutch}: {alarm.subject}: {alarm.message} [{alarm.rule}]" for alarm in alarms
    )


def send(settings: Settings, text: str) -> int:
    """Send `text` by each way that is set; return by how many. None is set by default.

    Raises:
        Permanent: `melding.instelling`, the mail server or its addresses are not complete.
        Transient: `melding.verzenden`, a server did not take it.
    """
    ways = 0
    if settings.notify_webhook is not None:
        _post(settings.notify_webhook.get_secret_value(), text)
        ways += 1
    if settings.notify_smtp is not None:
        if not (settings.notify_from and settings.notify_to):
            raise Permanent(
                "melding.instelling", "zet STADSPOLS_NOTIFY_FROM en STADSPOLS_NOTIFY_TO"
            )
        message = EmailMessage()
        message["Subject"] = SUBJECT
        message["From"], message["To"] = settings.notify_from, settings.notify_to
        message.set_content(text)
        _mail(settings.notify_smtp.get_secret_value(), message)
        ways += 1
    return ways


def _post(address: str, text: str) -> None:
    try:
        httpx.post(address, json={"text": text}, timeout=_LIMIT_SECONDS).raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL):
        raise Transient("melding.verzenden", "de webhook nam de melding niet aan") from None


def _mail(server: str, message: EmailMessage) -> None:
    place = urlsplit(server)
    if place.scheme not in {"smtp", "smtps"} or not place.hostname:
        raise Permanent("melding.instelling", "STADSPOLS_NOTIFY_SMTP is geen smtp(s)://host:poort")
    kind = smtplib.SMTP_SSL if place.scheme == "smtps" else smtplib.SMTP
    try:
        with kind(place.hostname, place.port or 0, timeout=_LIMIT_SECONDS) as connection:
            connection.ehlo()
            if place.scheme == "smtp" and (place.username or connection.has_extn("starttls")):
                connection.starttls()
            if place.username:
                connection.login(unquote(place.username), unquote(place.password or ""))
            connection.send_message(message)
    except (OSError, smtplib.SMTPException):
        raise Transient("melding.verzenden", "de mailserver nam de melding niet aan") from None
