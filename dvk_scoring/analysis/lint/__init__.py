"""Advice on a scheme: rules that understand scoring, one small module for a rule or a few that belong together."""
