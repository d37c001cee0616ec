"""What several rules share: one module for each matter, below the rules and above the machinery."""
