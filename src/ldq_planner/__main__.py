"""`python -m ldq_planner` è `ldq`."""

from ldq_planner.cli.main import main

if __name__ == "__main__":
    main()
