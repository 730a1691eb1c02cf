import string
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.callfire.schema_numbers import LARGEST_COUNT, amount, count

signs_of_plus = st.sampled_from(["", "+"])
zeros = st.integers(0, 40).map(lambda many: "0" * many)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0", 0),
        ("7", 7),
        ("+7", 7),
        ("007", 7),
        ("+000", 0),
        ("-0", 0),
        ("2147483648", 2**31),
        ("9223372036854775807", LARGEST_COUNT),
        ("0" * 5000 + "1", 1),
    ],
)
def test_a_count_is_read_as_the_schema_writes_it(written: str, read: int) -> None:
    assert count(written) == read


NO_NUMBERS = ["", " ", "x", "+", "-", "1_8", "１８", "٣", "1,234", "0x10", "1 2", " 1", "1\n", "²"]  # noqa: RUF001


@pytest.mark.parametrize(
    "written", [*NO_NUMBERS, "1.0", "1e3", "--1", "-1", "9223372036854775808", "1" * 5000]
)
def test_what_is_no_count_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"^(not a whole number|out of range)$"):
        count(written)


@given(st.integers(0, LARGEST_COUNT), signs_of_plus, zeros)
def test_every_count_is_read_back(number: int, plus: str, padding: str) -> None:
    assert count(f"{plus}{padding}{number}") == number


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0.0", "0.0"),
        ("871.45", "871.45"),
        ("871.450000", "871.450000"),
        ("9999999999999999.99", "9999999999999999.99"),
        ("-12.50", "-12.50"),
        ("+1.5", "1.5"),
        ("001.5", "1.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("-0.0", "0.0"),
        ("-0", "0"),
        ("1.2345678E7", "12345678"),
        ("1.50E1", "15.0"),
        ("1e3", "1000"),
        ("1E+03", "1000"),
        ("12E-1", "1.2"),
        ("0E5", "0"),
        ("1.4E-45", "0." + "0" * 44 + "14"),
        ("3.4028235E38", "34028235" + "0" * 31),
        ("0" * 5000 + "1.5", "1.5"),
    ],
)
def test_an_amount_is_read_digit_for_digit(written: str, read: str) -> None:
    assert format(amount(written), "f") == read
    assert amount(written).as_tuple() == Decimal(read).as_tuple()


@pytest.mark.parametrize(
    "written",
    [*NO_NUMBERS, "NaN", "INF", "-INF", "Infinity", "sNaN", "1e", "e1", ".", "1e1.5", "1.2.3"],
)
def test_what_is_no_amount_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"^not a number$"):
        amount(written)


@pytest.mark.parametrize("written", ["1E64", "1E-63", "1E999999999", "1E-999999999", "9" * 65])
def test_an_amount_that_would_fill_a_page_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"^too long$"):
        amount(written)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6), signs_of_plus, zeros)
def test_every_amount_is_read_back(number: Decimal, plus: str, padding: str) -> None:
    sign = "-" if number.is_signed() else plus
    read = amount(f"{sign}{padding}{format(number.copy_abs(), 'f')}")
    assert read == number
    assert read.as_tuple().exponent == -6


@given(
    st.integers(-(10**12), 10**12),
    st.integers(-20, 20),
    st.sampled_from(["e", "E"]),
    st.booleans(),
)
def test_an_exponent_changes_no_digit(digits: int, exponent: int, e: str, plus: bool) -> None:
    sign = "+" if plus and exponent >= 0 else ""
    read = amount(f"{digits}{e}{sign}{exponent}")
    assert read == Decimal(digits).scaleb(exponent)
    assert int(read.as_tuple().exponent) <= 0


@pytest.mark.parametrize("read", [count, amount])
@given(st.text(string.digits + "+-.eE_ xNaIF１\n", max_size=30))  # noqa: RUF001
def test_any_text_is_a_number_or_a_value_error(
    read: Callable[[str], int | Decimal], written: str
) -> None:
    try:
        number = read(written)
    except ValueError:
        return
    assert number == Decimal(written)
