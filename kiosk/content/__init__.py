"""What the kiosk knows: articles, and the library they are installed in.

`article` reads Markdown with front matter into an `Article` and refuses what it can't stand behind, with one line that says what
and where. `library` keeps installed articles in whole generations: a new one is written beside the old, flushed to disk, and
switched to by one rename, so that a power cut leaves the old or the new, never half.
"""
