"""The benchmark: corpora, metrics, peers, quality floors, and the training of the labeller."""
