"""Compare disaster-recovery designs of an AI service, size a fleet, rehearse an outage: the ``nines`` command from Python.

>>> import nines
>>> comparison = nines.compare("plan.yaml", replications=400)     # doctest: +SKIP
>>> comparison.designs[["verdict", "lost_minutes_per_year", "cost_usd_per_year"]]     # doctest: +SKIP

Every function runs the command and reads what it writes: equal seeds give equal figures here and in a terminal. A plan is a
path, or the text of a plan (anything with a line break in it).
"""

from ._binary import BinaryNotFound, VersionMismatch, binary, version
from ._command import Diagnostic, NinesError, PlanError, UsageError
from .comparison import Comparison, compare, open_result
from .studies import Drill, Plan, Size, Study, Sweep, drill, explain, plan, size, sweep, validate

__version__ = "0.1.0"

__all__ = [
    "BinaryNotFound", "Comparison", "Diagnostic", "Drill", "NinesError", "Plan", "PlanError", "Size", "Study",
    "Sweep", "UsageError", "VersionMismatch", "binary", "compare", "drill", "explain", "open_result", "plan", "size", "sweep",
    "validate", "version",
]
