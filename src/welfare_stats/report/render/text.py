"""Words that end an official document."""

ENDING = "./."


def ended(text: str) -> str:
    """The last words of an official document."""
    return text.rstrip(" .") + ENDING
