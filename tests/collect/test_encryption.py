"""A workbook with Excel's default password is read as Excel opens it, unasked."""

from collections.abc import Callable

import pytest

from encrypted import encrypted_package, encrypted_xls
from formats import Sheets, as_xls, as_xlsx
from welfare_stats.collect.reading.encryption import opened_by_default
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.feedback.annotate import annotated
from welfare_stats.feedback.returned import Returned
from welfare_stats.validate.assess import assess
from workbooks import home, put

DEFAULT = "VelvetSweatshop"
# The length of the text makes that of xlwt's stream a multiple of four, as Excel's is.
FILES: list[tuple[str, Callable[[Sheets], bytes], Callable[[bytes, str], bytes]]] = [
    (".xls", as_xls, encrypted_xls),
    (".xlsx", as_xlsx, encrypted_package),
]


@pytest.mark.parametrize(("suffix", "write", "encrypt"), FILES)
def test_the_default_password_opens_a_file_and_no_other_does(
    suffix: str,
    write: Callable[[Sheets], bytes],
    encrypt: Callable[[bytes, str], bytes],
    catalogue: Catalogue,
) -> None:
    content = write(put(home(), "CS-01!M7", "ab"))
    name = f"data/raw/2018/tệp{suffix}"
    plain = assess(content, name, catalogue)
    opened = assess(encrypt(content, DEFAULT), name, catalogue)
    assert (opened.findings, opened.observations) == ((), plain.observations)
    [finding] = assess(encrypt(content, "mật khẩu"), name, catalogue).findings
    assert finding.code == "file.encrypted"


def test_a_file_without_encryption_is_not_opened() -> None:
    assert opened_by_default(as_xls(home())) is None
    assert opened_by_default(as_xlsx(home())) is None
    assert opened_by_default(as_xls(home())[:600]) is None


def test_such_a_file_comes_back_marked_like_any_other(catalogue: Catalogue) -> None:
    content = encrypted_package(as_xlsx(put(home(), "CS-01!G7", "x")), DEFAULT)
    findings = assess(content, "data/raw/2018/tệp.xlsx", catalogue).findings
    assert annotated(Returned("tệp.xlsx", content, findings, "a", "b"))[:2] == b"PK"
