from __future__ import annotations

import csv
import math
from random import Random
from typing import TYPE_CHECKING

from models.training.augment import Augmentation
from models.training.example import from_case, sample_epoch
from models.training.groups import SLOT, swap_groups
from models.training.hatecheck import read_cases

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = ("functionality", "test_case", "label_gold", "target_ident", "templ_id", "ref_templ_id")


def write_cases(path: Path) -> Path:
    rows = [
        ("threat_dir_h", f"zin {number}", "hateful", "women", str(number), f"{number % 40}.0")
        for number in range(400)
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(FIELDS)
        writer.writerows(rows)
        writer.writerow(("ident_pos_nh", "fijn", "non-hateful", "", "900", ""))
    return path


def test_a_template_and_what_derives_from_it_share_one_part(tmp_path: Path) -> None:
    cases = read_cases(write_cases(tmp_path / "cases.csv"))[:-1]
    for number in range(40):
        assert len({case.held_out for case in cases[number::40]}) == 1
    assert 0.1 < sum(case.held_out for case in cases) / len(cases) < 0.6


def test_a_case_states_hate_and_a_threat_only(tmp_path: Path) -> None:
    *_, threat, other = read_cases(write_cases(tmp_path / "cases.csv"))
    assert from_case(threat).labels[1] == from_case(threat).labels[4] == 1.0
    assert math.isnan(from_case(threat).labels[0])
    assert math.isnan(from_case(other).labels[1])
    assert from_case(other).labels[4] == 0.0


def test_an_epoch_holds_all_posts_and_few_cases(tmp_path: Path) -> None:
    cases = [from_case(case) for case in read_cases(write_cases(tmp_path / "cases.csv"))]
    epoch = sample_epoch(cases[:3], cases[3:], 10, Random(1))
    assert len(epoch) == 13
    assert epoch[:3] == cases[:3]
    assert len(sample_epoch(cases[:3], cases[3:5], 10, Random(1))) == 5


def test_augmentation_keeps_placeholders_and_is_repeatable() -> None:
    augmentation = Augmentation(names=[], areas=["Filmwijk", "Parkwijk"])
    text = "<PERSOON_1> liep gisteren door de Filmwijk, bij <ADRES>!"
    for seed in range(60):
        changed = augmentation.apply(text, Random(seed))
        assert changed == augmentation.apply(text, Random(seed))
        if changed != changed.upper():
            assert "<PERSOON_1>" in changed
            assert "<ADRES>" in changed


def test_a_missed_person_becomes_a_name() -> None:
    augmentation = Augmentation(names=["Fatima"], areas=[], p_missed_person=1.0)
    changed = augmentation.apply("<PERSOON_1> en <ADRES>", Random(2))
    assert "fatima" in changed.casefold()
    assert "adres" in changed.casefold()


def test_groups_are_swapped_in_their_own_case_and_slots_are_filled() -> None:
    for seed in range(40):
        text = swap_groups("Die Turken en TURKEN en turken, {groep}", Random(seed))
        first, second, third = (part.split(",")[0] for part in text[4:].split(" en "))
        assert first.casefold() == second.casefold() == third.casefold()
        assert second.isupper()
        assert third.islower()
        assert SLOT not in text
    assert swap_groups("mooi weer", Random(1)) == "mooi weer"
