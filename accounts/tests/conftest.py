import logging

import pytest


@pytest.fixture
def events(caplog):
    """Gives what the security log said since it was last asked: the level, and the fields."""
    caplog.set_level(logging.INFO, "trainhub.security")

    def said():
        found = [(one.levelname, one.fields) for one in caplog.records if one.name == "trainhub.security"]
        caplog.clear()
        return found

    return said
