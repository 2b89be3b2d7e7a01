"""What endurance training means in numbers: performance, load, fitness and readiness, as pure functions."""
