"""Timings, side by side in one run: `make bench`. These machines are noisy, so read them as ratios."""
