class Config:
    values = [1, 2, 0]
    inverted = [10 // v for v in values]
