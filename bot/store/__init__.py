"""The database that everything kept stands in: how it is reached, and how its tables come to be what the code expects.

Knows no table of the program: those stand with what they keep, and the migrations hold their history.
"""
