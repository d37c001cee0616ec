"""Reading what a seller wrote: language, dates, amounts, codes and the inputs of rules."""
