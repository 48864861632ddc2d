"""One screen a moment: a .py with `render(state)` and the verbs its controls call, and a .kv with its looks."""
