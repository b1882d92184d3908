"""How much a roster may hold."""

FILE_BYTES = 10 * 1024 * 1024
PEOPLE = 20_000
COLUMNS = 100
#: Sum of the declared sizes in a workbook, and how much smaller it may be packed.
UNPACKED_BYTES = 50 * 1024 * 1024
RATIO = 100
#: Title lines above the headers and blank rows between people.
SPARE_ROWS = 1_000
