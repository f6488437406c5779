"""A simulated operating system: tasks, packets, queues and devices as objects."""
import sys

RUNNING, WAITING, HELD = 0, 1, 2


class Packet:
    def __init__(self, kind, data):
        self.link = None
        self.kind = kind
        self.data = data
        self.sum = 0


class PacketQueue:
    def __init__(self):
        self.head = None
        self.tail = None
        self.length = 0

    def push(self, packet):
        packet.link = None
        if self.tail is None:
            self.head = packet
        else:
            self.tail.link = packet
        self.tail = packet
        self.length += 1

    def pop(self):
        packet = self.head
        self.head = packet.link
        if self.head is None:
            self.tail = None
        packet.link = None
        self.length -= 1
        return packet

    def empty(self):
        return self.head is None


class Task:
    def __init__(self, system, name, priority):
        self.system = system
        self.name = name
        self.priority = priority
        self.state = WAITING
        self.queue = PacketQueue()
        self.turns = 0

    def receive(self, packet):
        self.queue.push(packet)
        if self.state == WAITING:
            self.state = RUNNING

    def runnable(self):
        return self.state == RUNNING

    def turn(self):
        self.turns += 1
        if self.queue.empty():
            self.state = WAITING
            return
        self.handle(self.queue.pop())

    def handle(self, packet):
        raise NotImplementedError


class Idler(Task):
    def __init__(self, system, count):
        super().__init__(system, "idle", 0)
        self.seed = 1
        self.left = count
        self.state = RUNNING

    def turn(self):
        self.turns += 1
        self.left -= 1
        if self.left <= 0:
            self.state = HELD
            self.system.stop = True
            return
        if self.seed & 1:
            self.seed = (self.seed >> 1) ^ 0xD008
            self.system.send("worker", Packet("work", [self.seed % 26] * 4))
        else:
            self.seed >>= 1
            self.system.send("device", Packet("device", [self.seed & 7]))


class Worker(Task):
    def handle(self, packet):
        packet.sum = 0
        for i, value in enumerate(packet.data):
            packet.data[i] = (value + i) % 26
            packet.sum += packet.data[i]
        packet.kind = "device"
        self.system.send("handler", packet)


class Handler(Task):
    def __init__(self, system, name, priority):
        super().__init__(system, name, priority)
        self.handled = 0

    def handle(self, packet):
        self.handled += packet.sum
        if len(packet.data) > 1:
            packet.data = packet.data[1:]
            self.system.send("device", packet)


class Device(Task):
    def __init__(self, system, name, priority):
        super().__init__(system, name, priority)
        self.pending = None
        self.served = 0

    def handle(self, packet):
        if self.pending is None:
            self.pending = packet
        else:
            previous, self.pending = self.pending, packet
            self.served += 1
            if len(previous.data) > 2:
                self.system.send("handler", previous)


class System:
    def __init__(self, count):
        self.tasks = {}
        self.order = []
        self.stop = False
        self.sent = 0
        for task in (Idler(self, count), Worker(self, "worker", 10),
                     Handler(self, "handler", 20), Device(self, "device", 30)):
            self.tasks[task.name] = task
            self.order.append(task)
        self.order.sort(key=lambda task: -task.priority)

    def send(self, name, packet):
        self.sent += 1
        self.tasks[name].receive(packet)

    def run(self):
        while not self.stop:
            for task in self.order:
                if task.runnable():
                    task.turn()
                    break


def main(size):
    system = System(size)
    system.run()
    print("scheduler", system.sent, system.tasks["handler"].handled,
          system.tasks["device"].served,
          [task.turns for task in system.order])


main(int(sys.argv[1]) if len(sys.argv) > 1 else 230000)
