# command: -c "import sys; sys.exit(9)"
