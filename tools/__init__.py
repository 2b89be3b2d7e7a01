"""What keeps the house in order: contracts and lints."""
