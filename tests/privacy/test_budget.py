from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from dp_accounting import GaussianDpEvent, SelfComposedDpEvent
from dp_accounting.pld import PLDAccountant
from hypothesis import given
from hypothesis import strategies as st

from privacy.budget import Ledger, Spend
from privacy.epoch import Epoch
from privacy.errors import PrivacyError
from privacy.noise import noise_scale

START = datetime(2026, 1, 7, 12, tzinfo=UTC)
RHO, YEAR_RHO = 0.05, 2.6


def spend(week: int, rho: float = RHO) -> Spend:
    """Return the spend of the week before, in week `week` of the test."""
    moment = START + timedelta(weeks=week)
    return Spend(Epoch.of(moment - timedelta(weeks=1)), moment, rho)


def ledger(weeks: int) -> tuple[Ledger, list[bytes]]:
    lines: list[bytes] = []
    for week in range(weeks):
        lines.append(Ledger.read(lines).line(spend(week), YEAR_RHO))
    return Ledger.read(lines), lines


def test_what_is_spent_adds_up_per_year() -> None:
    found, _ = ledger(3)
    assert found.spent(2026) == pytest.approx(3 * RHO)
    assert found.spent(2027) == 0


def test_a_week_is_paid_for_once_and_no_earlier_week_afterwards() -> None:
    found, _ = ledger(3)
    for week in (1, 2):
        with pytest.raises(PrivacyError, match=r"budget\.week"):
            found.line(Spend(spend(week).week, START + timedelta(weeks=9), RHO), YEAR_RHO)
    assert found.line(spend(3), YEAR_RHO)


def test_one_week_of_figures_comes_out_per_week() -> None:
    found, _ = ledger(3)
    assert not found.may_publish(START + timedelta(weeks=2, hours=1))
    with pytest.raises(PrivacyError, match=r"budget\.week"):
        found.line(Spend(spend(9).week, START + timedelta(weeks=2, hours=1), RHO), YEAR_RHO)


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=30), st.floats(0.5, 3))
def test_no_run_of_requests_spends_more_than_the_year_allows(
    requests: list[float], cap: float
) -> None:
    lines: list[bytes] = []
    for week, rho in enumerate(requests):
        try:
            lines.append(Ledger.read(lines).line(spend(week, rho), cap))
        except PrivacyError:
            continue
    found = Ledger.read(lines)
    assert found.spent(2026) <= cap + 1e-9
    assert not found.affords(cap, 2026, cap) or found.spent(2026) < 1e-8


@pytest.mark.parametrize("change", ["cut", "order", "edit", "junk", "spelling"])
def test_a_ledger_that_was_touched_is_refused(change: str) -> None:
    _, lines = ledger(4)
    touched = {
        "cut": lines[1:],
        "order": [lines[1], lines[0], *lines[2:]],
        "edit": [lines[0].replace(b"0.05", b"0.01"), *lines[1:]],
        "junk": [*lines, b"{}\n"],
        "spelling": [*lines[:3], lines[3].replace(b":", b": ", 1)],
    }[change]
    with pytest.raises(PrivacyError, match=r"budget\.grootboek"):
        Ledger.read(touched)


def test_a_ledger_that_was_put_back_is_noticed_by_the_log() -> None:
    _, lines = ledger(4)
    Ledger.read(lines).require_covers(4 * RHO, 2026)
    with pytest.raises(PrivacyError, match=r"budget\.teruggezet"):
        Ledger.read(lines[:3]).require_covers(4 * RHO, 2026)


@pytest.mark.parametrize("cells", [1, 3])
def test_a_year_of_weeks_loses_no_more_than_an_independent_accountant_says(cells: int) -> None:
    """An author who posts every week, over 52 weeks: zCDP against exact accounting."""
    delta, weeks = 1e-6, 52
    accountant = PLDAccountant()
    multiplier = noise_scale(cells, RHO) / cells**0.5
    accountant.compose(SelfComposedDpEvent(GaussianDpEvent(multiplier), weeks))
    exact = accountant.get_epsilon(delta)
    rho = weeks * RHO
    bound = rho + 2 * (rho * 13.815510557964274) ** 0.5  # Bun & Steinke (2016), prop. 1.3
    assert exact <= bound
    assert exact == pytest.approx(bound, rel=0.15)
