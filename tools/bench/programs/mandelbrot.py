"""The Mandelbrot set, once with pairs of floats and once with complex numbers."""
import sys


def escape(cx, cy, limit):
    x = y = 0.0
    for i in range(limit):
        xx = x * x
        yy = y * y
        if xx + yy > 4.0:
            return i
        y = 2.0 * x * y + cy
        x = xx - yy + cx
    return limit


def escape_complex(c, limit):
    z = 0j
    for i in range(limit):
        if z.real * z.real + z.imag * z.imag > 4.0:
            return i
        z = z * z + c
    return limit


def main(size):
    total = 0
    for row in range(size):
        cy = 2.4 * row / size - 1.2
        for column in range(size):
            cx = 3.0 * column / size - 2.1
            if row % 4:
                total += escape(cx, cy, 60)
            else:
                total += escape_complex(complex(cx, cy), 60)
    print("mandelbrot", total)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 720)
