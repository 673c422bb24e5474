"""From the numbers that stand in the register to what the report needs; frames in, frames out.

``selection`` says which statements count, ``contributions`` and ``totals`` add their numbers up and
keep the cells they come from, ``succession`` and ``comparison`` set units and years beside each
other, ``validity`` finds what outlived its code. ``obligations`` says who owes what by when,
``response`` what became of each, through which statements (``coverage``).
"""
