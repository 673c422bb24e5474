"""The share of a part in its whole."""


def share(part: float | None, whole: float | None) -> float | None:
    """``part`` divided by ``whole``; ``None`` where either is unknown or the whole is 0."""
    if part is None or not whole:
        return None
    return part / whole
