"""Verbs of whole weeks: each is one undoable step in the program, and can be worked out before it is done."""
