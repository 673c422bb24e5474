"""What units are asked, declared in one place: forms, code lists, and the blank workbooks.

``forms`` declares the columns, one module per form; ``catalogue`` reads the code lists, CSV files
that the office edits; ``questionnaire`` makes blank workbooks from both.
"""
