"""Styles that the Word layout must have; the office may change their looks but not their names.

What a table or paragraph looks like beside its style is in ``docx_blocks``.
"""

from enum import StrEnum


class LayoutStyle(StrEnum):
    """The name of a style, as Word lists it."""

    HEADING_1 = "Heading 1"
    HEADING_2 = "Heading 2"
    PARAGRAPH = "Body Text"
    TABLE = "Table Grid"
    TABLE_TITLE = "BC Tên bảng"
    TABLE_PERIOD = "BC Kỳ số liệu"
    TABLE_UNIT = "BC Đơn vị tính"
    TABLE_NOTE = "BC Nguồn và ghi chú"
    COLUMN_HEAD = "BC Đầu cột"
    CELL = "BC Ô bảng"
    COLUMN_HEAD_SMALL = "BC Đầu cột nhỏ"
    CELL_SMALL = "BC Ô bảng nhỏ"
