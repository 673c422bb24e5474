"""From the bytes of a file to a submission: unit, period and figures, each with its cell.

``inbox`` finds the files, ``reading`` turns bytes into addressed cells and tables of known forms,
``respondent`` says who sends and for which period, ``coding`` puts codes for names, ``submission``
holds the figures and ``observations`` their long table; ``pseudonyms`` stand for people.
"""
