"""The import desk: brings packs in, on a thread of its own. Joins the rooms that content passes through on its way to visitors."""
