"""Files that other programs saved from a workbook are read like the workbook itself."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from formats import WRITERS, Looks
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.validate.assess import assess
from welfare_stats.validate.verdict import Assessment
from workbooks import centre, district

REPOSITORY = Path(__file__).parents[2]
FILES = Path(__file__).parent / "files"
SAMPLE = REPOSITORY / "data" / "raw" / "2018" / "vo_nhai_2018.xlsx"


def assessed(content: bytes, suffix: str, catalogue: Catalogue) -> Assessment:
    return assess(content, f"data/raw/2018/tệp{suffix}", catalogue)


def assert_same(one: Assessment, other: Assessment) -> None:
    """Both give the same figures from the same cells, and the same findings."""
    assert one.findings == other.findings
    assert one.observations
    assert one.observations == other.observations


@pytest.mark.parametrize("file", sorted(FILES.iterdir()), ids=lambda path: path.name)
def test_a_stored_file_of_another_program_is_read_like_the_sample(
    file: Path, catalogue: Catalogue
) -> None:
    """The program that the file is named after saved it from the sample of Võ Nhai."""
    sample = assessed(SAMPLE.read_bytes(), ".xlsx", catalogue)
    assert_same(sample, assessed(file.read_bytes(), file.suffix, catalogue))


Convert = Callable[[Path, str], Path]


@pytest.mark.parametrize("suffix", [".xls", ".ods", ".xlsx"])
def test_a_file_saved_by_libreoffice_is_read_the_same(
    suffix: str, tmp_path: Path, soffice: Convert, catalogue: Catalogue
) -> None:
    source = tmp_path / "goc.xlsx"
    source.write_bytes(WRITERS[".xlsx"](centre(), Looks()))
    saved = soffice(source, suffix.removeprefix("."))
    assert_same(
        assessed(source.read_bytes(), ".xlsx", catalogue),
        assessed(saved.read_bytes(), suffix, catalogue),
    )


@pytest.mark.parametrize("suffix", [".xlsb", ".xls", ".ods"])
def test_libreoffice_reads_the_files_of_the_tests_as_we_do(
    suffix: str, tmp_path: Path, soffice: Convert, catalogue: Catalogue
) -> None:
    """This shows that the writers of the tests keep to the formats."""
    source = tmp_path / f"goc{suffix}"
    source.write_bytes(WRITERS[suffix](district(), Looks()))
    saved = soffice(source, "xlsx")
    assert_same(
        assessed(source.read_bytes(), suffix, catalogue),
        assessed(saved.read_bytes(), ".xlsx", catalogue),
    )


def test_the_fixture_really_runs_libreoffice(tmp_path: Path, soffice: Convert) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        soffice(tmp_path / "không có.xlsx", "ods")
