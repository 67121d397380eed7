"""Reading Chinese and English as buyers and agents type it: normal form, numbers, durations, dates, money, places, sizes.

Pure functions of text; nothing here knows a store.
"""
