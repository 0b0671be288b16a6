"""Sweeps: one measure over a grid of experiments, cut into chunks that run on any executor."""
