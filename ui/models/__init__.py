"""One file a table: columns and nothing else."""
