"""``--debug``: what the modules log and the trace of an error, and nothing personal."""

import logging

import pytest

from intake import save
from welfare_stats.cli import main
from welfare_stats.workspace import Workspace
from workbooks import home

Captured = pytest.CaptureFixture[str]


def errors_of(capsys: Captured, workspace: Workspace, *words: str) -> str:
    main(["--workspace", str(workspace.root), *words])
    return capsys.readouterr().err


def test_without_it_nothing_is_logged(workspace: Workspace, capsys: Captured) -> None:
    save(workspace, "a.xlsx", home())
    assert errors_of(capsys, workspace, "ingest") == ""


def test_it_shows_each_file_with_its_outcome(workspace: Workspace, capsys: Captured) -> None:
    save(workspace, "a.xlsx", home())
    log = errors_of(capsys, workspace, "--debug", "ingest")
    assert "welfare_stats.pipeline.ingest: data/raw/2018/a.xlsx: accepted" in log


def test_it_shows_where_a_refusal_arose(workspace: Workspace, capsys: Captured) -> None:
    log = errors_of(capsys, workspace, "--debug", "report", "--year", "2018")
    assert "in compile_asked" in log
    assert "NothingToReportError" in log


def test_an_unexpected_error_is_shown_without_its_words(
    workspace: Workspace, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = "Người Mẫu Một"

    def fail(*_: object, **__: object) -> None:
        try:
            raise ValueError(person)
        except ValueError as error:
            raise RuntimeError(person) from error

    monkeypatch.setattr("welfare_stats.register.Register.record", fail)
    save(workspace, "a.xlsx", home())
    log = errors_of(capsys, workspace, "--debug", "ingest")
    assert "ValueError" in log
    assert "RuntimeError" in log
    assert "in fail" in log
    assert "Mẫu" not in log
    assert "Mẫu" not in workspace.error_log.read_text("utf-8")


def test_a_later_command_in_the_same_process_is_quiet_again(
    workspace: Workspace, capsys: Captured
) -> None:
    errors_of(capsys, workspace, "--debug", "status", "--year", "2018")
    assert logging.getLogger("welfare_stats").handlers == []
    assert errors_of(capsys, workspace, "ingest") == ""
