"""Questions: one function a question, SQL written out, parameters bound, order always total."""
