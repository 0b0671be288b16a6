"""How fast many runs are computed at once, against PyTorch, JAX and C at their best: `make bench-engine`.

Every contestant does the same work in a process of its own, and the processes take turns, so that a busy moment of the
machine hits all alike and no library's threads stand in another's way. Answers are compared before a clock is read.
"""
