"""How a kind of finding is declared: by its severity, with its texts and its example.

A kind is one call in the module of its family::

    NEGATIVE = declare.error(
        "cell.negative",
        "Số âm",
        "Cột “{heading}”: ô có giá trị {value}, nhỏ hơn 0.",
        "Số liệu không được âm; hãy kiểm tra lại.",
        declare.example("HX-01!F7", -5, heading="{heading:HX-01.decrease}"),
    )

The page of codes shows the example, and the tests refuse a kind whose example does not fill its
message and hint.
"""

from welfare_stats.findings.model import CellValue, Example, FindingKind, Severity

DECLARED: dict[str, FindingKind] = {}
"""Every kind declared so far, by its code."""


def error(
    code: str, title: str, message: str, hint: str, example: Example, *, waivable: bool = False
) -> FindingKind:
    """Declare a kind that keeps a file out of the totals.

    Args:
        code: "family.kind-name"; stable, because registers and other programs rely on it.
        title: a heading for findings of this kind.
        message: what is wrong, with blanks in braces; ``{value}`` is the value of the cell.
        hint: how the sender repairs it, with blanks in braces.
        example: the finding that the page of codes shows.
        waivable: whether the office may accept such a finding for one file.

    Raises:
        ValueError: another kind has that code.
    """
    return _declare(FindingKind(code, Severity.ERROR, title, message, hint, example, waivable))


def warning(code: str, title: str, message: str, hint: str, example: Example) -> FindingKind:
    """Declare a kind that a file is counted with; the office may always accept it."""
    return _declare(FindingKind(code, Severity.WARNING, title, message, hint, example, True))


def info(code: str, title: str, message: str, hint: str, example: Example) -> FindingKind:
    """Declare a kind that asks nothing of the sender."""
    return _declare(FindingKind(code, Severity.INFO, title, message, hint, example))


def example(
    place: str = "", value: CellValue = None, /, *, hidden: bool = False, **blanks: str | int
) -> Example:
    """The example of a kind; ``blanks`` fill its message and hint, as in ``FindingKind.at``."""
    return Example(place, value, hidden, blanks)


def _declare(kind: FindingKind) -> FindingKind:
    if DECLARED.setdefault(kind.code, kind) is not kind:
        raise ValueError(f"finding kind {kind.code!r} is declared twice")
    return kind
