"""The command line: arguments → one call of the library → a table, JSON or CSV."""
