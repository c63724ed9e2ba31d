"""`python -m ldq_planner`."""
