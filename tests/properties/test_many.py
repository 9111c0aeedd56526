"""Every property held against many worlds."""

from __future__ import annotations

import pytest
from tests.properties import test_accounting, test_metamorphic, test_neutral
from tests.properties.holding import PROPERTIES

HOLDERS = (test_accounting, test_metamorphic, test_neutral)


def test_every_file_of_properties_is_held():
    for module in HOLDERS:
        assert any(name in PROPERTIES for name in vars(module))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PROPERTIES))
def test_it_holds_in_many_worlds(tmp_path_factory, name):
    PROPERTIES[name](tmp_path_factory)
