import random

import pytest

from stats.results import KNOWN, code, is_tried, ordered

# CallFire's result pages, as a table: code, group, what it is of; the order is that of every table.
TABLE = """
    LA                  reached    calls
    XFER                reached    calls
    RECEIVED            reached    texts
    AM                  delivered  calls
    SD                  delivered  calls
    SENT                delivered  texts
    NO_ANS              missed     calls
    BUSY                missed     calls
    ABANDONED           missed     calls
    SKIPPED             missed     calls
    DNC                 blocked    calls
    DNT                 blocked    texts
    TOO_BIG             failed     texts
    INVALID_NUMBER      failed     both
    CARRIER_ERROR       failed     both
    CARRIER_TEMP_ERROR  failed     both
    INTERNAL_ERROR      failed     both
    UNDIALED            pending    both
    POSTPONED           pending    both
    XFER_LEG            leg        calls
"""
ROWS = [tuple(line.split()) for line in TABLE.strip().splitlines()]
NOT_TRIED = {"RECEIVED", "XFER_LEG", "UNDIALED", "POSTPONED"}


def test_the_twenty_codes_stand_in_the_order_of_callfires_table() -> None:
    assert [(each.name, each.group, each.of) for each in KNOWN.values()] == ROWS
    assert list(KNOWN) == [name for name, *_ in ROWS]


def test_results_come_in_the_tables_order_and_unknown_ones_after_it_by_name() -> None:
    names = [*KNOWN, "ALPHA", "WAP", "la"]
    mixed = random.sample(names, len(names))
    assert ordered(mixed) == names


@pytest.mark.parametrize("name", ["WAP", "la", "LA ", ""])
def test_an_unknown_code_is_data_of_the_group_other(name: str) -> None:
    found = code(name)
    assert (found.name, found.group, found.of) == (name, "other", "both")
    assert is_tried(name)


def test_replies_transfer_legs_and_what_is_pending_were_not_tried() -> None:
    assert {name for name in KNOWN if not is_tried(name)} == NOT_TRIED
