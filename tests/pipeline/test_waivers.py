"""Findings that the office accepts for one file, with a reason and a name."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from intake import DAY, run, save
from welfare_stats.cli import main
from welfare_stats.clock import today
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.errors import ConfigurationError
from welfare_stats.findings import Severity
from welfare_stats.findings.waivers import Waiver
from welfare_stats.pipeline.check import check
from welfare_stats.pipeline.compiling import ReportScope
from welfare_stats.pipeline.decide import waive
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.pipeline.publish import ReportOrder, publish
from welfare_stats.register import Register
from welfare_stats.validate.verdict import Outcome
from welfare_stats.vietnamese import format_date
from welfare_stats.workspace import Workspace
from workbooks import district, put, summed_district

WHY = "Một cụ nhận hai lần"
WAIVER = Waiver("sum.parts-differ", "HX-02!E9", WHY, "Người Mẫu")


def wrong_sum(workspace: Workspace, name: str = "a.xlsx", total: int = 1091) -> Path:
    return save(workspace, name, put(district(), "HX-02!E9", total))


def test_an_accepted_error_is_a_warning_that_says_why(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    path = wrong_sum(workspace)
    assert run(workspace, catalogue) == ["a.xlsx: rejected"]
    waive(workspace, path, catalogue, WAIVER)
    (result,) = ingest(workspace, catalogue, paths=[path], received_on=DAY)
    assert result.outcome is Outcome.ACCEPTED
    (finding,) = result.findings
    assert finding.severity is Severity.WARNING
    assert finding.message.endswith(f"Đã được chấp nhận: {WHY} (Người Mẫu).")
    assert run(workspace, catalogue) == ["a.xlsx: unchanged"]
    (checked,) = check(workspace, [path], catalogue)
    assert checked.outcome is Outcome.ACCEPTED
    assert list(workspace.feedback.iterdir()) == []


@pytest.mark.parametrize(
    "waiver",
    [
        Waiver("sum.parts-differ", "HX-02!E10", WHY, "Người Mẫu"),  # another cell
        Waiver("sum.total-row-differs", "", WHY, "Người Mẫu"),  # another finding
    ],
)
def test_a_decision_on_no_finding_is_refused_and_the_findings_are_named(
    waiver: Waiver, workspace: Workspace, catalogue: Catalogue
) -> None:
    path = wrong_sum(workspace)
    with pytest.raises(ConfigurationError, match=r"Có thể chấp nhận: sum\.parts-differ HX-02!E9"):
        waive(workspace, path, catalogue, waiver)
    assert run(workspace, catalogue) == ["a.xlsx: rejected"]


def test_a_decision_holds_only_for_the_finding_it_names(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    sheets = put(put(district(), "HX-02!E9", 1091), "HX-01!G7", 106)
    path = save(workspace, "a.xlsx", sheets)
    waive(workspace, path, catalogue, WAIVER)
    (result,) = ingest(workspace, catalogue, paths=[path], received_on=DAY)
    assert [(f.code, f.severity) for f in result.findings] == [
        ("movement.not-balanced", Severity.ERROR),
        ("sum.parts-differ", Severity.WARNING),
    ]


def test_a_warning_on_a_standing_file_can_be_accepted_and_a_later_decision_holds(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    path = save(workspace, "a.xlsx", put(district(), "HX-01!C7", "Trẻ khác"))
    assert run(workspace, catalogue) == ["a.xlsx: accepted"]
    for reason in ("Tên cũ", "Tên theo quyết định cũ"):
        waive(workspace, path, catalogue, Waiver("code.label-differs", "", reason, "Người Mẫu"))
    (result,) = ingest(workspace, catalogue, received_on=DAY)
    assert result.outcome is Outcome.UNCHANGED
    (finding,) = result.findings
    assert finding.message.endswith(
        "“Trẻ khác”. Đã được chấp nhận: Tên theo quyết định cũ (Người Mẫu)."
    )
    assert finding.hint == "Không phải sửa."
    internal, published = written(workspace, catalogue)
    assert "Tên theo quyết định cũ" in internal
    assert "Tên theo quyết định cũ" not in published


def test_a_decision_holds_only_for_the_content_it_was_made_on(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    waive(workspace, wrong_sum(workspace), catalogue, WAIVER)
    assert run(workspace, catalogue) == ["a.xlsx: accepted"]
    wrong_sum(workspace, "b.xlsx", total=1200)
    assert run(workspace, catalogue) == ["a.xlsx: unchanged", "b.xlsx: rejected"]


def test_what_only_an_accepted_error_explained_is_reported_after_all(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    path = save(workspace, "a.xlsx", put(summed_district(), "HX-01!G9", 2000))
    (checked,) = check(workspace, [path], catalogue)
    assert [f.code for f in checked.findings] == ["movement.not-balanced"]
    waive(workspace, path, catalogue, Waiver("movement.not-balanced", "", WHY, "Người Mẫu"))
    (result,) = ingest(workspace, catalogue, paths=[path], received_on=DAY)
    assert [(f.code, f.place, f.severity) for f in result.findings] == [
        ("movement.not-balanced", "HX-01!G9", Severity.WARNING),
        ("sum.parts-differ", "HX-01!G9", Severity.ERROR),
    ]


@pytest.mark.parametrize("code", ["cell.not-a-number", "head.missing", "khong.co"])
def test_findings_that_are_not_waivable_cannot_be_accepted(
    code: str, workspace: Workspace, catalogue: Catalogue
) -> None:
    with pytest.raises(ConfigurationError, match=f"“{code}” mà cơ quan được chấp nhận"):
        waive(workspace, wrong_sum(workspace), catalogue, Waiver(code, "", WHY, "Người Mẫu"))


def test_a_decision_has_a_reason_and_a_name(workspace: Workspace, catalogue: Catalogue) -> None:
    path = wrong_sum(workspace)
    for reason, by in (("", "Người Mẫu"), (WHY, "")):
        with pytest.raises(ConfigurationError, match="lý do"):
            waive(workspace, path, catalogue, Waiver("sum.parts-differ", "", reason, by))


def test_a_decision_does_not_make_a_file_late(workspace: Workspace, catalogue: Catalogue) -> None:
    path = wrong_sum(workspace)
    run(workspace, catalogue)
    waive(workspace, path, catalogue, WAIVER)
    ingest(workspace, catalogue, paths=[path])
    with Register.open(workspace.register) as register:
        assert [receipt.received_on for receipt in register.history().receipts] == [DAY, DAY]


def test_the_same_decision_twice_is_refused(workspace: Workspace, catalogue: Catalogue) -> None:
    path = wrong_sum(workspace)
    waive(workspace, path, catalogue, WAIVER)
    with pytest.raises(ConfigurationError, match=r"đã chấp nhận mã sum\.parts-differ ở ô HX-02!E9"):
        waive(workspace, path, catalogue, WAIVER)


def test_the_command_decides_and_reads_the_file_again(
    workspace: Workspace, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    path = wrong_sum(workspace)
    run(workspace, catalogue)
    words = ["--workspace", str(workspace.root), "waive", str(path), "--code", "sum.parts-differ",
             "--reason", WHY, "--by", "Người Mẫu"]  # fmt: skip
    assert main(words) == 0
    assert WHY in capsys.readouterr().out
    assert main(["--workspace", str(workspace.root), "check", str(path), "--json"]) == 0
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert [f["severity"] for f in file["findings"]] == ["warning"]


def test_decisions_are_written_down_for_the_office_and_not_published(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    waive(workspace, wrong_sum(workspace), catalogue, WAIVER)
    run(workspace, catalogue)
    internal, published = written(workspace, catalogue)
    assert f"Người Mẫu chấp nhận ngày {format_date(today())}: {WHY}" in internal
    assert WHY not in published


def written(workspace: Workspace, catalogue: Catalogue) -> tuple[str, str]:
    """The words of the internal workbook, and of the report."""
    made = publish(workspace, catalogue, ReportOrder(ReportScope(2018), ["html"]))
    with ZipFile(made.internal.path) as archive:
        internal = archive.read("xl/sharedStrings.xml").decode()
    (file,) = made.files
    return internal, file.path.read_text("utf-8")
