"""What the kinds that judge tables share: names, limits, rosters, joined evidence, rules over rows, acts."""
