"""The mathematics: NumPy and the standard library only. Start with README.md in this folder."""
