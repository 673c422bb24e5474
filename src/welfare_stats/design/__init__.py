"""What is asked, declared once: the forms, the office's code lists, and the blank workbooks.

``forms`` holds one module a form; ``catalogue`` the CSV files that the office edits;
``questionnaire`` makes the blank workbooks from both.
"""
