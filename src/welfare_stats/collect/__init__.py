"""From the bytes of a file to a submission: unit, period and figures, each with its cell.

``inbox`` finds the files; ``reading`` turns bytes into cells with addresses, and these into tables
of known forms; ``respondent`` finds out who sends and for which period; ``coding`` replaces names
by codes; ``submission`` holds the figures, and ``observations`` makes one long table of them;
``pseudonyms`` makes keys by which people are recognised without being named.
"""
