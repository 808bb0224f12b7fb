"""Questions over several metrics, answered in a sentence."""
