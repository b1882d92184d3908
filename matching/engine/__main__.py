"""`python -m matching.engine`: see `cli`."""

import sys

from matching.engine.cli import main

sys.exit(main())
