"""The review for its readers: executives, customers and public, an authority, an insurer; and what each leaves out."""
