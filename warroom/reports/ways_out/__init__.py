"""Ways out with no network: a released message as paper, codes, mail and files that somebody carries."""
