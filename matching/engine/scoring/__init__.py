"""Points of pairs: criteria and rules as factors, computed for some rows when they are asked for."""
