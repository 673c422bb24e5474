"""Pages that are made from the program are up to date."""

from make_code_page import PAGE, page


def test_the_page_of_codes_is_up_to_date() -> None:
    """Where it is not, ``make codes`` writes it again."""
    assert PAGE.read_text("utf-8") == page()
