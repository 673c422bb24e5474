"""From the numbers that stand in the register to what the report needs; frames in, frames out.

``totals`` adds numbers up, ``response`` lists who has sent what, ``lineage`` leads a total back to
the cells it comes from, ``comparison`` sets results beside targets and beside the year before.
"""
