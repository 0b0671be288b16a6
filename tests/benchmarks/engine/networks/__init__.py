"""Mini-batch training against the peers: the same networks, examples and orders for all, results compared first.

Each module is one contestant, in the form that its own documentation would suggest unless it says otherwise. A
contestant gives weights after some steps; how long they take is measured by whoever asks.
"""
