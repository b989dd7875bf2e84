"""Measurements, as ratios within one run. They print and record; they judge nothing."""
