"""How a process that cleans page after page looks for garbage in cycles."""

from __future__ import annotations

import gc

NEW_OBJECTS = 20_000
"""New objects from which on there is a look. A page has thousands, and they all live until it is done: with Python's
own, 700 or 2,000 by its version, they are looked at again and again.
"""


def settle() -> None:
    """Call it once all is loaded, before pages come: what is there is never looked at, what comes more seldom.

    What is not looked at is not copied in a process that is forked from this one.
    """
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])
