"""The console of the support team: pages rendered on the server, for whoever has an account."""
