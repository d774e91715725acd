{
  "algorithm": "Ed25519",
  "format": "warroom-signature",
  "public_key": "3zOjjSjbIq8bNgu+GBsLu/fotJqqdLLtMUUXpuAjNiA=",
  "public_key_pem": "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA3zOjjSjbIq8bNgu+GBsLu/fotJqqdLLtMUUXpuAjNiA=\n-----END PUBLIC KEY-----\n",
  "signature": "rRaa68rzxdnBZsARRnio9nrnPCWofEvrz8gPojEijxATU/humyU5JE+msA1N3ka45WiYz1aQCh6xWn0Pg3KDDg==",
  "station": "72c21ae450b3118c40d72de6e49afce0",
  "version": 1
}
