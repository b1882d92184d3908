"""Umento under fire: people book, move and cancel while processes are killed and the mail server misbehaves.

`python -m benchmarks.faults` (Linux) starts servers and processes of its own and leaves nothing behind. What must hold
afterwards is in `invariants`; the command ends with 1 and names what did not.
"""
