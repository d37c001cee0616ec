"""One module for each version of the tables, named by its number and the noun it is about; each stands on the one before."""
