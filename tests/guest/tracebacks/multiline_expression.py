values = {"first": 1, "second": None}
total = (
    values["first"]
    + values["second"]
    + 3
)
