"""The kiosk's months in minutes: simulated visitors on the real app, while things break; nothing a kiosk runs.

`within` is the kiosk's process: the real app with a virtual clock, a virtual loudspeaker and a microphone into which questions are
spoken, and the visitors who use it by touch. `runner` starts it (and starts it again where it was killed), breaks things from
outside (`faults`), measures it from outside, and `report` tells what was found. Begun by `script/soak`.
"""
