"""Asks what headings and labels mean that are not understood."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import click

from welfare_stats.cli.layouts import proposal_words
from welfare_stats.design.catalogue import CatalogueAt
from welfare_stats.design.forms import FORMS
from welfare_stats.findings import visible
from welfare_stats.pipeline.layouts import Layout, Proposal, SheetLayout, Unrecognised, What
from welfare_stats.pipeline.likeness import answer_to, case_types_like
from welfare_stats.pipeline.teaching import Lesson, same_text
from welfare_stats.vietnamese import capitalised, format_date, quoted

_QUESTIONS = {
    What.HEADING: "là cột nào của biểu {form}?",
    What.LABEL: "là chỉ tiêu nào của biểu {form}?",
}
_PROMPTS = {
    What.HEADING: "{number}tiêu đề cột của biểu (-: không lấy; Enter: để lại):",
    What.LABEL: "{number}mã, tên chỉ tiêu (-: không lấy; Enter: để lại):",
}
_OR_NUMBER = "số thứ tự, "


def lessons_from(layout: Layout, codes: CatalogueAt) -> list[Lesson]:
    """What somebody answers about all that the catalogue can be taught; each text is asked once."""
    lessons: list[Lesson] = []
    asked: list[Unrecognised] = []
    for sheet, item in layout.in_doubt:
        if not item.is_teachable or any(same_text(item, other) for other in asked):
            continue
        if item.what is What.HEADING and not any(
            other.what is What.HEADING and other.form == item.form for other in asked
        ):
            click.echo(f"\n{click.wrap_text(_columns_of(item), 80)}")
        asked.append(item)
        means = _answer(sheet, item, codes)
        if means is not None:
            lessons.append(Lesson(item, means))
    return lessons


def _answer(sheet: SheetLayout, item: Unrecognised, codes: CatalogueAt) -> Proposal | None:
    """What a text means, asked until the answer is understood; ``None`` where it is left."""
    question = _QUESTIONS[item.what].format(form=item.form)
    click.echo()
    click.echo(f"Trang “{visible(sheet.sheet)}”, ô {item.cell}: “{visible(item.text)}”\n{question}")
    _print_numbered(item.proposals)
    while True:
        words = _PROMPTS[item.what].format(number=_OR_NUMBER if item.proposals else "")
        typed = click.prompt(capitalised(words), default="", show_default=False, prompt_suffix=" ")
        if not typed.strip():
            return None
        means = answer_to(typed, item, codes)
        if means is not None:
            return means
        item = _with_nearest(typed, item, codes)


def _print_numbered(proposals: Sequence[Proposal]) -> None:
    for number, proposal in enumerate(proposals, 1):
        click.echo(f"  {number}. {proposal_words(proposal)}")


def _columns_of(item: Unrecognised) -> str:
    form = FORMS[item.form or ""]
    names = quoted(column.heading for column in form.columns.values())
    return f"Các cột của biểu {form.code}: {names}."


def _with_nearest(typed: str, item: Unrecognised, codes: CatalogueAt) -> Unrecognised:
    """The question again, with what is most like an answer that was not understood."""
    click.echo(f"Không rõ “{visible(typed)}” là gì.")
    if item.what is What.HEADING:
        click.echo(click.wrap_text(_columns_of(item), 80))
        return item
    near = case_types_like(typed, item.form or "", codes)
    if not near:
        click.echo("Mã và tên chỉ tiêu có trong catalogue/case_types.csv.")
        return item
    click.echo("Gần nhất:")
    _print_numbered(near)
    return replace(item, proposals=near)


def print_lessons(lessons: Sequence[Lesson], since: date) -> None:
    """Print what is to be written, and from which day headings are in force."""
    headings = [lesson for lesson in lessons if lesson.means.kind == "field"]
    names = [lesson for lesson in lessons if lesson.means.kind == "code"]
    if headings:
        click.echo(f"\nSẽ thêm vào catalogue/headings.csv, từ ngày {format_date(since)}:")
    for lesson in headings:
        words = f"“{visible(lesson.text)}” là {proposal_words(lesson.means)}"
        click.echo(f"  {words} của biểu {lesson.item.form}")
    if names:
        click.echo("\nSẽ thêm vào cột other_names của catalogue/case_types.csv:")
    for lesson in names:
        click.echo(f"  “{visible(lesson.text)}” là {proposal_words(lesson.means)}")
    click.echo()
