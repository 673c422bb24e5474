"""The tables as they were first published; there is nothing older to come from."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Nothing to do: a register of this version is made from ``schema``."""
