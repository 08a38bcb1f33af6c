"""`python -m kimierr`."""

import sys

from kimierr.main import main

sys.exit(main())
