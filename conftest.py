"""What every test has; browser fixtures follow."""
