"""`python -m matching.engine`: see `cli`."""

import sys

from matching.engine.command.cli import main

sys.exit(main())
