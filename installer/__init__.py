"""Puts the kiosk on a real machine, and packs what a machine needs that has never seen a network.

`script/install-kiosk` and `script/bundle` are its two doors. It runs before anything is installed: the standard library of Python
3.11 and Debian's own commands are all it uses. What it will do is a list of steps (`installer.step`), each of which knows
whether it is done already: that is what makes `--dry-run` honest and a second run quiet.
"""
