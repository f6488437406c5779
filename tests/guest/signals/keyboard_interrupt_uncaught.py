import signal
def work():
    try:
        signal.raise_signal(signal.SIGINT)
        for _ in range(1000): pass
    finally:
        print("cleanup")


work()
