"""The channels through which sellers talk to the assistant, one package each."""
