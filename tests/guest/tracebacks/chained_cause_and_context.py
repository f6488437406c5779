def load(key):
    try:
        return {}[key]
    except KeyError as e:
        raise LookupError(f"no {key}") from e
def main():
    try:
        load("x")
    except LookupError:
        int("not a number")
main()
