"""What earlier runs found, and what has changed since: pure values in `changes` and `drift`, files in `store`."""
