# options: -I
# env: PYTHONPATH=/nonexistent/path PYTHONOPTIMIZE=2
import sys
print(sys.flags.isolated, sys.flags.ignore_environment, sys.flags.no_user_site, sys.flags.optimize, "/nonexistent/path" in sys.path, sys.flags.safe_path)
