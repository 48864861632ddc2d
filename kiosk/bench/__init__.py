"""The figures behind `script/bench`: how fast, how large. Measured on the real parts, never asserted in a test.

A benchmark is a function that takes a `Context` and gives its runs; the median is the figure. To add one: a function in
the file of its kind, and a line in `figure.BENCHMARKS`. What needs the whole app runs in a process of its own (`probe`).
"""
