"""Floats in objects: planets that attract one another."""
import math
import sys


class Body:
    def __init__(self, name, mass, position, velocity):
        self.name = name
        self.mass = mass
        self.x, self.y, self.z = position
        self.vx, self.vy, self.vz = velocity


def system():
    bodies = [Body("star", 1000.0, (0.0, 0.0, 0.0), (0.0, 0.0, 0.0))]
    for k in range(1, 6):
        radius = 10.0 * k * k
        speed = math.sqrt(1000.0 / radius)
        angle = 0.7 * k
        bodies.append(Body(
            "planet%d" % k, 0.5 / k,
            (radius * math.cos(angle), radius * math.sin(angle), 0.1 * k),
            (-speed * math.sin(angle), speed * math.cos(angle), 0.01 * k)))
    return bodies


def advance(bodies, step):
    count = len(bodies)
    for i in range(count):
        a = bodies[i]
        for j in range(i + 1, count):
            b = bodies[j]
            dx = a.x - b.x
            dy = a.y - b.y
            dz = a.z - b.z
            squared = dx * dx + dy * dy + dz * dz + 1e-9
            pull = step / (squared * math.sqrt(squared))
            of_b = b.mass * pull
            of_a = a.mass * pull
            a.vx -= dx * of_b
            a.vy -= dy * of_b
            a.vz -= dz * of_b
            b.vx += dx * of_a
            b.vy += dy * of_a
            b.vz += dz * of_a
    for body in bodies:
        body.x += step * body.vx
        body.y += step * body.vy
        body.z += step * body.vz


def energy(bodies):
    total = 0.0
    for i, a in enumerate(bodies):
        total += 0.5 * a.mass * (a.vx ** 2 + a.vy ** 2 + a.vz ** 2)
        for b in bodies[i + 1:]:
            total -= a.mass * b.mass / math.sqrt(
                (a.x - b.x) ** 2 + (a.y - b.y) ** 2 + (a.z - b.z) ** 2)
    return total


def main(size):
    bodies = system()
    before = energy(bodies)
    for _ in range(size):
        advance(bodies, 0.01)
    print("nbody %.9f %.9f" % (before, energy(bodies)))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 160000)
