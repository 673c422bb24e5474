"""Makes click print its own messages in Vietnamese."""

import gettext
import os
from pathlib import Path

_DOMAIN = "welfare_stats"
_CATALOGUES = Path(__file__).with_name("locale")


def speak_vietnamese() -> None:
    """Make click print Vietnamese, whatever language the environment asks for.

    click translates its messages with gettext's global domain, for which the language can only be
    set in the environment. Of the variables there, ``LANGUAGE`` goes first and is read by gettext
    alone, so that numbers, dates and encodings keep the locale they had.

    Call this before the first command is declared: some decorators of click translate at once.
    """
    gettext.bindtextdomain(_DOMAIN, str(_CATALOGUES))
    gettext.textdomain(_DOMAIN)
    os.environ["LANGUAGE"] = "vi"
