"""Imported once by the process that the others are forked from: what is loaded here, they share."""

from cleaner.batch import work

work.warm()
