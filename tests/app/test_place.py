"""The tables are changed by a process of its own, and its failure is a sentence for the operator."""

import pytest

from paceline.app import place
from paceline.infra.database import DatabaseAddress, readiness
from paceline.kit.errors import Unavailable


def test_nothing_is_done_to_a_database_that_is_current(empty_database: DatabaseAddress) -> None:
    assert place.make_ready(empty_database, apart=True) is False


def test_the_child_finds_nothing_to_do_or_says_that_it_failed(
    empty_database: DatabaseAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "is_current", lambda _: False)
    assert place.make_ready(empty_database, apart=True) is True
    elsewhere = DatabaseAddress(empty_database.url.replace(empty_database.database, "nowhere"), signs_in_as_role=True)
    monkeypatch.setattr("paceline.infra.postgres.provision.provision", lambda *_: None)
    with pytest.raises(Unavailable, match="newest shape"):
        place.make_ready(elsewhere, apart=True)
