#!/bin/sh
# Compiles the standard library under Bazel: compile_all.sh POLYGIL
exec /usr/bin/python3.11 tests/stdlib/compile_all.py --polygil "$1"
