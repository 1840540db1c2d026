"""Attacks on the store. The long ones are marked ``torture`` and run by ``make torture``."""
