"""Kinds of findings about a table: its columns, where it ends, rows that repeat."""

from welfare_stats.findings.kinds import declare

TABLE_MISSING_COLUMN = declare.error(
    "table.missing-column",
    "Thiếu cột",
    "Biểu {form} thiếu cột “{heading}”.",
    "Hãy thêm lại cột “{heading}” như biểu mẫu; không có số liệu thì để trống các ô.",
    declare.example("HX-01", form="{code:HX-01}", heading="{heading:HX-01.female}"),
)
TABLE_UNKNOWN_COLUMN = declare.error(
    "table.unknown-column",
    "Cột không có trong biểu mẫu",
    "Cột “{value}” không có trong biểu {form}.",
    "{suggestion}",
    declare.example(
        "HX-01!M6",
        "Số hộ gia đình",
        form="{code:HX-01}",
        suggestion="Hãy bỏ cột này, hoặc ghi nội dung vào cột {heading:HX-01.note}.",
    ),
)
TABLE_DUPLICATE_COLUMN = declare.error(
    "table.duplicate-column",
    "Hai cột cùng một nội dung",
    "Cột “{value}” và cột {other} (“{other_value}”) đều là cột “{heading}” của biểu {form}.",
    "Hãy giữ lại một cột.",
    declare.example(
        "HX-01!M6",
        "Số nữ",
        other="H",
        other_value="{heading:HX-01.female}",
        heading="{heading:HX-01.female}",
        form="{code:HX-01}",
    ),
)
TABLE_UNNAMED_COLUMN = declare.error(
    "table.unnamed-column",
    "Có số ở cột không có tiêu đề",
    "Cột này có số nhưng không có tiêu đề nên không biết là cột nào của biểu {form}.",
    "Hãy ghi tiêu đề cột như biểu mẫu, hoặc xóa cột.",
    declare.example("HX-01!E7", 35, form="{code:HX-01}"),
)
TABLE_NUMBERS_BESIDE = declare.warning(
    "table.numbers-beside",
    "Có số bên ngoài bảng",
    "Ô này có số nhưng nằm ngoài các cột của biểu {form} nên không được tính.",
    "Nếu là số liệu thì chuyển vào đúng cột; nếu là ghi chú thì không phải sửa.",
    declare.example("HX-01!N8", 35, form="{code:HX-01}"),
)
TABLE_COLUMN_BESIDE = declare.info(
    "table.column-beside",
    "Cột ngoài bảng",
    "Cột “{value}” cách bảng một cột trống nên không thuộc biểu {form} và không được đọc.",
    "Không phải sửa nếu chỉ là cột tính thêm của đơn vị.",
    declare.example("HX-01!N6", "Tỷ lệ nữ", form="{code:HX-01}"),
)
TABLE_EMPTY = declare.error(
    "table.empty",
    "Bảng không có số liệu",
    "Bảng của biểu {form} không có số liệu nào.",
    "Hãy điền số liệu; chỉ tiêu không phát sinh thì ghi 0. Chưa gửi biểu này thì bỏ cả trang.",
    declare.example("CS-01!A6", form="{code:CS-01}"),
)
ROWS_WITHOUT_HEADINGS = declare.error(
    "table.rows-without-headings",
    "Có số liệu nằm ngoài bảng",
    "Ô này có mã chỉ tiêu “{value}” kèm số liệu, nhưng phía trên không có dòng tiêu đề cột.",
    "Hãy chuyển các dòng này vào bảng của biểu, hoặc chép lại dòng tiêu đề cột lên trên.",
    declare.example("Sheet3!B1", "{code:bhyt}"),
)
TABLE_ROWS_AFTER_END = declare.error(
    "table.rows-after-end",
    "Có số liệu nằm sau phần ký tên",
    "Dòng này có số liệu nhưng nằm dưới phần ký tên nên không thuộc bảng.",
    "Hãy chuyển dòng này lên trong bảng, hoặc xóa nếu không phải số liệu.",
    declare.example("CS-01!A9"),
)
HIDDEN_PART = declare.warning(
    "table.hidden-part",
    "Phần bị ẩn có số liệu",
    "Biểu {form} có số liệu ở {what} đang bị ẩn; số liệu đó vẫn được đọc và tính.",
    "Hãy bỏ ẩn (hoặc bỏ lọc) để kiểm tra; phần không thuộc báo cáo thì xóa hẳn.",
    declare.example("HX-02!A8", form="{code:HX-02}", what="dòng 8, 10–12"),
)
TABLE_MAY_BE_CUT = declare.warning(
    "table.may-be-cut",
    "Bảng có thể đã bị cắt mất phần cuối",
    "Bảng của biểu {form} kéo đến dòng {row}, dòng cuối cùng mà tệp .xls chứa được; các dòng sau "
    "đó có thể đã bị cắt mất.",
    "Hãy đối chiếu số dòng với danh sách gốc; nếu thiếu thì lưu lại thành tệp .xlsx và gửi lại.",
    declare.example("DS-01!A65536", form="{code:DS-01}", row="65.536"),
)
RESULTS_OF_OTHER_WORKBOOK = declare.warning(
    "table.other-workbook",
    "Số liệu lấy từ tệp Excel khác",
    "Biểu {form} có {count} ô là công thức lấy số từ một tệp Excel khác, không gửi kèm ({cells}); "
    "chương trình đọc kết quả lưu lần cuối.",
    "Hãy kiểm tra các ô này còn đúng không; tốt nhất là dán lại thành giá trị (Paste Special > "
    "Values) trước khi gửi.",
    declare.example("HX-01!K7", form="{code:HX-01}", count=1, cells="K7"),
)
MERGED_NUMBERS = declare.error(
    "table.merged-numbers",
    "Ô bị gộp trong cột số",
    "Cột “{heading}”: ô được gộp với ô khác ({cells}) nên không biết giá trị thuộc dòng, cột nào.",
    "Hãy bỏ gộp ô (Unmerge) và ghi số vào từng ô.",
    declare.example("CS-01!G7", 200, heading="{heading:CS-01.total}", cells="G7:G8"),
)
DUPLICATE_ROW = declare.error(
    "row.duplicate",
    "Dòng bị lặp",
    "{what} đã có ở {first}.",
    "Hãy giữ lại một dòng; hai phần của một chỉ tiêu thì cộng lại, hai hồ sơ thì ghi hai mã.",
    declare.example(
        "HX-01!B10",
        "{code:tc_tre_em}",
        what="{heading:HX-01.case_type} “{code:tc_tre_em}”",
        first="ô B7",
    ),
)
