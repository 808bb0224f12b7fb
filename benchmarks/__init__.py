"""Benchmarks: the dashboard's pages against hand-written SQL, and a large demo's way in."""
