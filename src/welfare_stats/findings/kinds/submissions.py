"""Kinds of findings about a file beside the files that were received before it."""

from welfare_stats.findings.kinds import declare

REPLACES = declare.info(
    "submission.replaces",
    "Thay cho bản đã nhận",
    "Số liệu biểu {forms} của tệp này thay cho tệp “{other}” đã nhận trước.",
    "Không phải làm gì nếu đây là bản sửa.",
    declare.example(forms="{code:HX-01}", other="data/raw/2018/vo_nhai.xlsx"),
)
REPLACES_IN_SAME_RUN = declare.warning(
    "submission.replaces-in-same-run",
    "Hai tệp cùng đơn vị, cùng kỳ trong một lần nhận",
    "Tệp này và tệp “{other}” cùng là biểu {form} của một đơn vị và một kỳ; tệp này được tính vì "
    "được lưu sau.",
    "Hãy kiểm tra xem tệp nào là bản đúng; tệp thừa thì chuyển đi nơi khác và lưu lại tệp đúng.",
    declare.example(form="{code:HX-01}", other="data/raw/2018/vo_nhai.xlsx"),
)
ESTIMATE_AFTER_ACTUAL = declare.warning(
    "submission.estimate-after-actual",
    "Số ước đến sau số chính thức",
    "Biểu {form}: đã có số chính thức cùng kỳ (tệp “{other}”); số ước của tệp này không được tính.",
    "Nếu đây là số chính thức thì bỏ chữ “ước” ở kỳ báo cáo rồi gửi lại.",
    declare.example("HX-01!A4", form="{code:HX-01}", other="data/raw/2018/vo_nhai.xlsx"),
)
FACILITY_OF_TWO_UNITS = declare.warning(
    "submission.facility-of-two-units",
    "Hai đơn vị cùng báo cáo một cơ sở",
    "Biểu {form} của cơ sở {facility} cũng có trong tệp “{other}” của đơn vị {unit}, cùng kỳ.",
    "Mỗi cơ sở chỉ được tính một lần, ưu tiên số do cơ sở gửi; hãy thống nhất ai gửi.",
    declare.example(
        form="{code:CS-01}",
        facility="{code:CSTG-01}",
        other="data/raw/2018/tp_thai_nguyen.xlsx",
        unit="{code:164}",
    ),
)
WITHIN_LONGER = declare.warning(
    "submission.within-longer",
    "Kỳ nằm trong kỳ dài hơn đã nhận",
    "Biểu {form}: kỳ từ {start} đến {end} nằm trong kỳ từ {other_start} đến {other_end} của tệp "
    "“{other}”; số của kỳ dài hơn được tính.",
    "Nếu tệp kia ghi sai kỳ thì hãy lưu bản sửa đè lên đúng tên tệp đó.",
    declare.example(
        "HX-01!A4",
        form="{code:HX-01}",
        start="01/01/2018",
        end="30/6/2018",
        other_start="01/01/2018",
        other_end="31/8/2018",
        other="data/raw/2018/vo_nhai.xlsx",
    ),
)
FEWER_FIGURES = declare.warning(
    "submission.fewer-figures",
    "Bản sửa có ít số liệu hơn",
    "Biểu {form} có {count} số, bản trước (tệp “{other}”) có {before} số; bản này thay toàn bộ bản "
    "trước.",
    "Bản sửa phải gồm đủ mọi dòng, không chỉ dòng được sửa.",
    declare.example(form="{code:HX-01}", count=24, before=64, other="data/raw/2018/vo_nhai.xlsx"),
)
EMPTIED = declare.warning(
    "submission.emptied",
    "Bản sửa ghi toàn số 0",
    "Biểu {form}: mọi số đều là 0, trong khi bản trước (tệp “{other}”) có {before} số khác 0; bản "
    "này thay toàn bộ bản trước.",
    "Hãy kiểm tra xem có gửi nhầm biểu mẫu chưa điền không; nếu nhầm thì gửi lại tệp đúng.",
    declare.example("HX-02", form="{code:HX-02}", before="13", other="data/raw/2018/vo_nhai.xlsx"),
)
MUCH_OF_LIST_LEFT_OUT = declare.warning(
    "submission.much-of-list-left-out",
    "Bản sửa bỏ nhiều trường hợp của danh sách",
    "Biểu {form}{facility} không còn {lacking}/{before} trường hợp của bản trước (tệp “{other}”); "
    "bản này thay toàn bộ bản trước.",
    "Hãy kiểm tra xem danh sách có bị thiếu dòng không; nếu thiếu thì gửi lại tệp đủ.",
    declare.example(
        form="{code:DS-01}",
        facility=" của cơ sở {code:CSTG-04}",
        lacking="3",
        before="7",
        other="data/raw/2018/trung_tam.xlsx",
    ),
)
PART_OF_EARLIER = declare.error(
    "submission.part-of-earlier",
    "Chỉ là một phần của bản đã nhận",
    "Biểu {form}{facility} chỉ có {shared}/{before} {what} của bản đã nhận (tệp “{other}”); "
    "thiếu: {missing}.",
    "Mỗi lần gửi phải đủ mọi dòng, không gửi riêng phần bổ sung: hãy gửi lại một tệp đầy đủ.",
    declare.example(
        form="{code:HX-02}",
        facility="",
        shared="2",
        before="21",
        what="chỉ tiêu",
        other="data/raw/2018/vo_nhai.xlsx",
        missing="{case_type:mai_tang_phi}; {case_type:bhyt}; và 17 chỉ tiêu nữa",
    ),
    waivable=True,
)
NAME_OF_CLOSED_YEAR = declare.error(
    "submission.name-of-closed-year",
    "Trùng tên với tệp của năm đã chốt",
    "Tệp cùng tên đã nhận trước có số liệu đang được tính của năm {year}, năm đã chốt ngày {day}.",
    "Hãy lưu tệp này với tên khác rồi chạy lại.",
    declare.example(year=2018, day="28/01/2019"),
)
WITHDRAWS = declare.warning(
    "submission.withdraws",
    "Tệp của đơn vị khác bị thay vì trùng tên",
    "Tệp cùng tên đã nhận trước là của đơn vị {unit}; số liệu của đơn vị đó trong tệp ấy không còn "
    "được tính.",
    "Nếu nhầm tên tệp thì hãy lưu lại tệp của đơn vị {unit} với tên khác rồi chạy lại.",
    declare.example(unit="{code:171}"),
)
NAME_OF_OTHER_UNIT = declare.warning(
    "submission.name-of-other-unit",
    "Tệp bị trả lại được lưu đè lên tệp của đơn vị khác",
    "Tệp cùng tên đã nhận trước là của đơn vị {unit}; số liệu của đơn vị đó vẫn được tính, nhưng "
    "tệp không còn trong thư mục.",
    "Hãy lưu lại tệp của đơn vị {unit}, và lưu tệp này với tên khác, rồi chạy lại.",
    declare.example(unit="{code:171}"),
)
