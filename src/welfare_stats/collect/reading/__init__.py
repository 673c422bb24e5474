"""From the bytes of a file to the validated tables of known forms, every value with its cell.

In this order: ``file_names`` tells what the name says of the format, ``preflight`` what the bytes
do. ``package`` unpacks a zip file safely. ``xlsx``, ``xlsb`` and ``ods`` inspect the file for what
python-calamine, which reads the values, does not expose; ``xls`` reads the old format by itself.
``workbook`` makes sheets of cells from all this, and ``legacy`` converts old encodings in them.
``headings``, ``tables`` and ``heads`` find forms on a sheet, and ``rows`` validates every cell of a
table.
"""
