"""Quanto durano le gare, imparato da quelle già fatte."""
