"""Rosters: from the bytes of a spreadsheet to people in a program.

``reading`` makes a table of texts, ``columns`` says what its columns mean, ``people`` makes a person or findings
of each row, ``preview`` compares them with who is there, and ``taking`` writes. Only the last one does.
"""
