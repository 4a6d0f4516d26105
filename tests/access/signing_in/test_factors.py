"""One-time codes, recovery codes, passkeys."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.access.signing_in.conftest import kinds, news
from waymark.access import commands, queries
from waymark.access.models import Authenticator
from waymark.access.rules import matching_step
from waymark.access.rules.codes import code_of
from waymark.kernel.errors import NotVisible
from waymark.kernel.policy import PUBLIC

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The secret of RFC 6238's own examples: "12345678901234567890"."""


def code_at(at, later=0):
    return code_of(SECRET, int(at.timestamp()) // 30 + later)


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_the_standard(second, code):
    at = datetime.fromtimestamp(second, UTC)

    assert matching_step(SECRET, code, at) == second // 30


@pytest.mark.parametrize("typed", ["", "0", "abcdef", "２８７０８２", "1234567", "287082x"])
def test_what_is_no_code_matches_nothing(typed, noon):
    assert matching_step(SECRET, typed, noon) is None


def test_a_clock_may_be_half_a_minute_off_and_no_more(noon):
    assert [matching_step(SECRET, code_at(noon, later), noon) is not None for later in (-2, -1, 0, 1, 2)] == [
        False, True, True, True, False,
    ]  # fmt: skip


@pytest.fixture
def with_codes(ada, noon):
    commands.turn_on_codes(secret=SECRET, code=code_at(noon), actor=ada, at=noon)
    return ada


def test_turning_codes_on_takes_a_right_code_and_makes_recovery_codes(ada, noon):
    with pytest.raises(commands.WrongCode):
        commands.turn_on_codes(secret=SECRET, code="000000", actor=ada, at=noon)
    assert not queries.factors(ada, noon).second

    made = commands.turn_on_codes(secret=SECRET, code=code_at(noon), actor=ada, at=noon)

    found = queries.factors(ada, noon)
    assert made
    assert (found.codes, found.second, found.recovery_codes, found.codes_since) == (True, True, 10, noon)
    assert kinds()[-1] == "access.codes.turned_on"
    assert news(ada, noon) == ["One-time codes were turned on"]


def test_the_secret_is_kept_encrypted(with_codes):
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert SECRET not in kept
    assert not any(code in kept for code in queries.recovery_codes(with_codes, datetime.now(UTC)))


def test_a_new_secret_key_reads_what_the_one_before_locked(with_codes, noon, settings):
    codes = queries.recovery_codes(with_codes, noon)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"

    assert queries.recovery_codes(with_codes, noon) == codes
    assert commands.use_code(code=code_at(noon, 1), actor=with_codes, at=noon) == "code"


def test_codes_are_turned_on_once(with_codes, noon):
    with pytest.raises(commands.CodesOnAlready):
        commands.turn_on_codes(secret=SECRET, code=code_at(noon), actor=with_codes, at=noon)


def test_a_code_counts_once_and_the_ones_before_it_too(with_codes, noon):
    soon = noon + timedelta(seconds=60)
    with pytest.raises(commands.WrongCode):
        commands.use_code(code=code_at(noon), actor=with_codes, at=noon)

    assert commands.use_code(code=code_at(soon), actor=with_codes, at=soon) == "code"

    for again in (code_at(soon), code_at(soon, -1)):
        with pytest.raises(commands.WrongCode):
            commands.use_code(code=again, actor=with_codes, at=soon)


def test_a_recovery_code_counts_once_and_its_use_is_told(with_codes, noon):
    first, second, *_rest = queries.recovery_codes(with_codes, noon)
    spaced = f" {first[:5]} {first[5:]}"

    assert commands.use_code(code=spaced, actor=with_codes, at=noon) == "recovery code"

    with pytest.raises(commands.WrongCode):
        commands.use_code(code=first, actor=with_codes, at=noon)
    assert queries.factors(with_codes, noon).recovery_codes == 9
    assert "A recovery code was used to sign in" in news(with_codes, noon)
    assert second in queries.recovery_codes(with_codes, noon)


def test_new_recovery_codes_replace_the_old_ones(with_codes, noon):
    before = queries.recovery_codes(with_codes, noon)

    commands.make_recovery_codes(actor=with_codes, at=noon)

    assert not set(before) & set(queries.recovery_codes(with_codes, noon))
    with pytest.raises(commands.WrongCode):
        commands.use_code(code=before[0], actor=with_codes, at=noon)


def test_recovery_codes_stand_in_for_something(ada, noon):
    with pytest.raises(commands.NoSecondFactor):
        commands.make_recovery_codes(actor=ada, at=noon)
    with pytest.raises(commands.WrongCode):
        commands.use_code(code="1234567890", actor=ada, at=noon)


def test_turning_codes_off_takes_the_recovery_codes_with_it(with_codes, noon):
    commands.turn_off_codes(actor=with_codes, at=noon)

    assert not Authenticator.objects.exists()
    assert news(with_codes, noon)[0] == "One-time codes were turned off"
    with pytest.raises(NotVisible):
        commands.turn_off_codes(actor=with_codes, at=noon)


def test_a_passkey_is_added_renamed_and_removed_by_its_holder_alone(with_codes, ben, noon):
    made = commands.add_passkey(name="  Work laptop ", credential={"id": "x"}, actor=with_codes, at=noon)
    (passkey,) = queries.factors(with_codes, noon).passkeys
    assert (made, passkey.name, passkey.used_at) == (False, "Work laptop", None)

    commands.rename_passkey(passkey_id=passkey.id, name="Phone", actor=with_codes, at=noon)
    commands.use_passkey(passkey_id=passkey.id, actor=with_codes, at=noon)
    assert queries.passkey(passkey.id, with_codes, noon).used_at == noon

    for actor in (ben, PUBLIC):
        for strange in (
            lambda actor=actor: commands.rename_passkey(passkey_id=passkey.id, name="Mine", actor=actor, at=noon),
            lambda actor=actor: commands.remove_passkey(passkey_id=passkey.id, actor=actor, at=noon),
            lambda actor=actor: commands.use_passkey(passkey_id=passkey.id, actor=actor, at=noon),
            lambda actor=actor: queries.passkey(passkey.id, actor, noon),
        ):
            with pytest.raises(NotVisible):
                strange()

    assert commands.remove_passkey(passkey_id=passkey.id, actor=with_codes, at=noon) == "Phone"
    assert queries.factors(with_codes, noon).recovery_codes == 10


def test_one_time_codes_are_no_passkey(with_codes, noon):
    app = Authenticator.objects.get(type="totp")

    with pytest.raises(NotVisible):
        commands.remove_passkey(passkey_id=app.pk, actor=with_codes, at=noon)


def test_the_last_passkey_takes_the_recovery_codes_with_it(ada, noon):
    assert commands.add_passkey(name="", credential={"id": "x"}, actor=ada, at=noon)
    (passkey,) = queries.factors(ada, noon).passkeys
    assert passkey.name == "Passkey"

    commands.remove_passkey(passkey_id=passkey.id, actor=ada, at=noon)

    assert queries.recovery_codes(ada, noon) == ()


def test_what_somebody_has_set_up_takes_two_queries_to_read(with_codes, noon, django_assert_num_queries):
    for number in range(3):
        commands.add_passkey(name=str(number), credential={"id": str(number)}, actor=with_codes, at=noon)

    with django_assert_num_queries(2):
        assert len(queries.factors(with_codes, noon).passkeys) == 3
