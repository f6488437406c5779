#!/bin/sh
# Compiles every file of the installed standard library and its tests, and verifies the code.
# Files that Python refuses are reported as SyntaxErrors and don't count.
set -u
main=$1
broken=$(find /usr/lib/python3.11 -name '*.py' -print0 | xargs -0 "$main" -v | grep -v 'SyntaxError\|IndentationError\|TabError')
files=$(find /usr/lib/python3.11 -name '*.py' | wc -l)
[ "$files" -gt 500 ] || { echo "only $files files found"; exit 1; }
[ -z "$broken" ] || { echo "$broken"; exit 1; }
echo "$files files verified"
