"""The text of the report: the office's Jinja template, filled with the year's figures.

The template gives plain text with a little markup: a line that starts with "# " or "## " is a
heading, one with "- " a bullet, "@table KEY" places a table, and a blank line ends a paragraph.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from welfare_stats.analyse.comparison import Attainment, attainments
from welfare_stats.design.catalogue import CaseType
from welfare_stats.design.forms import Breakdown
from welfare_stats.errors import ConfigurationError
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Block, Heading, Paragraph, Table
from welfare_stats.report.office_templates import UnknownNameError, using_template
from welfare_stats.report.response_words import response_context
from welfare_stats.report.sentences import listing, whole_and_parts
from welfare_stats.report.tables.last_year import reasons
from welfare_stats.report.tables.notes import short_span_words
from welfare_stats.report.tables.targets import target_words, verdict_words
from welfare_stats.report.text_numbers import Lacks, Share, Total, share_of, with_two_digits
from welfare_stats.vietnamese import format_date, format_date_in_words, nfc

TEMPLATE = "bao-cao.txt.j2"

_PARTS = {
    Breakdown.FEMALE: "nữ",
    Breakdown.CHILD: "trẻ em",
    Breakdown.ELDERLY: "người cao tuổi",
    Breakdown.DISABLED: "người khuyết tật",
    Breakdown.ETHNIC_MINORITY: "người dân tộc thiểu số",
    Breakdown.POOR: "người thuộc hộ nghèo",
}
"""What the text says of a part that is not known."""


def write_narrative(
    folder: Path, facts: YearFacts, tables: Mapping[str, Sequence[Table]]
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
        "pad2": with_two_digits,
        "ngay": format_date,
        "ngay_bang_chu": format_date_in_words,
    }
    with using_template(path):
        text = environment.get_template(TEMPLATE).render(_context(facts))
    return tuple(_blocks(text, tables, path))


def _context(facts: YearFacts) -> dict[str, object]:
    return {
        "year": facts.year,
        "period": facts.period_words,
        "office": facts.office,
        "start": facts.period.start,
        "as_of": facts.period.end,
        "total": {code: _total(facts, code) for code in facts.case_types_ever | _now(facts)},
        "share": share_of,
        "part": lambda code, breakdown: _part(facts, code, breakdown),
        "listing": listing,
        "whole_and_parts": whole_and_parts,
        "has_figures": lambda section: _has_figures(facts, section),
        "targets": [_goal(facts, reached) for reached in attainments(facts.totals, facts.codes)],
        "note": {code: "; ".join(notes) for code, notes in facts.notes.items()},
        **response_context(facts),
        "units_partial": short_span_words(facts, facts.codes.case_types.values()),
        "unattributed": facts.status.unattributed,
        "texts": facts.year_text,
        "last_year": facts.last_year.year if facts.last_year else None,
        "is_compared": facts.last_year is not None and facts.last_year.says_something,
        "known_on": facts.status.today,
        "not_compared": reasons(facts, facts.last_year) if facts.last_year else [],
    }


def _now(facts: YearFacts) -> frozenset[str]:
    return frozenset(facts.codes.case_types)


def _total(facts: YearFacts, code: str) -> Total:
    """The total of a case type; the template may name any that was ever in force."""
    name = f"total.{code}"
    case_type = facts.codes.case_types.get(code)
    if case_type is None:
        return Total(name, None)
    return Total(
        name,
        _value(facts, code),
        code,
        case_type.label,
        why_unsettled=facts.why_unsettled(case_type),
        lacks=_lacks(facts, case_type),
    )


def _part(facts: YearFacts, code: str, breakdown: str) -> Total:
    if code not in facts.case_types_ever | _now(facts):
        raise UnknownNameError(code, facts.codes.case_types)
    if breakdown not in set(Breakdown):
        raise UnknownNameError(breakdown, Breakdown)
    of = Breakdown(breakdown)
    if of is Breakdown.ALL:
        return _total(facts, code)
    name = f'part("{code}", "{of}")'
    case_type = facts.codes.case_types.get(code)
    if case_type is None:
        return Total(name, None)
    value = _value(facts, code, of)
    return Total(name, value, code, _PARTS[of], is_part=True, lacks=_lacks(facts, case_type, of))


def _value(facts: YearFacts, code: str, breakdown: Breakdown = Breakdown.ALL) -> float | None:
    number = facts.headline(code, breakdown)
    return None if number is None else number.value


def _lacks(facts: YearFacts, case_type: CaseType, breakdown: Breakdown = Breakdown.ALL) -> Lacks:
    units = facts.lacking(case_type, breakdown)
    return Lacks(
        units=tuple(units),
        short=tuple(unit for unit in facts.short_spans([case_type]) if unit not in units),
        estimated=tuple(facts.estimating(case_type, breakdown)),
        holds_parts=any(facts.is_in_part(unit, case_type, breakdown) for unit in units),
    )


def _has_figures(facts: YearFacts, section: str) -> bool:
    """Whether anything is known of the case types of a section, besides how many units there are.

    Raises:
        UnknownNameError: there is no such section.
    """
    if section not in facts.codes.sections:
        raise UnknownNameError(section, facts.codes.sections)
    return any(
        facts.headline(code) is not None
        for code, case_type in facts.codes.case_types.items()
        if case_type.section == section and case_type.source[0] != "units"
    )


def _goal(facts: YearFacts, reached: Attainment) -> dict[str, object]:
    total = _total(facts, reached.target.case_type)
    actual = replace(total, name="goal.actual")
    return {
        "wording": reached.target.wording,
        "words": target_words(reached.target),
        "known": actual.known,
        "actual": actual,
        "caveat": actual.caveat,
        "attained": Share("goal.attained", reached.ratio, actual.caveat),
        "verdict": verdict_words(facts, reached),
    }


def _blocks(text: str, tables: Mapping[str, Sequence[Table]], path: Path) -> Iterator[Block]:
    """The blocks of a filled template; lines that follow each other make one paragraph."""
    gathered: list[str] = []
    for line in (*text.splitlines(), ""):
        words = nfc(line)
        if words == "-":
            continue  # a bullet of whose numbers there is nothing to say
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
            yield from _tables_named(words[7:], tables, path)
        elif words:
            gathered.append(words)


def _tables_named(key: str, tables: Mapping[str, Sequence[Table]], path: Path) -> Sequence[Table]:
    if key not in tables:
        raise ConfigurationError(
            f"{path}: không có bảng “{key}”. Các bảng được dùng: {', '.join(tables) or 'không có'}."
            " Bảng trong lời văn là dòng có place là body của catalogue/tables.csv."
        )
    return tables[key]
