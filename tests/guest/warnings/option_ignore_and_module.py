# options: -W ignore::UserWarning -W once::DeprecationWarning -W bad:::x
import warnings, sys
warnings.warn("not shown")
def f(): warnings.warn("shown once", DeprecationWarning)
f(); f()
print(sys.warnoptions)
