"""A small ray tracer: vectors with operators, spheres, shadows, reflections."""
import math
import sys


class Vector:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def unit(self):
        return self * (1.0 / math.sqrt(self.dot(self)))


class Sphere:
    def __init__(self, center, radius, color, shine):
        self.center = center
        self.radius = radius
        self.color = color
        self.shine = shine

    def hit(self, origin, direction):
        to_center = self.center - origin
        along = to_center.dot(direction)
        gap = to_center.dot(to_center) - along * along
        if along < 0 or gap > self.radius * self.radius:
            return None
        return along - math.sqrt(self.radius * self.radius - gap)

    def normal(self, point):
        return (point - self.center).unit()


class Floor:
    shine = 0.1

    def __init__(self, height):
        self.height = height

    def hit(self, origin, direction):
        if direction.y >= -1e-6:
            return None
        return (self.height - origin.y) / direction.y

    def normal(self, point):
        return Vector(0.0, 1.0, 0.0)


class Scene:
    def __init__(self):
        self.things = [Floor(-1.0)]
        self.light = Vector(5.0, 8.0, -6.0)
        for k in range(5):
            self.things.append(Sphere(Vector(k - 2.0, 0.3 * (k % 3), 3.0 + k % 2), 0.6,
                                      Vector(0.2 * k, 0.9 - 0.1 * k, 0.5), 0.3))

    def nearest(self, origin, direction):
        best, found = 1e9, None
        for thing in self.things:
            distance = thing.hit(origin, direction)
            if distance is not None and 1e-4 < distance < best:
                best, found = distance, thing
        return best, found

    def color(self, origin, direction, depth):
        distance, thing = self.nearest(origin, direction)
        if thing is None:
            return Vector(0.3, 0.5, 0.2 + 0.5 * abs(direction.y))
        point = origin + direction * distance
        normal = thing.normal(point)
        to_light = (self.light - point).unit()
        bright = 0.2
        if self.nearest(point, to_light)[1] is None:
            bright += max(0.0, normal.dot(to_light)) * 0.8
        if isinstance(thing, Floor):
            odd = (math.floor(point.x) + math.floor(point.z)) % 2
            base = Vector(1.0, 1.0, 1.0) if odd else Vector(0.1, 0.1, 0.1)
        else:
            base = thing.color
        result = base * bright
        if depth and thing.shine:
            mirrored = direction - normal * (2.0 * direction.dot(normal))
            result = result + self.color(point, mirrored, depth - 1) * thing.shine
        return result


def main(size):
    scene = Scene()
    eye = Vector(0.0, 0.5, -4.0)
    red = green = blue = 0.0
    for row in range(size):
        for column in range(size):
            ray = Vector((column - size / 2) / size, (size / 2 - row) / size, 1.0).unit()
            color = scene.color(eye, ray, 2)
            red += color.x
            green += color.y
            blue += color.z
    print("raytracer %.6f %.6f %.6f" % (red, green, blue))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 310)
