"""What stands on many pages of one site: a file of counts, learned from pages and asked when a page is cleaned.

    lines.py     a line -> its key: case, white space, numbers and dates masked, then hashed
    seen.py      what is known of a line on a site, and what it weighs
    store.py     the file: SQLite, counts that add up
    upkeep.py    merging, aging, forgetting, bounding a file
    recall.py    asking a file while a page is cleaned
    observe.py   a page -> what is counted of it
    learn.py     pages -> counts -> the file, in batches, by several processes
    command.py   `cleaner learn` and `cleaner memory`

docs/memory.md tells how to use it and what was decided.
"""
