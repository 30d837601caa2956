"""The arithmetic of promotion rules: what an order costs, and the worst order there is. Knows no evidence and no check.

Amounts are cents: whole numbers where a price is set, exact fractions where an order's reductions are shared out over
its lines. The model is written down in docs/probes/promotion-rules.md.
"""
