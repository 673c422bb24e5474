"""Vietnamese for the words that click itself prints."""

import gettext
import os
from pathlib import Path

_DOMAIN = "welfare_stats"
_CATALOGUES = Path(__file__).with_name("locale")


def speak_vietnamese() -> None:
    """Let click print Vietnamese, whatever language the environment asks for.

    click looks its words up in gettext's global domain, which takes the language from the
    environment and from nowhere else. ``LANGUAGE`` comes first there and only gettext reads it:
    the locale of numbers, dates and encodings stays as it was.

    Call it before the first command is declared: click looks some words up when a decorator runs.
    """
    gettext.bindtextdomain(_DOMAIN, str(_CATALOGUES))
    gettext.textdomain(_DOMAIN)
    os.environ["LANGUAGE"] = "vi"
