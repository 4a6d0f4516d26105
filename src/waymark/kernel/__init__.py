"""Mechanism without nouns: policies, refusals, ids, the clock, text, triggers and bulk writing. No tables."""
