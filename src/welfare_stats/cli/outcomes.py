"""Prints what became of files: as JSON for programs, as findings and a table for people."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import islice

from rich.table import Table
from rich.text import Text

from welfare_stats.cli.session import Session
from welfare_stats.findings import Finding, Severity, kinds, visible
from welfare_stats.findings.waivers import is_waivable
from welfare_stats.pipeline.assessing import FileResult
from welfare_stats.validate.verdict import Outcome
from welfare_stats.vietnamese import format_date, quoted

_Words = Mapping[Outcome, tuple[str, str]]
"""What an outcome is called, and its style."""

INGESTED: _Words = {
    Outcome.ACCEPTED: ("được tính", "green"),
    Outcome.REJECTED: ("bị trả lại", "red"),
    Outcome.UNREADABLE: ("không đọc được", "red"),
    Outcome.UNCHANGED: ("không đổi", "dim"),
}
CHECKED: _Words = {  # nothing is entered, so nothing counts and nothing is returned
    Outcome.ACCEPTED: ("đạt", "green"),
    Outcome.REJECTED: ("có lỗi", "red"),
    Outcome.UNREADABLE: ("không đọc được", "red"),
}
_REPLACED = "đã có bản thay"
_SEVERITY_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}


def exit_status(results: Sequence[FileResult]) -> int:
    """1 if a file of this run was rejected or unreadable, else 0."""
    failed = (Outcome.REJECTED, Outcome.UNREADABLE)
    return int(any(result.outcome in failed for result in results))


def as_json(results: Sequence[FileResult], gone: Sequence[str] | None = None) -> str:
    """What ``check --json`` and ``ingest --json`` print; part of the command-line contract.

    Args:
        results: what became of the files.
        gone: names of files that count and lie in ``data/raw`` no more; ``None`` where nobody
            looked.
    """
    forms, others = _apart(results)
    counts = Counter(result.outcome for result in forms)
    document: dict[str, object] = {
        "files": [_file_object(result) for result in forms],
        "others": [
            {"path": other.path, "sha256": other.sha256, "reason": other.findings[0].message}
            for other in others
        ],
        "counts": {outcome.value: counts[outcome] for outcome in INGESTED},
    }
    if gone is not None:
        document["gone"] = list(gone)
    return json.dumps(document, ensure_ascii=False, indent=2)


def _apart(results: Iterable[FileResult]) -> tuple[list[FileResult], list[FileResult]]:
    """The files that are or should be forms, and the others."""
    forms: list[FileResult] = []
    others: list[FileResult] = []
    for result in results:
        (others if result.outcome is Outcome.OTHER else forms).append(result)
    return forms, others


def _file_object(result: FileResult) -> dict[str, object]:
    period = result.period
    return {
        "path": result.path,
        "sha256": result.sha256,
        "outcome": result.outcome.value,
        "unit": result.unit,
        "forms": list(result.forms),
        "period": period and {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "findings": [asdict(finding) for finding in result.findings],
    }


def print_results(
    session: Session, results: Sequence[FileResult], words: _Words = INGESTED
) -> None:
    """Print the findings of each file, then a table; with --quiet only what needs a person.

    What is new or has changed comes first. Files that are unchanged are only counted, but with
    --verbose; of those that are no forms only the names are given, once.

    Args:
        session: where to print, and how much.
        results: what became of the files.
        words: what the outcomes are called.
    """
    every, others = _apart(results)
    forms = sorted(every, key=lambda result: result.outcome is Outcome.UNCHANGED)
    listed = [result for result in forms if _is_listed(session, result)]
    for result in listed:
        _print_findings(session, result)
    if session.quiet and not listed:
        return
    if listed:
        session.out.print(_table(listed, words))
    if others and not session.quiet:
        session.out.print(_others(session, others), soft_wrap=True)
    if forms or not others:
        session.out.print(summary(forms, words))


def _is_listed(session: Session, result: FileResult) -> bool:
    if session.quiet:
        return _needs_a_person(result)
    return session.verbose or result.outcome is not Outcome.UNCHANGED


def _others(session: Session, others: Sequence[FileResult]) -> str:
    """The new files that are no forms by name; how many were named by a run before."""
    new = [other.path for other in others if session.verbose or not other.is_known]
    known = len(others) - len(new)
    if not new:
        return f"{known} tệp không phải biểu mẫu, đã nêu ở lần chạy trước."
    more = f" Ngoài ra có {known} tệp không phải biểu mẫu đã nêu ở lần chạy trước." if known else ""
    return others_line(new) + more


def others_line(paths: Iterable[str]) -> str:
    """The line that says which files are no forms, and that nothing in them counts."""
    names = ", ".join(visible(path) for path in paths)
    return (
        f"Không phải biểu mẫu: {names}. Không tệp nào ở đây được tính; có số liệu trong đó thì đơn "
        "vị phải gửi bằng biểu mẫu Excel."
    )


def summary(results: Sequence[FileResult], words: _Words = INGESTED) -> str:
    """One line that says how many forms had which outcome."""
    if not results:
        return "Không có tệp nào để đọc."
    counts = Counter(result.outcome for result in results if not result.is_replaced)
    parts = [f"{counts[outcome]} {called}" for outcome, (called, _) in words.items()]
    if replaced := sum(result.is_replaced for result in results):
        parts.append(f"{replaced} {_REPLACED}")
    returned = sum(result.still_returned for result in results)
    remark = f" ({returned} tệp đã bị trả lại từ trước, chưa có bản sửa)" if returned else ""
    return f"{len(results)} tệp: {', '.join(parts)}{remark}."


def _needs_a_person(result: FileResult) -> bool:
    """A file that is returned, and one that has just taken another unit's out of the totals."""
    if result.outcome is Outcome.ACCEPTED:
        return any(finding.code == kinds.WITHDRAWS.code for finding in result.findings)
    return result.outcome in (Outcome.REJECTED, Outcome.UNREADABLE)


def _print_findings(session: Session, result: FileResult) -> None:
    findings = [
        finding
        for finding in result.findings
        if session.verbose or finding.severity is not Severity.INFO or _says_more(session, finding)
    ]
    findings.sort(key=lambda finding: list(Severity).index(finding.severity))
    if not findings:
        return
    session.out.print(Text(visible(result.path), style="bold"))
    for finding in findings if session.verbose else _abridged(findings):
        line = Text("  ")
        words = finding.severity.words.lower()
        line.append(f"{words:<9}", style=_SEVERITY_STYLES[finding.severity])
        line.append(f"{visible(finding.place) or 'cả tệp'}  ", style="bold")
        line.append(f"{visible(finding.message)} ")
        line.append(visible(finding.hint), style="dim")
        if finding.severity is Severity.ERROR and is_waivable(finding.code):
            line.append(f" [{finding.code}]", style="dim")  # "waive" asks for the code
        session.out.print(line, soft_wrap=True)
    session.out.print()


def _says_more(session: Session, finding: Finding) -> bool:
    """Whether an info is to be read by everybody: that the figures of another file give way."""
    return finding.code == kinds.REPLACES.code and not session.quiet


_MOST_OF_A_KIND = 5
_FEWEST_SHEETS = 2  # that say the same, to be told as one


def _abridged(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Of many findings of one kind on one sheet, only the first, with some cells of the others.

    The same at the same cell of several sheets is said once.
    """
    groups: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in _once_for_sheets(findings):
        groups.setdefault((finding.code, finding.sheet), []).append(finding)
    for group in groups.values():
        if len(group) <= _MOST_OF_A_KIND:
            yield from group
            continue
        others = dict.fromkeys(f.cell for f in group if f.cell and f.cell != group[0].cell)
        cells = ", ".join(islice(others, _MOST_OF_A_KIND - 1))
        words = f"Còn {len(group) - 1} chỗ nữa cùng lỗi này{f': {cells} …' if cells else '.'}"
        yield replace(group[0], hint=f"{group[0].hint} {words}")


def _once_for_sheets(findings: Sequence[Finding]) -> Iterator[Finding]:
    """What is said alike of the same cell on several sheets only of the first, with the others."""
    groups: dict[tuple[str, str | None, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.cell, finding.message), []).append(finding)
    for first, *others in groups.values():
        names = [visible(other.sheet) for other in others if other.sheet is not None]
        if len(names) < _FEWEST_SHEETS or len(names) < len(others):
            yield from (first, *others)
            continue
        shown = quoted(names[: _MOST_OF_A_KIND - 1])
        more = " …" if len(names) >= _MOST_OF_A_KIND else ""
        words = f"Còn {len(names)} trang nữa cũng vậy: {shown}{more}."
        yield replace(first, hint=f"{first.hint} {words}")


def _outcome_words(result: FileResult, words: _Words) -> tuple[str, str]:
    if result.is_replaced:
        return _REPLACED, "dim"
    called, style = words[result.outcome]
    if result.replaces_own:
        called += f", {'sẽ ' if words is CHECKED else ''}thay bản trước cùng tên"
    return called, style


def _span(result: FileResult) -> str:
    """The period, and whether the numbers are estimates."""
    period = result.period
    if period is None:
        return "—"
    is_estimate = any(finding.code == kinds.PERIOD_ESTIMATE.code for finding in result.findings)
    remark = " (ước)" if is_estimate else ""
    return f"{format_date(period.start)} – {format_date(period.end)}{remark}"


def _table(results: Sequence[FileResult], words: _Words) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Tệp", "Đơn vị", "Biểu", "Kỳ báo cáo", "Kết quả"):
        table.add_column(heading, overflow="fold")
    table.add_column("Lỗi", justify="right")
    table.add_column("Cảnh báo", justify="right")
    for result in results:
        called, style = _outcome_words(result, words)
        counts = Counter(finding.severity for finding in result.findings)
        table.add_row(
            Text(visible(result.path)),
            Text(result.unit or "—"),
            Text(", ".join(result.forms) or "—"),
            _span(result),
            Text(called, style=style),
            str(counts[Severity.ERROR] or ""),
            str(counts[Severity.WARNING] or ""),
        )
    return table
