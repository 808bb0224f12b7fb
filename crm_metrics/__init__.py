"""CRM metrics a leader can trust: definitions, facts, intervals, and one way to measure them."""
