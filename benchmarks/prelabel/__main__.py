"""`./dev bench prelabel`: how good the built-in pre-labellers are on real pictures of ../shared/data."""

from __future__ import annotations

from benchmarks.prelabel import carry, data, learned, report, vehicles


def main() -> int:
    sweeps = list(vehicles.seconds())
    report.keep(sweeps)
    print("Sweeps of the demonstration")
    for points, ground, rest in sweeps:
        print(f"  {points} points: ground {ground:.2f} s, clusters and boxes {rest:.2f} s")
    if not data.VIDEO.exists():
        print(f"The rest needs {data.VIDEO.parent}, which is not on this machine.")
        return 0
    print("Carry labels along")
    for name, pairs in (
        ("cars, 0.08 s", carry.cars(1)),
        ("cars, 0.24 s", carry.cars(3)),
        ("cars, 0.48 s", carry.cars(6)),
        ("street, 0.5 s", carry.street(1)),
        ("street, 1 s", carry.street(2)),
    ):
        print(f"  {name:14}", "  ".join(f"{key} {value}" for key, value in carry.measure(pairs).items()))
    print("Learn from this project")
    for name, parts in learned.folds().items():
        print(f"  {name}:", learned.measure("car", parts), flush=True)
    print("Vehicles in scenes")
    for sort, figures in vehicles.measure():
        print(f"  {sort:14}", "  ".join(f"{key} {value}" for key, value in figures.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
