from datetime import *
d = date(2024, 2, 29); dt = datetime(2024, 1, 31, 23, 59, 58, 123456); td = timedelta(days=1, hours=-2, microseconds=5)
print(d, repr(d), d + timedelta(366), d - date(2023, 1, 1), d.weekday(), d.isocalendar(), d.replace(year=2028), d.strftime("%A %d %B %y %j %U"), d.toordinal(), date.fromordinal(1), date.min, date.max)
print(dt, repr(dt), dt.isoformat("T", "milliseconds"), dt + td, dt - td, td, repr(td), -td, abs(-td), td * 2.5, td // 7, td / timedelta(hours=1), td % timedelta(hours=5), divmod(td, timedelta(hours=3)), td.total_seconds(), timedelta(0) == timedelta(), bool(timedelta()))
tz = timezone(timedelta(hours=5, minutes=30), "IST"); u = dt.replace(tzinfo=timezone.utc)
print(u, u.astimezone(tz), u.timestamp(), datetime.fromtimestamp(0, timezone.utc), tz, repr(tz), timezone.utc, u.astimezone(tz) == u, time(1, 2, 3, 4, tz), time.fromisoformat("04:23:01+02:00"))
print(datetime.strptime("2024-03-05 06:07:08.9 +0130", "%Y-%m-%d %H:%M:%S.%f %z"), datetime.fromisoformat("2024-W10-2T03"), date.fromisoformat("20240229"), sorted([date(2024, 1, 2), date(2023, 5, 1)]), hash(d) == hash(date(2024, 2, 29)), datetime.combine(d, time(5)), dt.timetuple()[:6])
for f in (lambda: date(2023, 2, 29), lambda: datetime(1, 1, 1) - timedelta(1), lambda: dt < u, lambda: d + dt, lambda: d < dt, lambda: datetime.strptime("x", "%Y"), lambda: timedelta(10**10), lambda: time(25), lambda: date.fromisoformat("nope"), lambda: timezone(timedelta(days=1)), lambda: datetime.strptime("2024 x", "%Y"), lambda: date("a", 1, 1), lambda: d - 5):
    try: f()
    except Exception as e: print(type(e).__name__, e)
