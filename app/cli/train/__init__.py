"""`slowdown train`: networks trained one after the other or side by side, into records and files of weights."""
