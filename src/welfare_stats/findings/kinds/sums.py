"""Kinds of findings about totals and their parts."""

from welfare_stats.findings.kinds import declare

PART_EXCEEDS_WHOLE = declare.error(
    "sum.part-exceeds-whole",
    "Phần lớn hơn tổng số",
    "“{part}” là {value}, lớn hơn “{whole}” là {limit} (ô {other}).",
    "“{part}” là một phần của “{whole}” nên không thể lớn hơn; hãy kiểm tra cả hai ô.",
    declare.example(
        "HX-01!H7",
        106,
        part="{heading:HX-01.female}",
        whole="{heading:HX-01.closing}",
        limit="105",
        other="G7",
    ),
)
WHOLE_BELOW_PARTS = declare.error(
    "sum.whole-below-parts",
    "Tổng số nhỏ hơn phần của nó",
    "“{whole}” là {value}, nhỏ hơn {parts}.",
    "Hãy kiểm tra ô này trước, rồi các ô phần.",
    declare.example(
        "CS-01!G8",
        15,
        whole="{heading:CS-01.total}",
        parts="“{heading:CS-01.female}” 70 (ô H8), “{heading:CS-01.child}” 50 (ô I8)",
    ),
)
PARTS_DIFFER = declare.error(
    "sum.parts-differ",
    "Tổng không bằng các thành phần cộng lại",
    "“{whole}” là {stated}, nhưng các thành phần cộng lại được {computed} ({parts}).",
    "Hãy kiểm tra ô này và các ô thành phần.",
    declare.example(
        "CS-01!G10",
        5121,
        whole="{case_type:tu_van}",
        stated="5.121",
        computed="5.120",
        parts="3.621 (G11) + 595 (G12) + 904 (G13)",
    ),
    waivable=True,
)
PARTS_OF_UNIT_DIFFER = declare.error(
    "sum.parts-of-unit-differ",
    "Số của đơn vị không bằng các xã, phường cộng lại",
    "“{whole}” của toàn đơn vị là {stated}, nhưng {count} xã, phường cộng lại được {computed} "
    "(ô {first} đến ô {last}).",
    "Hãy kiểm tra ô này và các ô của từng xã, phường.",
    declare.example(
        "Phụ lục!C12",
        999,
        whole="{case_type:tc_cao_tuoi}",
        stated="999",
        count=5,
        computed="130",
        first="C7",
        last="C11",
    ),
    waivable=True,
)
ABOVE_LIMIT = declare.warning(
    "sum.above-limit",
    "Số lớn hơn số liên quan",
    "“{part}” là {value}, lớn hơn “{whole}” là {limit} (ô {other}).",
    "Thông thường “{part}” không lớn hơn “{whole}”; hãy kiểm tra và giải thích nếu đúng.",
    declare.example(
        "CS-01!G13",
        904,
        part="{case_type:tu_van_dien_thoai}",
        whole="{case_type:cuoc_goi}",
        limit="900",
        other="G9",
    ),
)
TOTAL_ROW_DIFFERS = declare.error(
    "sum.total-row-differs",
    "Dòng tổng cộng không khớp",
    "Dòng tổng ở cột “{heading}” ghi {stated}, nhưng các dòng cộng lại được {computed}{blank}.",
    "Hãy kiểm tra các dòng trong cột này và dòng tổng rồi sửa ô sai.",
    declare.example(
        "HX-01!D10",
        2901,
        heading="{heading:HX-01.opening}",
        stated="2.901",
        computed="2.900",
        blank="",
    ),
    waivable=True,
)
