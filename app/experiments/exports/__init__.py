"""Runs as files to take away: a table (CSV), a Python script and a Jupyter notebook that work it out again.

The script and the notebook hold the sources of our own functions (source.py), never formulas of their own.
"""
