#!/bin/sh
# Checks the committed cases under Bazel: run_cpython.sh POLYGIL
exec /usr/bin/python3.11 tests/cpython/run_cpython.py --polygil "$1" --check --timeout 150
