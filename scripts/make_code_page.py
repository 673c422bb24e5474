"""Writes docs/ma-kiem-tra.md: every kind of finding with an example and what to do.

The words come from ``findings/kinds.py``; here stand only the example values for their blanks.
``make codes`` writes the page; a test fails while it is not up to date.
"""

import sys
from itertools import groupby
from pathlib import Path
from typing import Any

from welfare_stats.findings import Severity, kinds
from welfare_stats.findings.model import FindingKind

PAGE = Path(__file__).parents[1] / "docs" / "ma-kiem-tra.md"

_HEAD = """\
# Các mã kiểm tra

Trang này do `make codes` lập từ chương trình; không sửa bằng tay. Mỗi mã có nghĩa cố định: dùng khi
lọc kết quả `--json` hoặc trao đổi với người bảo trì. **Lỗi**: tệp chưa được tính. **Cảnh báo**: tệp
được tính, cần xem lại. **Lưu ý**: không phải làm gì. Lỗi ghi “được chấp nhận” thì cơ quan có thể
chấp nhận cho từng tệp bằng `welfare-stats waive`, kèm lý do và tên người quyết định.
"""
_TOPICS = {
    "file": "Tệp",
    "submission": "Tệp so với các tệp đã nhận",
    "head": "Đầu biểu",
    "period": "Kỳ báo cáo",
    "form": "Biểu mẫu",
    "table": "Bảng",
    "cell": "Ô",
    "code": "Mã và tên",
    "row": "Dòng",
    "sum": "Tổng và thành phần",
    "movement": "Biến động",
    "list": "Danh sách trường hợp",
}

_BLANKS: dict[str, Any] = {
    "ages": "đến 15 tuổi", "allowed": "Nam, Nữ", "before": 24, "belongs": "HX-02", "breakdown": "",
    "candidates": "Có thể là: Xã Tân Thành (Huyện Phú Bình). ", "cells": "G7:G8",
    "closing": "2.020", "code": "170", "computed": "2.921", "count": 20, "current": 2,
    "day": "31/8/2018", "decrease": 80, "earlier": "Ngày sinh", "end": "31/8/2018",
    "example": "từ ngày 01/01/2018 đến ngày 31/8/2018", "facility": "CSTG-01", "first": "B7",
    "form": "HX-01", "format": "Excel (.xlsx)", "forms": "CS-01, HX-01, HX-02, DS-01",
    "formula": "E15", "guidance": "Chỉ gõ số.", "heading": "Cuối kỳ",
    "hint": "Hãy gõ lại đủ chữ số.",
    "how": "ghi chữ theo bảng mã TCVN3 (phông .VnTime)", "increase": 100,
    "label": "Kỳ báo cáo", "labels": "Số ca tư vấn", "later": "Ngày tiếp nhận", "length": "40.000",
    "meant": "tc_cao_tuoi", "month": "3/2018", "limit": 105,
    "list_form": "DS-01", "name": "Phòng LĐ-TB&XH huyện Võ Nhai", "number": "26.850",
    "opening": "2.000", "other": "data/raw/2018/vo_nhai.xlsx", "other_end": "30/6/2018",
    "other_sheet": "HX-02", "other_start": "01/01/2018", "other_value": "Nữ", "part": "Nữ",
    "parts": "3.621 (G11) + 595 (G12) + 904 (G13)", "plain": "26850",
    "problem": "có nhiều xã, phường, thị trấn cùng tên này", "readings": "1.000 hoặc 1",
    "reason": "đây là tệp Word", "received": "03/9/2018", "start": "01/01/2018", "suffix": ".xls",
    "repair": "Có thể Excel đã đổi 26.850 thành 26,85: nếu số đúng là 26.850 thì gõ 26850.",
    "suggestion": "Có phải là “tc_tre_em” (Trẻ em không có nguồn nuôi dưỡng) không?",
    "unit": "Trung tâm Công tác xã hội", "value": "26,85", "version": 1, "what": "dòng 8, 10–12",
    "whole": "Cuối kỳ", "year": 2018, "oldest": 110, "stated": "2.920", "blank": "",
}  # fmt: skip
_OWN: dict[str, dict[str, Any]] = {
    "file.too-large": {"what": "trang “HX-01” có dữ liệu đến tận ô XFD1048576"},
    "file.suspicious": {"what": "hai phần trùng tên"},
    "file.not-opened": {"reason": "không có quyền đọc"},
    "file.other-format": {"format": "Apple Numbers"},
    "head.unreadable": {"value": "năm 2018"},
    "head.conflict": {"label": "Mã đơn vị", "value": "171", "other": "170"},
    "head.form-differs": {"value": "HX-02"},
    "head.other-amount-unit": {"value": "triệu đồng"},
    "head.unknown-unit": {"value": "17O", "candidates": "Có thể là: 170 – Phòng … huyện Võ Nhai."},
    "head.unit-contradicted": {"other": "“Trung tâm Công tác xã hội”"},
    "head.unit-not-of-rows": {"value": "CSTG-02",
                              "facility": "CSTG-01 – Trung tâm Bảo trợ xã hội Thái Nguyên"},
    "head.unit-name-differs": {"value": "Phòng LĐ huyện"},
    "head.unit-not-in-force": {"value": "172"},
    "sum.whole-below-parts": {"value": 16, "parts": "“Nữ” 90 (ô H7), “Trẻ em” 60 (ô I7)"},
    "period.not-over": {"end": "31/12/2018"},
    "period.overlaps": {"start": "01/6/2018"},
    "submission.within-longer": {"end": "30/6/2018", "other_end": "31/8/2018"},
    "form.not-for-unit": {"form": "HX-01", "forms": "CS-01"},
    "period.backwards": {"start": "31/8/2018", "end": "01/01/2018"},
    "period.crosses-year": {"start": "01/9/2017"},
    "period.outside-year": {"start": "01/01/2019", "end": "31/8/2019"},
    "form.parts-left-blank": {
        "whole": "Hưởng trợ cấp xã hội hàng tháng tại cộng đồng", "value": "1.305", "stated": 6,
        "number": 7, "labels": "Người khuyết tật nặng (G19)"},
    "form.table-not-found": {"value": "HX-02"},
    "form.case-types-left-out": {"form": "CS-01", "facility": " (cơ sở CSTG-04)"},
    "table.unknown-column": {"value": "Cột của huyện", "suggestion": "Hãy bỏ cột này."},
    "table.duplicate-column": {"value": "Số nữ", "other": "H", "heading": "Nữ"},
    "table.rows-without-headings": {"value": "bhyt"},
    "cell.not-a-number": {"value": "một trăm"},
    "cell.unreadable": {"value": "?"},
    "cell.not-text": {"heading": "Mã chỉ tiêu", "value": "7,5",
                      "guidance": "Ghi mã trong danh mục."},
    "cell.required": {"heading": "Mã chỉ tiêu", "guidance": "Ghi mã trong danh mục."},
    "cell.error-value": {"label": "Cột “Cuối kỳ”", "value": "#REF!"},
    "cell.formula-without-value": {"label": "Cột “Cuối kỳ”"},
    "cell.not-decoded": {"label": "Cột “Cuối kỳ”"},
    "cell.ambiguous-number": {"value": "1,000"},
    "cell.negative": {"value": "-105"},
    "cell.not-a-date": {"heading": "Ngày tiếp nhận", "value": "31/6/2018"},
    "cell.not-in-list": {"heading": "Giới tính", "value": "N"},
    "cell.scaled-number": {"value": "105 nghìn"},
    "cell.too-large-number": {"value": "100.000.000.000.000"},
    "cell.number-as-text": {"value": "26.850"},
    "cell.unit-in-number": {"value": "26.850 cuộc"},
    "cell.text-too-long": {"heading": "Ghi chú"},
    "code.unknown-case-type": {"value": "tc_tre_emm"},
    "code.case-type-not-in-force": {"value": "tc_tre_duoi_3_tuoi"},
    "code.case-type-of-other-form": {"value": "bhyt"},
    "code.case-type-not-for-unit": {"value": "nuoi_duong"},
    "code.case-type-derived": {"value": "tc_bien_dong_tang"},
    "code.unknown-facility": {"value": "CSTG-09", "suggestion": "Có phải là CSTG-01 không?"},
    "code.facility-by-name": {"value": "TT CTXH", "code": "CSTG-04",
                              "name": "Trung tâm Công tác xã hội"},
    "code.facility-of-other-unit": {"value": "CSTG-01"},
    "code.label-of-other": {"value": "tc_tre_em", "label": "Trẻ em không có nguồn nuôi dưỡng",
                            "other": "C7"},
    "code.label-differs": {"code": "tc_tre_em", "label": "Trẻ em không có nguồn nuôi dưỡng",
                           "value": "Người cao tuổi"},
    "code.measure-unit-differs": {"label": "Cấp thẻ BHYT", "unit": "thẻ", "value": "người"},
    "code.unknown-commune": {"heading": "Xã/phường"},
    "row.duplicate": {"what": "Mã chỉ tiêu “tc_tre_em”"},
    "sum.part-exceeds-whole": {"value": 106, "other": "G7"},
    "sum.parts-differ": {"whole": "Số ca tư vấn", "stated": "5.121", "computed": "5.120"},
    "sum.above-limit": {"part": "Tư vấn qua điện thoại", "whole": "Cuộc gọi", "value": 904,
                        "limit": 900, "other": "G9"},
    "sum.total-row-differs": {"stated": "2.901", "computed": "2.900"},
    "movement.not-balanced": {"closing": "2.021", "computed": "2.020"},
    "movement.group-left-out": {"label": "Người cao tuổi"},
    "movement.cumulative-falls": {"label": "Mừng thọ 70 tuổi", "value": 30, "before": 268,
                                  "end": "30/6/2018"},
    "movement.opening-changed": {"label": "Người cao tuổi", "value": "1.450", "before": "1.400",
                                 "end": "30/6/2018"},
    "movement.unlike-last-year": {"label": "Tiếp nhận và can thiệp", "value": 785, "before": 78},
    "movement.opening-differs": {"label": "Người cao tuổi", "value": "2.021"},
    "list.count-differs": {"form": "CS-01", "label": "Tiếp nhận và can thiệp", "value": 5,
                           "computed": 4},
    "list.other-file-differs": {"form": "CS-01", "label": "Tiếp nhận và can thiệp", "value": 5,
                                "computed": 4},
    "list.date-outside-period": {"heading": "Ngày tiếp nhận", "value": "01/9/2018"},
    "list.age-outside-group": {"label": "Tiếp nhận trẻ tự kỷ"},
    "list.identity-number": {"heading": "Số định danh", "count": "8 chữ số",
                             "hint": "Có thể Excel đã bỏ số 0 ở đầu: hãy để ô ở dạng Text."},
    "list.identity-contradicts": {"heading": "Giới tính"},
    "list.person-elsewhere": {"unit": "170"},
    "submission.facility-of-two-units": {"form": "CS-01", "unit": "164",
                                         "other": "data/raw/2018/tp_thai_nguyen.xlsx"},
}  # fmt: skip


def page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for topic, group in groupby(sorted(kinds.BY_CODE.values(), key=_order), key=_topic):
        parts.append(f"\n## {_TOPICS[topic]}\n")
        parts += [_entry(kind) for kind in group]
    return "".join(parts)


def _topic(kind: FindingKind) -> str:
    return kind.code.partition(".")[0]


def _order(kind: FindingKind) -> tuple[int, int]:
    return list(_TOPICS).index(_topic(kind)), list(kinds.BY_CODE).index(kind.code)


def _entry(kind: FindingKind) -> str:
    blanks = _BLANKS | _OWN.get(kind.code, {})
    waivable = kind.waivable and kind.severity is Severity.ERROR
    weight = kind.severity.words + (", được chấp nhận" if waivable else "")
    return (
        f"\n**{kind.title}** · `{kind.code}` · {weight}\n\n"
        f"> {kind.message.format_map(blanks)}\n\n"
        f"{kind.hint.format_map(blanks)}\n"
    )


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), "utf-8")
    print(PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
