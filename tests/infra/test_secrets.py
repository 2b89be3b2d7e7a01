"""Encrypted columns stay in their row, keys can be changed, and token hashes survive it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.infra.secrets import Key, Place, SecretUnreadable, Vault, new_key

OLD, NEW = Key("old", b"o" * 32), Key("new", b"n" * 32)
HERE = Place("connections_grant", "refresh_token", "1")


@given(st.text(), st.text(), st.text(), st.text())
def test_what_is_encrypted_can_be_read_in_its_place(plain: str, table: str, column: str, row: str):
    vault, place = Vault([NEW]), Place(table, column, row)
    assert vault.decrypt(vault.encrypt(plain, place), place) == plain


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("connections_grant", "refresh_token", "2"),
        Place("connections_grant", "access_token", "1"),
        Place("other", "refresh_token", "1"),
        Place("connections_grant|refresh_token", "", "1"),
    ],
)
def test_a_value_moved_elsewhere_cannot_be_read(elsewhere: Place):
    vault = Vault([NEW])
    with pytest.raises(SecretUnreadable, match="another row"):
        vault.decrypt(vault.encrypt("secret", HERE), elsewhere)


def test_two_rows_with_swapped_values_both_fail():
    vault, one, two = Vault([NEW]), Place("t", "c", "1"), Place("t", "c", "2")
    first, second = vault.encrypt("a", one), vault.encrypt("b", two)
    for value, place in ((first, two), (second, one)):
        with pytest.raises(SecretUnreadable):
            vault.decrypt(value, place)


def test_places_that_read_alike_when_joined_are_told_apart():
    vault = Vault([NEW])
    value = vault.encrypt("a", Place("t|c", "d", "1"))
    with pytest.raises(SecretUnreadable):
        vault.decrypt(value, Place("t", "c|d", "1"))


def test_the_same_secret_never_looks_the_same_twice_and_is_not_in_the_value():
    vault = Vault([NEW])
    values = {vault.encrypt("canary", HERE) for _ in range(50)}
    assert len(values) == 50
    assert not any("canary" in value for value in values)


def test_changing_the_key():
    before = Vault([OLD]).encrypt("secret", HERE)
    both = Vault([NEW, OLD])
    assert both.decrypt(before, HERE) == "secret"
    assert not both.is_current(before)
    after = both.rotate(before, HERE)
    assert both.is_current(after)
    assert both.rotate(after, HERE) == after
    alone = Vault([NEW])
    assert alone.decrypt(after, HERE) == "secret"
    with pytest.raises(SecretUnreadable, match="key old"):
        alone.decrypt(before, HERE)


def test_a_value_renamed_to_another_key_cannot_be_read():
    both = Vault([NEW, OLD])
    value = both.encrypt("secret", HERE)
    with pytest.raises(SecretUnreadable):
        both.decrypt(value.replace("v1.new.", "v1.old."), HERE)


def test_a_changed_character_is_noticed():
    vault = Vault([NEW])
    value = vault.encrypt("secret", HERE)
    for at in range(len("v1.new."), len(value) - 3, 5):
        other = "A" if value[at] != "A" else "B"
        with pytest.raises(SecretUnreadable):
            vault.decrypt(value[:at] + other + value[at + 1 :], HERE)


@pytest.mark.parametrize("value", ["", "secret", "v1.new.", "v1..AAAA", "v2.new." + "A" * 60, "v1.new.ü", "v1.new.A"])
def test_what_is_no_encrypted_value_is_refused(value: str):
    with pytest.raises(SecretUnreadable):
        Vault([NEW]).decrypt(value, HERE)


def test_each_purpose_has_its_own_key_and_it_stays_the_same():
    vault = Vault([NEW])
    assert vault.derive("sessions") == Vault([NEW]).derive("sessions")
    assert len({vault.derive("sessions"), vault.derive("jwt"), vault.derive("flash"), NEW.secret}) == 4
    assert len(vault.derive("jwt")) == 32


def test_token_hashes_survive_a_new_key():
    stored = Vault([OLD]).hmac_token("token", "sessions")
    both = Vault([NEW, OLD])
    assert stored in both.hmac_candidates("token", "sessions")
    assert both.hmac_matches("token", stored, "sessions")
    assert not both.hmac_matches("other", stored, "sessions")
    assert not both.hmac_matches("token", stored, "invitations")
    assert both.hmac_token("token", "sessions") == both.hmac_candidates("token", "sessions")[0] != stored


def test_a_key_never_shows_its_secret():
    key = new_key()
    assert len(key.secret) == 32
    assert str(key) == f"Key('{key.id}')"


@pytest.mark.parametrize("ring", [[], [OLD, OLD]])
def test_a_ring_without_keys_or_with_two_of_a_name_is_refused(ring: list[Key]):
    with pytest.raises(ValueError, match="ring"):
        Vault(ring)
