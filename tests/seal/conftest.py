"""Seals are made once for all tests of a process."""

from __future__ import annotations

import pytest

from tests.seal.made import Sealed, make_seals


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    return make_seals(tmp_path_factory.mktemp("sealed"))
