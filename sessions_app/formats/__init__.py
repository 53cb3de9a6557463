"""Workouts as trainers, watches and bike computers read them: each module is a format, from and to `values.Workout`."""
