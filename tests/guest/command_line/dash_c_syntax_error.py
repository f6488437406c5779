# command: -c "x = = 1"
