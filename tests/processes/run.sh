#!/bin/sh
# run.sh POLYGIL PROGRAM [ARGUMENT...]
exec "$@"
