"""The best whole of a market: most pairs, best worst pair, highest total, ties, and the proof."""
