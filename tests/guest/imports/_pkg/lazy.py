print("loading", __name__)
LOADED = True
