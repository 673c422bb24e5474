"""Kinds of findings about movements: opening, increase, decrease, closing, and earlier years."""

from welfare_stats.findings.kinds import declare

OPENING_DIFFERS = declare.warning(
    "movement.opening-differs",
    "Đầu kỳ khác cuối kỳ trước",
    "“{label}” đầu kỳ là {value}, nhưng cuối kỳ trước (tệp “{other}”) là {closing}.",
    "Hãy kiểm tra số đầu kỳ; nếu kỳ trước sai thì gửi bản sửa của kỳ trước.",
    declare.example(
        "HX-01!D8",
        2000,
        label="{case_type:tc_cao_tuoi}",
        closing="1.990",
        other="data/raw/2017/vo_nhai.xlsx",
    ),
)
GROUP_LEFT_OUT = declare.warning(
    "movement.group-left-out",
    "Thiếu nhóm có số cuối kỳ trước",
    "Cuối kỳ trước “{label}” còn {closing} (tệp “{other}”), nhưng biểu này không có số của nhóm.",
    "Hãy bổ sung; không còn ai thì ghi 0.",
    declare.example(
        "HX-01", label="{case_type:tc_hiv_ngheo}", closing="12", other="data/raw/2017/vo_nhai.xlsx"
    ),
)
CUMULATIVE_FALLS = declare.warning(
    "movement.cumulative-falls",
    "Số cộng dồn ít hơn kỳ trước",
    "“{label}” cộng dồn là {value}; đến {end} đã là {before} (tệp “{other}”).",
    "Số cộng dồn từ cùng ngày không thể giảm; nếu kỳ trước sai thì gửi bản sửa của kỳ trước.",
    declare.example(
        "HX-02!E10",
        400,
        label="{case_type:mung_tho_70}",
        before="412",
        end="30/6/2018",
        other="data/raw/2018/vo_nhai_6_thang.xlsx",
    ),
)
OPENING_CHANGED = declare.warning(
    "movement.opening-changed",
    "Đầu kỳ khác lần báo cáo trước",
    "“{label}” đầu kỳ là {value}; báo cáo đến {end} cùng ngày đầu kỳ ghi {before} (tệp “{other}”).",
    "Hãy kiểm tra số đầu kỳ; nếu kỳ trước sai thì gửi bản sửa của kỳ trước.",
    declare.example(
        "HX-01!D8",
        2000,
        label="{case_type:tc_cao_tuoi}",
        before="1.990",
        end="30/6/2018",
        other="data/raw/2018/vo_nhai_6_thang.xlsx",
    ),
)
UNLIKE_LAST_YEAR = declare.warning(
    "movement.unlike-last-year",
    "Khác nhiều so với cùng kỳ năm trước",
    "“{label}” là {value}; cùng kỳ năm trước là {before}.",
    "Hãy kiểm tra lại; nếu đúng thì ghi lý do vào cột Ghi chú của dòng.",
    declare.example("CS-01!G7", 785, label="{case_type:can_thiep}", before="78"),
)
SAME_FIGURES = declare.warning(
    "movement.same-figures",
    "Số liệu giống hệt bản đã nhận khác",
    "Biểu {forms}: {same}/{count} số khác 0 giống hệt số {whose} (tệp “{other}”).",
    "Hãy kiểm tra xem có gửi nhầm số liệu cũ hoặc số liệu của đơn vị khác không; nếu nhầm thì gửi "
    "lại số liệu đúng.",
    declare.example(
        "HX-01",
        forms="{code:HX-01}",
        same="24",
        count="24",
        whose="của kỳ từ 01/01/2017 đến 31/8/2017",
        other="data/raw/2017/vo_nhai.xlsx",
    ),
)
CONTAINS_EARLIER = declare.warning(
    "movement.contains-earlier",
    "Có thể là số cộng dồn từ đầu năm",
    "Kỳ báo cáo là từ {start} đến {end}, nhưng mọi số phát sinh của biểu {forms} đều không nhỏ hơn "
    "số của kỳ từ {other_start} đến {other_end} (tệp “{other}”); có thể đây là số cộng dồn từ đầu "
    "năm.",
    "Nếu là số cộng dồn thì hãy sửa kỳ báo cáo cho đúng ngày bắt đầu, hoặc chỉ ghi số phát sinh "
    "trong kỳ.",
    declare.example(
        "HX-02",
        forms="{code:HX-02}",
        start="01/7/2018",
        end="31/8/2018",
        other_start="01/01/2018",
        other_end="30/6/2018",
        other="data/raw/2018/vo_nhai_6_thang.xlsx",
    ),
)
SORTED_APART = declare.warning(
    "movement.sorted-apart",
    "Số liệu có thể bị xếp lệch dòng",
    "Biểu {form}, cột “{columns}”: các số không hợp với chỉ tiêu cùng dòng mà hợp với chỉ tiêu ở "
    "dòng khác (so với tệp “{other}”).",
    "Có thể một phần bảng đã bị sắp xếp (sort) riêng; hãy kiểm tra lại từng dòng.",
    declare.example(
        "HX-01!D7",
        hidden=True,
        form="{code:HX-01}",
        columns="{heading:HX-01.opening}”, “{heading:HX-01.closing}”, “{heading:HX-01.female}”, "
        "“{heading:HX-01.ethnic_minority}”, “{heading:HX-01.amount}",
        other="data/raw/2017/vo_nhai.xlsx",
    ),
)
NOT_BALANCED = declare.error(
    "movement.not-balanced",
    "Biến động không cân",
    "Cuối kỳ ghi {closing}, nhưng đầu kỳ {opening} + tăng {increase} − giảm {decrease} = "
    "{computed}.",
    "Hãy kiểm tra bốn ô đầu kỳ, tăng, giảm, cuối kỳ của dòng này.",
    declare.example(
        "HX-01!G8",
        2021,
        closing="2.021",
        opening="2.000",
        increase="100",
        decrease="80",
        computed="2.020",
    ),
    waivable=True,
)
