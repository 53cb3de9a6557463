"""What an operator sees of a running TrainHub: the request log, slow queries, metrics, errors. See docs/observability.md."""
