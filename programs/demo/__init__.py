"""What the demo coach has: our own sessions and programs, as text."""
