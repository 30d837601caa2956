"""Kind `prometheus-query`."""
