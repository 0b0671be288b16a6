"""Networks as something to run: the definition of an experiment, running it into a trace, pictures of it, presets."""
