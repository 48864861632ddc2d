"""Removable drives: which are there now, and what on them is meant for a kiosk.

`drives` asks the operating system, `watcher` is told by the kernel when a mount comes or goes (poll on /proc/self/mountinfo) and
posts SourcesChanged within a second. Drop folders that something else fills (Syncthing, rsync) are watched the same way. This room
never mounts, never writes, and never opens what it finds: it tells where packs lie.
"""
