"""The text of the report: the office's Jinja template, filled with the year's figures.

The template gives plain text with a little markup: a line that starts with "# " or "## " is a
heading, one with "- ", "+ ", "1. " or "a) " an item of a list, "@table KEY" and "@chart KEY" place
a table or a chart, "@basis TEXT" is a document that the report is based on, "@write HEADING" says
what the office has yet to write, and a blank line ends a paragraph.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from welfare_stats.errors import ConfigurationError
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Block, Chart, Heading, Paragraph, ParagraphKind, Table
from welfare_stats.report.office_templates import names_that_exist, using_template
from welfare_stats.report.own_numbers import marked, unmarked
from welfare_stats.report.template_context import template_context
from welfare_stats.report.template_names import unknown_name
from welfare_stats.report.text_numbers import with_two_digits
from welfare_stats.report.year_text import item_of
from welfare_stats.vietnamese import capitalised, format_date, format_date_in_words, nfc

TEMPLATE = "bao-cao.txt.j2"


@dataclass(frozen=True, slots=True)
class Placeable:
    """A sort of block that the template places by its key.

    Attributes:
        mark: how a line that places one starts.
        name: what it is called.
        file: the code list that has them.
    """

    mark: str
    name: str
    file: str

    def unknown(self, key: str, known: Collection[str]) -> str:
        """What is said of one that does not exist."""
        return (
            f"không có {self.name} “{key}”; {names_that_exist(key, known)}. "
            f"{capitalised(self.name)} là dòng của catalogue/{self.file}."
        )


TABLES = Placeable("@table ", "bảng", "tables.csv")
CHARTS = Placeable("@chart ", "biểu đồ", "charts.csv")
_MARKS = (TABLES.mark, CHARTS.mark)
_BASIS_MARK = "@basis "
_TO_WRITE_MARK = "@write "


def text_environment(folder: Path, known: Collection[str]) -> Environment:
    """The environment in which the template of the text is filled.

    Args:
        folder: of the templates.
        known: the names that the template may use.
    """
    environment = Environment(  # noqa: S701 - plain text; the renderers escape for their formats
        loader=FileSystemLoader(folder),
        undefined=unknown_name(known),
        trim_blocks=True,
        finalize=marked,
    )
    environment.filters |= {
        "pad2": with_two_digits,
        "ngay": format_date,
        "ngay_bang_chu": format_date_in_words,
    }
    return environment


def write_narrative(
    folder: Path,
    facts: YearFacts,
    blocks: Mapping[Placeable, Mapping[str, Sequence[Table | Chart]]],
) -> tuple[Block, ...]:
    """The body of the report: the text of the template, with the tables and charts that it places.

    Args:
        folder: of the templates.
        facts: the year's figures and circumstances.
        blocks: all that the template may place, by their keys: none where there is nothing to show.

    Raises:
        ConfigurationError: the template is missing or faulty; names file, line and remedy.
    """
    context = template_context(facts)
    with using_template(folder / TEMPLATE):
        environment = text_environment(folder, context)
        text = environment.get_template(TEMPLATE).render(context)
    plain, typed = unmarked(text)
    return tuple(_blocks(plain, _Placed(folder / TEMPLATE, blocks), typed))


@dataclass(frozen=True, slots=True)
class _Placed:
    """The tables and charts that a template may place."""

    template: Path
    blocks: Mapping[Placeable, Mapping[str, Sequence[Table | Chart]]]

    def of_line(self, line: str) -> Sequence[Table | Chart]:
        """Those that a line places; an office without any charts has none anywhere.

        Raises:
            ConfigurationError: there is none with the key; names the line.
        """
        sort = next(sort for sort in self.blocks if line.startswith(sort.mark))
        key, known = line.removeprefix(sort.mark), self.blocks[sort]
        if key not in known and known:
            where = f"{self.template}{self._place(line)}"
            raise ConfigurationError(f"{where}: {sort.unknown(key, known)}")
        return known.get(key, ())

    def _place(self, wanted: str) -> str:
        """Where the template has a line, unless it puts it together."""
        lines = enumerate(self.template.read_text("utf-8-sig").splitlines(), start=1)
        found = next((number for number, line in lines if nfc(line) == wanted), None)
        return f", dòng {found}" if found else ""


def _blocks(text: str, placed: _Placed, typed: Mapping[int, Sequence[str]]) -> Iterator[Block]:
    """The blocks of a filled template; lines that follow each other make one paragraph.

    Args:
        text: the lines.
        placed: the tables and charts.
        typed: by line, the numbers that the office has typed.
    """
    gathered: list[str] = []
    own: list[str] = []
    for number, line in enumerate((*text.splitlines(), "")):
        words = nfc(line)
        if words == "-":
            continue  # an item of whose numbers there is nothing to say
        blocks = _special(words, placed, typed.get(number, ()))
        if gathered and (blocks is not None or not words):
            yield Paragraph(" ".join(gathered), own_numbers=tuple(own))
            gathered, own = [], []
        if blocks is not None:
            yield from blocks
        elif words:
            gathered.append(words)
            own += typed.get(number, ())


def _special(words: str, placed: _Placed, typed: Sequence[str]) -> Sequence[Block] | None:
    """What a line with a mark stands for; ``None`` of a line of a paragraph."""
    for level, heading_mark in ((2, "## "), (1, "# ")):
        if words.startswith(heading_mark):
            return [Heading(words.removeprefix(heading_mark), level)]
    if words.startswith(_MARKS):
        return placed.of_line(words)
    if words.startswith(_BASIS_MARK):
        return [Paragraph(words.removeprefix(_BASIS_MARK), kind=ParagraphKind.BASIS)]
    if words.startswith(_TO_WRITE_MARK):
        return [Paragraph(words.removeprefix(_TO_WRITE_MARK), kind=ParagraphKind.TO_WRITE)]
    mark, text = item_of(words)
    if mark == "-" and (inner := item_of(text))[0]:
        mark, text = inner  # the template lists what the office has typed as a list
    if not mark:
        return None
    is_number = typed[:1] == (mark[:-1],)  # "1." of a list says no number
    return [Paragraph(text, mark, own_numbers=tuple(typed[is_number:]))]
