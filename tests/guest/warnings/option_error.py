# options: -W error
import warnings
print("start")
warnings.warn("made an error")
