"""Kinds of findings about a list of cases: dates, ages, identity numbers, counts."""

from datetime import date

from welfare_stats.findings.kinds import declare

LIST_COUNT_DIFFERS = declare.error(
    "list.count-differs",
    "Danh sách và số tổng hợp không khớp",
    "Biểu {form} ghi “{label}”{breakdown} là {value}, nhưng danh sách {list_form} có {computed}.",
    "Hãy đối chiếu danh sách với số tổng hợp.",
    declare.example(
        "CS-01!G7",
        5,
        form="{code:CS-01}",
        label="{case_type:can_thiep}",
        breakdown="",
        list_form="{code:DS-01}",
        computed="4",
    ),
    waivable=True,
)
OTHER_FILE_DIFFERS = declare.warning(
    "list.other-file-differs",
    "Danh sách và số tổng hợp ở hai tệp không khớp",
    "Biểu {form} ghi “{label}”{breakdown} là {value}, nhưng danh sách {list_form} ở tệp khác có "
    "{computed}.",
    "Nếu đang gửi bản sửa của cả hai tệp thì không phải làm gì thêm; nếu không, hãy đối chiếu.",
    declare.example(
        "CS-01!G7",
        5,
        form="{code:CS-01}",
        label="{case_type:can_thiep}",
        breakdown="",
        list_form="{code:DS-01}",
        computed="4",
    ),
)
DATE_OUTSIDE_PERIOD = declare.error(
    "list.date-outside-period",
    "Ngày ngoài kỳ báo cáo",
    "Cột “{heading}”: ngày {value} không nằm trong kỳ từ {start} đến {end}.",
    "Danh sách chỉ gồm các trường hợp tiếp nhận trong kỳ; chưa kết thúc trong kỳ thì để trống ngày "
    "kết thúc.",
    declare.example(
        "DS-01!K7",
        date(2018, 9, 1),
        heading="{heading:DS-01.received_on}",
        start="01/01/2018",
        end="31/8/2018",
    ),
    waivable=True,
)
AGE_OUTSIDE_GROUP = declare.error(
    "list.age-outside-group",
    "Tuổi không hợp với loại trường hợp",
    "Tuổi tính theo ngày sinh không hợp với “{label}” ({ages}).",
    "Hãy kiểm tra ngày sinh và loại trường hợp của dòng này.",
    declare.example(
        "DS-01!D8",
        hidden=True,
        label="{case_type:tu_ky_tiep_nhan}",
        ages="đến {age_to:tu_ky_tiep_nhan} tuổi",
    ),
    waivable=True,
)
BIRTH_IMPLAUSIBLE = declare.error(
    "list.birth-implausible",
    "Ngày sinh không hợp lý",
    "Theo ngày sinh ở ô này, người được tiếp nhận khi hơn {oldest} tuổi.",
    "Hãy kiểm tra ngày sinh; nếu chỉ biết năm sinh thì để ô ở dạng General rồi gõ năm, vì Excel "
    "đổi năm gõ vào ô dạng ngày thành một ngày của năm 1905.",
    declare.example("DS-01!D7", hidden=True, oldest=110),
    waivable=True,
)
IDENTITY_NUMBER = declare.error(
    "list.identity-number",
    "Số định danh không đúng",
    "Cột “{heading}”: số phải có 9 chữ số (CMND) hoặc 12 chữ số (CCCD), ô này có {count}.",
    "{hint}",
    declare.example(
        "DS-01!G7",
        hidden=True,
        heading="{heading:DS-01.identity_number}",
        count="8 chữ số",
        hint="Có thể Excel đã bỏ số 0 ở đầu: hãy để ô ở dạng Text rồi gõ lại.",
    ),
    waivable=True,
)
IDENTITY_CONTRADICTS = declare.warning(
    "list.identity-contradicts",
    "Số định danh không khớp với người",
    "Số định danh 12 chữ số ở ô này không khớp với cột “{heading}” của cùng dòng.",
    "Hãy kiểm tra số định danh, giới tính và năm sinh của dòng này.",
    declare.example("DS-01!G7", hidden=True, heading="{heading:DS-01.sex}"),
)
PERSON_ELSEWHERE = declare.warning(
    "list.person-elsewhere",
    "Một người ở danh sách của hai đơn vị",
    "Người ở dòng này cũng có trong danh sách của đơn vị {unit} (tệp “{other}”), tháng {month}.",
    "Hãy thống nhất với đơn vị đó xem trường hợp nào được tính.",
    declare.example(
        "DS-01!C8",
        hidden=True,
        unit="{code:CSTG-01}",
        other="data/raw/2018/trung_tam_btxh.xlsx",
        month="3/2018",
    ),
)
UNKNOWN_GROUP = declare.info(
    "list.unknown-group",
    "Trường hợp không rõ",
    "Cột “{heading}”: {count} trường hợp để trống hoặc ghi là không rõ (từ ô này); các trường hợp "
    "đó không được tính vào nhóm nào.",
    "Không phải làm gì nếu đúng là không rõ; nếu biết thì hãy điền.",
    declare.example("DS-01!F7", hidden=True, heading="{heading:DS-01.ethnicity}", count="3"),
)
NOT_AN_ETHNIC_GROUP = declare.warning(
    "list.not-an-ethnic-group",
    "Không nhận ra dân tộc",
    "Cột “{heading}”: từ ô này, {count} trường hợp ghi tên không có trong danh mục dân tộc; các "
    "trường hợp đó không được tính là Kinh, cũng không được tính là dân tộc thiểu số.",
    "Hãy ghi tên dân tộc như trong danh mục 54 dân tộc, không rõ thì để trống; nếu đó là một tên "
    "gọi khác thì cơ quan tổng hợp bổ sung vào catalogue/ethnic_groups.csv.",
    declare.example("DS-01!F7", hidden=True, heading="{heading:DS-01.ethnicity}", count="2"),
)
CASE_TWICE = declare.error(
    "list.case-twice",
    "Một trường hợp có hai lần trong danh sách",
    "{what}: cùng người, cùng loại trường hợp và cùng ngày tiếp nhận như ở {first}, chỉ khác mã hồ "
    "sơ.",
    "Mỗi trường hợp chỉ ghi một lần: hãy xóa dòng thừa; nếu là hai người thì kiểm tra họ tên và "
    "ngày sinh.",
    declare.example("DS-01!B11", hidden=True, what="dòng 11", first="dòng 8"),
    waivable=True,
)
STATED_COUNT_DIFFERS = declare.warning(
    "list.stated-count-differs",
    "Số trường hợp ghi ở danh sách khác số dòng",
    "Biểu {form} ghi có {value} trường hợp, nhưng danh sách có {rows} dòng.",
    "Hãy kiểm tra xem danh sách có thiếu hay thừa dòng không; nếu danh sách đủ thì sửa con số này.",
    declare.example("DS-01!A797", 785, form="{code:DS-01}", rows=700),
)
ORDINALS_BROKEN = declare.warning(
    "list.ordinals-broken",
    "Số thứ tự trong danh sách không liên tục",
    "Cột “{heading}”: {what}.",
    "Hãy kiểm tra xem có dòng nào bị mất hoặc bị chép lặp không; nếu danh sách đủ thì không phải "
    "làm gì.",
    declare.example(
        "DS-01!A9", 5, heading="{heading:DS-01.ordinal}", what="số 5 đứng sau số 2 (ô A8)"
    ),
)
DATES_OUT_OF_ORDER = declare.error(
    "list.dates-out-of-order",
    "Thứ tự ngày không hợp lý",
    "“{later}” của dòng này trước “{earlier}”.",
    "Ngày sinh, ngày tiếp nhận, ngày kết thúc phải theo thứ tự; hãy kiểm tra từng ô.",
    declare.example(
        "DS-01!D7",
        hidden=True,
        earlier="{heading:DS-01.birth}",
        later="{heading:DS-01.received_on}",
    ),
)
DATES_EXCHANGED = declare.error(
    "list.dates-exchanged",
    "Ngày và tháng bị đổi chỗ trong cột",
    "Cột “{heading}”: {count} ô ngày đều có ngày từ 1 đến 12, còn các ngày từ 13 trở đi ở dạng "
    "chữ; máy đã đọc tháng trước ngày sau, ví dụ đổi {example}.",
    "Hãy đặt định dạng vùng của máy là Tiếng Việt (ngày/tháng/năm) rồi gõ lại cả cột; nếu các ngày "
    "đều đúng thì gõ lại các ô dạng chữ thành ngày.",
    declare.example(
        "DS-01!K7",
        hidden=True,
        heading="{heading:DS-01.received_on}",
        count=8,
        example="3/1 thành 1/3",
    ),
)
CODES_CHANGED = declare.warning(
    "list.codes-changed",
    "Mã hồ sơ bị Excel đổi thành ngày hoặc số",
    "Cột “{heading}”: {count} ô không còn là mã như đã gõ mà thành ngày hoặc số: {cells}.",
    "Hãy để cột ở dạng Text rồi gõ lại mã của các ô này.",
    declare.example(
        "DS-01!B7",
        hidden=True,
        heading="{heading:DS-01.record_code}",
        count=2,
        cells="B7 (có thể là 3/2018), B8 (có thể là 18E5)",
    ),
)
