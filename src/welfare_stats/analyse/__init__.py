"""From the observations that stand to what the report says of them; tables in, tables out.

``totals`` adds up, ``response`` says who has sent what, ``lineage`` leads a number back to its
cells, ``comparison`` sets two years side by side.
"""
