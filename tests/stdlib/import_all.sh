#!/bin/sh
# Imports the standard library under Bazel: import_all.sh POLYGIL
exec /usr/bin/python3.11 tests/stdlib/import_all.py --polygil "$1"
