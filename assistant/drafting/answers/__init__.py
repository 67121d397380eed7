"""What can be answered from facts alone: one function an intent, each returning a case and the slots to fill.

The words are the scripts' (`corpus/`); the decision and the figures are made here.
"""
