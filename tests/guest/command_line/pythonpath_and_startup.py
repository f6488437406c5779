# env: PYTHONPATH=/nonexistent/path:/other PYTHONSTARTUP=/nonexistent PYTHONIOENCODING=ascii:backslashreplace
import sys
print([p for p in sys.path if p in ("/nonexistent/path", "/other")], sys.stdout.encoding)
print("é中")
