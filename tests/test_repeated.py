"""Keys that come twice are found however many there are and wherever they stand."""

from pathlib import Path

import numpy as np
import pytest

from crm_metrics.source import repeated
from crm_metrics.source.repeated import SeenHashes


@pytest.mark.parametrize("at_once", [1, 7, 1000, 1_000_000])
def test_every_repeated_hash_is_found_once(
    at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeated, "HASHES_AT_ONCE", at_once)
    drawn = np.random.default_rng(1).integers(0, 5000, 3000, dtype=np.uint64) * np.uint64(1 << 50)
    seen = SeenHashes(tmp_path / "hashes")
    for piece in np.array_split(drawn, 13):
        seen.add(piece)
    values, counts = np.unique(drawn, return_counts=True)
    assert sorted(seen.repeated()) == sorted(values[counts > 1])
    seen.close()
    assert list(tmp_path.iterdir()) == []


def test_without_keys_none_is_repeated(tmp_path: Path) -> None:
    seen = SeenHashes(tmp_path / "hashes")
    assert len(seen.repeated()) == 0
    seen.close()
    assert list(tmp_path.iterdir()) == []
