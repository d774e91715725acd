"""Documents out: what a report says, how it is written, and the folder that carries it away."""
