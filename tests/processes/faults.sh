#!/bin/sh
# faults.sh POLYGIL
exec "$1" tests/processes/faults.py
