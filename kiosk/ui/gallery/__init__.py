"""Every moment of the kiosk as a picture, looked at and measured before a visitor sees it.

`visitor_moments` and `staff_moments` say what there is to show, `easel` draws one of them in the real frame, `scene` is what was
drawn as plain values, and `checks` judge scenes: nothing cut, nothing too small, nothing too pale. A process has one window of
one size, so `painter` is a process of its own, `exhibition` runs as many as are needed, and `sheet` hangs the pictures on a page.

A new moment: one line in `visitor_moments` or `staff_moments`. A new check: a file in `checks`, a line in `checks.ALL`.
"""
