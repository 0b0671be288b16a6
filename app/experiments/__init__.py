"""What can be run: one definition of an experiment, presets, and running it into a trace."""
