"""The engine from the command line: matrices in JSON, people in CSV."""
