# env: TZ=Europe/Berlin
# Time zones, folds, subclasses, pickling and formats of datetime.
import copy, pickle, time as clock
from datetime import *
clock.tzset()
class Zone(tzinfo):
    def __init__(self, hours): self.hours = hours
    def utcoffset(self, dt): return timedelta(hours=self.hours)
    def dst(self, dt): return timedelta(0)
    def tzname(self, dt): return f"Z{self.hours}%"
    def __reduce__(self): return Zone, (self.hours,)
class Day(date):
    def __new__(cls, *a): return super().__new__(cls, *a)
class Moment(datetime): pass
z = Zone(3); d = datetime(2024, 3, 31, 12, 30, 15, 250, z)
print(d, repr(d).replace(repr(z), "Z"), d.utcoffset(), d.tzname(), d.astimezone(timezone.utc), d.timestamp(), d.strftime("%Y %z %Z %f %% %"), f"{d:%H.%M}", d.utctimetuple()[:6], d.timetz().tzname() if False else d.timetz().replace(tzinfo=None))
for moment in (datetime(2024, 3, 31, 2, 30), datetime(2024, 3, 31, 2, 30, fold=1), datetime(2024, 10, 27, 2, 30), datetime(2024, 10, 27, 2, 30, fold=1), datetime(2024, 7, 1)):
    print(moment.timestamp(), moment.astimezone(), moment.astimezone().tzname(), repr(datetime.fromtimestamp(moment.timestamp())))
for v in (date(2024, 2, 29), time(1, 2, 3, 4), time(1, tzinfo=timezone.utc, fold=1), datetime(2024, 10, 27, 2, 30, fold=1), d, timedelta(5, 6, 7), timezone.utc, timezone(timedelta(hours=-5), "EST"), Day(2020, 1, 1), Moment(2020, 1, 1, 2)):
    for protocol in range(2, 5):
        w = pickle.loads(pickle.dumps(v, protocol)); assert w == v and type(w) is type(v), v
    assert copy.deepcopy(v) == v
    print(type(v).__name__, v, hash(v) == hash(copy.copy(v)), v.__reduce__()[0].__name__)
print(type(Day(2020, 1, 1) + timedelta(1)).__name__, type(Moment(2020, 1, 1) - timedelta(1)).__name__, type(Moment.now()).__name__, type(Day.today()).__name__, type(Moment.combine(Day(2020, 1, 1), time(5))).__name__, type(Day.fromordinal(5).replace(day=7)).__name__, type(Moment.fromisoformat("2020-01-01")).__name__)
print([datetime.fromisoformat(s).isoformat() for s in ("2024-01-02", "20240102", "2024-W05", "2024W05", "2024-W05-3", "2024W053", "2024-01-02T03", "2024-01-02 03:04", "20240102T030405", "2024-01-02T03:04:05.678", "2024-01-02T03:04:05,6789012", "2024-01-02T03:04:05Z", "2024-01-02T03:04:05+05:30", "2024-01-02T03:04:05-0530", "2024-W05-3T01:02", "2024W053T0102", "2024-01-02x03")])
print([time.fromisoformat(s).isoformat() for s in ("03", "T03", "03:04", "0304", "030405.5", "03:04:05.123456+01:02:03.000004")] if hasattr(time, "fromisoformat") else [])
for s in ("2024", "2024-13-01", "2024-01-32", "2024-W54", "2024-W01-8", "2024-01-02T", "2024-01-02T3", "2024-01-02T03:4", "2024-01-02T03:04:05.", "2024-01-02T25", "2024-01-02T03:04:05+24:00", "\u0662024-01-02", "2024-1-02", ""):
    try: print(datetime.fromisoformat(s))
    except Exception as e: print(type(e).__name__, e)
print([date.fromisocalendar(2020, 53, d) for d in (1, 7)], date(2021, 1, 3).isocalendar(), tuple(date(2021, 1, 4).isocalendar()), date(2024, 12, 30).isocalendar().year)
print(timedelta(hours=1.5, milliseconds=0.5), timedelta(microseconds=0.5), timedelta(microseconds=1.5), timedelta(seconds=1) * 0.1, timedelta(1) / 7, timedelta(1) / 0.3, timedelta(1) // timedelta(hours=5), timedelta(weeks=-1, minutes=5), timedelta(1) > timedelta(hours=23), -timedelta.max if False else timedelta.min, timedelta.resolution, datetime.max, time.min)
print(datetime(2024, 1, 1, tzinfo=Zone(1)) == datetime(2024, 1, 1, 1, tzinfo=Zone(2)), datetime(2024, 1, 1) == datetime(2024, 1, 1, tzinfo=z), datetime(2024, 1, 1) == date(2024, 1, 1), datetime(2024, 1, 1, tzinfo=Zone(1)) - datetime(2024, 1, 1, tzinfo=Zone(2)), time(1, tzinfo=Zone(1)) < time(1, tzinfo=Zone(0)), {datetime(2024, 1, 1, tzinfo=Zone(1)): 1}[datetime(2024, 1, 1, 1, tzinfo=Zone(2))])
class Bad(tzinfo):
    def __init__(self, v): self.v = v
    def utcoffset(self, dt): return self.v
    def tzname(self, dt): return self.v
bad = [lambda: datetime(2024, 1, 1, tzinfo=Bad(5)).utcoffset(), lambda: str(datetime(2024, 1, 1, tzinfo=Bad(timedelta(2)))), lambda: datetime(2024, 1, 1, tzinfo=Bad(5)).tzname(), lambda: datetime(2024, 1, 1, tzinfo=tzinfo()).dst(), lambda: datetime(2024, 1, 1, tzinfo=5), lambda: datetime.now(5), lambda: timezone(5), lambda: timezone(timedelta(1)), lambda: timezone(timedelta(0), 5), lambda: timezone.utc.utcoffset(5), lambda: timezone.utc.fromutc(datetime(2024, 1, 1)), lambda: date(0, 1, 1), lambda: date(2024, 0, 1), lambda: date(2024, 2, 30), lambda: time(24), lambda: time(0, 60), lambda: time(0, 0, 0, -1), lambda: time(fold=2), lambda: timedelta("x"), lambda: timedelta(1) / 0, lambda: timedelta(1) // timedelta(0), lambda: timedelta(1) + 1, lambda: timedelta(1) < 1, lambda: timedelta.max + timedelta(1), lambda: timedelta(float("nan")), lambda: timedelta(float("inf")), lambda: date.max + timedelta(1), lambda: datetime.min - timedelta(1), lambda: date.fromordinal(0), lambda: date.fromordinal(10**7), lambda: date.fromisocalendar(2021, 53, 1), lambda: date.fromisocalendar(2021, 1, 8), lambda: date.fromtimestamp("x"), lambda: datetime.fromtimestamp(float("nan")), lambda: datetime.fromtimestamp(1e30), lambda: datetime(2024, 1, 1).isoformat("ab"), lambda: datetime(2024, 1, 1).isoformat(timespec="x"), lambda: datetime(2024, 1, 1) < datetime(2024, 1, 1, tzinfo=z), lambda: datetime(2024, 1, 1) - datetime(2024, 1, 1, tzinfo=z), lambda: time(1) < time(1, tzinfo=z), lambda: date(2024, 1, 1) < 5, lambda: datetime.strptime("x", "%Y"), lambda: datetime.combine(5, time()), lambda: date(2024, 1), lambda: date(2024.0, 1, 1), lambda: date(2024, 1, 1).replace(foo=1), lambda: d.year.__class__ and setattr(d, "year", 5)]
for f in bad:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
