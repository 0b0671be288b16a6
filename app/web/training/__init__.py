"""Training networks in niced worker processes: who waits, who trains, and what is kept of those that pause."""
