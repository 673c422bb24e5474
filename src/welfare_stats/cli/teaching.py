"""Asks what headings and labels mean that are not understood."""

from collections.abc import Sequence
from datetime import date

import click

from welfare_stats.cli.layouts import proposal_words
from welfare_stats.design.catalogue import CatalogueAt
from welfare_stats.design.forms import FORMS
from welfare_stats.findings import visible
from welfare_stats.pipeline.layouts import Layout, Proposal, SheetLayout, Unrecognised, What
from welfare_stats.pipeline.likeness import answer_to, case_types_like
from welfare_stats.pipeline.teaching import Lesson, same_text
from welfare_stats.vietnamese import format_date

_QUESTIONS = {
    What.HEADING: "là cột nào của biểu {form}?",
    What.LABEL: "là chỉ tiêu nào của biểu {form}?",
}
_PROMPTS = {
    What.HEADING: "Số thứ tự hoặc tiêu đề cột của biểu (-: không lấy cột này; Enter: để lại):",
    What.LABEL: "Số thứ tự, mã hoặc tên chỉ tiêu (-: không lấy dòng này; Enter: để lại):",
}


def lessons_from(layout: Layout, codes: CatalogueAt) -> list[Lesson]:
    """What somebody answers about all that the catalogue can be taught; each text is asked once."""
    lessons: list[Lesson] = []
    asked: list[Unrecognised] = []
    for sheet, item in layout.in_doubt:
        if not item.is_teachable or any(same_text(item, other) for other in asked):
            continue
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
    for number, proposal in enumerate(item.proposals, 1):
        click.echo(f"  {number}. {proposal_words(proposal)}")
    while True:
        prompt = _PROMPTS[item.what]
        typed = click.prompt(prompt, default="", show_default=False, prompt_suffix=" ")
        if not typed.strip():
            return None
        means = answer_to(typed, item, codes)
        if means is not None:
            return means
        click.echo(click.wrap_text(_not_understood(typed, item, codes), 80))


def _not_understood(typed: str, item: Unrecognised, codes: CatalogueAt) -> str:
    form = FORMS[item.form or ""]
    words = f"Không rõ “{visible(typed)}” là gì."
    if item.what is What.HEADING:
        names = ", ".join(f"“{column.heading}”" for column in form.columns.values())
        return f"{words} Các cột của biểu {form.code}: {names}."
    near = "; ".join(map(proposal_words, case_types_like(typed, form.code, codes)))
    hint = f"Gần nhất: {near}." if near else "Mã và tên chỉ tiêu có trong catalogue/case_types.csv."
    return f"{words} {hint}"


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
