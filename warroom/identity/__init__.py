"""Keys, keyring, recovery, signing and sealing."""
