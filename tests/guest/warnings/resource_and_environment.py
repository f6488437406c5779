# env: PYTHONWARNINGS=default
import warnings
open(__file__)
print("after")
warnings.warn("pending", PendingDeprecationWarning)
