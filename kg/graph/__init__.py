"""The graph store: what it can do, the embedded engine, and the writer that fills it."""
