"""The sections of a review, one module each. A module here that defines SECTION is all that a new section takes."""
