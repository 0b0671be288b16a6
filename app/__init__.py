"""Learning Slowdown Lab: why a badly wrong neuron learns slowly, and what cures it."""

__version__ = "0.1.0"
