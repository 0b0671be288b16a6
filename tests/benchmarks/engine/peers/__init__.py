"""The peers, each in a natural form and in the best one that we know.

*Natural* is what the chapter's equations become: w and b are stepped, with arrays for all runs at once. *Hand-tuned*
uses what is special about the problem, as ours does: only u = −z of the mirrored neuron (target 0) is stepped, by
κ = η (x² + 1); blocks stay in cache; every core works. All use float64, and for a target of 0 or 1 the epochs to one
half are a running count of rows on the wrong side, because such a neuron never turns back.

A peer is a function from the work to a function that does it. Inputs become the library's own arrays before the clock
starts. Imports stand inside, so that a library that is missing is a peer that is left out.
"""
