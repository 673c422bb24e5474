"""The text of the report: the office's Jinja template, filled with the year's figures.

The template gives plain text with a little markup: a line that starts with "# " or "## " is a
heading, one with "- " a bullet, "@table KEY" places a table, and a blank line ends a paragraph.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from welfare_stats.analyse.comparison import Attainment, attainments
from welfare_stats.analyse.totals import share, total_of
from welfare_stats.design.catalogue import CaseType, ReportingUnit
from welfare_stats.design.forms import Breakdown
from welfare_stats.errors import ConfigurationError
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Block, Heading, Paragraph, Table
from welfare_stats.report.office_templates import UnknownNameError, using_template
from welfare_stats.report.tables.notes import short_span_words
from welfare_stats.report.tables.targets import target_words, verdict_words
from welfare_stats.vietnamese import (
    format_date,
    format_date_in_words,
    format_number,
    format_percent,
    nfc,
    pad2,
)

TEMPLATE = "bao-cao.txt.j2"
UNKNOWN = "chưa có số liệu"
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Total:
    """A province total as the template sees it; ``{{ total }}`` prints it in Vietnamese notation.

    Attributes:
        value: the number; ``None`` where nobody reported it.
        unit: its unit of measure.
        caveat: a remark in brackets that names the units the number is without, or "".
    """

    value: float | None
    unit: str = ""
    caveat: str = ""

    @property
    def known(self) -> bool:
        """Whether anybody reported it."""
        return self.value is not None

    def __str__(self) -> str:
        return UNKNOWN if self.value is None else format_number(self.value)


def write_narrative(
    folder: Path, facts: YearFacts, tables: Mapping[str, Table]
) -> tuple[Block, ...]:
    """The body of the report: the text of the template, with the tables that it places.

    Raises:
        ConfigurationError: the template is missing or faulty; names file, line and remedy.
    """
    path = folder / TEMPLATE
    environment = Environment(  # noqa: S701 - plain text; the renderers escape for their formats
        loader=FileSystemLoader(folder), undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters |= {
        "pad2": _pad2,
        "ngay": format_date,
        "ngay_bang_chu": format_date_in_words,
    }
    with using_template(path):
        text = environment.get_template(TEMPLATE).render(_context(facts))
    return tuple(_blocks(text, tables, path))


def _context(facts: YearFacts) -> dict[str, object]:
    totals = dict.fromkeys(facts.case_types_ever, Total(None))  # the template may name any
    totals |= {code: _total(facts, row) for code, row in facts.codes.case_types.items()}
    return {
        "year": facts.year,
        "period": facts.period_words,
        "office": facts.office,
        "start": facts.period.start,
        "as_of": facts.period.end,
        "total": totals,
        "share": _share_words,
        "part": lambda code, breakdown: _part(facts, code, breakdown),
        "targets": [_goal(facts, reached) for reached in attainments(facts.totals, facts.codes)],
        "note": {code: "; ".join(notes) for code, notes in facts.notes.items()},
        "units_due": len(facts.status.units),
        "units_complete": len(facts.status.complete_units()),
        "units_lacking": [
            unit.short_name
            for unit in facts.status.units
            if unit not in facts.status.complete_units()
        ],
        "units_partial": short_span_words(facts, facts.codes.case_types.values()),
        "unattributed": facts.status.unattributed,
        "texts": facts.year_text,
        "last_year": facts.last_year.year if facts.last_year else None,
    }


def _total(facts: YearFacts, case_type: CaseType) -> Total:
    value = total_of(facts.totals, case_type.code)
    return Total(value, case_type.unit, _caveat(facts.lacking(case_type)))


def _caveat(lacking: Sequence[ReportingUnit]) -> str:
    """Which units a number is without: their names, or how many they are if that would be long."""
    if not lacking:
        return ""
    if len(lacking) > _MOST_NAMES:
        return f" (chưa đủ số liệu của {pad2(len(lacking))} đơn vị)"
    return f" (chưa đủ số liệu của {', '.join(unit.short_name for unit in lacking)})"


def _goal(facts: YearFacts, reached: Attainment) -> dict[str, object]:
    known = reached.actual is not None and reached.ratio is not None
    case_type = facts.codes.case_types.get(reached.target.case_type)
    return {
        "wording": reached.target.wording,
        "words": target_words(reached.target),
        "known": known,
        "actual": str(Total(reached.actual)),
        "caveat": _total(facts, case_type).caveat if case_type else "",
        "attained": format_percent(reached.ratio or 0) if known else "",
        "verdict": verdict_words(facts, reached),
    }


def _part(facts: YearFacts, code: str, breakdown: str) -> Total:
    if code not in facts.codes.case_types:
        if code in facts.case_types_ever:
            return Total(None)
        raise UnknownNameError(code, facts.codes.case_types)
    if breakdown not in set(Breakdown):
        raise UnknownNameError(breakdown, Breakdown)
    return Total(
        total_of(facts.totals, code, Breakdown(breakdown)), facts.codes.case_types[code].unit
    )


def _share_words(part: Total, whole: Total) -> str:
    ratio = share(part.value, whole.value)
    return UNKNOWN if ratio is None else format_percent(ratio)


def _pad2(total: Total | int) -> str:
    if isinstance(total, Total):
        return UNKNOWN if total.value is None else pad2(total.value)
    return pad2(total)


def _blocks(text: str, tables: Mapping[str, Table], path: Path) -> Iterator[Block]:
    """The blocks of a filled template; lines that follow each other make one paragraph."""
    gathered: list[str] = []
    for line in (*text.splitlines(), ""):
        words = nfc(line)
        special = words.startswith(("# ", "## ", "- ", "@table "))
        if gathered and (special or not words):
            yield Paragraph(" ".join(gathered))
            gathered = []
        if words.startswith("## "):
            yield Heading(words[3:], 2)
        elif words.startswith("# "):
            yield Heading(words[2:], 1)
        elif words.startswith("- "):
            yield Paragraph(words[2:], bullet=True)
        elif words.startswith("@table "):
            yield _table_named(words[7:], tables, path)
        elif words:
            gathered.append(words)


def _table_named(key: str, tables: Mapping[str, Table], path: Path) -> Table:
    if key not in tables:
        raise ConfigurationError(
            f"{path}: không có bảng “{key}”. Các bảng được dùng: {', '.join(tables)}."
        )
    return tables[key]
