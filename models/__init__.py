"""Models that read pseudonymised text: weights with a digest lock, cards, prediction."""
