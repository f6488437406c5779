import warnings
def old():
    warnings.warn("old() is deprecated", DeprecationWarning, stacklevel=2)
old()
warnings.warn("plain user warning")
for i in range(3):
    warnings.warn("in loop")
