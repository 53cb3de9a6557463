"""What an operator sees of a running TrainHub: log, slow queries, metrics, errors. See docs/observability.md."""
