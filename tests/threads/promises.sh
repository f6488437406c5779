#!/bin/sh
# promises.sh POLYGIL
exec "$1" tests/threads/promises.py
