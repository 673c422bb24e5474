"""Every kind of finding, by name and by code.

A kind is declared once, in the module of its family: the part of its code before the dot. The
starred imports give it to the rest of the program as ``kinds.NOT_A_NUMBER``; a new kind needs no
line here.
"""

# ruff: noqa: F403

from welfare_stats.findings.kinds.cells import *
from welfare_stats.findings.kinds.codes import *
from welfare_stats.findings.kinds.declare import DECLARED
from welfare_stats.findings.kinds.files import *
from welfare_stats.findings.kinds.forms import *
from welfare_stats.findings.kinds.heads import *
from welfare_stats.findings.kinds.layouts import *
from welfare_stats.findings.kinds.lists import *
from welfare_stats.findings.kinds.movements import *
from welfare_stats.findings.kinds.periods import *
from welfare_stats.findings.kinds.submissions import *
from welfare_stats.findings.kinds.sums import *
from welfare_stats.findings.kinds.tables import *

BY_CODE = DECLARED
"""Every kind, by its code."""
