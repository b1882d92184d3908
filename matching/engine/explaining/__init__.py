"""What is said about a result: facts, reasons, stability, spread, and what a change would do."""
