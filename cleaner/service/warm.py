"""Loads all that a page needs when it is imported: the process that all workers are forked from imports it, so that
words and weights are loaded once and shared.
"""

from __future__ import annotations

from cleaner import chunks, collector
from cleaner.service.work import Job, run

TRIAL = "A sentence is cleaned to see that words and weights are there."

for job in (Job(TRIAL, "text", {}, "json"), Job(f"<p>{TRIAL}</p>", "html", {}, "json")):
    run(job)  # so short that everything is loaded, langdetect and trafilatura too

chunks.warm()
collector.settle()
