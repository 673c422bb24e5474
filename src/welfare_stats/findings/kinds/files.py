"""Kinds of findings about a file as a whole: not a workbook, unreadable, no known form."""

from welfare_stats.findings.kinds import declare

NOT_A_WORKBOOK = declare.error(
    "file.not-a-workbook",
    "Không phải tệp Excel",
    "Tệp không phải là tệp Excel: {reason}.",
    "Hãy gửi lại biểu mẫu dưới dạng tệp Excel (.xlsx).",
    declare.example(reason="đây là tệp Word"),
)
NOT_A_FORM = declare.info(
    "file.not-a-form",
    "Không phải biểu mẫu",
    "Tệp không phải biểu mẫu nên không được tính: {reason}.",
    "Nếu trong tệp có số liệu báo cáo thì đơn vị phải gửi số liệu đó bằng biểu mẫu Excel (.xlsx).",
    declare.example(reason="đây là tệp PDF"),
)
OTHER_FORMAT = declare.error(
    "file.other-format",
    "Định dạng tệp không đọc được",
    "Tệp có định dạng {format}; chương trình đọc tệp .xlsx, .xlsm, .xlsb, .xls và .ods.",
    "Hãy mở tệp bằng Excel, chọn Lưu thành (Save As) “Excel Workbook (*.xlsx)” và gửi lại.",
    declare.example(format="XML Spreadsheet 2003"),
)
NAME_LIES = declare.warning(
    "file.name-lies",
    "Đuôi tên tệp không đúng với nội dung",
    "Tên tệp có đuôi {suffix} nhưng nội dung là tệp {format}; tệp được đọc theo nội dung.",
    "Hãy lưu tệp bằng Excel với đúng loại tệp, không đổi đuôi tên bằng tay.",
    declare.example(suffix=".xls", format="Excel (.xlsx)"),
)
NOT_OPENED = declare.error(
    "file.not-opened",
    "Không mở được tệp",
    "Hệ điều hành không cho đọc tệp: {reason}.",
    "Hãy kiểm tra quyền đọc tệp, hoặc lưu lại tệp đính kèm rồi chạy lại.",
    declare.example(reason="không có quyền đọc"),
)
LINK_OUTSIDE = declare.error(
    "file.link-outside",
    "Lối tắt dẫn ra ngoài thư mục",
    "Đây là một liên kết (lối tắt) dẫn ra ngoài thư mục nhận tệp nên không được mở.",
    "Hãy chép chính tệp đó vào thư mục.",
    declare.example(),
)
ENCRYPTED = declare.error(
    "file.encrypted",
    "Tệp có mật khẩu",
    "Tệp được bảo vệ bằng mật khẩu nên không đọc được.",
    "Hãy bỏ mật khẩu mở tệp (Tệp > Thông tin > Bảo vệ sổ làm việc) và gửi lại.",
    declare.example(),
)
DAMAGED = declare.error(
    "file.damaged",
    "Tệp bị hỏng",
    "Không đọc được nội dung tệp: tệp bị hỏng hoặc tải về chưa hết.",
    "Hãy mở thử tệp bằng Excel, lưu lại và gửi lại.",
    declare.example(),
)
TOO_LARGE = declare.error(
    "file.too-large",
    "Tệp quá lớn",
    "Tệp quá lớn so với một báo cáo: {what}.",
    "Hãy xóa các trang, dòng và cột thừa, hoặc chép bảng sang một tệp mới rồi gửi lại.",
    declare.example(
        what="trang “{code:HX-01}” có dữ liệu đến tận ô XFD1048576 (dòng cuối cùng của trang: nếu "
        "bảng kéo đến đó thì phần sau đã bị cắt mất)"
    ),
)
SUSPICIOUS = declare.error(
    "file.suspicious",
    "Cấu trúc tệp bất thường",
    "Tệp có cấu trúc mà Excel không tạo ra ({what}) nên không được đọc.",
    "Hãy mở tệp bằng Excel, lưu thành tệp mới rồi gửi lại.",
    declare.example(what="hai phần trùng tên"),
)
READER_DIED = declare.error(
    "file.reader-died",
    "Bộ đọc tệp dừng đột ngột",
    "Bộ đọc dừng đột ngột khi đọc tệp này; các tệp khác không bị ảnh hưởng.",
    "Hãy mở tệp bằng Excel, lưu thành tệp mới rồi gửi lại.",
    declare.example(),
)
TOO_SLOW = declare.error(
    "file.too-slow",
    "Đọc tệp quá lâu",
    "Đọc tệp này quá thời gian cho phép nên đã dừng lại.",
    "Hãy xóa các trang, dòng và cột thừa, lưu lại rồi gửi lại.",
    declare.example(),
)
READER_FAILED = declare.error(
    "file.reader-failed",
    "Chương trình gặp lỗi khi đọc tệp",
    "Chương trình gặp lỗi bất ngờ khi đọc tệp này; các tệp khác không bị ảnh hưởng.",
    "Hãy gửi tệp data/processed/error.log cho người bảo trì chương trình.",
    declare.example(),
)
NO_KNOWN_FORM = declare.error(
    "file.no-known-form",
    "Không có biểu mẫu nào nhận ra được",
    "Trong tệp không có bảng nào khớp với các biểu mẫu {forms}.",
    "Hãy dùng biểu mẫu do cơ quan tổng hợp ban hành và giữ nguyên dòng tiêu đề cột.",
    declare.example(forms="{forms}"),
)
