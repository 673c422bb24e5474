"""Kinds of findings about the reporting period."""

from welfare_stats.findings.kinds import declare

PERIOD_BACKWARDS = declare.error(
    "period.backwards",
    "Kỳ báo cáo ngược",
    "Kỳ báo cáo bắt đầu ngày {start}, sau ngày kết thúc {end}.",
    "Hãy ghi lại “Kỳ báo cáo: từ ngày … đến ngày …”.",
    declare.example(
        "HX-01!A4", "từ ngày 31/8/2018 đến ngày 01/01/2018", start="31/8/2018", end="01/01/2018"
    ),
)
PERIOD_CROSSES_YEAR = declare.error(
    "period.crosses-year",
    "Kỳ báo cáo kéo sang năm khác",
    "Kỳ báo cáo từ {start} đến {end} không nằm trong một năm, và không phải kỳ nào trong danh mục "
    "thời hạn.",
    "Hãy sửa kỳ báo cáo; nếu ghi đúng thì tách số liệu theo từng năm, mỗi năm một tệp.",
    declare.example(
        "HX-01!A4", "từ ngày 01/9/2017 đến ngày 31/8/2018", start="01/9/2017", end="31/8/2018"
    ),
)
PERIOD_OUTSIDE_YEAR = declare.error(
    "period.outside-year",
    "Kỳ báo cáo ngoài năm của thư mục",
    "Tệp nằm trong thư mục của năm {year}, nhưng kỳ báo cáo ghi từ {start} đến {end}.",
    "Hãy sửa năm ở đầu biểu; nếu kỳ báo cáo ghi đúng thì chuyển tệp sang data/raw/{stated}.",
    declare.example(
        "HX-01!A4",
        "từ ngày 01/01/2017 đến ngày 31/8/2017",
        start="01/01/2017",
        end="31/8/2017",
        year=2018,
        stated=2017,
    ),
)
PERIOD_NOT_OVER = declare.error(
    "period.not-over",
    "Kỳ báo cáo chưa kết thúc",
    "Kỳ báo cáo đến ngày {end}, nhưng tệp nhận ngày {received}.",
    "Hãy ghi ngày kết thúc của số liệu thực có trong biểu; nếu là số ước thì ghi “(ước thực hiện)” "
    "sau kỳ báo cáo.",
    declare.example("HX-01!A4", end="31/12/2018", received="03/9/2018"),
)
PERIOD_CLOSED = declare.error(
    "period.closed",
    "Năm đã chốt số liệu",
    "Số liệu năm {year} đã chốt ngày {day}; tệp đến sau không được tính.",
    "Nếu phải sửa số liệu thì đề nghị {office} mở lại năm {year} (welfare-stats reopen).",
    declare.example("HX-01!A4", year=2018, day="28/01/2019", office="{short:SO}"),
)
PERIOD_ESTIMATE = declare.info(
    "period.estimate",
    "Số ước thực hiện",
    "Kỳ báo cáo ghi là số ước; số ước được tính cho đến khi có số chính thức cùng kỳ.",
    "Không phải làm gì; khi có số chính thức thì gửi tệp mới, bỏ chữ “ước”.",
    declare.example("HX-01!A4"),
)
PERIOD_OVERLAPS = declare.error(
    "period.overlaps",
    "Kỳ báo cáo chồng lên kỳ đã nhận",
    "Kỳ từ {start} đến {end} chồng lên kỳ từ {other_start} đến {other_end} của biểu {form} đã nhận "
    "(tệp “{other}”).",
    "Kỳ sau phải bắt đầu cùng ngày (số cộng dồn) hoặc ngay sau ngày kết thúc của kỳ trước.",
    declare.example(
        "HX-01!A4",
        start="01/6/2018",
        end="31/8/2018",
        other_start="01/01/2018",
        other_end="30/6/2018",
        form="{code:HX-01}",
        other="data/raw/2018/vo_nhai.xlsx",
    ),
)
