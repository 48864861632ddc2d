"""What every test may ask for."""

pytest_plugins = ["tests.audio.virtual_sound", "tests.hearing.engines"]
