"""A demo CRM: all tables of the model, realistic in shape and honestly dirty.

`make` writes it into a database, `tables` streams it. Nothing is random beyond the seed and
nothing reads a clock: the same deals, seed and as-of give the same rows.

Three years up to as-of, in the shape a leader knows: growth, a yearly season, quiet weekends,
deals closing at quarter ends, big deals slower than small ones, people of different skill. Three
things are there to be found: the team "West" whose sales cycle has been growing for nine months,
the source "Cold call" that hardly converts, and the customers of one quarter who leave in numbers.
No event lies after as-of; only plans do: `expected_close_on`, `due_at` of planned activities,
`sla_due_at`, and the end of the running targets.
"""

from crm_metrics.demo.crm import tables
from crm_metrics.demo.flaws import FLAWS, Flaw, table_of_flaws
from crm_metrics.demo.write import make

__all__ = ["FLAWS", "Flaw", "make", "table_of_flaws", "tables"]

__doc__ += f"""
Beside the flaws below two reps share one name, deals use a currency that has no rate (SEK), and
people who left still own deals and accounts.

{table_of_flaws()}
"""
