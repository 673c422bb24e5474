"""The mark that ends the text of an official Vietnamese document."""

ENDING = "./."


def ended(text: str) -> str:
    """The text with the closing mark in place of its full stop."""
    return text.rstrip(" .") + ENDING
