"""How much a file may hold, and what the process that reads it may use."""

MIB = 1024 * 1024

MAX_FILE = 32 * MIB
MAX_ENTRIES = 200
# Twenty thousand people with all their facts unpack to about 90 MiB; parts are read as a stream,
# so that what they unpack to is never held.
MAX_UNPACKED = 160 * MIB
MAX_RATIO = 100
# Small parts of one repeated character shrink a thousandfold without harm.
SMALL_PART = 2 * MIB

MAX_PEOPLE = 20_000
MAX_ROWS = 200_000
MAX_ROWS_IN_ALL = 500_000
MAX_ROW_NUMBER = 1_048_576
MAX_COLUMNS = 200
MAX_TEXT = 2_000
MAX_TEXT_IN_ALL = 120_000_000
MAX_STRINGS = 1_500_000
MAX_STYLES = 66_000
MAX_MERGED = 50_000
MAX_SHEETS = 50

MEMORY = 512 * MIB
CPU_SECONDS = 18
# Reading is all work: only on a crowded machine does it last longer than it works.
WALL_SECONDS = 55.0

# Writing a file back holds it as a whole; big ones are written anew, row by row.
MARK_CPU_SECONDS = 60
MARK_WALL_SECONDS = 120.0
MARK_FILE = 256 * MIB
MARK_IN_PLACE = 1 * MIB
