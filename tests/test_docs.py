"""Pages that are made from the program say what it says now."""

from make_code_page import PAGE, page


def test_the_page_of_codes_is_up_to_date() -> None:
    """``make codes`` writes it again."""
    assert PAGE.read_text("utf-8") == page()
